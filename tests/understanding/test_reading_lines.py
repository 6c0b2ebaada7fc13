"""The command that reads messages line by line: JSON in, JSON out, and a clear word for anything else."""

from __future__ import annotations

import io
import json
from datetime import date

import pytest

from bot.cli.reading import understand_lines
from bot.lines import BadLine


def test_a_line_becomes_a_line() -> None:
    sink = io.StringIO()
    row = {"id": 7, "text": "Register Ebbe Werft AG, 20k EUR, end of March", "reference": "2026-11-23"}
    understand_lines(io.StringIO(json.dumps(row) + "\n\n"), sink)
    (answer,) = [json.loads(line) for line in sink.getvalue().splitlines()]
    assert (answer["id"], answer["intent"]) == (7, "register_deal")
    assert answer["slots"]["close_date"] == "2027-03-31"


@pytest.mark.parametrize(
    "line",
    [
        "no json",
        "[1]",
        '{"id": 1}',
        '{"text": 5}',
        '{"text": "x", "reference": "soon"}',
        '{"text": "x", "reference": 5}',
        '{"text": "x", "catalog": [{"nme": "Vault"}]}',
        '{"text": "x", "catalog": ["Vault"]}',
        '{"text": "x", "catalog": [{"name": 5}]}',
    ],
)
def test_what_is_no_message_is_named_by_its_line(line: str) -> None:
    with pytest.raises(BadLine, match="Line 2"):
        understand_lines(io.StringIO('{"text": "hello"}\n' + line + "\n"), io.StringIO(), today=date(2026, 11, 23))
