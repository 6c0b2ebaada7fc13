"""A form as a Slack modal, and what comes back of it: the fields by their names, never trusted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from bot.slack import limits
from bot.slack.words import plain
from handlers.reply import Field, FieldKind, Form

View = dict[str, Any]

_CALLBACK: Final = "form"
_ACTION: Final = "value"


def modal(form: Form, *, close: str, private: str = "") -> View:
    """The form as a modal. Slack's title is short, so a whole question stands in the first block; `private` comes back with it."""
    is_title = len(form.title) <= limits.MODAL_TITLE
    asked = [] if is_title else [{"type": "section", "text": plain(form.title, most=limits.SECTION_TEXT)}]
    return {
        "type": "modal",
        "callback_id": _CALLBACK,
        "title": plain(form.title if is_title else form.submit, most=limits.MODAL_TITLE),
        "submit": plain(form.submit, most=limits.MODAL_TITLE),
        "close": plain(close, most=limits.MODAL_TITLE),
        "private_metadata": private[: limits.PRIVATE_METADATA],
        "blocks": [*asked, *(_input(field) for field in form.fields[: limits.VIEW_BLOCKS - 1])],
    }


def waiting(title: str, said: str, *, close: str) -> View:
    """What is shown within Slack's three seconds, before the form is there."""
    return {
        "type": "modal",
        "callback_id": "waiting",
        "title": plain(title, most=limits.MODAL_TITLE),
        "close": plain(close, most=limits.MODAL_TITLE),
        "blocks": [{"type": "section", "text": plain(said, most=limits.SECTION_TEXT)}],
    }


def _input(field: Field) -> View:
    block: View = {
        "type": "input",
        "block_id": field.name[: limits.IDENTIFIER],
        "label": plain(field.label, most=limits.INPUT_LABEL),
        "optional": not field.required,
        "element": _element(field),
    }
    if field.hint:
        block["hint"] = plain(field.hint, most=limits.INPUT_HINT)
    return block


def _element(field: Field) -> View:
    if field.kind is FieldKind.CHOICE and field.options:
        options = [
            {"text": plain(option.label, most=limits.OPTION_TEXT), "value": option.value[: limits.OPTION_VALUE]}
            for option in field.options[: limits.OPTIONS]
        ]
        element: View = {"type": "static_select", "action_id": _ACTION, "options": options}
        chosen = next((option for option in options if option["value"] == field.value), None)
        return element | ({"initial_option": chosen} if chosen else {})
    kind = "email_text_input" if field.kind is FieldKind.EMAIL else "plain_text_input"
    element = {"type": kind, "action_id": _ACTION}
    if field.kind is FieldKind.LONG_TEXT:
        element["multiline"] = True
    if kind == "plain_text_input":
        element["max_length"] = limits.INPUT_TEXT
    if field.value:
        element["initial_value"] = field.value[: limits.INPUT_TEXT]
    return element


def read_values(state: Mapping[str, Any]) -> dict[str, str]:
    """The typed text of every field of `view.state`, "" for an empty one; what Slack does not send is passed over."""
    values = {}
    blocks = state.get("values", {})
    for name, actions in blocks.items() if isinstance(blocks, dict) else ():
        given = actions.get(_ACTION) if isinstance(actions, dict) else None
        if not isinstance(given, dict):
            continue
        chosen = given.get("selected_option")
        text = chosen.get("value") if isinstance(chosen, dict) else given.get("value")
        values[str(name)] = text if isinstance(text, str) else ""
    return values


def faults(form: Form) -> dict[str, str]:
    """What is wrong with the fields of a form that came back, as Slack shows it under each: `response_action: errors`."""
    return {field.name: field.error[: limits.INPUT_HINT] for field in form.fields if field.error}
