"""A CSV file as lines of named cells: UTF-8 with or without a mark, comma or semicolon, quoted or not, its header checked."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.importing.problems import LineProblem, quoted
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
    text = _text(path)
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if first.count(";") > first.count(",") else ",", strict=True)
    records = _records(reader)
    header = next(records, None)
    if header is None:
        raise Unreadable(_whole(f"the file is empty; its first line must name the columns: {_listed(columns)}"))
    names = _names(header[1], columns)
    lines: list[Line] = []
    problems: list[LineProblem] = []
    for number, cells in records:
        if len(cells) != len(names):
            reason = f"has {len(cells)} cells, but the header has {len(names)}; a cell that holds a separator needs quotes"
            problems.append(LineProblem(line=number, column="", reason=reason))
            continue
        lines.append(Line(number=number, cells={column.name: "" for column in columns} | dict(zip(names, cells, strict=True))))
    if not lines and not problems:
        raise Unreadable(_whole("the file has a header and no line below it"))
    return lines, problems


def _text(path: Path) -> str:
    if not path.exists():
        raise Unreadable(_whole(f"{path}: there is no such file"))
    if not path.is_file():
        raise Unreadable(_whole(f"{path}: this is not a file"))
    try:
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


def _records(reader: csv.Reader) -> Iterator[tuple[int, list[str]]]:
    """Every record that is not blank, with the line on which it begins."""
    while True:
        begins = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            reason = f"cannot be read as CSV from here on ({error}); is a quotation mark left open?"
            raise Unreadable(LineProblem(line=begins, column="", reason=reason)) from None
        if cells is None:
            return
        trimmed = [cell.replace("\xa0", " ").strip() for cell in cells]  # spreadsheets leave spaces that cannot be told from others
        if any(trimmed):
            yield begins, trimmed


def _names(header: Sequence[str], columns: Sequence[Column]) -> list[str]:
    """The header's column names in our spelling; raises Unreadable with everything that is wrong with them."""
    known = [column.name for column in columns]
    names = ["_".join(cell.casefold().replace("-", " ").replace("_", " ").split()) for cell in header]
    problems = [_unknown(cell, known) for cell, name in zip(header, names, strict=True) if name not in known]
    problems += [_header(name, "stands there twice") for name in known if names.count(name) > 1]
    problems += [_header(column.name, "is missing") for column in columns if column.needed and column.name not in names]
    if problems:
        raise Unreadable(*problems)
    return names


def _unknown(cell: str, known: Collection[str]) -> LineProblem:
    if not cell:
        return LineProblem(line=1, column="", reason="has a column without a name")
    meant = nearest(cell.casefold(), known)
    advice = f"did you mean {meant}?" if meant else f"known are {', '.join(known)}"
    return LineProblem(line=1, column="", reason=f"{quoted(cell)} is not a column of this file; {advice}")


def _header(column: str, reason: str) -> LineProblem:
    return LineProblem(line=1, column=column, reason=reason)


def _whole(reason: str) -> LineProblem:
    return LineProblem(line=0, column="", reason=reason)


def _listed(columns: Sequence[Column]) -> str:
    return ", ".join(column.name for column in columns)
