"""Every habit of the house has a check, and every check is shown to fail on what it is there to find."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest

from tests.house import rules
from tests.house.sources import FLOORS, Source, python, tracked

EVERYWHERE = (*FLOORS, "tests")


class Rule(NamedTuple):
    """A check, the files it looks at, and a sample it must object to beside one it must not; `path` is where the samples lie."""

    check: Callable[[Source], Iterator[str]]
    files: Callable[[], tuple[Source, ...]]
    bad: tuple[str, ...]
    good: tuple[str, ...]
    path: str = "handlers/sample.py"


def _long_function(lines: int) -> str:
    return "def f() -> None:\n" + "    pass\n" * (lines - 1)


RULES = (
    Rule(rules.file_is_short, lambda: python(*EVERYWHERE), ("\n" * (rules.LONGEST_FILE + 1),), ("\n" * rules.LONGEST_FILE,)),
    Rule(
        rules.functions_are_short,
        lambda: python(*EVERYWHERE),
        (_long_function(rules.LONGEST_FUNCTION + 1), "async " + _long_function(rules.LONGEST_FUNCTION + 1)),
        (_long_function(rules.LONGEST_FUNCTION),),
    ),
    Rule(rules.module_says_why_it_exists, lambda: python(*EVERYWHERE), ("", "x = 1\n", '""""""\n', "# Why.\n"), ('"""Why."""\n',)),
    Rule(
        rules.ignores_carry_a_reason,
        lambda: python(*EVERYWHERE),
        (
            "x = 1  # type: ignore\n",
            "x = 1  # type: ignore[misc]\n",
            "x = 1  # type: ignore[misc]  # because\n",
            "x = 1  # noqa\n",
            "x = 1  # noqa: S101\n",
            "x = 1  # noqa: S101, E501\n",
            "# ruff: noqa: S101\n",
            "x = 1  # noqa because I say so\n",
        ),
        (
            "x = 1  # type: ignore[misc]  # the library is wrong here\n",
            "x = 1  # noqa: S101 - never empty here\n",
            "x = '# noqa'\n",
        ),
    ),
    Rule(
        rules.names_no_place,
        tracked,
        (
            "see https://py" + "pi.org/project/rich\n",
            "pip install --index-" + "url x\n",
            "PATH = '/roo" + "t/x'\n",
            "cd /wor" + "k/main\n",
            "open('../sha" + "red/x')\n",
        ),
        ("https://example.org/wor" + "k/x\n", "a/home/b\n", "/usr/bin/chromium\n"),
        "docs/sample.md",
    ),
    Rule(
        rules.dataclasses_are_values,
        lambda: python("program", "handlers"),
        (
            "@dataclass\nclass A: ...\n",
            "@dataclass(frozen=True)\nclass A: ...\n",
            "@dataclasses.dataclass(frozen=True, slots=True)\nclass A: ...\n",
            "@dataclass(frozen=False, slots=True, kw_only=True)\nclass A: ...\n",
        ),
        ("@dataclass(frozen=True, slots=True, kw_only=True)\nclass A: ...\n", "@final\nclass A: ...\n"),
    ),
    Rule(
        rules.excepts_are_narrow,
        lambda: python(),
        tuple(
            f"try:\n    pass\n{clause}:\n    pass\n"
            for clause in ("except", "except Exception", "except (KeyError, BaseException)")
        ),
        ("try:\n    pass\nexcept (KeyError, ValueError):\n    pass\n",),
    ),
    Rule(
        rules.knows_no_float,
        lambda: python("program", "storage"),
        ("x = float('1')\n", "def f(x: float) -> None: ...\n", "Column(Float)\n", "Column(sa.REAL)\n"),
        ("x = Decimal('1')\n", "# float\n"),
        "storage/sample.py",
    ),
    Rule(
        rules.writes_no_float, lambda: python("program"), ("x = 0.1\n",), ("x = Decimal('0.1')\n", "x = 1\n"), "program/sample.py"
    ),
    Rule(
        rules.waits_for_nothing,
        lambda: python("tests"),
        ("time.sleep(1)\n", "await asyncio.sleep(0.1)\n", "sleep(delay)\n"),
        ("await asyncio.sleep(0)\n",),
        "tests/sample.py",
    ),
    Rule(
        rules.mocks_nothing,
        lambda: python("tests"),
        ("import unittest.mock\n", "from unittest.mock import Mock\n", "from unittest import mock\n"),
        ("import unittest\n",),
        "tests/sample.py",
    ),
)

by_name = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.check.__name__)


@by_name
def test_the_house_keeps_the_rule(rule: Rule) -> None:
    assert [breach for source in rule.files() for breach in rule.check(source)] == []


@by_name
def test_the_rule_finds_what_breaks_it(rule: Rule) -> None:
    for text in rule.bad:
        assert list(rule.check(Source(path=rule.path, text=text))), text


@by_name
def test_the_rule_leaves_alone_what_keeps_it(rule: Rule) -> None:
    for text in rule.good:
        assert list(rule.check(Source(path=rule.path, text=text))) == [], text


def test_every_rule_is_enforced() -> None:
    written = {
        name for name, value in vars(rules).items() if callable(value) and getattr(value, "__module__", "") == rules.__name__
    }
    assert {name for name in written if not name.startswith("_")} == {rule.check.__name__ for rule in RULES}


def test_the_rules_look_at_the_files_that_there_are() -> None:
    seen = {source.path for source in tracked()}
    assert {"pyproject.toml", "Makefile", "program/money.py", "tests/house/rules.py"} <= seen
    assert not [path for path in seen if path.startswith((".venv/", ".git/"))]


@pytest.mark.parametrize("path", rules.BROAD_EXCEPTS)
def test_every_exception_to_the_rule_on_excepts_is_in_use(path: str) -> None:
    found = [source for source in tracked() if source.path == path]
    assert all(list(rules.excepts_are_narrow(Source(path="elsewhere.py", text=source.text))) for source in found)
