"""A table of a reply on a card: as a table where it fits a phone, else each row by itself, under its first value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final, TypeVar

from bot.teams import limits
from bot.teams.elements import Element, bar, heading, line, run, table
from bot.teams.words import clean, cut, shown
from handlers.reply import Chart, Facts, Table

_T = TypeVar("_T")

_NOTHING: Final = ("", "–")
#: In characters: what stands side by side on a screen of 320 pixels without a word being broken.
_NARROW: Final = 30
_MOST_COLUMNS: Final = 4
#: And what the edges of a cell take of that.
_EDGES: Final = 3
_CELL: Final = 600
#: Rows that may be in one element, so that a card can end between two of them.
_TOGETHER: Final = 8
_BAR: Final = 10


def drawn(part: Table) -> Iterator[list[Element]]:
    """The table under its caption, in groups after each of which a card may end."""
    kept = [at for at in range(len(part.columns)) if any(row[at].strip() not in _NOTHING for row in part.rows)]
    kept = kept or list(range(len(part.columns)))
    names = [shown(part.columns[at], _CELL) for at in kept]
    rows = [[cut(clean(row[at]), _CELL) or "–" for at in kept] for row in part.rows]
    numeric = {index for index, at in enumerate(kept) if at in part.numeric}
    head = [heading(part.caption, size="default")]
    if not rows:
        yield head
    elif _fits(names, rows):
        yield from _side_by_side(head, names, rows, numeric)
    else:
        yield from _one_by_one(head, names, rows)


def _words(names: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """The longest word of each column."""
    return [max(len(word) for cell in column for word in cell.split() or "–") for column in zip(names, *rows, strict=True)]


def _fits(names: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    return len(names) <= _MOST_COLUMNS and sum(_words(names, rows)) + _EDGES * len(names) <= _NARROW


def _side_by_side(
    head: list[Element], names: Sequence[str], rows: Sequence[Sequence[str]], numeric: set[int]
) -> Iterator[list[Element]]:
    lengths = [max(map(len, column)) for column in zip(names, *rows, strict=True)]
    widths = [max(word, min(length, _NARROW // 2)) for word, length in zip(_words(names, rows), lengths, strict=True)]
    sides = ["right" if at in numeric else "left" for at in range(len(names))]
    columns = [{"width": width, "horizontalCellContentAlignment": side} for width, side in zip(widths, sides, strict=True)]

    def cells(row: Sequence[str], **look: str) -> list[list[Element]]:
        return [[line(run(cell, **look), horizontalAlignment=side)] for cell, side in zip(row, sides, strict=True)]

    for some in _batches(rows, _TOGETHER):
        body = [cells(names, weight="bolder"), *(cells(row) for row in some)]
        yield [*head, table(columns, body, firstRowAsHeaders=True, showGridLines=True, spacing="small")]
        head = []


def _one_by_one(head: list[Element], names: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[list[Element]]:
    for row in rows:
        first, *others = zip(names, row, strict=True)
        said: list[Element] = []
        for name, cell in others:
            if cell not in _NOTHING:
                said += [run(f"{' · ' if said else ''}{name}: ", isSubtle=True), run(cell)]
        items = [line(run(first[1], weight="bolder")), *([line(*said, spacing="none")] if said else [])]
        yield [*head, {"type": "Container", "items": items, "separator": True, "spacing": "small"}]
        head = []


def facts(part: Facts) -> Iterator[list[Element]]:
    """Labels beside their values."""
    head = [heading(part.title, size="default")] if part.title else []
    columns = [{"width": 2}, {"width": 3}]
    for some in _batches(part.facts, _TOGETHER // 2):
        rows = []
        for fact in some:
            value = [line(run(each)) for each in cut(clean(fact.value), limits.LINE).split("\n") if each.strip()]
            note = [line(run(shown(fact.note, _CELL), isSubtle=True, size="small"), spacing="none")] if fact.note else []
            rows.append([[line(run(shown(fact.label, _CELL), isSubtle=True))], [*(value or [line(run("–"))]), *note]])
        yield [*head, table(columns, rows, firstRowAsHeaders=False, showGridLines=False, spacing="small")]
        head = []


def chart(part: Chart) -> Iterator[list[Element]]:
    """A chart as a table with bars, which nobody has to be able to see: the last column says the same."""
    head = [heading(part.title, size="default")]
    most = max([*part.values, Decimal(1)])
    rows = [
        [
            [line(run(shown(label, _CELL)))],
            [line(*bar(value, most, length=_BAR))],
            [line(run(shown(said, _CELL)), horizontalAlignment="right")],
        ]
        for label, value, said in zip(part.labels, part.values, part.shown, strict=True)
    ]
    columns = [{"width": 3}, {"width": 4}, {"width": 3}]
    if not rows:
        yield head
    for some in _batches(rows, _TOGETHER):
        yield [*head, table(columns, some, firstRowAsHeaders=False, showGridLines=False, spacing="small")]
        head = []


def _batches(items: Sequence[_T], size: int) -> Iterator[Sequence[_T]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
