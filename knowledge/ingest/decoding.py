"""Turns the bytes of a text file into text, by what it says itself or else by what fits."""

from __future__ import annotations

import codecs
import re
from typing import Final

from handlers.ports_library import Unreadable

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED: Final = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{1,30})", re.IGNORECASE)
#: What German and English pages call themselves; browsers read the first two as the third, and so do we.
_CHARSETS: Final = {"iso-8859-1": "cp1252", "latin1": "cp1252", "windows-1252": "cp1252", "iso-8859-15": "iso-8859-15"}
#: Bytes that no text has.
_NO_TEXT: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def decoded(content: bytes) -> str:
    """The text, without a byte order mark; Unreadable when it is none."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _decoded(content[len(mark) :] if encoding == "utf-8" else content, encoding)
    if len(_NO_TEXT.findall(content)) * 100 > len(content) or b"\x00" in content:
        raise Unreadable("document.broken")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        declared = _DECLARED.search(content[:4096])
        name = declared[1].decode("ascii").lower() if declared else ""
        return _decoded(content, _CHARSETS.get(name, "cp1252"))


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable("document.broken") from error
