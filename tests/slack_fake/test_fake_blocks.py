"""The fake refuses the blocks and views that Slack refuses, each for its reason, and takes what Slack takes."""

from __future__ import annotations

from typing import Any

import pytest

from tests.slack_fake import blocks
from tests.slack_fake.elements import Json


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def button(**more: Any) -> Json:
    return {"type": "button", "action_id": "a", "text": plain("Go"), **more}


def section(**more: Any) -> Json:
    return {"type": "section", "text": mrkdwn("x"), **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def options(many: int, *, text: int = 3) -> list[Json]:
    return [{"text": plain(str(number).ljust(text, "x")), "value": str(number)} for number in range(many)]


def select(many: int = 2, **more: Any) -> Json:
    return {"type": "static_select", "action_id": "s", "options": options(many), **more}


def field(element: Json | None = None, **more: Any) -> Json:
    element = element or {"type": "plain_text_input", "action_id": "t"}
    return {"type": "input", "block_id": "f", "label": plain("Company"), "element": element, **more}


def table(rows: int = 2, columns: int = 2, text: str = "x") -> Json:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": text}] * columns] * rows}


def modal(*given: Json, **more: Any) -> Json:
    return {"type": "modal", "title": plain("Deal"), "submit": plain("Send"), "blocks": list(given) or [field()], **more}


CONFIRM: Json = {"title": plain("Sure?"), "text": plain("Really?"), "confirm": plain("Yes"), "deny": plain("No")}
UNTITLED: Json = {name: part for name, part in CONFIRM.items() if name != "title"}

GOOD: list[list[Json]] = [
    [],
    [{"type": "header", "text": plain("x" * 150)}],
    [section(text=mrkdwn("x" * 3000))],
    [{"type": "section", "fields": [mrkdwn("x" * 2000)] * 10}],
    [section(accessory=button())],
    [{"type": "context", "elements": [mrkdwn("x")] * 10}],
    [actions(*(button(action_id=f"a{number}") for number in range(25)))],
    [actions(button(value="x" * 2000, style="danger", confirm=CONFIRM, accessibility_label="Go on"))],
    [actions(select(100))],
    [actions({"type": "overflow", "action_id": "o", "options": options(5)})],
    [{"type": "divider"}],
    [{"type": "image", "image_url": "https://example.org/a.png", "alt_text": "a"}],
    [table(100, 20, "xxxxx")],
    [{"type": "markdown", "text": "x" * 12_000}],
    [{"type": "divider"}] * 50,
    [field(optional=True, hint=plain("As it stands in the register"))],
]

BAD: list[tuple[str, list[Any]]] = [
    ("51 blocks", [{"type": "divider"}] * 51),
    ("an unknown kind", [{"type": "banner"}]),
    ("no kind", [{"text": plain("x")}]),
    ("a property that Slack does not know", [{"type": "divider", "colour": "red"}]),
    ("a header that is too long", [{"type": "header", "text": plain("x" * 151)}]),
    ("an empty header", [{"type": "header", "text": plain("")}]),
    ("a header with markup", [{"type": "header", "text": mrkdwn("x")}]),
    ("a header without text", [{"type": "header"}]),
    ("a section that is too long", [section(text=mrkdwn("x" * 3001))]),
    ("an empty section", [{"type": "section"}]),
    ("a section that is a string", [section(text="x")]),
    ("eleven fields", [{"type": "section", "fields": [mrkdwn("x")] * 11}]),
    ("a field that is too long", [{"type": "section", "fields": [mrkdwn("x" * 2001)]}]),
    ("no fields", [{"type": "section", "fields": []}]),
    ("an input beside a section", [section(accessory={"type": "plain_text_input", "action_id": "x"})]),
    ("eleven things in a context", [{"type": "context", "elements": [mrkdwn("x")] * 11}]),
    ("an empty context", [{"type": "context", "elements": []}]),
    ("a long text in a context", [{"type": "context", "elements": [mrkdwn("x" * 2001)]}]),
    ("26 buttons", [actions(*(button(action_id=f"a{number}") for number in range(26)))]),
    ("no buttons", [actions()]),
    ("a button that is too long", [actions(button(text=plain("x" * 76)))]),
    ("a button with markup", [actions(button(text=mrkdwn("x")))]),
    ("a value that is too long", [actions(button(value="x" * 2001))]),
    ("an empty value", [actions(button(value=""))]),
    ("a style that does not exist", [actions(button(style="default"))]),
    ("an action_id that is too long", [actions(button(action_id="x" * 256))]),
    ("an action_id twice", [actions(button(), button())]),
    ("a block_id twice", [section(block_id="b"), section(block_id="b")]),
    (
        "a confirmation without a title",
        [actions(button(confirm=UNTITLED))],
    ),
    ("a confirmation that is too long", [actions(button(confirm=CONFIRM | {"text": plain("x" * 301)}))]),
    ("101 options", [actions(select(101))]),
    ("no options", [actions(select(0))]),
    ("an option that is too long", [actions(select(options=options(1, text=76)))]),
    ("an option's value that is too long", [actions(select(options=[{"text": plain("x"), "value": "x" * 151}]))]),
    ("a first choice that is not offered", [actions(select(initial_option={"text": plain("else"), "value": "else"}))]),
    ("six overflow options", [actions({"type": "overflow", "action_id": "o", "options": options(6)})]),
    ("eleven checkboxes", [actions({"type": "checkboxes", "action_id": "c", "options": options(11)})]),
    ("an image without words", [{"type": "image", "image_url": "https://example.org/a.png"}]),
    ("an image without an address", [{"type": "image", "alt_text": "a"}]),
    ("two tables", [table(), table()]),
    ("101 rows", [table(101)]),
    ("21 columns", [table(2, 21)]),
    ("an empty cell", [table(text="")]),
    ("rows of different length", [{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * n for n in (1, 2)]}]),
    ("a table that is too long", [table(10, 10, "x" * 101)]),
    ("markdown that is too long together", [{"type": "markdown", "text": "x" * 7000}] * 2),
    ("an alert, which is for modals", [{"type": "alert", "text": plain("x")}]),
]

BAD_VIEWS: list[tuple[str, Any]] = [
    ("no view at all", "view"),
    ("an unknown kind", {"type": "page", "blocks": []}),
    ("no title", {"type": "modal", "blocks": []}),
    ("a title that is too long", modal(title=plain("x" * 25))),
    ("a submit that is too long", modal(submit=plain("x" * 25))),
    ("a close that is too long", modal(close=plain("x" * 25))),
    ("inputs and nothing to send them with", {"type": "modal", "title": plain("x"), "blocks": [field()]}),
    ("101 blocks", modal(*[{"type": "divider"}] * 101)),
    ("markdown in a modal", modal({"type": "markdown", "text": "x"})),
    ("a table in a modal", modal(table())),
    ("metadata that is too long", modal(private_metadata="x" * 3001)),
    ("a callback_id that is too long", modal(callback_id="x" * 256)),
    ("a hash, which does not belong there", modal(hash="x")),
    ("a label with markup", modal(field(label=mrkdwn("x")))),
    ("an input without a label", modal({"type": "input", "element": {"type": "plain_text_input"}})),
    ("a button as an input", modal(field(button()))),
    ("a text that is longer than it may be", modal(field({"type": "plain_text_input", "max_length": 2, "initial_value": "abc"}))),
    ("a length that no field has", modal(field({"type": "plain_text_input", "max_length": 3001}))),
    ("a number of unknown kind", modal(field({"type": "number_input", "action_id": "n"}))),
    ("a date that is none", modal(field({"type": "datepicker", "initial_date": "31.12.2026"}))),
    ("a long placeholder", modal(field({"type": "email_text_input", "placeholder": plain("x" * 151)}))),
    ("a title on the Home tab", {"type": "home", "title": plain("x"), "blocks": []}),
    ("a block_id twice", modal(field(), field())),
    ("a view that is too large", modal(*[section(text=mrkdwn("x" * 3000), block_id=f"b{number}") for number in range(90)])),
]


def reasons(found: list[str]) -> set[str]:
    """Why something is refused, wherever it is: each sample for one reason, so that no other hides that the rule is gone."""
    return {fault.split(" [")[0] for fault in found}


@pytest.mark.parametrize("given", GOOD, ids=lambda given: given[0]["type"] if given else "none")
def test_sound_blocks_are_taken(given: list[Json]) -> None:
    assert blocks.faults(given, "message") == []


@pytest.mark.parametrize("given", [given for _, given in BAD], ids=[name for name, _ in BAD])
def test_blocks_are_refused(given: list[Json]) -> None:
    assert len(reasons(blocks.faults(given, "message"))) == 1


@pytest.mark.parametrize("view", [modal(), modal(section()), {"type": "home", "blocks": [section(), table()]}])
def test_sound_views_are_taken(view: Json) -> None:
    assert blocks.view_faults(view) == []


@pytest.mark.parametrize("view", [view for _, view in BAD_VIEWS], ids=[name for name, _ in BAD_VIEWS])
def test_views_are_refused(view: Any) -> None:
    assert len(reasons(blocks.view_faults(view))) == 1


def test_a_message_may_hold_so_much_text_and_no_more() -> None:
    assert not blocks.too_long([section(text=mrkdwn("x" * 3000))] * 4)
    assert blocks.too_long([section(text=mrkdwn("x" * 2700))] * 5)
