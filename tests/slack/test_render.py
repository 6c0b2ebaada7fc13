"""Whatever a reply holds, Slack takes it: within its limits, with nothing in it that Slack would act upon, and nothing left out."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.home import home_view
from bot.slack.judge import faults_of_message, faults_of_view, sound
from bot.slack.modal import faults, modal, read_values
from bot.slack.render import Labels, Message, render, split
from bot.slack.words import cut, escape
from handlers.reply import Choice, Choices, Field, FieldKind, Form, Purpose, Reply, Table, Text
from tests.bot.replies import CHOICE, CHOICES, FORMS, REPLIES, tables
from tests.slack_fake import blocks, lint

LABELS = Labels(open_form="Open the form", sure="Are you sure?", go="Yes", back="No")


def texts(value: Any, kind: str) -> list[str]:
    """Every text of the kind ("mrkdwn", "plain_text", "raw_text") in what is sent."""
    if isinstance(value, dict):
        own = [value["text"]] if value.get("type") == kind else []
        return own + [text for inner in value.values() for text in texts(inner, kind)]
    if isinstance(value, (list, tuple)):
        return [text for inner in value for text in texts(inner, kind)]
    return []


@given(REPLIES)
def test_slack_refuses_nothing_that_is_drawn(reply: Reply) -> None:
    for message in render(reply, LABELS):
        assert list(faults_of_message(message)) == []
        sent = json.loads(json.dumps({"text": message.text, "blocks": list(message.blocks)}))
        assert blocks.faults(sent["blocks"], "message") == []
        assert not blocks.too_long(sent["blocks"])
        assert list(lint.of_message(sent)) == []


@given(REPLIES)
def test_slack_refuses_no_home_tab_either_and_nothing_in_it_is_acted_upon(reply: Reply) -> None:
    view = json.loads(json.dumps(home_view(reply)))
    assert blocks.view_faults(view) == []
    assert list(lint.of_view(view)) == []
    assert not [markup for markup in texts(view, "mrkdwn") if re.search(r"<[!@#a-z]", markup)]


@given(REPLIES)
def test_nothing_that_was_typed_is_a_mention_a_link_or_a_control_character(reply: Reply) -> None:
    for message in render(reply, LABELS):
        for markup in [*texts(message.blocks, "mrkdwn"), message.text]:
            assert not re.search(r"<[!@#a-z]", markup), markup
            assert not set(markup) & set("\x00\u202e")


@given(st.text())
def test_escaped_text_reads_as_it_was_typed(text: str) -> None:
    seen = escape(text).replace("\u200b", "").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert seen == re.sub("[\x00-\x08\x0b-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]", "", text).replace("\u200b", "")


@given(st.text(alphabet="&<> ab", max_size=60), st.integers(8, 40))
def test_a_cut_never_goes_through_an_entity(text: str, most: int) -> None:
    short = cut(escape(text), most)
    assert len(short) <= most
    assert not re.search(r"&(?!amp;|lt;|gt;)", short)


@given(st.text(max_size=500), st.integers(5, 60))
def test_a_long_text_is_split_and_nothing_of_it_is_lost(text: str, most: int) -> None:
    pieces = split(text, most)
    assert all(len(piece) <= most for piece in pieces)
    assert re.sub(r"\s", "", "".join(pieces)) == re.sub(r"\s", "", text)


@given(CHOICES)
def test_every_choice_is_a_button_once_and_in_order(choices: list[Choice]) -> None:
    drawn = render(Reply(parts=(Choices(choices=tuple(choices)),)), LABELS)
    buttons = [
        element for message in drawn for block in message.blocks if block["type"] == "actions" for element in block["elements"]
    ]
    assert [button["value"] for button in buttons] == [choice.action for choice in choices]
    for button, choice in zip(buttons, choices, strict=True):
        asks_by_itself = choice.action.startswith("step/")
        assert ("confirm" in button) == (choice.style == "danger" and not asks_by_itself)


@given(CHOICE, CHOICE)
def test_whether_an_answer_helped_is_asked_with_slacks_own_thumbs(yes: Choice, no: Choice) -> None:
    (drawn,) = render(Reply(parts=(Choices(choices=(yes, no), purpose=Purpose.FEEDBACK),)), LABELS)
    ((thumbs,),) = [block["elements"] for block in drawn.blocks]
    assert (thumbs["positive_button"]["value"], thumbs["negative_button"]["value"]) == (yes.action, no.action)


@given(tables())
def test_every_row_of_a_table_is_there_once(table: Table) -> None:
    drawn = [block for message in render(Reply(parts=(table,)), LABELS) for block in message.blocks if block["type"] == "table"]
    assert sum(len(block["rows"]) - 1 for block in drawn) == len(table.rows)


@given(FORMS)
def test_a_form_is_a_modal_that_slack_takes_and_comes_back_as_it_was(form: Form) -> None:
    view = modal(form, close="Cancel", find="Find", private="x")
    assert list(faults_of_view(view)) == []
    sent = json.loads(json.dumps(view))
    assert blocks.view_faults(sent) == []
    assert list(lint.of_view(sent)) == []
    assert texts(sent, "mrkdwn") == []
    state: dict[str, Any] = {"values": {}}
    for block in (each for each in view["blocks"] if each["type"] == "input"):
        element = block["element"]
        value = {"type": element["type"], "value": element.get("initial_value")}
        if element["type"] in ("static_select", "external_select"):
            value = {"type": element["type"], "selected_option": element.get("initial_option")}
        state["values"][block["block_id"]] = {element["action_id"]: value}
    back = read_values(state)
    for field in form.fields:
        if not field.options or field.kind is not FieldKind.CHOICE:
            is_looked_up = field.lookup is not None and not 0 < len(field.options) <= 10
            assert back[field.name] == field.value[: 150 if is_looked_up else 3000]


@pytest.mark.parametrize(
    ("question", "title", "first"),
    [
        ("Your registration", "Your registration", "input"),
        ("What do you want to know about Donau Logistik GmbH?", "Send question", "section"),
    ],
)
def test_a_question_is_the_title_of_its_modal_where_it_fits_and_stands_below_it_else(question: str, title: str, first: str) -> None:
    field = Field(name="text", kind=FieldKind.LONG_TEXT, label="Your question", required=True)
    view = modal(Form(id="ask/R-1/1", title=question, submit="Send question", fields=(field,)), find="Find", close="Close")
    assert (view["title"]["text"], view["submit"]["text"], view["blocks"][0]["type"]) == (title, "Send question", first)


def test_ids_and_amounts_in_a_table_are_not_broken_in_two_and_sentences_are() -> None:
    table = Table(caption="1 deal", columns=("No.", "Result"), rows=(("R-7K3M2Q", "declined: already protected"),))
    (block,) = [block for block in render(Reply(parts=(table,)), LABELS)[0].blocks if block["type"] == "table"]
    assert [column["is_wrapped"] for column in block["column_settings"]] == [False, True]


def test_what_a_form_asks_for_reads_well_whether_it_is_known_or_not() -> None:
    fields = (
        Field(name="a", kind=FieldKind.TEXT, label="Customer", required=True, value="Müller Bau GmbH"),
        Field(name="b", kind=FieldKind.TEXT, label="How many units", required=True),
        Field(name="c", kind=FieldKind.TEXT, label="Why?", required=False),
        Field(name="d", kind=FieldKind.TEXT, label="Since when?", required=False, value="May"),
    )
    (message,) = render(Reply(parts=(Form(id="quote/x", title="Which price?", submit="Send", fields=fields),)), LABELS)
    said = [element["text"] for block in message.blocks if block["type"] == "context" for element in block["elements"]]
    assert said == ["*Customer:* Müller Bau GmbH", "*How many units*", "*Why?*", "*Since when?* May"]


def test_slack_is_told_not_to_fold_a_long_answer() -> None:
    (message,) = render(Reply(parts=(Text(text="word " * 200), Text(text="short"))), LABELS)
    assert [block.get("expand") for block in message.blocks] == [True, None]


def test_of_two_tables_on_the_home_tab_the_second_is_lines_that_say_what_there_is() -> None:
    first = Table(caption="Waiting", columns=("No.", "Customer"), rows=(("R-1", "Acme"),))
    second = Table(caption="Deals", columns=("No.", "Left", "Amount"), rows=(("R-1", "–", "5 EUR"), ("R-2", "3 days", "")))
    blocks = home_view(Reply(parts=(first, second)))["blocks"]
    assert [block["type"] for block in blocks].count("table") == 1
    assert blocks[-1]["text"]["text"] == "R-1 · 5 EUR\nR-2 · 3 days"


def test_what_is_wrong_is_shown_under_its_field() -> None:
    fields = (
        Field(name="amount", kind=FieldKind.MONEY, label="Amount", required=True, error="That amount doesn’t work."),
        Field(name="note", kind=FieldKind.LONG_TEXT, label="Note", required=False),
    )
    assert faults(Form(id="won/R-1", title="Won", submit="Save", fields=fields)) == {"amount": "That amount doesn’t work."}


@given(
    st.recursive(
        st.none() | st.booleans() | st.text(max_size=5), lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=5), inner)
    )
)
def test_a_state_of_any_shape_is_read_without_a_fault(state: Any) -> None:
    assert isinstance(read_values({"values": state}), dict)


@pytest.mark.parametrize(
    "refused",
    [
        ({"type": "header", "text": {"type": "plain_text", "text": "x" * 151}},),
        ({"type": "section", "text": {"type": "mrkdwn", "text": ""}},),
        ({"type": "input"},),
        ({"type": "table", "rows": [[{"type": "raw_text", "text": ""}]]},),
        ({"type": "actions", "elements": []},),
    ],
)
def test_what_slack_would_refuse_is_said_in_words_instead(refused: tuple[dict[str, Any], ...]) -> None:
    assert sound(Message(text="What it says", blocks=refused)) == Message(text="What it says", blocks=())
