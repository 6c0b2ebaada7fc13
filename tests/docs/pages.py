"""The documentation as its tests read it: pages, their fenced blocks and their prose."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from tests.house.sources import TOP

_FENCE = re.compile(r"^(?P<fence>`{3,})(?P<language>[a-z]*)\n(?P<body>.*?)^(?P=fence)$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"!?\[[^\]]*\]\((?P<target>[^)\s]+)\)")
_CODE = re.compile(r"`(?P<code>[^`\n]+)`")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A Markdown page; `path` is from the top of the repository."""

    path: str
    text: str

    @property
    def blocks(self) -> tuple[str, ...]:
        """What stands in fences, without them."""
        return tuple(match["body"] for match in _FENCE.finditer(self.text))

    @property
    def prose(self) -> str:
        return _FENCE.sub("", self.text)

    @property
    def snippets(self) -> tuple[str, ...]:
        """What stands in backticks inside the prose."""
        return tuple(match["code"] for match in _CODE.finditer(self.prose))

    @property
    def links(self) -> tuple[str, ...]:
        """Where links and pictures point to; an example in backticks is none."""
        return tuple(match["target"] for match in _LINK.finditer(_CODE.sub("", self.prose)))

    @property
    def lines_of_code(self) -> tuple[str, ...]:
        """Each line of a block and each snippet, as a person would copy it."""
        return (*(line for block in self.blocks for line in block.splitlines()), *self.snippets)


def page(path: str) -> Page:
    return Page(path=path, text=(TOP / path).read_text(encoding="utf-8"))


def pages() -> tuple[Page, ...]:
    """Every page that people read."""
    paths = [*TOP.glob("*.md"), *(TOP / "docs").rglob("*.md")]
    return tuple(page(path.relative_to(TOP).as_posix()) for path in sorted(paths))


def broken_links(page: Page) -> list[str]:
    """Relative targets that are no file or folder; what has a scheme leaves the repository and is not looked at."""
    folder = (TOP / page.path).parent
    relative = [target.partition("#")[0] for target in page.links if not re.match(r"[a-z][a-z0-9+.-]*:", target)]
    return [target for target in relative if target and not _inside(folder / target)]


def _inside(path: Path) -> bool:
    return path.exists() and path.resolve().is_relative_to(TOP.resolve())
