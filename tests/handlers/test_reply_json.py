"""A reply is recorded as JSON and comes back as it was, whatever it holds."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.reply import (
    Chart,
    Choice,
    Choices,
    Fact,
    Facts,
    Field,
    FieldKind,
    File,
    Form,
    Option,
    Part,
    Progress,
    Reply,
    Source,
    Sources,
    Standing,
    Table,
    Text,
    Tone,
)
from handlers.reply_json import dump, load

SAMPLES: tuple[Part, ...] = (
    Text(text="Genehmigt: „Müller & Söhne“ <b>", tone=Tone.SUCCESS),
    Facts(title="Bitte prüfen", facts=(Fact(label="Betrag", value="45.000 EUR", note="aus “45k”"), Fact(label="", value=""))),
    Table(caption="2 Deals", columns=("Nr.", "Betrag"), rows=(("R-1", "5"), ("R-2", "–")), numeric=frozenset({1})),
    Progress(label="Silver", done=Decimal("12345.60"), total=Decimal("50000"), caption="12,345.60 of 50,000"),
    Chart(title="Revenue", labels=("Q1", "Q2"), values=(Decimal("0.10"), Decimal("-3")), shown=("0.10", "−3")),
    File(name="logo.png", media_type="image/png", content=bytes(range(256)), title="Logo"),
    Choices(prompt="?", choices=(Choice(label="Ja", action="draft.confirm/a/1", style="primary"), Choice(label="x", action="y"))),
    Form(
        id="register/d",
        title="T",
        submit="S",
        fields=(
            Field(name="product", kind=FieldKind.CHOICE, label="P", required=False, options=(Option(value="v", label="l"),)),
            Field(name="amount", kind=FieldKind.MONEY, label="A", required=True, hint="h", value="v", error="e"),
        ),
    ),
    Sources(sources=(Source(label="Clause 2.1", place="Program policy 2026-01", quote="The first …"),)),
)

texts = st.text(max_size=12)
decimals = st.decimals(allow_nan=False, allow_infinity=False, places=4)


#: What cannot be built from the types alone: amounts that are finite.
built: dict[type[Part], st.SearchStrategy[Any]] = {kind: st.builds(kind) for kind in get_args(Part)} | {
    Chart: st.builds(Chart, values=st.lists(decimals, max_size=3).map(tuple)),
    Progress: st.builds(Progress, done=decimals, total=decimals),
}

replies = st.builds(
    Reply,
    parts=st.lists(st.one_of(*built.values()), max_size=4).map(tuple),
    language=st.sampled_from(["en", "de"]),
    standing=st.builds(Standing, draft=st.dictionaries(texts, st.none() | texts, max_size=3)),
)


def recorded(reply: Reply) -> Reply:
    """The reply after it was written down as text and read again."""
    return load(json.loads(json.dumps(dump(reply))))


def test_there_is_a_sample_of_every_part() -> None:
    assert {type(part) for part in SAMPLES} == set(get_args(Part))


@pytest.mark.parametrize("part", SAMPLES, ids=lambda part: type(part).__name__)
def test_every_part_comes_back(part: Part) -> None:
    reply = Reply(parts=(part,))
    assert recorded(reply) == reply


@given(replies)
def test_every_reply_comes_back(reply: Reply) -> None:
    assert recorded(reply) == reply


@given(replies)
def test_a_reply_is_written_the_same_way_again(reply: Reply) -> None:
    assert json.dumps(dump(recorded(reply))) == json.dumps(dump(reply))


def test_where_the_conversation_stands_comes_back() -> None:
    standing = Standing(state="collecting", asks="close_date", intent="register_deal", draft={"company": "Acme", "amount": None})
    assert recorded(Reply(parts=(), standing=standing)).standing == standing


def test_a_program_can_read_it_without_us() -> None:
    reply = Reply(parts=(SAMPLES[0], SAMPLES[3], SAMPLES[2]), language="de")
    text, progress, table = dump(reply)["parts"]
    assert text == {"kind": "text", "text": "Genehmigt: „Müller & Söhne“ <b>", "tone": "success"}
    assert (progress["kind"], progress["done"], progress["total"]) == ("progress", "12345.60", "50000")
    assert table["numeric"] == [1]
    assert dump(reply)["standing"] == {"state": "idle", "asks": None, "intent": "", "draft": {}}


def test_an_amount_keeps_its_digits() -> None:
    (back,) = recorded(Reply(parts=(Progress(label="", done=Decimal("0.10"), total=Decimal(1), caption=""),))).parts
    assert isinstance(back, Progress)
    assert str(back.done) == "0.10"
