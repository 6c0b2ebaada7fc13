"""A CSV text as records of cells, whatever spreadsheet it came from, and back as one that no spreadsheet acts on."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

_DELIMITERS: Final = (",", ";", "\t")
#: What a spreadsheet takes for the beginning of a formula.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_NUMBER: Final = re.compile(r"-\d+(?:\.\d+)?")
#: So that spreadsheets know it for UTF-8.
MARK: Final = "\ufeff"


class BrokenSheet(Exception):
    """From `line` on the text is no CSV; `why` is the reader's reason, for an operator."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(line, why)
        self.line = line
        self.why = why


def records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Every record that is not blank, its cells without blank margins, with the line on which it begins (from 1).

    The separator is the comma, semicolon or tab that the first line has most of. Raises BrokenSheet where it gets there.
    """
    text = text.removeprefix(MARK)
    header = text.lstrip().partition("\n")[0]
    delimiter = max(_DELIMITERS, key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        begins = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise BrokenSheet(begins, str(error)) from None
        if cells is None:
            return
        trimmed = [cell.replace("\xa0", " ").strip() for cell in cells]  # spreadsheets leave spaces that cannot be told from others
        if any(trimmed):
            yield begins, trimmed


def without_gap(cells: list[str]) -> list[str]:
    """The cells up to the last that says something: spreadsheets fill up with empty ones."""
    return cells[: len(cells) - next((gap for gap, cell in enumerate(reversed(cells)) if cell), len(cells))]


def written(rows: Iterable[Sequence[str]], *, delimiter: str = ",") -> bytes:
    """The rows as a CSV file in UTF-8 with its mark; a cell that could be a formula, and is no number, is marked as text."""
    sink = io.StringIO(newline="")
    writer = csv.writer(sink, delimiter=delimiter)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return (MARK + sink.getvalue()).encode("utf-8")


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell) else cell


def decoded(content: bytes) -> str:
    """UTF-8, or what spreadsheets on Windows write where it is not."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")
