"""The dicts of the page: every part of a reply crosses as JSON, whole, and still as plain text."""

from __future__ import annotations

import base64
import json
from decimal import Decimal
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.web.render import render
from handlers.reply import (
    Chart,
    Choice,
    Choices,
    Facts,
    Field,
    FieldKind,
    File,
    Form,
    Part,
    Progress,
    Reply,
    Sources,
    Table,
    Text,
    Tone,
)
from tests.web.fake_chat import CLAUSE, MARKUP, approved, deal_form, deals, hostile, say, summary


def drawn(*parts: Part) -> Any:
    return json.loads(json.dumps(render(Reply(parts=parts))))["parts"]


def texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for each in value.values() for text in texts(each)]
    return [text for each in value for text in texts(each)] if isinstance(value, list) else []


def test_a_reply_says_its_language_so_that_it_is_read_aloud_rightly() -> None:
    assert render(say("Guten Tag", language="de")) == {
        "language": "de",
        "parts": [{"kind": "text", "text": "Guten Tag", "tone": "plain"}],
    }


def test_every_kind_of_part_has_a_drawing() -> None:
    shown = {part["kind"] for reply in (summary(), approved(), deals(), deal_form({}, {})) for part in drawn(*reply.parts)}
    assert shown == {kind.__name__.lower() for kind in get_args(Part)}


@pytest.mark.parametrize("tone", Tone)
def test_the_tone_of_a_text_is_kept(tone: Tone) -> None:
    assert drawn(Text(text="x", tone=tone)) == [{"kind": "text", "text": "x", "tone": tone.value}]


def test_markup_stays_the_text_it_is() -> None:
    found = texts(drawn(*hostile().parts))
    assert found.count(MARKUP) > 30
    assert not [text for text in found if "<" in text and text != MARKUP]


def test_a_table_names_its_numeric_columns_in_order() -> None:
    table = Table(caption="c", columns=("a", "b", "c"), rows=(("1", "2", "3"),), numeric=frozenset({2, 0}))
    expected = {"kind": "table", "caption": "c", "columns": ["a", "b", "c"], "rows": [["1", "2", "3"]], "numeric": [0, 2]}
    assert drawn(table) == [expected]


@pytest.mark.parametrize(
    ("done", "total", "percent"),
    [("0", "3", 0), ("1", "3", 33), ("49999.99", "50000", 99), ("50000", "50000", 100), ("70000", "50000", 100)],
)
def test_only_what_is_finished_reads_a_hundred_percent(done: str, total: str, percent: int) -> None:
    [progress] = drawn(Progress(label="l", done=Decimal(done), total=Decimal(total), caption="c"))
    assert (progress["done"], progress["total"], progress["percent"]) == (done, total, percent)


@given(done=st.decimals(min_value=0, max_value=10**12, places=2), total=st.decimals(min_value="0.01", max_value=10**12, places=2))
def test_a_percentage_is_a_percentage(done: Decimal, total: Decimal) -> None:
    [progress] = drawn(Progress(label="l", done=done, total=total, caption="c"))
    assert 0 <= progress["percent"] <= 100
    assert (progress["percent"] == 100) == (done >= total)


@given(value=st.decimals(allow_nan=False, allow_infinity=False))
def test_a_number_arrives_exactly_and_without_an_exponent(value: Decimal) -> None:
    [chart] = drawn(Chart(title="t", labels=("l",), values=(value,), shown=("s",)))
    assert "e" not in chart["values"][0].lower()
    assert Decimal(chart["values"][0]) == value


@given(content=st.binary(max_size=200))
def test_a_file_arrives_byte_for_byte(content: bytes) -> None:
    [file] = drawn(File(name="n", media_type="text/csv", content=content, title="t"))
    assert base64.b64decode(file["content"], validate=True) == content


def test_choices_are_numbered_over_the_whole_reply() -> None:
    first = Choices(choices=(Choice(label="a", action="1", style="primary"), Choice(label="b", action="2")), prompt="Which?")
    second = Choices(choices=(Choice(label="c", action="3", style="danger"),))
    parts = drawn(first, Text(text="or"), second)
    assert [choice["number"] for part in (parts[0], parts[2]) for choice in part["choices"]] == [1, 2, 3]
    assert parts[0]["choices"][0] == {"label": "a", "action": "1", "style": "primary", "number": 1}
    assert parts[0]["prompt"] == "Which?"


def test_a_form_arrives_with_what_is_known_and_what_was_wrong() -> None:
    [_, form] = drawn(*deal_form({"close_date": "soonish"}, {"close_date": "Not a date."}).parts)
    by_name = {field["name"]: field for field in form["fields"]}
    assert (form["id"], form["submit"]) == ("deal", "Check it")
    assert by_name["close_date"] == {
        "name": "close_date",
        "type": "date",
        "label": "Close date",
        "required": True,
        "hint": "As you would say it: end of March, in 6 weeks",
        "value": "soonish",
        "error": "Not a date.",
        "options": [],
    }
    assert by_name["product"]["options"][0] == {"value": "flow", "label": "Flow"}


def test_every_kind_of_field_keeps_its_name() -> None:
    fields = tuple(Field(name=kind.value, kind=kind, label="l", required=False) for kind in FieldKind)
    [form] = drawn(Form(id="f", title="t", submit="s", fields=fields))
    assert [field["type"] for field in form["fields"]] == [kind.value for kind in FieldKind]


def test_a_source_says_where_it_stands_and_what_it_says() -> None:
    sources = [part for part in approved().parts if isinstance(part, Sources)]
    expected = {"label": "Program policy", "place": "clause 4.2, version 2026-07", "quote": CLAUSE}
    assert drawn(*sources) == [{"kind": "sources", "sources": [expected]}]


def test_facts_keep_their_order_and_notes() -> None:
    facts = [part for part in summary().parts if isinstance(part, Facts)]
    [shown] = drawn(*facts)
    assert [fact["label"] for fact in shown["facts"]] == ["End customer", "Contact", "Amount", "Close date"]
    assert shown["facts"][3]["note"] == 'you wrote "end of March"'
