"""A policy file as a tree whose every value knows where it stands, whichever version of the rules it ends up in."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from program.policy import PolicyProblem
from program.policy_lines import LineScan, Path

_DEEPEST: Final = 50  # a policy needs seven levels


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A value and its place; `value` is a dict of nodes, a list of nodes, or text, a number, a boolean, a date or a time."""

    value: object
    line: int
    path: str


class Problems:
    """Collects problems in order, each once: what a later version inherits is not reported again."""

    def __init__(self) -> None:
        self._found: dict[tuple[object, ...], PolicyProblem] = {}

    def add(self, node: Node, code: str, *, key: str = "", **fields: str) -> None:
        path = ".".join(part for part in (node.path, key) if part)
        problem = PolicyProblem(line=node.line, path=path, code=code, fields=fields)
        self._found.setdefault((problem.line, path, code, *sorted(fields.items())), problem)

    def sorted(self) -> tuple[PolicyProblem, ...]:
        return tuple(sorted(self._found.values(), key=lambda problem: problem.line))


def read_tree(source: str) -> Node | PolicyProblem:
    """The file as a tree, or the one problem that keeps it from being TOML at all."""
    text = source.removeprefix("\ufeff")
    scan = LineScan(text)
    try:
        document = tomllib.loads(text, parse_float=_decimal)
        lines = scan.run()
        if too_deep := [line for path, line in lines.items() if len(path) > _DEEPEST]:
            return _problem(min(too_deep), "policy.syntax.nested")
        return _located(document, (), lines, 1)
    except tomllib.TOMLDecodeError as error:
        return _syntax_problem(str(error), text)
    except RecursionError:
        return _problem(_where_it_breaks(text), "policy.syntax.nested")
    except ValueError:  # Python refuses to read numbers of thousands of digits
        number = re.search(r"[0-9A-Fa-f_]{4000}", text)
        return _problem(text.count("\n", 0, number.start()) + 1 if number else 1, "policy.syntax.number")


def merged(base: Node, change: Node) -> Node:
    """The base with what the change says differently; tables are merged key by key, everything else is replaced whole.

    A table stays where the base has it: what it lacks is the base's fault. Every other value stands where it was written.
    """
    if not (isinstance(base.value, dict) and isinstance(change.value, dict)):
        return change
    both = dict(base.value)
    for key, node in change.value.items():
        both[key] = merged(both[key], node) if key in both else node
    return Node(value=both, line=base.line, path=base.path)


def _where_it_breaks(text: str) -> int:
    """The line of the last statement that could be begun."""
    scan = LineScan(text)
    with suppress(ValueError, RecursionError):  # the text is known to be broken; where it broke is what we came for
        scan.run()
    return scan.begun


def _decimal(digits: str) -> Decimal:
    """Exact; an exponent beyond what a decimal can hold is no number, which is reported like any other."""
    try:
        return Decimal(digits)
    except InvalidOperation:
        return Decimal("NaN")


def _located(value: object, path: Path, lines: Mapping[Path, int], above: int) -> Node:
    line = lines.get(path, above)
    inner: object = value
    if isinstance(value, dict):
        inner = {key: _located(item, (*path, key), lines, line) for key, item in value.items()}
    elif isinstance(value, list):
        inner = [_located(item, (*path, index), lines, line) for index, item in enumerate(value)]
    return Node(value=inner, line=line, path=_written(path))


def _written(path: Path) -> str:
    """The path as a person would write it, counting items from 1: version[2].protection."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part + 1}]"
        else:
            text += ("." if text else "") + part
    return text


def _problem(line: int, code: str, **fields: str) -> PolicyProblem:
    return PolicyProblem(line=line, path="", code=code, fields=fields)


def _syntax_problem(message: str, text: str) -> PolicyProblem:
    """tomllib says the line, except when the text ends too early: then it is where the unended statement begins."""
    found = re.fullmatch(r"(?s)(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", message)
    if found is None or found[2] is None:
        return _problem(_where_it_breaks(text), "policy.syntax", detail=found[1] if found else message)
    return _problem(int(found[2]), "policy.syntax", detail=found[1], column=found[3])
