"""What a file is: told by what is in it, and held against what its name says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from pathlib import PurePath
from typing import Final

from handlers.ports_library import Unreadable


class Format(StrEnum):
    """The formats that can be read, by their media types."""

    MARKDOWN = "text/markdown"
    HTML = "text/html"
    TEXT = "text/plain"
    PDF = "application/pdf"
    PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    @property
    def is_text(self) -> bool:
        return self in (Format.MARKDOWN, Format.HTML, Format.TEXT)


_BY_ENDING: Final[Mapping[str, Format]] = {
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".txt": Format.TEXT,
    ".pdf": Format.PDF,
    ".pptx": Format.PPTX,
    ".docx": Format.DOCX,
}
#: The endings of files that can be read, for whoever looks for some.
ENDINGS: Final = tuple(_BY_ENDING)

#: How the files begin that are told by it; what is no text and begins with none of these is nothing known.
_PDF: Final = b"%PDF-"
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML: Final = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_NAMES: Final[Mapping[Format, str]] = {
    Format.MARKDOWN: "Markdown",
    Format.HTML: "HTML",
    Format.TEXT: "Text",
    Format.PDF: "PDF",
    Format.PPTX: "PowerPoint",
    Format.DOCX: "Word",
}


def format_of_name(name: str) -> Format:
    """What the file says it is; Unreadable when that can be no format known here."""
    ending = PurePath(name).suffix.lower()
    if ending not in _BY_ENDING:
        raise Unreadable("document.unknown_format")
    return _BY_ENDING[ending]


def checked_format(name: str, content: bytes) -> Format:
    """What the file is, once name and content agree on it; whether a ZIP archive is the right one is seen when it is opened."""
    named = format_of_name(name)
    if content.startswith(_OLE):
        # An Office file with a password is put into an older kind of file, as is everything that Office wrote before 2007.
        code = "document.encrypted" if "EncryptedPackage".encode("utf-16-le") in content else "document.unknown_format"
        raise Unreadable(code)
    if content.startswith(_PDF):
        _agree(named, Format.PDF)
    elif content.startswith(_ZIP):
        if named not in (Format.PPTX, Format.DOCX):
            raise Unreadable("document.other_format", named=_NAMES[named])
    elif not named.is_text:
        raise (Unreadable("document.broken") if not content.strip() else Unreadable("document.other_format", named=_NAMES[named]))
    return named


def agree_on_text(named: Format, text: str) -> None:
    """Raises Unreadable where a page of HTML calls itself something else: its tags, and what they hide, would be text."""
    if named is not Format.HTML and _HTML.match(text[:5000]):
        _agree(named, Format.HTML)


def agree_on_office(named: Format, found: Format) -> None:
    """Raises Unreadable where a presentation calls itself a document, or the other way round."""
    _agree(named, found)


def _agree(named: Format, found: Format) -> None:
    if named is not found:
        raise Unreadable("document.other_format", named=_NAMES[named])
