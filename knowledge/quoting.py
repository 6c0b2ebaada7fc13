"""Chooses the one or two sentences of a passage that answer a question best, and quotes them as they stand there.

Of a table, a row is quoted, with the line of the column names apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Final

from knowledge.rows import BAR, Piece, pieces
from knowledge.sentences import sentences
from knowledge.words import words

#: So much of a passage is quoted at most, and no less: a word or two prove nothing.
LONGEST: Final = 600
SHORTEST: Final = 15
#: A sentence of another line than the best one has to be worth this share of it: what happens to stand near proves nothing.
_APART: Final = 0.6
#: A second row of a table has to be nearly as near as the first: rows are alike.
_ROW: Final = 0.9
#: What it counts for a sentence to have the kind of thing that was asked for, beside its share of the question.
_KIND: Final = 0.12
#: What it counts for a row that its first cell, which says what it is about, is in the question.
_NAMED: Final = 0.25
_COUNTED: Final = "many|much|long|old|far|large|big|high|often|tall"
_ASKS: Final = (
    (
        re.compile(
            rf"\b(?:how (?:{_COUNTED})|what (?:percent\w*|number|year|date|price|amount|share)|(?:what|which) (?:year|century)|"
            r"when|costs?|kostet|wie (?:viele?|lange|alt|weit|groß|hoch|oft|teuer)|wann|"
            r"wieviele?|welche[mnrs]? (?:jahr|jahrhundert|höhe))\b",
            re.IGNORECASE,
        ),
        re.compile(
            r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|zwölf)\b"
        ),
    ),
    (
        re.compile(r"\b(?:who|whose|whom|wer|wem|wen|wessen|where|wo|wohin|woher)\b", re.IGNORECASE),
        re.compile(r"(?<=[^.!?\s] )[A-ZÄÖÜ]\w+|(?<=\s)[A-ZÄÖÜ]\w+ [A-ZÄÖÜ]\w+"),
    ),
)


def asked_kind(question: str) -> re.Pattern[str] | None:
    """What a sentence has that answers such a question: a number, a name; None where it may be anything."""
    return next((has for asks, has in _ASKS if asks.search(question)), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words of a passage as they stand there; of a table's rows, `header` is the line of its column names, as it stands there."""

    text: str
    header: str = ""


def best_quotes(text: str, shares: Sequence[float], question: str, *, most: int = 2) -> tuple[Quote, ...]:
    """Up to `most` sentences or rows of the text, in their order, neighbours as one quote; together no longer than LONGEST.

    `shares` says how much of the question is in each sentence. No quote is shorter than SHORTEST if the text is not.
    """
    found = pieces(text, sentences(text), shares)
    if not found:
        return ()
    worth = _worth(text, found, question)
    order = sorted((place for place, piece in enumerate(found) if not _has_rows(found, place)), key=lambda at: (-worth[at], at))
    chosen: list[int] = []
    for place in order:
        if chosen and worth[place] < _needed(text, found[place], found[order[0]]) * worth[order[0]]:
            continue
        length = sum(found[one].length for one in (*chosen, place))
        if len(chosen) < most and length + len(chosen) <= LONGEST:
            chosen.append(place)
    if not chosen:
        return (Quote(text=_cut(text[found[order[0]].start : found[order[0]].end])),)
    return tuple(_quote(text, found, first, last) for first, last in _runs(found, sorted(chosen)))


def _worth(text: str, found: Sequence[Piece], question: str) -> list[float]:
    """The share of each, more where it has what was asked for; of a row also what only the names of its columns have."""
    kind = asked_kind(question)
    least = min(piece.share for piece in found)
    asked = frozenset(words(question))
    worth = []
    for piece in found:
        row = 0.0
        if piece.header is not None:
            row = found[piece.header].share - least + _NAMED * _first_cell(text, piece, asked)
        has_kind = kind is not None and kind.search(text, piece.start, piece.end)
        worth.append(piece.share + row + (_KIND if has_kind else 0.0))
    return worth


def _first_cell(text: str, row: Piece, asked: Set[str]) -> float:
    """The share of the words of a row's first cell that are in the question."""
    said = words(BAR.split(text[row.start : row.end])[0])
    return sum(word in asked for word in said) / (len(said) or 1)


def _has_rows(found: Sequence[Piece], place: int) -> bool:
    """Whether it only names the columns of rows."""
    return found[place].is_header and place + 1 < len(found) and found[place + 1].header == place


def _needed(text: str, one: Piece, best: Piece) -> float:
    """Which share of the worth of the best one another has to have."""
    if one.header is not None:
        return _ROW
    first, last = sorted((one, best), key=lambda piece: piece.start)
    return _APART if "\n" in text[first.end : last.start] else 0.0


def _runs(found: Sequence[Piece], chosen: Sequence[int]) -> list[tuple[int, int]]:
    """The chosen, neighbours together; what is too short takes in the piece after it, or before, first of its own table."""
    runs: list[tuple[int, int]] = []
    for place in chosen:
        if runs and place == runs[-1][1] + 1 and found[place].header == found[runs[-1][0]].header:
            runs[-1] = runs[-1][0], place
        else:
            runs.append((place, place))
    return [_long_enough(found, first, last) for first, last in runs]


def _long_enough(found: Sequence[Piece], first: int, last: int) -> tuple[int, int]:
    while found[last].end - found[first].start < SHORTEST and last - first + 1 < len(found):
        after, before = last + 1, first - 1
        is_row_before = before >= 0 and found[before].header == found[last].header
        if after < len(found) and (found[after].header == found[first].header or not is_row_before):
            last = after
        else:
            first = before
    return first, last


def _quote(text: str, found: Sequence[Piece], first: int, last: int) -> Quote:
    place = found[first].header
    header = "" if place is None else text[found[place].start : found[place].end]
    return Quote(text=text[found[first].start : found[last].end], header=header)


def _cut(sentence: str) -> str:
    """A sentence that is too long, up to a word's end."""
    return sentence[:LONGEST].rsplit(" ", 1)[0] if len(sentence) > LONGEST else sentence
