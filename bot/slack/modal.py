"""A form as a Slack modal, and what comes back of it: the fields by their names, never trusted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any, Final

from bot.slack import limits
from bot.slack.words import plain
from handlers.reply import Field, FieldKind, Form, Lookup, Option

View = dict[str, Any]

_CALLBACK: Final = "form"
_ACTION: Final = "value"
#: What stands before the kind of a lookup in the name of a field that asks for its options.
_LOOKS_UP: Final = "look:"
#: A list of so many is read at a glance; a longer one, or one that the form does not have, is looked up.
_AT_A_GLANCE: Final = 10


def modal(form: Form, *, close: str, find: str, private: str = "") -> View:
    """The form as a modal. Slack's title is short, so a whole question stands in the first block; `private` comes back with it.

    `find` stands in a field whose options are looked up, until something is chosen.
    """
    is_title = len(form.title) <= limits.MODAL_TITLE
    asked = [] if is_title else [{"type": "section", "text": plain(form.title, most=limits.SECTION_TEXT)}]
    return {
        "type": "modal",
        "callback_id": _CALLBACK,
        "title": plain(form.title if is_title else form.submit, most=limits.MODAL_TITLE),
        "submit": plain(form.submit, most=limits.MODAL_TITLE),
        "close": plain(close, most=limits.MODAL_TITLE),
        "private_metadata": private[: limits.PRIVATE_METADATA],
        "blocks": [*asked, *(_input(field, find) for field in form.fields[: limits.VIEW_BLOCKS - 1])],
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


def _input(field: Field, find: str) -> View:
    block: View = {
        "type": "input",
        "block_id": field.name[: limits.IDENTIFIER],
        "label": plain(field.label, most=limits.INPUT_LABEL),
        "optional": not field.required,
        "element": _lookup(field, field.lookup, find) if _is_looked_up(field) and field.lookup else _element(field),
    }
    if field.hint:
        block["hint"] = plain(field.hint, most=limits.INPUT_HINT)
    return block


def _is_looked_up(field: Field) -> bool:
    """Whether its options are asked for while somebody types: they are many, or the form does not have them."""
    return field.lookup is not None and not 0 < len(field.options) <= _AT_A_GLANCE


def _lookup(field: Field, lookup: Lookup, find: str) -> View:
    element: View = {
        "type": "external_select",
        "action_id": f"{_LOOKS_UP}{lookup.value}",
        "min_query_length": 0,
        "placeholder": plain(find, most=limits.PLACEHOLDER),
    }
    known = next((option for option in field.options if option.value == field.value), None)
    chosen = known or (Option(value=field.value, label=field.value) if field.value else None)
    return element | ({"initial_option": _option(chosen)} if chosen else {})


def options(found: Iterable[Option]) -> View:
    """The answer to a question for options: what was found, at most a hundred; an empty list reads as "no results"."""
    return {"options": [_option(option) for option in islice(found, limits.OPTIONS)]}


def read_lookup(action: str) -> Lookup | None:
    """What the field of that action's name looks up."""
    known = {f"{_LOOKS_UP}{lookup.value}": lookup for lookup in Lookup}
    return known.get(action)


def _option(option: Option) -> View:
    return {"text": plain(option.label, most=limits.OPTION_TEXT), "value": option.value[: limits.OPTION_VALUE]}


def _element(field: Field) -> View:
    if field.kind is FieldKind.CHOICE and field.options:
        options = [_option(option) for option in field.options[: limits.OPTIONS]]
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
        given = _given(actions) if isinstance(actions, dict) else None
        if not isinstance(given, dict):
            continue
        chosen = given.get("selected_option")
        text = chosen.get("value") if isinstance(chosen, dict) else given.get("value")
        values[str(name)] = text if isinstance(text, str) else ""
    return values


def _given(actions: Mapping[str, Any]) -> Any:
    """What the one element of an input block holds, typed or looked up."""
    return next((value for name, value in actions.items() if name == _ACTION or read_lookup(name) is not None), None)


def faults(form: Form) -> dict[str, str]:
    """What is wrong with the fields of a form that came back, as Slack shows it under each: `response_action: errors`."""
    return {field.name: field.error[: limits.INPUT_HINT] for field in form.fields if field.error}
