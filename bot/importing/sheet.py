"""A CSV file as lines of named cells: UTF-8 with or without a mark, comma, semicolon or tab, quoted or not, its header checked."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.importing.problems import LineProblem, quoted
from handlers.sheet import BrokenSheet, records, without_gap
from program.policy_table import nearest

#: Far above every program's lists; whatever is larger is some other file.
MAX_BYTES: Final = 10 * 1024 * 1024
_MEGABYTE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a kind of file; one that is `needed` must be there and have something in every line."""

    name: str
    needed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the file, without its blank margins. `number` is where it begins, from 1; a column that is not there is ""."""

    number: int
    cells: Mapping[str, str]


class Unreadable(Exception):
    """The file cannot be read as lines of cells."""

    def __init__(self, *problems: LineProblem) -> None:
        super().__init__(*problems)
        self.problems = problems


def read_sheet(path: Path, columns: Sequence[Column]) -> tuple[list[Line], list[LineProblem]]:
    """The lines below the header, without those that are blank, and what is wrong with their shape.

    Raises Unreadable when the file or its header is such that no line can be read.
    """
    text = read_text(path)
    records = _records(text)
    header = next(records, None)
    if header is None:
        raise Unreadable(_whole(f"the file is empty; its first line must name the columns: {_listed(columns)}"))
    names = _names(*header, columns)
    lines: list[Line] = []
    problems: list[LineProblem] = []
    for number, cells in records:
        if len(cells) > len(names) and not any(cells[len(names) :]):
            cells = cells[: len(names)]  # spreadsheets fill up with empty cells
        if len(cells) != len(names):
            reason = f"has {len(cells)} cells, but the header has {len(names)}; a cell that holds a separator needs quotes"
            problems.append(LineProblem(line=number, column="", reason=reason))
            continue
        lines.append(Line(number=number, cells={column.name: "" for column in columns} | dict(zip(names, cells, strict=True))))
    if not lines and not problems:
        raise Unreadable(_whole("the file has a header and no line below it"))
    return lines, problems


def read_text(path: Path) -> str:
    """The text of a file in UTF-8, without its mark; raises Unreadable."""
    try:
        if not path.exists():
            raise Unreadable(_whole(f"{path}: there is no such file"))
        if not path.is_file():
            raise Unreadable(_whole(f"{path}: this is not a file"))
        with path.open("rb") as source:
            content = source.read(MAX_BYTES + 1)
    except OSError as error:
        raise Unreadable(_whole(f"{path}: the file cannot be read ({error.strerror})")) from None
    if len(content) > MAX_BYTES:
        raise Unreadable(_whole(f"{path}: the file has more than {MAX_BYTES // _MEGABYTE} MB; split it"))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Unreadable(LineProblem(line=line, column="", reason="is not UTF-8 text; save the file as CSV UTF-8")) from None


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    try:
        yield from records(text)
    except BrokenSheet as broken:
        reason = f"cannot be read as CSV from here on ({broken.why}); is a quotation mark left open?"
        raise Unreadable(LineProblem(line=broken.line, column="", reason=reason)) from None


def _names(line: int, header: Sequence[str], columns: Sequence[Column]) -> list[str]:
    """The header's column names in our spelling; raises Unreadable with everything that is wrong with them."""
    known = [column.name for column in columns]
    header = without_gap(list(header))
    names = ["_".join(cell.casefold().replace("-", " ").replace("_", " ").split()) for cell in header]
    wrong = [("", _unknown(cell, known)) for cell, name in zip(header, names, strict=True) if name not in known]
    wrong += [(name, "stands in the header twice") for name in known if names.count(name) > 1]
    wrong += [(column.name, "is missing") for column in columns if column.needed and column.name not in names]
    if wrong:
        raise Unreadable(*(LineProblem(line=line, column=column, reason=reason) for column, reason in wrong))
    return names


def _unknown(cell: str, known: Collection[str]) -> str:
    if not cell:
        return "has a column without a name"
    meant = nearest(cell.casefold(), known)
    advice = f"did you mean {meant}?" if meant else f"known are {', '.join(known)}"
    return f"{quoted(cell)} is not a column of this file; {advice}"


def _whole(reason: str) -> LineProblem:
    return LineProblem(line=0, column="", reason=reason)


def _listed(columns: Sequence[Column]) -> str:
    return ", ".join(column.name for column in columns)
