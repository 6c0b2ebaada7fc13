"""What the documentation points to is there: every link, every picture, every command with its options, every make target."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

import pytest

from docs.reference.make_commands import commands
from tests.docs.pages import Page, broken_links, pages
from tests.house.sources import TOP

by_page = pytest.mark.parametrize("page", pages(), ids=lambda page: page.path)
_PROMPT = re.compile(r"^(?:\$ )?(?:\.venv/bin/)?(?=partnerbot\b)")
_OPEN = re.compile(r"[<|>]")


def _unknown(line: str) -> Iterator[str]:
    """What a line that calls partnerbot names and the command line does not know."""
    if not _PROMPT.match(line):
        return
    words = shlex.split(_OPEN.split(_PROMPT.sub("", line).translate(str.maketrans("", "", "[]")))[0])
    command = max((name for name in commands() if words[: len(name.split())] == name.split()), key=len, default=None)
    if command is None:
        if words[1:] not in ([], ["--help"], ["…"]):
            yield line
        return
    known = {flag for parameter in commands()[command].params for flag in parameter.opts} | {"--help"}
    yield from (f"{line}: {word}" for word in words if word.startswith("--") and word.partition("=")[0] not in known)


def _targets() -> frozenset[str]:
    return frozenset(re.findall(r"^([a-z-]+):", (TOP / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


@by_page
def test_every_link_and_picture_points_to_something(page: Page) -> None:
    assert broken_links(page) == []


@by_page
def test_every_command_is_one_of_ours(page: Page) -> None:
    assert [problem for line in page.lines_of_code for problem in _unknown(line.strip())] == []


@by_page
def test_every_make_target_is_in_the_makefile(page: Page) -> None:
    named = {match[1] for line in page.lines_of_code if (match := re.match(r"\s*make ([a-z-]+)\b", line))}
    assert named <= _targets()


def test_a_link_to_nowhere_is_found() -> None:
    text = "[a](nowhere.md) [b](../README.md#top) ![c](missing.png) [d](https://example.org) `[e](f.md)`\n```text\n[g](h.md)\n```\n"
    assert broken_links(Page(path="docs/sample.md", text=text)) == ["nowhere.md", "missing.png"]


def test_a_link_out_of_the_repository_is_found() -> None:
    assert broken_links(Page(path="docs/sample.md", text="[a](../../..)")) == ["../../.."]


@pytest.mark.parametrize(
    "line", ["partnerbot fly", "partnerbot demo --fly", ".venv/bin/partnerbot db downgrade", "partnerbot say --loud 'hello'"]
)
def test_a_command_that_is_not_ours_is_found(line: str) -> None:
    assert list(_unknown(line))


@pytest.mark.parametrize(
    "line",
    ["partnerbot", "partnerbot --help", "partnerbot say --jsonl < turns.jsonl", "$ partnerbot db upgrade", "rm -rf partnerbot fly"],
)
def test_a_command_that_is_ours_is_left_alone(line: str) -> None:
    assert list(_unknown(line)) == []


def test_every_page_can_be_reached_from_the_readme() -> None:
    texts = {page.path: page for page in pages()}
    reached, waiting = set[str](), ["README.md"]
    while waiting:
        path = waiting.pop()
        if path in reached or path not in texts:
            continue
        reached.add(path)
        folder = (TOP / path).parent
        found = [(folder / target.partition("#")[0]).resolve() for target in texts[path].links if ":" not in target]
        waiting += [target.relative_to(TOP.resolve()).as_posix() for target in found if target.is_relative_to(TOP.resolve())]
    assert set(texts) - reached == set()
