"""A table of a reply as Slack's tables: so many rows in each, as narrow as can be, no id and no amount broken in two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from bot.slack import limits
from bot.slack.words import clean, escape, mrkdwn
from handlers.reply import Table

Block = dict[str, Any]

_NOTHING: Final = "–"
#: In characters: what a cell and a table have room for in one line, on a screen that is not wide.
_CELL: Final = 24
_WIDTH: Final = 60


def table_blocks(part: Table) -> Iterator[list[Block]]:
    """The table under its caption, in as many groups as it takes."""
    caption = mrkdwn(f"*{escape(part.caption)}*", most=limits.SECTION_TEXT)
    head: list[Block] = [{"type": "section", "text": caption}]
    part = _filled(part)
    wrapped = _wrapped(part)
    settings = [
        {"align": "right" if index in part.numeric else "left", "is_wrapped": index in wrapped}
        for index in range(len(part.columns))
    ]
    for rows in _rows(part):
        cells = [[{"type": "raw_text", "text": clean(cell) or _NOTHING} for cell in row] for row in (part.columns, *rows)]
        yield [*head, {"type": "table", "rows": cells, "column_settings": settings}]
        head = []


def _filled(part: Table) -> Table:
    """The table without the columns that have nothing in any row."""
    kept = [index for index in range(len(part.columns)) if any(row[index].strip() not in ("", _NOTHING) for row in part.rows)]
    if not kept or len(kept) == len(part.columns):
        return part
    return replace(
        part,
        columns=tuple(part.columns[index] for index in kept),
        rows=tuple(tuple(row[index] for index in kept) for row in part.rows),
        numeric=frozenset(at for at, index in enumerate(kept) if index in part.numeric),
    )


def _wrapped(part: Table) -> set[int]:
    """The columns that may take more than one line: the longest ones, until the table fits; an amount or an id is never broken."""
    columns = list(zip(part.columns, *part.rows, strict=True))
    widths = [max(map(len, column)) for column in columns]
    wrapped: set[int] = set()
    for index in sorted(range(len(columns)), key=lambda index: -widths[index]):
        if widths[index] <= _CELL and sum(widths) <= _WIDTH:
            break
        word = max((len(word) for cell in columns[index] for word in cell.split()), default=0)
        if index not in part.numeric and word < widths[index] > _CELL // 2:
            wrapped.add(index)
            widths[index] = max(word, min(widths[index], _CELL // 2))
    return wrapped


def _rows(part: Table) -> Iterator[Sequence[Sequence[str]]]:
    """The rows in tables that Slack takes: so many rows and characters in each."""
    some: list[Sequence[str]] = []
    width = sum(map(len, part.columns))
    size = width
    for row in part.rows:
        length = sum(map(len, row))
        if some and (len(some) + 1 >= limits.TABLE_ROWS or size + length > limits.TABLE_CHARACTERS):
            yield some
            some, size = [], width
        some.append(row)
        size += length
    yield some
