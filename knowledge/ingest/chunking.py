"""Packs what stands in one place into chunks of about the same length, whole sentences and whole rows, each once.

A chunk has at most 900 characters, and at least 600 where the text allows: what stands in a place is shared out evenly, so that no
scrap is left at its end. A paragraph is kept whole where it fits, else cut between sentences; a sentence only where it alone is too
long. The header of a table stands above its rows in every chunk.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from handlers.ports_library import Chunk
from knowledge.ingest.outline import Paragraph, Table
from knowledge.ingest.sections import Section
from knowledge.sentences import sentences

LONGEST: Final = 900
SHORTEST: Final = 600
#: A longer header is a row like others: repeated, it would leave no room for what stands under it.
_LONGEST_HEADER: Final = 300
_BETWEEN_CELLS: Final = " | "


@dataclass(frozen=True, slots=True, kw_only=True)
class _Unit:
    """A sentence or a row: `gap` is what stands between it and the one before, `left` how much of its paragraph begins here, in
    characters (0 for all but the first of it), `header` the line to stand above it in the chunk."""

    text: str
    gap: str
    left: int = 0
    header: str = ""
    begins: bool = False


def chunks_of(sections: Iterable[Section]) -> tuple[Chunk, ...]:
    """The chunks of a document, numbered from 0."""
    packed = ((section.place, text) for section in sections for text in _packed(_units(section.blocks)))
    return tuple(Chunk(number=number, place=place, text=text) for number, (place, text) in enumerate(packed))


# --- what is not cut ---------------------------------------------------------------------------------------------------


def _units(blocks: Sequence[Paragraph | Table]) -> list[_Unit]:
    units: list[_Unit] = []
    was_item = False
    for block in blocks:
        match block:
            case Paragraph():
                units += _of_paragraph(block.text, "\n" if was_item and block.is_item else "\n\n")
            case Table():
                units += _of_table(block)
        was_item = isinstance(block, Paragraph) and block.is_item
    return units


def _of_paragraph(text: str, gap: str) -> Iterator[_Unit]:
    at = 0
    for number, sentence in enumerate(sentences(text)):
        between = gap if number == 0 else text[at : sentence.start]
        whole = len(text) if number == 0 else 0
        for piece in _pieces(sentence.text, LONGEST):
            yield _Unit(text=piece, gap=between, left=whole, begins=number == 0)
            between, whole = " ", 0
        at = sentence.end


def _of_table(table: Table) -> Iterator[_Unit]:
    header = _BETWEEN_CELLS.join(table.header).strip()
    rows = list(table.rows)
    if len(header) > _LONGEST_HEADER:
        rows.insert(0, table.header)
        header = ""
    gap = "\n\n"
    room = LONGEST - len(header) - 1
    for row in rows:
        text = _BETWEEN_CELLS.join(row).strip()
        for sentence in [one.text for one in sentences(text)] if len(text) > room else [text]:
            for piece in _pieces(sentence, room):
                yield _Unit(text=piece, gap=gap, left=len(piece), header=header, begins=gap == "\n\n")
                gap = " "
        gap = "\n"


def _pieces(text: str, longest: int) -> Iterator[str]:
    """The text, cut evenly between words where it is too long; inside of a word only where that is too long, too."""
    at = 0
    while (left := len(text) - at) > longest:
        even = -(-left // -(-left // longest))
        cut = text.find(" ", at + even, at + longest + 1)
        cut = text.rfind(" ", at + 1, at + longest + 1) if cut < 0 else cut
        cut = at + longest if cut < 0 else cut
        yield text[at:cut].strip()
        at = cut
    if last := text[at:].strip():
        yield last


# --- packing -----------------------------------------------------------------------------------------------------------


def _packed(units: Sequence[_Unit]) -> Iterator[str]:
    rest = sum(len(unit.gap) + len(unit.text) for unit in units)
    page = _Page(rest)
    for unit in units:
        if page.is_full(unit):
            yield page.text
            page = _Page(rest)
        page.add(unit)
        rest -= len(unit.gap) + len(unit.text)
    if page.text:
        yield page.text


class _Page:
    """A chunk in the making, with its fair share of what is left."""

    def __init__(self, rest: int) -> None:
        self.text = ""
        self._header = ""
        self._share = rest / -(-rest // LONGEST) if rest > LONGEST else LONGEST

    def add(self, unit: _Unit) -> None:
        self.text += self._as_it_would_stand(unit)
        self._header = unit.header

    def is_full(self, unit: _Unit) -> bool:
        if not self.text:
            return False
        size = len(self.text)
        if size >= self._share or size + len(self._as_it_would_stand(unit)) > LONGEST:
            return True
        whole = replace(unit, text="x" * unit.left) if unit.left else unit
        return size >= SHORTEST and size + len(self._as_it_would_stand(whole)) > LONGEST

    def _as_it_would_stand(self, unit: _Unit) -> str:
        gap = unit.gap if self.text else ""
        if unit.header and (unit.begins or unit.header != self._header):
            return f"{gap}{unit.header}\n{unit.text}"
        return gap + unit.text
