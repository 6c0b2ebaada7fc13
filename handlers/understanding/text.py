"""People's text before it is read: cleaned of what cannot be seen, cut to a length, and split into words that know their place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import lru_cache
from itertools import accumulate
from typing import Final, NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from handlers.understanding.wording import ABBREVIATIONS, COMMAND_WORDS, FRAME

# Words that are near a command word and are none.
_RIGHT: Final = frozenset("precision contacted contracts regional statue statues projector protector extensive states".split())

#: Longer messages are read up to here; nobody registers a deal beyond it.
LIMIT: Final = 4000

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_LOOKALIKES = str.maketrans(
    {"\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u00b4": "'", "\u00a0": " ", "\u2028": "\n", "\u2029": "\n"}
)

_PIECE = re.compile(r"\S+\s*|\s+")
_TOKEN = re.compile(r"((?:[^\W\d_]\.){2,}[^\W\d_]?|[^\W_]+(?:['+\-][^\W_]+|&[^\W_]+)*)|(\n)|[^\w\s]|_")


def clean(text: str) -> str:
    """The text as it is read: NFC, no control or direction characters, plain apostrophes and spaces, at most LIMIT long."""
    text = text[: LIMIT * 2].replace("\r\n", "\n").replace("\r", "\n")
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).translate(_LOOKALIKES)
    text = text.replace("\t", " ")
    seen = text.isascii() and text.replace("\n", " ").isprintable()
    return (text if seen else _UNSEEN.sub("", text))[:LIMIT].strip()


@lru_cache(maxsize=64)
def pieces_of(text: str) -> tuple[Sequence[str], Sequence[int]]:
    """What stands between blanks, each with the blanks after it, and where each begins; all together they are the text."""
    pieces = _PIECE.findall(text)
    return pieces, list(accumulate(map(len, pieces), initial=0))


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """For comparing: lower case, umlauts and accents written plainly, single spaces."""
    text = text.lower().replace("ß", "ss").replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(text.split())


class Kind(StrEnum):
    """What a token is, as far as the reader has recognised it."""

    WORD = "word"
    SIGN = "sign"
    LINE = "line"
    LEGAL = "legal"
    DATE = "date"
    MONEY = "money"
    EMAIL = "email"
    DOMAIN = "domain"
    PHONE = "phone"
    REGISTER_NUMBER = "register_number"
    PRODUCT = "product"
    COUNTRY = "country"
    EMPLOYEES = "employees"
    IDENTIFIER = "identifier"


class Mark(NamedTuple):
    """A stretch `[start, end)` of the text that is already understood."""

    kind: Kind
    start: int
    end: int


class Token(NamedTuple):
    """A word, sign or mark; `norm` is the word in lower case with typing errors in command words put right.

    A tuple and no dataclass: a message makes one for each word, and a frozen dataclass takes four times as long to make.
    """

    kind: Kind
    text: str
    norm: str
    start: int
    end: int

    @property
    def capital(self) -> bool:
        """Whether it is written like a name: "Acme", "3M"."""
        first = self.text[:1]
        return first.isupper() or (first.isdigit() and any(c.isupper() for c in self.text))


@lru_cache(maxsize=8192)
def normal(word: str) -> str:
    """The word in lower case; a command word typed wrongly ("regster", "verlängen") becomes the word that was meant.

    A word is put right only where it starts with the same letter and one slip explains it (two in a long word), so that names stay.
    """
    lower = word.lower().rstrip(".")
    if len(lower) < 4 or lower in COMMAND_WORDS or lower in FRAME or lower in _RIGHT or not lower.isalpha():
        return lower
    near = COMMAND_WORDS_BY_LETTER.get(lower[0])
    if near is None:
        return lower
    slips = 2 if len(lower) >= 9 and not word[0].isupper() else 1
    found = process.extractOne(lower, near, scorer=OSA.distance, score_cutoff=slips)
    if found is None or (len(lower) == 4 and sorted(found[0]) != sorted(lower)):  # "dael" is a deal, "Dell" is not
        return lower
    return found[0]


COMMAND_WORDS_BY_LETTER: Final = {
    letter: tuple(word for word in sorted(COMMAND_WORDS) if word[0] == letter) for letter in {word[0] for word in COMMAND_WORDS}
}


def tokens(text: str, marks: Sequence[Mark] = ()) -> tuple[Token, ...]:
    """The words, signs and marks of the text in order; what stands inside a mark is not split."""
    found: list[Token] = []
    at = 0
    for mark in marks:
        _words(text, at, mark.start, found)
        found.append(Token(mark.kind, text[mark.start : mark.end], _MARKED[mark.kind], mark.start, mark.end))
        at = mark.end
    _words(text, at, len(text), found)
    return tuple(found)


_MARKED: Final = {kind: f"<{kind}>" for kind in Kind}


def _words(text: str, start: int, end: int, found: list[Token]) -> None:
    """Adds the tokens of a stretch in which nothing is marked."""
    taken, make = start, tuple.__new__  # half the time of calling Token, of which there is one for every word
    for match in _TOKEN.finditer(text, start, end):
        at, stop = match.span()
        if at < taken:  # the full stop of the abbreviation before it
            continue
        word, group = match[0], match.lastindex
        if group == 1:
            if text[stop : stop + 1] == "." and stop < end and _abbreviated(word):
                stop += 1
                taken = stop
            found.append(make(Token, (Kind.WORD, text[at:stop], normal(word), at, stop)))
        elif group == 2:
            found.append(make(Token, (Kind.LINE, word, "\n", at, stop)))
        else:
            found.append(make(Token, (Kind.SIGN, word, ":" if word == "=" else word, at, stop)))  # "Kunde=Acme"


def _abbreviated(word: str) -> bool:
    """Whether a full stop after the word belongs to it."""
    return word.lower() in ABBREVIATIONS or (len(word) == 1 and word.isupper())


def without_overlap(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """The marks in the order of the text; where two overlap the one given first stays."""
    kept: list[Mark] = []
    for mark in marks:
        if mark.end > mark.start and all(mark.end <= other.start or mark.start >= other.end for other in kept):
            kept.append(mark)
    return tuple(sorted(kept, key=lambda mark: mark.start))
