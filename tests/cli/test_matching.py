"""`partnerbot match`: pairs in, verdicts out, line by line."""

from __future__ import annotations

import io
import json

import pytest

from bot.cli.matching import match_lines, match_pair
from bot.lines import BadLine


def test_lines_are_answered_in_order_and_with_reasons() -> None:
    asked = [
        {"id": 1, "a": "Nordlicht AG", "b": "Nordlicht Aktiengesellschaft"},
        {"id": "x", "a": "Nordlicht AG", "b": "Nordlicht Schweiz AG"},
    ]
    sink = io.StringIO()
    match_lines(io.StringIO("\n".join(map(json.dumps, asked)) + "\n\n"), sink)
    answers = [json.loads(line) for line in sink.getvalue().splitlines()]
    assert [(answer["id"], answer["verdict"]) for answer in answers] == [(1, "same"), ("x", "possible")]
    assert "country_word" in answers[1]["reasons"]


@pytest.mark.parametrize("line", ["{", "[]", '{"id": 1, "a": "Nordlicht"}', '{"id": 1, "a": 2, "b": "Nordlicht"}'])
def test_a_line_that_is_no_pair_is_named_by_its_number(line: str) -> None:
    with pytest.raises(BadLine, match="Line 2 cannot be used"):
        match_lines(io.StringIO('{"id": 0, "a": "x", "b": "y"}\n' + line), io.StringIO())


def test_a_pair_typed_by_a_person_is_answered_in_words() -> None:
    sink = io.StringIO()
    match_pair("Nordlicht Beleuchtung GmbH", "Nordlicht Beleuchtung Österreich GmbH", sink)
    verdict, *reasons = sink.getvalue().splitlines()
    assert verdict.startswith("possible")
    assert any("country" in reason for reason in reasons)
