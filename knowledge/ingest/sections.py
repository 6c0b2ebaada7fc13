"""Cuts an outline where its place changes: at every heading, page and slide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import assert_never

from handlers.ports_library import Place
from knowledge.ingest.cleaning import on_one_line, visible
from knowledge.ingest.outline import Block, Heading, PageBegins, Paragraph, SlideBegins, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """What stands in one place."""

    place: Place
    blocks: tuple[Paragraph | Table, ...]


def sections_of(blocks: Sequence[Block]) -> Iterator[Section]:
    """The sections that hold something; a heading that nothing follows is itself what stands there, so that it is found, too."""
    cutter = _Cutter()
    for block in blocks:
        yield from cutter.take(block)
    yield from cutter.ends(level=0)


class _Cutter:
    """Where the outline has come to: the headings above, and what stands in this place so far."""

    def __init__(self) -> None:
        self._headings: list[Heading] = []
        self._is_bare = False  # nothing has come since the last heading
        self._page: int | None = None
        self._slide: int | None = None
        self._blocks: list[Paragraph | Table] = []

    def take(self, block: Block) -> Iterator[Section]:
        match block:
            case Heading(level=level):
                text = on_one_line(block.text)
                if text:
                    yield from self.ends(level=level)
                    self._headings = [one for one in self._headings if one.level < level]
                    self._headings.append(Heading(level=level, text=text))
                    self._is_bare = True
            case PageBegins():
                yield from self._here()
                self._page = block.number
            case SlideBegins():
                yield from self.ends(level=0)
                self._headings, self._slide = [], block.number
            case Paragraph():
                if text := visible(block.text):
                    self._stands(Paragraph(text=text, is_item=block.is_item))
            case Table():
                if (table := _cleaned(block)).rows:
                    self._stands(table)
            case _:
                assert_never(block)

    def ends(self, *, level: int) -> Iterator[Section]:
        """What stands here, before a heading of this level begins."""
        if self._is_bare and self._headings[-1].level >= level:
            last = self._headings.pop()
            self._blocks.append(Paragraph(text=last.text))
        self._is_bare = False
        yield from self._here()

    def _stands(self, block: Paragraph | Table) -> None:
        self._blocks.append(block)
        self._is_bare = False

    def _here(self) -> Iterator[Section]:
        if self._blocks:
            place = Place(page=self._page, slide=self._slide, headings=tuple(one.text for one in self._headings))
            yield Section(place=place, blocks=tuple(self._blocks))
            self._blocks = []


def _cleaned(table: Table) -> Table:
    """Without empty rows; a header alone is a row like others."""
    rows = [tuple(map(on_one_line, row)) for row in table.rows]
    rows = [row for row in rows if any(row)]
    header = tuple(map(on_one_line, table.header))
    if any(header) and not rows:
        return Table(header=(), rows=(header,))
    return Table(header=header if any(header) else (), rows=tuple(rows))
