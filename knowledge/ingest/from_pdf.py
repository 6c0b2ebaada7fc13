"""Reads a PDF page by page, and finds by size and place what its headings, paragraphs, lists and tables are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from handlers.ports_library import Unreadable
from knowledge.ingest.limits import Limits
from knowledge.ingest.outline import Block, Heading, Outline, PageBegins, Paragraph, Table
from knowledge.ingest.pdf_lines import Line, Row, lines_of, rows_of, text_of, without_bullet
from knowledge.ingest.pdf_sight import pieces_of

#: How much larger than the text a heading is; one in bold may be as large as the text.
_LARGER: Final = 1.12
#: How far two tables are from each other, in sizes of their font.
_APART: Final = 2.9
_LONGEST_HEADING: Final = 160
_LONGEST_BOLD: Final = 90
_MOST_LEVELS: Final = 4
#: The part of a page, at its top and its bottom, where what is the same on every page stands.
_MARGIN: Final = 0.12
_PAGES_TO_REPEAT: Final = 2
_PAGE_NUMBER: Final = re.compile(
    r"(?:(?:page|seite|p\.|s\.)\s*)?(?:#|\d{1,4})(?:\s*(?:of|von|/|\|)\s*(?:#|\d{1,4}))?|[ivxlc]{1,7}", re.IGNORECASE
)

Page = Sequence[Row]


def outline_of_pdf(content: bytes, limits: Limits) -> Outline:
    """The title is the first heading of the first page that has one, else what the file calls itself."""
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        encrypted = raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD or "password" in str(error).lower()
        raise Unreadable("document.encrypted" if encrypted else "document.broken") from error
    try:
        count = len(document)
        if count > limits.pages:
            raise Unreadable("document.too_many_pages", pages=str(limits.pages))
        pages = _without_repeats([_read(document, number, limits) for number in range(count)])
        blocks = tuple(_Headings(pages).blocks())
        title = next((block.text for block in blocks if isinstance(block, Heading)), "")
        return Outline(title=title or document.get_metadata_dict().get("Title", ""), blocks=blocks, pages=count)
    finally:
        document.close()


def _read(document: pdfium.PdfDocument, number: int, limits: Limits) -> tuple[float, Page]:
    """The page's height and its rows."""
    page = document[number]
    try:
        rows = list(rows_of(lines_of(pieces_of(page))))
        if sum(len(line.text) for row in rows for line in row.lines) > limits.characters:
            raise Unreadable("document.unpacks_too_large")
        return page.get_height(), rows
    finally:
        page.close()


# --- what is the same on every page --------------------------------------------------------------------------------------


def _without_repeats(pages: Sequence[tuple[float, Page]]) -> list[Page]:
    """Headers and footers once, where they come first; page numbers not at all."""
    numbered = list(enumerate(pages, start=1))
    found = Counter(key for at, (height, rows) in numbered for key in {_key(row, at) for row in _in_margins(rows, height)})
    seen: set[str] = set()
    kept: list[Page] = []
    for at, (height, rows) in numbered:
        here: list[Row] = []
        margins = _in_margins(rows, height)
        for row in rows:
            key = _key(row, at)
            if any(row is one for one in margins):
                if _PAGE_NUMBER.fullmatch(key) or (found[key] >= _PAGES_TO_REPEAT and key in seen):
                    continue
                seen.add(key)
            here.append(row)
        kept.append(here)
    return kept


def _key(row: Row, page: int) -> str:
    """The text of a row, with the page's number left open: all else that differs tells one from another ("Part 1", "Part 2")."""
    return re.sub(rf"\b{page}\b", "#", " ".join(line.text for line in row.lines))


def _in_margins(rows: Page, height: float) -> list[Row]:
    """What stands at the top and the bottom of a page and is no row of a table, which may repeat its header there."""
    following = [*rows[1:], None][: len(rows)]
    return [
        row
        for row, after in zip(rows, following, strict=True)
        if _is_in_margin(row, height) and (row.is_paragraph or after is None or after.is_paragraph)
    ]


def _is_in_margin(row: Row, height: float) -> bool:
    return all(not height * _MARGIN < line.base < height * (1 - _MARGIN) for line in row.lines)


# --- headings, paragraphs, tables ----------------------------------------------------------------------------------------


class _Headings:
    """Knows of a document how large its text is, and of what size its headings are."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self._pages = pages
        lines = [line for rows in pages for row in rows for line in row.lines]
        sizes = Counter[float]()
        for line in lines:
            sizes[_size(line)] += len(line.text)
        self._text = sizes.most_common(1)[0][0] if sizes else 0.0
        self._bold = sum(len(line.text) for line in lines if line.is_bold) * 2 > sum(len(line.text) for line in lines)
        larger = sorted({_size(row.lines[0]) for rows in pages for row in rows if self._is_large(row)}, reverse=True)
        self._levels: Mapping[float, int] = {size: min(level, _MOST_LEVELS) for level, size in enumerate(larger, start=1)}

    def blocks(self) -> Iterator[Block]:
        for number, rows in enumerate(self._pages, start=1):
            yield PageBegins(number=number)
            for is_table, group in groupby(rows, key=lambda row: not row.is_paragraph):
                if is_table:
                    for rows_of_one in _tables(group):
                        yield from _table(rows_of_one)
                else:
                    for row in group:
                        yield self._block(row)

    def _block(self, row: Row) -> Block:
        text = text_of(row.lines)
        if not row.lines[0].has_bullet and (level := self._level(row, text)):
            return Heading(level=level, text=text)
        return Paragraph(text=without_bullet(text), is_item=row.lines[0].begins_item)

    def _level(self, row: Row, text: str) -> int:
        if self._is_large(row):
            return self._levels[_size(row.lines[0])]
        short = len(text) <= _LONGEST_BOLD and not text.endswith((".", ",", ";", ":"))
        if short and not self._bold and all(line.is_bold and _size(line) >= self._text for line in row.lines):
            return min(len(self._levels), _MOST_LEVELS) + 1
        return 0

    def _is_large(self, row: Row) -> bool:
        larger = all(_size(line) >= self._text * _LARGER for line in row.lines)
        return row.is_paragraph and larger and sum(len(line.text) for line in row.lines) <= _LONGEST_HEADING


def _size(line: Line) -> float:
    return round(line.size * 2) / 2


def _tables(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Apart where more than a line is free between them."""
    table: list[Row] = []
    for row in rows:
        free = min(line.base for line in table[-1].lines) - max(line.base for line in row.lines) if table else 0
        if table and free > _APART * row.lines[0].size:
            yield table
            table = []
        table.append(row)
    if table:
        yield table


def _table(rows: list[Row]) -> Iterator[Block]:
    """Rows of cells; one row by itself is a line with gaps in it."""
    if len(rows) == 1:
        yield Paragraph(text=" ".join(text_of(cell) for cell in rows[0].cells))
        return
    full = max(rows, key=lambda row: len(row.cells))
    columns = [(min(line.left for line in cell), max(line.right for line in cell)) for cell in full.cells]
    cells = [_in_columns(row, columns) for row in rows]
    is_header = len(rows) > 2 or all(line.is_bold for line in rows[0].lines)
    yield Table(header=cells[0] if is_header else (), rows=tuple(cells[1:] if is_header else cells))


def _in_columns(row: Row, columns: Sequence[tuple[float, float]]) -> tuple[str, ...]:
    """The texts of a row's cells, each in the column that it stands under."""
    texts = [text_of(cell) for cell in row.cells]
    if len(texts) == len(columns):
        return tuple(texts)
    placed = [""] * len(columns)
    for cell, text in zip(row.cells, texts, strict=True):
        left, right = min(line.left for line in cell), max(line.right for line in cell)
        shared = [min(right, end) - max(left, begin) for begin, end in columns]
        at = shared.index(max(shared))
        placed[at] = f"{placed[at]} {text}".strip()
    return tuple(placed)
