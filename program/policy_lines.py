"""Where each value of a TOML text stands: a key path to its line, for a text that tomllib has already accepted.

tomllib keeps no positions. This reads keys and skips values, and knows only as much TOML as that takes.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import Final

Path = tuple[str | int, ...]

_BARE_KEY: Final = re.compile(r"[A-Za-z0-9_-]+")
_BARE_VALUE: Final = re.compile(r"[^\s,\]}#]+(?: [0-9][^\s,\]}#]*)?")  # a date and its time may stand apart by one space
_BLANK: Final = re.compile(r"[ \t\r]*")
_FILLING: Final = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_MULTILINE: Final = re.compile(r'"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}', re.DOTALL)
_STRING: Final = re.compile(r'"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'')


class Unfinished(ValueError):
    """The text is not valid TOML here."""


class LineScan:
    """One pass over a text. `begun` is the line of the statement read last: where a text that ends too early went wrong."""

    def __init__(self, text: str) -> None:
        self.begun = 1
        self.lines: dict[Path, int] = {}
        self._text = text
        self._at = 0
        self._line = 1
        self._table: Path = ()
        self._tables_in: dict[Path, int] = {}

    def run(self) -> Mapping[Path, int]:
        """The line (from 1) where each key, table and array item begins; raises Unfinished for what is not TOML."""
        self._skip(_FILLING)
        while self._at < len(self._text):
            self.begun = self._line
            if self._text.startswith("[[", self._at):
                self._header(2)
            elif self._text.startswith("[", self._at):
                self._header(1)
            else:
                self._pair(self._table)
            self._skip(_FILLING)
        return self.lines

    def _skip(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self._text, self._at)
        if match is None:
            raise Unfinished
        self._at = match.end()
        self._line += match[0].count("\n")
        return match[0]

    def _expect(self, mark: str) -> None:
        if not self._text.startswith(mark, self._at):
            raise Unfinished
        self._at += len(mark)

    def _header(self, brackets: int) -> None:
        line = self._line
        self._expect("[" * brackets)
        *parents, last = self._dotted_key()
        self._expect("]" * brackets)
        path: Path = ()
        for part in parents:
            path = self._latest((*path, part), line)
        path = (*path, last)
        if brackets == 2:
            self._tables_in[path] = self._tables_in.get(path, 0) + 1
        self._table = self._latest(path, line)

    def _latest(self, path: Path, line: int) -> Path:
        """The path itself, or of an array of tables the path of its last table; both are placed on the line if they are new."""
        self.lines.setdefault(path, line)
        if path in self._tables_in:
            path = (*path, self._tables_in[path] - 1)
            self.lines.setdefault(path, line)
        return path

    def _pair(self, table: Path) -> None:
        line = self._line
        path = table
        for part in self._dotted_key():
            path = (*path, part)
            self.lines.setdefault(path, line)
        self._expect("=")
        self._skip(_BLANK)
        self._value(path)

    def _dotted_key(self) -> list[str]:
        parts = []
        while True:
            self._skip(_BLANK)
            if self._text[self._at : self._at + 1] in ('"', "'"):
                parts.append(str(tomllib.loads("key = " + self._skip(_STRING))["key"]))
            else:
                parts.append(self._skip(_BARE_KEY))
            self._skip(_BLANK)
            if not self._text.startswith(".", self._at):
                return parts
            self._at += 1

    def _value(self, path: Path) -> None:
        if self._text.startswith("[", self._at):
            self._array(path)
        elif self._text.startswith("{", self._at):
            self._inline_table(path)
        elif self._text.startswith(('"""', "'''"), self._at):
            self._skip(_MULTILINE)
        elif self._text.startswith(('"', "'"), self._at):
            self._skip(_STRING)
        else:
            self._skip(_BARE_VALUE)

    def _array(self, path: Path) -> None:
        self._expect("[")
        index = 0
        while True:
            self._skip(_FILLING)
            if self._text.startswith("]", self._at):
                break
            self.lines[(*path, index)] = self._line
            self._value((*path, index))
            self._skip(_FILLING)
            if not self._text.startswith(",", self._at):
                break
            self._at += 1
            index += 1
        self._expect("]")

    def _inline_table(self, path: Path) -> None:
        self._expect("{")
        while True:
            self._skip(_FILLING)
            if self._text.startswith("}", self._at):
                break
            self._pair(path)
            self._skip(_FILLING)
            if not self._text.startswith(",", self._at):
                break
            self._at += 1
        self._expect("}")
