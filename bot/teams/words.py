"""Text for Teams: what people wrote is shown as they wrote it never read as markup, a link or a mention."""

from __future__ import annotations

import re
from typing import Final

#: Characters that change how others are read or shown and have no place in a message of ours.
_UNSEEN: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
#: Two braces begin what a card puts in by itself: {{DATE(…)}}. Between them, a joiner of no width.
_BRACES: Final = re.compile(r"\{(?=\{)")
_JOINER: Final = "\u2060"
#: What Markdown reads as more than itself anywhere in a line, and at its beginning.
_MARKS: Final = re.compile(r"([\\*_~`|]|(?<=\])(?=[(\[:]))")
_LEADING: Final = re.compile(r"^(\s*)([#+-]|\d{1,9}(?=[.)]))", re.MULTILINE)
#: Whatever may be markup in a text block of a card.
_DOUBTFUL: Final = re.compile(r"[\\*_~`\[\]<>&|{}]|^\s*([#+-]|\d+[.)])|https?:|www\.", re.MULTILINE)


def clean(text: str) -> str:
    """Without control characters and turns of direction; line ends stay. Nothing is put in for it by a card."""
    return _BRACES.sub("{" + _JOINER, _UNSEEN.sub("", text))


def cut(text: str, most: int) -> str:
    """At most so many characters, with a sign where something is missing."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def shown(text: str, most: int) -> str:
    """Cleaned, in one line, cut, and never empty."""
    return cut(" ".join(clean(text).split()), most) or "–"


def is_plain(text: str) -> bool:
    """Whether Markdown reads nothing into it."""
    return _DOUBTFUL.search(text) is None


def escape(text: str) -> str:
    """For the text of a message, which Teams reads as Markdown with HTML in it: it reads as it was typed."""
    text = clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = _LEADING.sub(_led, _MARKS.sub(_marked, text))
    return text.replace("://", ":\u2060//")


def _marked(found: re.Match[str]) -> str:
    return f"\\{found[1]}" if found[1] else _JOINER


def _led(found: re.Match[str]) -> str:
    return f"{found[1]}{found[2]}{_JOINER}" if found[2].isdigit() else f"{found[1]}\\{found[2]}"


def split(text: str, most: int) -> list[str]:
    """The text in pieces of at most so many characters: cut at an empty line, else a line end, else a space, else anywhere."""
    pieces = []
    while len(text) > most:
        at = next((found for mark in ("\n\n", "\n", " ") if (found := text.rfind(mark, most // 2, most)) > 0), most)
        pieces.append(text[:at].rstrip())
        text = text[at:].lstrip()
    return [*pieces, text] if text or not pieces else pieces
