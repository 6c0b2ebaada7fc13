"""The project's own files as the house tests read them: parsed once, named by their path from the top."""

from __future__ import annotations

import ast
import io
import subprocess
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

TOP = Path(__file__).parents[2]
FLOORS = ("bot", "handlers", "knowledge", "program", "storage")


@dataclass(frozen=True, kw_only=True)
class Source:
    """A file: `path` from the top, with forward slashes; `text` as it stands."""

    path: str
    text: str

    @property
    def floor(self) -> str:
        """The package that it belongs to, "tests", or whatever folder it is in."""
        return self.path.split("/", 1)[0]

    @property
    def module(self) -> str:
        """The dotted name to import it by."""
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.path)

    @cached_property
    def _nodes(self) -> list[ast.AST]:
        return list(ast.walk(self.tree))

    def nodes(self) -> Iterator[ast.AST]:
        return iter(self._nodes)

    def at(self, line: int) -> str:
        return f"{self.path}:{line}"

    def comments(self) -> Iterator[tuple[int, str]]:
        """Every comment of a Python file with its line."""
        for token in tokenize.generate_tokens(io.StringIO(self.text).readline):
            if token.type == tokenize.COMMENT:
                yield token.start[0], token.string

    def imports(self) -> Iterator[tuple[int, str]]:
        """The dotted name of everything imported, anywhere in the file, with its line; for `from a import b` both a and a.b."""
        for node in self.nodes():
            match node:
                case ast.Import(names=names):
                    for alias in names:
                        yield node.lineno, alias.name
                case ast.ImportFrom(module=str(module), names=names):
                    yield node.lineno, module
                    for alias in names:
                        yield node.lineno, f"{module}.{alias.name}"


@cache
def tracked() -> tuple[Source, ...]:
    """Every text file that is in the repository or about to be, as git sees it; of an unpacked archive, every file."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=TOP,
        capture_output=True,
        text=True,
        check=False,
    )
    paths = [TOP / name for name in listed.stdout.split("\0") if name] if listed.returncode == 0 else _unpacked()
    return tuple(source for path in sorted(paths) if (source := _read(path)) is not None)


def python(*floors: str) -> tuple[Source, ...]:
    """The Python files of these packages, of all five when none is named."""
    return tuple(source for source in tracked() if source.path.endswith(".py") and source.floor in (floors or FLOORS))


def _unpacked() -> list[Path]:
    visible = [entry for entry in TOP.iterdir() if not entry.name.startswith(".") or entry.name == ".ci"]
    files = [entry for entry in visible if entry.is_file()]
    return files + [path for folder in visible if folder.is_dir() for path in folder.rglob("*") if path.is_file()]


def _read(path: Path) -> Source | None:
    if not path.is_file() or "__pycache__" in path.parts:
        return None
    try:
        return Source(path=path.relative_to(TOP).as_posix(), text=path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        return None
