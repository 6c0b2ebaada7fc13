"""The lines of a file, read cell by cell: every problem is kept with its place, and reading goes on to find the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from bot.importing.problems import LineProblem, quoted
from bot.importing.sheet import Column, Line
from bot.importing.values import Wrong

Value = TypeVar("Value")
Record = TypeVar("Record")

#: Nobody reads further, and a file of the wrong kind has as many as it has lines.
MOST_PROBLEMS: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed(Generic[Record]):
    """What a line says, and its number."""

    line: int
    record: Record


class Problems:
    """The problems found so far."""

    def __init__(self, found: Sequence[LineProblem] = ()) -> None:
        self._found = list(found)

    def __bool__(self) -> bool:
        return bool(self._found)

    def __len__(self) -> int:
        return len(self._found)

    def add(self, line: int, column: str, reason: str) -> None:
        self._found.append(LineProblem(line=line, column=column, reason=reason))

    def sorted(self) -> tuple[LineProblem, ...]:
        """By their lines; when there are too many, the first of them and a word on the rest."""
        ordered = sorted(self._found, key=lambda problem: problem.line)
        if len(ordered) <= MOST_PROBLEMS:
            return tuple(ordered)
        rest = f"There are more problems; only the first {MOST_PROBLEMS} are shown."
        return (*ordered[:MOST_PROBLEMS], LineProblem(line=0, column="", reason=rest))


class Cells:
    """One line's cells, taken as values."""

    def __init__(self, line: Line, needed: frozenset[str], problems: Problems) -> None:
        self.number = line.number
        self._cells = line.cells
        self._needed = needed
        self._problems = problems

    def take(self, column: str, read: Callable[[str], Value], otherwise: Value) -> Value:
        """The cell's value; `otherwise` for an empty cell, and for one that cannot be taken, whose problem is kept."""
        cell = self._cells[column]
        if not cell:
            if column in self._needed:
                self.wrong(column, "is empty")
            return otherwise
        try:
            return read(cell)
        except Wrong as wrong:
            self.wrong(column, str(wrong))
            return otherwise

    def has(self, column: str) -> bool:
        return bool(self._cells[column])

    def wrong(self, column: str, reason: str) -> None:
        self._problems.add(self.number, column, reason)


def cells_of(lines: Sequence[Line], columns: Sequence[Column], problems: Problems) -> Iterator[Cells]:
    """Line by line, until there are more problems than anybody reads."""
    needed = frozenset(column.name for column in columns if column.needed)
    for line in lines:
        if len(problems) > MOST_PROBLEMS:
            return
        yield Cells(line, needed, problems)


class Once:
    """Holds a key column to what it promises: no two lines of a file have the same key."""

    def __init__(self, column: str, problems: Problems) -> None:
        self._column = column
        self._problems = problems
        self._first: dict[str, int] = {}

    def note(self, key: str, line: int) -> None:
        before = self._first.setdefault(key, line)
        if key and before != line:
            self._problems.add(line, self._column, f"{quoted(key)} stands in line {before} already")
