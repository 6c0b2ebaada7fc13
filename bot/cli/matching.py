"""`partnerbot match`: whether two company names are one company, for one pair or for a stream of JSON lines."""

from __future__ import annotations

import json
from typing import TextIO

from handlers.understanding.company_match import CompanyMatch, CompanyName, match


class BadLine(ValueError):
    """A line that is not {"id": …, "a": name, "b": name}; `number` counts from 1."""

    def __init__(self, number: int) -> None:
        super().__init__(f'line {number}: expected {{"id": ..., "a": "name", "b": "name"}}')
        self.number = number


def match_lines(source: TextIO, sink: TextIO) -> None:
    """Read {"id", "a", "b"} a line and write {"id", "score", "verdict", "reasons"} a line, in order; blank lines are skipped.

    `reasons` are the codes of `handlers.understanding.company_match.Reason`. Raises BadLine; what came before it is written.
    """
    for number, line in enumerate(source, 1):
        if not line.strip():
            continue
        identifier, a, b = _pair(line, number)
        judged = match(a, b)
        answer = {
            "id": identifier,
            "score": judged.score,
            "verdict": judged.verdict.value,
            "reasons": [reason.code for reason in judged.reasons],
        }
        sink.write(json.dumps(answer, ensure_ascii=False) + "\n")


def match_pair(a: str, b: str, *, domain_a: str | None = None, domain_b: str | None = None) -> CompanyMatch:
    """Judge one pair as a person types it; a domain may be a web or e-mail address."""
    return match(CompanyName(name=a, domain=domain_a), CompanyName(name=b, domain=domain_b))


def _pair(line: str, number: int) -> tuple[object, str, str]:
    try:
        read = json.loads(line)
    except ValueError as error:
        raise BadLine(number) from error
    if not isinstance(read, dict) or not isinstance(read.get("a"), str) or not isinstance(read.get("b"), str):
        raise BadLine(number)
    return read.get("id"), read["a"], read["b"]
