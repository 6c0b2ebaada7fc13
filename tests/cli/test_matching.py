"""`partnerbot match`: pairs in, verdicts out, line by line."""

from __future__ import annotations

import io
import json

import pytest

from bot.cli.matching import BadLine, match_lines, match_pair


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
    with pytest.raises(BadLine) as refused:
        match_lines(io.StringIO('{"id": 0, "a": "x", "b": "y"}\n' + line), io.StringIO())
    assert refused.value.number == 2


def test_a_pair_typed_by_a_person_may_come_with_domains() -> None:
    judged = match_pair("Nordlicht", "NL Beleuchtung", domain_a="www.nordlicht.example", domain_b="einkauf@nordlicht.example")
    assert [reason.code for reason in judged.reasons] == ["same_domain"]
