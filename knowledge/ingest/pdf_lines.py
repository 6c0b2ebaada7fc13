"""Puts the pieces of text on a page together: into lines, lines into cells and paragraphs, and those into rows.

A PDF says where text stands and no more. What stands on one line with a wide gap between is in two cells; what stands beneath, in
the same place, belongs together. A paragraph is a row of one cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from knowledge.ingest.pdf_sight import Piece

#: All in parts of the size of the font.
_SAME_LINE, _SPACE, _NEXT_CELL, _NEXT_LINE, _SAME_PLACE = 0.35, 0.14, 0.95, 1.9, 1.75
#: A cell of more lines than these is a column of text, not of a table.
_MOST_LINES: Final = 10
_SIGN: Final = r"[•●○◦▪■□‣–—*·➢✓✔\ue000-\uf8ff-]"
_BULLET: Final = re.compile(rf"{_SIGN}(?:\s+|$)")
_LEADERS: Final = re.compile(r"(?:[.…]\s?){5,}\s*[\divxlc]*$")
_NUMBER: Final = re.compile(r"(?:\(?\d{1,3}[.)]|[a-z]\))(?:\s|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Text on one line without a wide gap in it."""

    text: str
    left: float
    right: float
    base: float
    size: float
    is_bold: bool

    @property
    def is_of_contents(self) -> bool:
        """Whether it is a line of a table of contents: dots that lead to a page's number."""
        return bool(_LEADERS.search(self.text))

    @property
    def has_bullet(self) -> bool:
        return bool(_BULLET.match(self.text))

    @property
    def begins_item(self) -> bool:
        return self.has_bullet or bool(_NUMBER.match(self.text))


@dataclass(slots=True, kw_only=True)
class Row:
    """Cells of lines, from left to right; a paragraph is a row of one cell."""

    cells: list[list[Line]] = field(default_factory=list)

    @property
    def lines(self) -> list[Line]:
        return [line for cell in self.cells for line in cell]

    @property
    def is_paragraph(self) -> bool:
        return len(self.cells) == 1


def lines_of(pieces: Iterable[Piece]) -> Iterator[Line]:
    line: Line | None = None
    for piece in pieces:
        if line is not None and _goes_on(line, piece):
            gap = " " if piece.is_spaced or piece.left - line.right > _SPACE * piece.size else ""
            line = Line(
                text=line.text + gap + piece.text,
                left=line.left,
                right=max(line.right, piece.right),
                base=line.base,
                size=piece.size if len(piece.text) > len(line.text) else line.size,  # not that of a bullet
                is_bold=line.is_bold and piece.is_bold,
            )
            continue
        if line is not None:
            yield line
        line = Line(
            text=piece.text,
            left=piece.left,
            right=piece.right,
            base=piece.base,
            size=piece.size,
            is_bold=piece.is_bold,
        )
    if line is not None:
        yield line


def _goes_on(line: Line, piece: Piece) -> bool:
    size = max(line.size, piece.size)
    gap = piece.left - line.right
    is_sign = bool(_BULLET.fullmatch(line.text) or _NUMBER.fullmatch(line.text))
    wide = _NEXT_CELL * 5 if is_sign else _NEXT_CELL  # text stands well away from its bullet
    return abs(piece.base - line.base) <= _SAME_LINE * size and -size <= gap < wide * size


def rows_of(lines: Iterable[Line]) -> Iterator[Row]:
    row = Row()
    for line in lines:
        if line.is_of_contents:
            continue
        if not row.cells:
            row.cells.append([line])
        elif _is_beside(row, line):
            yield from _cut_above(row, line)
            row.cells.append([line])
        elif _is_beneath(row.cells[-1], line, is_cell=len(row.cells) > 1):
            row.cells[-1].append(line)
        else:
            yield from _parted(row)
            row = Row(cells=[[line]])
    yield from _parted(row)


def _parted(row: Row) -> Iterator[Row]:
    """Apart where the cells share no height: what rose to the right was the top of the next column."""
    spans = [(cell[-1].base - cell[-1].size, cell[0].base + cell[0].size) for cell in row.cells]
    if all(one[0] < other[1] and other[0] < one[1] for one, other in pairwise(spans)):
        if row.cells:
            yield row
    else:
        yield from (Row(cells=[cell]) for cell in row.cells)


def _is_beside(row: Row, line: Line) -> bool:
    """Whether the line begins another cell: right of the last one, and level with a line of it or not far above it."""
    cell = row.cells[-1]
    if len(cell) > _MOST_LINES or line.left <= max(one.right for one in cell):
        return False
    rises = line.base - row.lines[0].base
    return any(_is_level(one, line) for one in cell) or 0 < rises < _MOST_LINES * _NEXT_LINE * line.size


def _is_level(one: Line, other: Line) -> bool:
    return abs(one.base - other.base) <= _SAME_LINE * max(one.size, other.size)


def _cut_above(row: Row, line: Line) -> Iterator[Row]:
    """The lines of what was taken for a paragraph, up to the one that the new cell is level with."""
    if row.is_paragraph:
        cell = row.cells[0]
        level = next((place for place, one in enumerate(cell) if _is_level(one, line)), 0)
        if level:
            yield Row(cells=[cell[:level]])
            row.cells[0] = cell[level:]


def _is_beneath(cell: list[Line], line: Line, *, is_cell: bool) -> bool:
    """Whether the line goes on with what stands above it."""
    above = cell[-1]
    size = max(above.size, line.size)
    down = above.base - line.base
    # Lines of one paragraph are as far from each other as its first two.
    usual = 1.25 * (cell[-2].base - above.base) if len(cell) > 1 else _NEXT_LINE * size
    if not 0 < down <= usual or abs(above.size - line.size) > 0.1 * size:
        return False
    if line.begins_item or (above.is_bold != line.is_bold and not is_cell):
        return False
    first = cell[0]
    hangs = first.begins_item and first.left <= line.left <= first.left + 4 * size
    shares = line.left < above.right and above.left < line.right
    return shares if is_cell else hangs or abs(line.left - above.left) <= _SAME_PLACE * size


def without_bullet(text: str) -> str:
    """The text of an item without the sign before it; a number stays, since others may name it."""
    return _BULLET.sub("", text, count=1) if _BULLET.match(text) else text


def text_of(lines: Iterable[Line]) -> str:
    """The lines as one text; a word that was divided at the end of a line is whole again."""
    text = ""
    for line in lines:
        if text.endswith("-") and not text.endswith(" -") and not re.match(r"(?:und|oder|and|or|bzw\.)\b", line.text):
            text = text[:-1] + line.text if line.text[:1].islower() and text[-2:-1].islower() else text + line.text
        else:
            text += " " * bool(text) + line.text
    return text
