"""`partnerbot match`: whether two company names are one company, for one pair or for a stream of JSON lines."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final, TextIO

from bot.lines import read_objects
from handlers.understanding.company_match import match
from handlers.wording import Words

_EXAMPLE: Final = '{"id": 1, "a": "Acme GmbH", "b": "ACME"}'


def match_lines(source: TextIO, sink: TextIO) -> None:
    """Reads {"id", "a", "b"} a line and writes {"id", "score", "verdict", "reasons"} a line, in order; blank lines are skipped.

    `reasons` are the codes of `handlers.understanding.company_match.Reason`. Raises BadLine; what came before it is written.
    """
    for _, row in read_objects(source, _fits, _EXAMPLE):
        judged = match(row["a"], row["b"])
        answer = {
            "id": row.get("id"),
            "score": judged.score,
            "verdict": judged.verdict.value,
            "reasons": [reason.code for reason in judged.reasons],
        }
        sink.write(json.dumps(answer, ensure_ascii=False) + "\n")


def match_pair(a: str, b: str, sink: TextIO) -> None:
    """Writes the verdict on one pair and its reasons in words, for a person."""
    judged, words = match(a, b), Words("en")
    sink.write(f"{judged.verdict.value} ({judged.score:.2f})\n")
    for reason in judged.reasons:
        about = " / ".join(dict.fromkeys(said for said in (reason.a, reason.b) if said))
        sink.write(f"  {words(f'match.{reason.code}')}{f': {about}' if about else ''}\n")


def _fits(row: Mapping[str, Any]) -> bool:
    return isinstance(row.get("a"), str) and isinstance(row.get("b"), str)
