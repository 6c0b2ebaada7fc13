"""What a client of Slack lets people type into the fields of a modal, and what it refuses before the app hears of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from tests.slack_fake.blocks import inputs
from tests.slack_fake.elements import TYPED, Json
from tests.slack_fake.world import View

_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


class Unfillable(AssertionError):
    """There is no such field, or the client would not take that in it."""


def fill(view: View, values: Mapping[str, str], *, is_checked: bool = True) -> None:
    """Writes the values into the view's state; fields that are not named keep what stood in them."""
    fields = inputs(view.body)
    by_name = {name: id for id, block in fields.items() for name in (id, block["label"]["text"])}
    if strange := values.keys() - by_name.keys():
        raise Unfillable(f"no field {sorted(strange)}; there are {sorted(by_name)}")
    typed = {by_name[name]: value for name, value in values.items()}
    for id, block in fields.items():
        element = block["element"]
        action = element["action_id"]
        before = view.values.get(id, {}).get(action) or _initial(element)
        state = _state(element, typed[id], view.offered.get(id, []), is_checked=is_checked) if id in typed else before
        if is_checked and not block.get("optional") and not _has_content(state):
            raise Unfillable(f"{block['label']['text']} has to be filled in")
        view.values[id] = {action: state}


def _initial(element: Json) -> Json:
    kind = element["type"]
    if kind in TYPED:
        return {"type": kind, "value": element.get("initial_value")}
    if kind == "datepicker":
        return {"type": kind, "selected_date": element.get("initial_date")}
    if kind == "checkboxes" or kind.startswith("multi_"):
        return {"type": kind, "selected_options": element.get("initial_options", [])}
    return {"type": kind, "selected_option": element.get("initial_option")}


def _state(element: Json, value: str, looked_up: list[Json], *, is_checked: bool) -> Json:
    kind = element["type"]
    if kind in TYPED:
        if is_checked:
            _check_typed(element, value)
        return {"type": kind, "value": value or None}
    if kind == "datepicker":
        return {"type": kind, "selected_date": value or None}
    if kind == "external_select":
        element = {"options": looked_up}  # what the app offered when it was asked last
    return {"type": kind, "selected_option": _option(element, value) if value else None}


def _check_typed(element: Json, value: str) -> None:
    if not value:
        return
    if not element.get("min_length", 0) <= len(value) <= element.get("max_length", 3000):
        raise Unfillable("too short or too long for the field")
    if element["type"] == "email_text_input" and not _EMAIL.fullmatch(value):
        raise Unfillable("no e-mail address")
    if element["type"] == "number_input" and not re.fullmatch(
        r"-?\d+(\.\d+)?" if element["is_decimal_allowed"] else r"-?\d+", value
    ):
        raise Unfillable("no number")


def _option(element: Json, value: str) -> Any:
    offered = [*element.get("options", ()), *(o for group in element.get("option_groups", ()) for o in group["options"])]
    found = next((option for option in offered if value in (option["value"], option["text"]["text"])), None)
    if found is None:
        raise Unfillable(f"{value} is not offered")
    return found


def _has_content(state: Json) -> bool:
    return any(value for key, value in state.items() if key != "type")
