"""What Slack takes as text and as an interactive element of a block, from its published Block Kit reference (November 2026)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

Json = dict[str, Any]
Faults = Iterator[str]

IDENTIFIER: Final = 255
_PLAIN: Final = ("plain_text",)
_ANY: Final = ("plain_text", "mrkdwn")

SELECTS: Final = tuple(f"{kind}_select" for kind in ("static", "external", "users", "conversations", "channels"))
MULTI_SELECTS: Final = tuple(f"multi_{kind}" for kind in SELECTS)
_PICKERS: Final = ("datepicker", "timepicker", "datetimepicker")
_CHOOSERS: Final = ("checkboxes", "radio_buttons")
TYPED: Final = ("plain_text_input", "email_text_input", "url_text_input", "number_input")
IN_ACTIONS: Final = frozenset({"button", "overflow", *SELECTS, *MULTI_SELECTS, *_PICKERS, *_CHOOSERS})
IN_SECTION: Final = frozenset({"button", "overflow", "image", *SELECTS, *MULTI_SELECTS, "datepicker", "timepicker", *_CHOOSERS})
IN_INPUT: Final = frozenset({*TYPED, *SELECTS, *MULTI_SELECTS, *_PICKERS, *_CHOOSERS})

_COMMON: Final = {"type", "action_id"}
_FOCUSED: Final = _COMMON | {"placeholder", "focus_on_load"}
_TYPED_KEYS: Final = _FOCUSED | {"initial_value", "dispatch_action_config"}
_KEYS: Final[Mapping[str, set[str]]] = {
    "button": _COMMON | {"text", "url", "value", "style", "confirm", "accessibility_label"},
    "overflow": _COMMON | {"options", "confirm"},
    "image": {"type", "image_url", "slack_file", "alt_text"},
    "static_select": _FOCUSED | {"options", "option_groups", "initial_option", "confirm"},
    "multi_static_select": _FOCUSED | {"options", "option_groups", "initial_options", "max_selected_items", "confirm"},
    "external_select": _FOCUSED | {"initial_option", "min_query_length", "confirm"},
    "multi_external_select": _FOCUSED | {"initial_options", "min_query_length", "max_selected_items", "confirm"},
    "users_select": _FOCUSED | {"initial_user", "confirm"},
    "multi_users_select": _FOCUSED | {"initial_users", "max_selected_items", "confirm"},
    "conversations_select": _FOCUSED
    | {"initial_conversation", "default_to_current_conversation", "filter", "response_url_enabled", "confirm"},
    "multi_conversations_select": _FOCUSED
    | {"initial_conversations", "default_to_current_conversation", "filter", "max_selected_items", "confirm"},
    "channels_select": _FOCUSED | {"initial_channel", "response_url_enabled", "confirm"},
    "multi_channels_select": _FOCUSED | {"initial_channels", "max_selected_items", "confirm"},
    "datepicker": _FOCUSED | {"initial_date", "confirm"},
    "timepicker": _FOCUSED | {"initial_time", "confirm", "timezone"},
    "datetimepicker": _COMMON | {"initial_date_time", "confirm", "focus_on_load"},
    "checkboxes": _COMMON | {"options", "initial_options", "confirm", "focus_on_load"},
    "radio_buttons": _COMMON | {"options", "initial_option", "confirm", "focus_on_load"},
    "plain_text_input": _TYPED_KEYS | {"multiline", "min_length", "max_length"},
    "email_text_input": _TYPED_KEYS,
    "url_text_input": _TYPED_KEYS,
    "number_input": _TYPED_KEYS | {"is_decimal_allowed", "min_value", "max_value"},
}


def keys(value: Json, required: set[str], optional: set[str], at: str) -> Faults:
    """Slack refuses what is missing and what it does not know, both."""
    for key in sorted(required - value.keys()):
        yield f"missing required field: {key} [json-pointer:{at}]"
    for key in sorted(value.keys() - required - optional):
        yield f"invalid additional property: {key} [json-pointer:{at}]"


def string(value: object, at: str, most: int, *, least: int = 1) -> Faults:
    if not isinstance(value, str):
        yield f"must be a string [json-pointer:{at}]"
    elif len(value) > most:
        yield f"must be less than {most + 1} characters [json-pointer:{at}]"
    elif len(value) < least:
        yield f"must be more than {least - 1} characters [json-pointer:{at}]"


def text(value: object, at: str, most: int, *, is_plain: bool = False) -> Faults:
    """A text object of one to `most` characters."""
    if not isinstance(value, dict):
        yield f"must be a text object [json-pointer:{at}]"
        return
    kind = value.get("type")
    if kind not in (_PLAIN if is_plain else _ANY):
        yield f"unsupported type: {kind} [json-pointer:{at}/type]"
    yield from keys(value, {"type", "text"}, {"emoji"} if kind == "plain_text" else {"verbatim"}, at)
    yield from string(value.get("text"), f"{at}/text", most)


def array(value: object, at: str, most: int, *, least: int = 1) -> Faults:
    if not isinstance(value, list):
        yield f"must be an array [json-pointer:{at}]"
    elif len(value) > most:
        yield f"no more than {most} items allowed [json-pointer:{at}]"
    elif len(value) < least:
        yield f"no fewer than {least} items allowed [json-pointer:{at}]"


def element(value: object, at: str, allowed: frozenset[str]) -> Faults:
    """An element at a place where only some kinds are taken."""
    if not isinstance(value, dict) or value.get("type") not in allowed:
        kind = value.get("type") if isinstance(value, dict) else value
        yield f"unsupported type: {kind} [json-pointer:{at}]"
        return
    kind = value["type"]
    yield from keys(value, {"type"}, _KEYS[kind], at)
    if "action_id" in value:
        yield from string(value["action_id"], f"{at}/action_id", IDENTIFIER)
    if "placeholder" in value:
        yield from text(value["placeholder"], f"{at}/placeholder", 150, is_plain=True)
    if "confirm" in value:
        yield from _confirm(value["confirm"], f"{at}/confirm")
    yield from _OF_KIND.get(kind, _nothing)(value, at)


def _nothing(value: Json, at: str) -> Faults:
    yield from ()


def _button(value: Json, at: str) -> Faults:
    yield from text(value.get("text"), f"{at}/text", 75, is_plain=True)
    for key, most in (("value", 2000), ("url", 3000), ("accessibility_label", 75)):
        if key in value:
            yield from string(value[key], f"{at}/{key}", most)
    if "style" in value and value["style"] not in ("primary", "danger"):
        yield f"invalid style: {value['style']} [json-pointer:{at}/style]"


def _image(value: Json, at: str) -> Faults:
    if "image_url" not in value and "slack_file" not in value:
        yield f"missing required field: image_url [json-pointer:{at}]"
    if "image_url" in value:
        yield from string(value["image_url"], f"{at}/image_url", 3000)
    yield from string(value.get("alt_text"), f"{at}/alt_text", 2000)


def option(value: object, at: str, *, is_plain: bool = True) -> Faults:
    if not isinstance(value, dict):
        yield f"must be an option [json-pointer:{at}]"
        return
    yield from keys(value, {"text", "value"}, {"description", "url"}, at)
    yield from text(value.get("text"), f"{at}/text", 75, is_plain=is_plain)
    yield from string(value.get("value"), f"{at}/value", 150)
    if "description" in value:
        yield from text(value["description"], f"{at}/description", 75, is_plain=is_plain)


def options(value: object, at: str, most: int, *, is_plain: bool = True) -> Faults:
    yield from array(value, at, most)
    for index, each in enumerate(value if isinstance(value, list) else ()):
        yield from option(each, f"{at}/{index}", is_plain=is_plain)


def option_groups(value: object, at: str) -> Faults:
    yield from array(value, at, 100)
    for index, each in enumerate(value if isinstance(value, list) else ()):
        if not isinstance(each, dict):
            yield f"must be an option group [json-pointer:{at}/{index}]"
            continue
        yield from keys(each, {"label", "options"}, set(), f"{at}/{index}")
        yield from text(each.get("label"), f"{at}/{index}/label", 75, is_plain=True)
        yield from options(each.get("options"), f"{at}/{index}/options", 100)


def _static_select(value: Json, at: str) -> Faults:
    if ("options" in value) == ("option_groups" in value):
        yield f"exactly one of options and option_groups is needed [json-pointer:{at}]"
    if "options" in value:
        yield from options(value["options"], f"{at}/options", 100)
    if "option_groups" in value:
        yield from option_groups(value["option_groups"], f"{at}/option_groups")
    yield from _initial(value, at)


def _initial(value: Json, at: str) -> Faults:
    """What is chosen at first has to be one of what may be chosen, exactly."""
    offered = list(value.get("options", ()))
    for group in value.get("option_groups", ()):
        offered += group.get("options", ()) if isinstance(group, dict) else ()
    chosen = [value["initial_option"]] if "initial_option" in value else value.get("initial_options", [])
    if any(each not in offered for each in chosen):
        yield f"initial option must be one of the options [json-pointer:{at}]"


def _external(value: Json, at: str) -> Faults:
    if "initial_option" in value:
        yield from option(value["initial_option"], f"{at}/initial_option")
    if not isinstance(value.get("min_query_length", 3), int):
        yield f"must be a number [json-pointer:{at}/min_query_length]"


def _chooser(value: Json, at: str) -> Faults:
    yield from options(value.get("options"), f"{at}/options", 10, is_plain=False)
    yield from _initial(value, at)


def _overflow(value: Json, at: str) -> Faults:
    yield from options(value.get("options"), f"{at}/options", 5)


def _typed(value: Json, at: str) -> Faults:
    if "initial_value" in value:
        yield from string(value["initial_value"], f"{at}/initial_value", int(value.get("max_length", 3000)))
    for key, least in (("min_length", 0), ("max_length", 1)):
        if key in value and not (isinstance(value[key], int) and least <= value[key] <= 3000):
            yield f"must be between {least} and 3000 [json-pointer:{at}/{key}]"


def _number(value: Json, at: str) -> Faults:
    if not isinstance(value.get("is_decimal_allowed"), bool):
        yield f"missing required field: is_decimal_allowed [json-pointer:{at}]"


def _date(value: Json, at: str) -> Faults:
    if "initial_date" in value and not re.fullmatch(r"\d{4}-\d\d-\d\d", str(value["initial_date"])):
        yield f"must be a date [json-pointer:{at}/initial_date]"


def _confirm(value: object, at: str) -> Faults:
    if not isinstance(value, dict):
        yield f"must be a confirmation dialog [json-pointer:{at}]"
        return
    yield from keys(value, {"title", "text", "confirm", "deny"}, {"style"}, at)
    for name, most in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
        if name in value:
            yield from text(value[name], f"{at}/{name}", most, is_plain=name != "text")


_OF_KIND: Final[Mapping[str, Callable[[Json, str], Faults]]] = {
    "button": _button,
    "image": _image,
    "overflow": _overflow,
    "static_select": _static_select,
    "external_select": _external,
    "multi_static_select": _static_select,
    "checkboxes": _chooser,
    "radio_buttons": _chooser,
    "datepicker": _date,
    "number_input": _number,
    "plain_text_input": _typed,
    "email_text_input": _typed,
    "url_text_input": _typed,
}
