"""What is put into a document that carries a partner's name, and where: the same for every format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

#: What a place in a document is named.
LOGO, NAME, CONTACT = "partner_logo", "partner_name", "partner_contact"
PLACES: Final = frozenset({LOGO, NAME, CONTACT})
#: What the vendor's own logo is named, by whose height the partner's is measured.
VENDOR_LOGO: Final = "vendor_logo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Logo:
    """A partner's logo as it is kept: a PNG that this bot made itself, with its width and height in dots."""

    content: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """Who stands beside the vendor; `contact` is one line, "" for none."""

    name: str
    contact: str = ""
    logo: Logo | None = None


#: About how wide a letter is, in parts of its height.
_LETTER: Final = 0.56


def size_for(text: str, width: float, largest: float, smallest: float) -> float:
    """The size in which the text fits into the width, between the two; in the unit of the width."""
    return max(smallest, min(largest, width / (_LETTER * max(len(text), 1))))


def cut(text: str, width: float, size: float) -> str:
    """The text as far as it fits in that size."""
    most = max(int(width / (_LETTER * size)), 2)
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
