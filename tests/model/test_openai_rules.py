"""The stub refuses what OpenAI refuses, so that a request it takes is one that they would take."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from knowledge.proposing import UNDERSTAND
from tests.model.openai_rules import problems


def request() -> dict[str, Any]:
    schema = {
        "type": "object",
        "properties": {
            "name": {"type": ["string", "null"]},
            "parts": {"type": "array", "items": {"anyOf": [{"type": "integer"}, {"type": "null"}]}},
        },
        "required": ["name", "parts"],
        "additionalProperties": False,
    }
    return {
        "model": "stub-1",
        "messages": [{"role": "system", "content": "Count."}, {"role": "user", "content": "one two"}],
        "response_format": {"type": "json_schema", "json_schema": {"name": "count", "strict": True, "schema": schema}},
        "max_completion_tokens": 100,
        "temperature": 0,
        "store": False,
    }


def test_a_request_that_is_right_is_taken() -> None:
    assert problems(request()) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("unheard_of",), 1),
        (("max_output_tokens",), 100),
        (("tools",), []),
        (("model",), 7),
        (("messages",), []),
        (("messages", 0, "role"), "boss"),
        (("messages", 0, "content"), {"text": "Count."}),
        (("messages", 0, "mood"), "good"),
        (("max_completion_tokens",), 0),
        (("max_completion_tokens",), "100"),
        (("temperature",), 3),
        (("temperature",), True),
        (("store",), "no"),
        (("response_format", "type"), "json"),
        (("response_format", "json_schema", "name"), "count of words"),
        (("response_format", "json_schema", "strict"), False),
        (("response_format", "json_schema", "schema", "additionalProperties"), True),
        (("response_format", "json_schema", "schema", "required"), ["name"]),
        (("response_format", "json_schema", "schema", "required"), ["name", "parts", "more"]),
        (("response_format", "json_schema", "schema", "type"), "array"),
        (("response_format", "json_schema", "schema", "properties", "name", "default"), None),
        (("response_format", "json_schema", "schema", "properties", "name", "maxLength"), 9),
        (("response_format", "json_schema", "schema", "properties", "name", "type"), "text"),
        (("response_format", "json_schema", "schema", "properties", "name"), {}),
        (("response_format", "json_schema", "schema", "properties", "parts", "items"), {"type": "object", "properties": {}}),
    ],
)
def test_a_request_with_one_thing_wrong_is_refused(path: tuple[str | int, ...], value: object) -> None:
    wrong = deepcopy(request())
    place: Any = wrong
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    assert problems(wrong) != []


@pytest.mark.parametrize("name", ["model", "messages"])
def test_a_request_that_lacks_what_is_required_is_refused(name: str) -> None:
    lacking = request()
    del lacking[name]
    assert f"{name} is required" in problems(lacking)


@pytest.mark.parametrize("model", ["o3-mini", "gpt-5.1"])
def test_a_model_that_reasons_takes_no_temperature(model: str) -> None:
    assert problems(request() | {"model": model}) == ["this model takes no temperature but 1"]


def test_a_schema_without_end_is_refused() -> None:
    deep: dict[str, Any] = {"type": "string"}
    for _ in range(6):
        deep = {"type": "object", "properties": {"in": deep}, "required": ["in"], "additionalProperties": False}
    wrong = request()
    wrong["response_format"]["json_schema"]["schema"] = deep
    assert any("too deeply" in problem for problem in problems(wrong))


def test_the_schema_of_a_proposal_has_no_default_and_nothing_optional() -> None:
    right = request()
    right["response_format"]["json_schema"]["schema"] = UNDERSTAND.answer
    assert problems(right) == []
