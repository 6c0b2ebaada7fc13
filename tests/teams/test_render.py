"""Whatever a reply holds, Teams takes it: sound cards of its sizes, nothing in them that is acted upon, and nothing left out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.teams.forms import dialog, read_fields
from bot.teams.judge import faults_of_card, faults_of_message, in_words, sound
from bot.teams.render import render
from bot.teams.words import clean, escape, split
from handlers.reply import Choice, Choices, Field, FieldKind, Form, Purpose, Reply, Source, Sources, Table, Text
from handlers.wording import Words
from tests.bot.replies import CHOICE, CHOICES, FORMS, REPLIES, WORDS, tables
from tests.teams.schema import objections

pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")

#: What is drawn is large, and making it smaller takes longer than reading it.
few = settings(
    max_examples=30,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def cards(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [each["content"] for message in messages for each in message.get("attachments", ())]


def within(value: Any) -> Iterator[dict[str, Any]]:
    """Every object in what is sent."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from within(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from within(inner)


def of_type(value: Any, kind: str) -> list[dict[str, Any]]:
    return [each for each in within(value) if each.get("type") == kind]


@few
@given(REPLIES)
def test_teams_refuses_nothing_that_is_drawn(reply: Reply) -> None:
    for message in render(reply, Words(reply.language)):
        sent = json.loads(json.dumps(message))
        if "file" not in sent:
            assert list(faults_of_message(sent)) == []
        for content in cards([sent]):
            assert list(objections(content)) == []


@few
@given(REPLIES)
def test_nothing_that_was_typed_is_markup_a_date_or_a_control_character(reply: Reply) -> None:
    for content in cards(render(reply, Words(reply.language))):
        for block in of_type(content, "TextBlock"):
            assert not re.search(r"[\\*_`\[\]<>&{}~]|https?:", block["text"]), block["text"]
        for run in of_type(content, "TextRun"):
            assert "{{" not in run["text"]
            assert not set(run["text"]) & set("\x00\u202e\ufeff")


@few
@given(st.text(alphabet="*_~`[]()<>&#+-.|!\\{}1a b\n", max_size=60))
def test_escaped_text_reads_as_it_was_typed(text: str) -> None:
    shown = MarkdownIt("commonmark", {"html": True}).enable("strikethrough").render(escape(text.strip()))
    assert not re.search(r"<(?!/?p>)", shown), shown
    plain = re.sub(r"</?p>", "", shown).replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")
    assert "".join(plain.replace("\u2060", "").split()) == "".join(clean(text).replace("\u2060", "").split())


@given(st.text(max_size=500), st.integers(5, 60))
def test_a_long_text_is_split_and_nothing_of_it_is_lost(text: str, most: int) -> None:
    pieces = split(text, most)
    assert all(len(piece) <= most for piece in pieces)
    assert re.sub(r"\s", "", "".join(pieces)) == re.sub(r"\s", "", text)


@few
@given(CHOICES)
def test_every_choice_is_a_button_once_and_in_order(choices: list[Choice]) -> None:
    drawn = cards(render(Reply(parts=(Choices(choices=tuple(choices)),)), Words("en")))
    buttons = [button for content in drawn for row in content["body"] if row["type"] == "ActionSet" for button in row["actions"]]
    buttons = [of_type(button, "Action.Execute")[0] if button["type"] == "Action.ShowCard" else button for button in buttons]
    pressed = [button["data"]["action"] for button in buttons]
    assert pressed == [choice.action for choice in choices]
    executed = [button for button in buttons if button["type"] == "Action.Execute"]
    assert all(button["fallback"]["data"] == {"verb": "press", **button["data"]} for button in executed)


def test_what_cannot_be_undone_is_asked_about_first_unless_it_asks_for_something_itself() -> None:
    withdraw = Choice(label="Withdraw", action="withdraw/R-1", style="danger")
    decline = Choice(label="Decline", action="step/decline/R-1", style="danger")
    (content,) = cards(render(Reply(parts=(Choices(choices=(withdraw, decline)),)), Words("en")))
    first, second = content["body"][0]["actions"]
    assert first["type"] == "Action.ShowCard"
    assert of_type(first["card"], "Action.Execute")[0]["data"] == {"action": "withdraw/R-1"}
    assert second["data"] == {"msteams": {"type": "task/fetch"}, "verb": "open", "action": "step/decline/R-1"}


@given(CHOICE, CHOICE)
def test_whether_an_answer_helped_is_asked_with_teams_own_thumbs(yes: Choice, no: Choice) -> None:
    parts = (
        Text(text="Yes, with SAML 2.0. [1]"),
        Sources(sources=(Source(label="[1] Handbook", place="page 3", quote="SAML 2.0 is there"),)),
        Choices(choices=(yes, no), purpose=Purpose.FEEDBACK),
    )
    (drawn,) = render(Reply(parts=parts), Words("en"))
    assert drawn["channelData"] == {"feedbackLoop": {"type": "default"}}
    (entity,) = drawn["entities"]
    assert entity["additionalType"] == ["AIGeneratedContent"]
    assert [(claim["position"], claim["appearance"]["name"]) for claim in entity["citation"]] == [(1, "Handbook")]
    assert "attachments" not in drawn


@few
@given(tables())
def test_every_row_of_a_table_is_there_once(table: Table) -> None:
    drawn = cards(render(Reply(parts=(table,)), Words("en")))
    rows = sum(len(each["rows"]) - 1 for each in of_type(drawn, "Table")) + len(of_type(drawn, "Container"))
    assert rows == len(table.rows)


@few
@given(FORMS)
def test_a_form_is_a_dialog_that_teams_takes_and_comes_back_as_it_was(form: Form) -> None:
    task = json.loads(json.dumps(dialog(form, Words("de"))))
    content = task["card"]["content"]
    assert list(faults_of_card(content)) == []
    assert list(objections(content)) == []
    assert 0 < len(task["title"]) <= 60
    inputs = [each for each in within(content["body"]) if str(each.get("type")).startswith("Input.")]
    back = read_fields({each["id"]: each.get("value", "") for each in inputs} | {"form": form.id, "field.odd": 3})
    assert list(back) == [field.name for field in form.fields]
    for field in form.fields:
        if not field.options and field.lookup is None:
            value = back[field.name]
            assert value == clean(field.value) or (value.endswith("…") and clean(field.value).startswith(value[:-1]))


def test_what_is_wrong_is_said_under_its_field_and_what_was_typed_stays() -> None:
    amount = Field(name="amount", kind=FieldKind.MONEY, label="Amount", required=True, value="lots", error="How much is that?")
    note = Field(name="note", kind=FieldKind.LONG_TEXT, label="Note", required=False, value="soon")
    task = dialog(Form(id="won/R-1", title="Won", submit="Save", fields=(amount, note)), Words("en"))
    _required, first, below, second, _send = task["card"]["content"]["body"]
    assert (first["id"], first["value"], second["value"]) == ("field.amount", "lots", "soon")
    assert of_type(below, "TextRun")[0]["text"] == "⚠️ How much is that?"


def test_quick_replies_say_what_is_written_on_them_and_stand_only_where_there_is_nothing_to_press() -> None:
    (said,) = render(Reply(parts=(Text(text="Done."),), language="de"), Words("de"))
    assert [each["value"] for each in said["suggestedActions"]["actions"]] == ["Meine Deals", "Hilfe"]
    choice = Choices(choices=(Choice(label="Yes", action="yes"),))
    assert all("suggestedActions" not in each for each in render(Reply(parts=(Text(text="Well?"), choice)), Words("en")))


@given(WORDS)
def test_what_is_only_words_is_sent_as_it_is_and_read_by_nobody_as_markup(text: str) -> None:
    said = render(Reply(parts=(Text(text=text),)), Words("en"))
    assert {each["textFormat"] for each in said} == {"plain"}
    assert "".join("".join(each["text"] for each in said).split()) in ("".join(clean(text).split()), "…")


@pytest.mark.parametrize(
    ("element", "fault"),
    [
        ({"type": "Media", "sources": []}, "Media here"),
        ({"type": "TextBlock", "text": "x"}, "TextBlock: wrap"),
        ({"type": "Image", "url": "https://x.example"}, "Image: altText"),
        ({"type": "Input.Text", "id": "a"}, "Input.Text: id or label"),
        ({"type": "Input.Text", "id": "a", "label": "A", "isRequired": True}, "Input.Text: errorMessage"),
        ({"type": "ActionSet", "actions": [{"type": "Action.Submit", "title": "x", "data": {}}]}, "Action.Submit: verb"),
        (
            {"type": "ActionSet", "actions": [{"type": "Action.Execute", "title": "x", "verb": "v"}]},
            "Action.Execute: verb or fallback",
        ),
        (
            {"type": "ActionSet", "actions": [{"type": "Action.Submit", "title": "x", "data": {"verb": "v"}}] * 7},
            "ActionSet: actions",
        ),
    ],
)
def test_what_teams_would_not_draw_well_is_said_in_words_instead(element: dict[str, Any], fault: str) -> None:
    (message,) = render(Reply(parts=(Choices(choices=(Choice(label="Yes", action="yes"),), prompt="Shall I?"),)), Words("en"))
    message["attachments"][0]["content"]["body"].append(element)
    said, faults = sound(message)
    assert fault in faults
    assert said == in_words(message)
    assert said["text"].startswith("Shall I?")
    assert list(faults_of_message(said)) == []
