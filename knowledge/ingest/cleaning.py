"""Leaves of a text only what a person can see: no control, zero-width, bidirectional, tag or filling characters."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

#: Seen as nothing or as a space, though Unicode counts them among letters, marks or symbols: words can be hidden in them.
_BLANK: Final = frozenset(
    [
        *(0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0, 0xFFFC, 0xFFFD),
        *range(0x180B, 0x1810),
        *range(0xFE00, 0xFE10),
        *range(0xE0000, 0xE1000),
    ]
)
#: Where a word may be parted; it hides nothing, and what is quoted has to stand in the file as it is.
_HYPHEN: Final = 0x00AD
#: Control, format, surrogate, private and unassigned: nothing of this is text.
_NOT_TEXT: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_SPACES: Final = re.compile(r"[^\S\n]+")
_AROUND_LINES: Final = re.compile(r" ?\n ?")
_PLAIN: Final = re.compile(r"[\n\x20-\x7e]*")


class _Seen(dict[int, str | None]):
    """What each character becomes; looked up once for each that occurs."""

    def __missing__(self, code: int) -> str | None:
        kind = unicodedata.category(chr(code))
        kept: str | None = chr(code)
        if chr(code) in "\n\r\v\f\x85\u2028\u2029":
            kept = "\n"
        elif chr(code) == "\t" or kind == "Zs":
            kept = " "
        elif code != _HYPHEN and (code in _BLANK or kind in _NOT_TEXT):
            kept = None
        self[code] = kept
        return kept


_SEEN: Final = _Seen()


def visible(text: str) -> str:
    """The text in Unicode's composed form (NFC) without what cannot be seen; single spaces, none around a line's end."""
    if not _PLAIN.fullmatch(text):
        text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").translate(_SEEN))
    return _AROUND_LINES.sub("\n", _SPACES.sub(" ", text)).strip()


def on_one_line(text: str) -> str:
    """The same with its lines joined by spaces, as a heading or a cell of a table is."""
    return " ".join(visible(text).split())
