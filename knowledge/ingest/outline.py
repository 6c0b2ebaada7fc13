"""What every format comes to: headings, paragraphs and tables in reading order, and where a page or a slide begins."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """`level` counts from 1, the outermost."""

    level: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """`is_item`: one of a list, or else a line that belongs to the one above it."""

    text: str
    is_item: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Cells as text; `header` is empty where no row says what the columns are."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageBegins:
    """What follows is on this page, from 1; headings reach over pages."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SlideBegins:
    """What follows is on this slide, from 1; no heading reaches over slides."""

    number: int


Block = Heading | Paragraph | Table | PageBegins | SlideBegins


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """`title` is "" where the file has none; `pages` are its pages or slides, 0 where it has no such thing."""

    title: str
    blocks: tuple[Block, ...]
    pages: int = 0
