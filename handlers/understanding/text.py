"""People's text before it is read: cleaned of what cannot be seen, cut to a length, and split into words that know their place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from handlers.understanding.pieces import Told, pieces_of
from handlers.understanding.wording import ABBREVIATIONS, COMMAND_WORDS, FRAME

# Words that are near a command word and are none.
_RIGHT: Final = frozenset("precision contacted contracts regional statue statues projector protector extensive states".split())

#: Longer messages are read up to here; nobody registers a deal beyond it.
LIMIT: Final = 4000

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
#: The only unseen characters that count as printable.
_SELECTORS: Final = tuple(map(chr, range(0xFE00, 0xFE10)))
_LOOKALIKES = str.maketrans(
    {"\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u00b4": "'", "\u00a0": " ", "\u2028": "\n", "\u2029": "\n"}
)

_LOOKS_ALIKE: Final = tuple(map(chr, _LOOKALIKES))
_TOKEN = re.compile(r"((?:[^\W\d_]\.){2,}[^\W\d_]?|[^\W_]+(?:['+\-][^\W_]+|&[^\W_]+)*)|(\n)|[^\w\s]|_")


def clean(text: str) -> str:
    """The text as it is read: NFC, no control or direction characters, plain apostrophes and spaces, at most LIMIT long."""
    text = text[: LIMIT * 2].replace("\r\n", "\n").replace("\r", "\n")
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
        if any(map(text.__contains__, _LOOKS_ALIKE)):
            text = text.translate(_LOOKALIKES)
    text = text.replace("\t", " ")
    seen = text.replace("\n", " ").isprintable() and (text.isascii() or not any(map(text.__contains__, _SELECTORS)))
    return (text if seen else _UNSEEN.sub("", text))[:LIMIT].strip()


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

    `capital` says whether it is written like a name: "Acme", "3M". A tuple and no dataclass: a message makes one for each word,
    and a frozen dataclass takes four times as long to make.
    """

    kind: Kind
    text: str
    norm: str
    start: int
    end: int
    capital: bool = False


def _is_capital(word: str) -> bool:
    first = word[:1]
    return first.isupper() or (first.isdigit() and any(map(str.isupper, word)))


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
    """The words, signs and marks of the text in order; what stands inside a mark is not split.

    Whole pieces are cut as they are remembered, those that a mark cuts are read anew.
    """
    found: list[Token] = []
    _, starts = pieces_of(text)
    at = place = 0  # where the last mark ended, and the first piece that begins after it
    for mark in marks:
        kind, start, end = mark
        place = _before(text, start, at, place, found)
        written = text[start:end]
        found.append(Token(kind, written, _MARKED[kind], start, end, _is_capital(written)))
        at = end
        while starts[place] < at:
            place += 1
    _before(text, len(text), at, place, found)
    return tuple(found)


def _before(text: str, end: int, at: int, place: int, found: list[Token]) -> int:
    """Adds what stands from `at` to `end`, where `place` is the first piece that begins not before `at`; the next such piece."""
    pieces, starts = pieces_of(text)
    if at < starts[place]:
        _add(text[at : min(starts[place], end)], at, found)
    while place < len(pieces) and starts[place + 1] <= end:
        _add(pieces[place], starts[place], found)
        place += 1
    if starts[place] < end:
        _add(text[max(at, starts[place]) : end], max(at, starts[place]), found)
    return place


def _add(piece: str, at: int, found: list[Token]) -> None:
    make = tuple.__new__  # half the time of calling Token, of which there is one for every word
    for kind, word, norm, start, end, capital in _CUT[piece]:
        found.append(make(Token, (kind, word, norm, at + start, at + end, capital)))


_MARKED: Final = {kind: f"<{kind}>" for kind in Kind}


def _words(piece: str) -> list[Token]:
    """The tokens of a piece in which nothing is marked, as if it were the text."""
    found: list[Token] = []
    taken = 0
    for match in _TOKEN.finditer(piece):
        at, end = match.span()
        if at < taken:  # the full stop of the abbreviation before it
            continue
        word, group = match[0], match.lastindex
        if group == 1:
            if piece[end : end + 1] == "." and _abbreviated(word):
                end += 1
                taken = end
            written = piece[at:end]
            found.append(Token(Kind.WORD, written, normal(word), at, end, _is_capital(written)))
        elif group == 2:
            found.append(Token(Kind.LINE, word, "\n", at, end))
        else:
            found.append(Token(Kind.SIGN, word, ":" if word == "=" else word, at, end))  # "Kunde=Acme"
    return found


_CUT: Final = Told(_words)


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
