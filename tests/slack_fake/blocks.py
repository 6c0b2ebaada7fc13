"""What Slack takes as blocks and views, judged from its published reference and nothing of the product's.

A kind of block that is not judged here is refused: the fake is never more lenient than Slack, only sometimes stricter.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from tests.slack_fake.elements import (
    IDENTIFIER,
    IN_ACTIONS,
    IN_INPUT,
    IN_SECTION,
    Faults,
    Json,
    array,
    element,
    keys,
    string,
    text,
)

_CLASSIC: Final = frozenset({"header", "section", "context", "actions", "divider", "image", "input", "rich_text"})
SURFACES: Final[Mapping[str, frozenset[str]]] = {
    "message": _CLASSIC | {"table", "markdown", "context_actions"},
    "modal": _CLASSIC,
    "home": _CLASSIC | {"table"},
}
_MOST: Final = {"message": 50, "modal": 100, "home": 100}
#: Seen in practice, not published: a message with more text than this in all of its blocks is refused.
_CHARACTERS: Final = 13_200
_VIEW_BYTES: Final = 250_000


def faults(blocks: object, surface: str, at: str = "/blocks") -> list[str]:
    """Why Slack would refuse the blocks on a surface ("message", "modal", "home"); empty when it would take them."""
    return list(_faults(blocks, surface, at))


def too_long(blocks: object) -> bool:
    """Whether a message has more text in its blocks than Slack takes."""
    return sum(len(each) for each in _texts(blocks)) > _CHARACTERS


def view_faults(view: object) -> list[str]:
    """Why Slack would refuse a view."""
    return list(_view(view)) if isinstance(view, dict) else ["must be a view [json-pointer:/view]"]


def inputs(view: Json) -> dict[str, Json]:
    """The input blocks of a view by block_id."""
    return {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}


def acting(blocks: object) -> Iterator[tuple[Json, Json]]:
    """Every block with every element in it that somebody can use."""
    for block in blocks if isinstance(blocks, list) else ():
        for each in [*block.get("elements", ()), block.get("accessory"), block.get("element")]:
            if isinstance(each, dict) and each.get("type") not in (None, "image", "plain_text", "mrkdwn", "rich_text_section"):
                yield block, each


def pressable(element: Json) -> Iterator[Json]:
    """The buttons that an element is: itself, or the two thumbs under an answer, which are one element to the app."""
    if element["type"] == "button":
        yield element
    elif element["type"] == "feedback_buttons":
        for name in ("positive_button", "negative_button"):
            yield element[name] | {"type": "feedback_buttons", "action_id": element["action_id"]}


def shown(blocks: object) -> str:
    """Everything that is read in the blocks, from top to bottom."""
    return "\n".join(_texts(blocks))


def _texts(value: object) -> Iterator[str]:
    match value:
        case {"text": str(found)}:
            yield found
        case dict():
            for key, inner in value.items():
                if key not in ("confirm", "options", "value"):
                    yield from _texts(inner)
        case list():
            for inner in value:
                yield from _texts(inner)


def _faults(blocks: object, surface: str, at: str) -> Faults:
    yield from array(blocks, at, _MOST[surface], least=0)
    if not isinstance(blocks, list):
        return
    for index, block in enumerate(blocks):
        yield from _block(block, surface, f"{at}/{index}")
    sound = [block for block in blocks if isinstance(block, dict)]
    yield from _twice([block.get("block_id") for block in sound], "block_id", at)
    for index, block in enumerate(sound):
        ids = [each.get("action_id") for _, each in acting([block])]
        yield from _twice(ids, "action_id", f"{at}/{index}")
    if sum(block.get("type") == "table" for block in sound) > 1:
        yield f"only_one_table_allowed [json-pointer:{at}]"
    if sum(len(block.get("text", "")) for block in sound if block.get("type") == "markdown") > 12_000:
        yield f"markdown blocks must be less than 12001 characters together [json-pointer:{at}]"


def _twice(ids: list[Any], name: str, at: str) -> Faults:
    given = [id for id in ids if id is not None]
    if len(given) != len(set(map(str, given))):
        yield f"{name} already exists [json-pointer:{at}]"


def _block(block: object, surface: str, at: str) -> Faults:
    kind = block.get("type") if isinstance(block, dict) else None
    if not isinstance(block, dict) or kind not in SURFACES[surface]:
        yield f"unsupported type: {kind} [json-pointer:{at}/type]"
        return
    required, optional = _KEYS[str(kind)]
    yield from keys(block, {"type", *required}, {"block_id", *optional}, at)
    if "block_id" in block:
        yield from string(block["block_id"], f"{at}/block_id", IDENTIFIER)
    if all(key in block for key in required):
        yield from _OF_KIND[str(kind)](block, at)


def _header(block: Json, at: str) -> Faults:
    yield from text(block["text"], f"{at}/text", 150, is_plain=True)


def _section(block: Json, at: str) -> Faults:
    if "text" not in block and "fields" not in block:
        yield f"missing required field: text [json-pointer:{at}]"
    if "text" in block:
        yield from text(block["text"], f"{at}/text", 3000)
    if "fields" in block:
        yield from array(block["fields"], f"{at}/fields", 10)
        for index, field in enumerate(block["fields"]):
            yield from text(field, f"{at}/fields/{index}", 2000)
    if "accessory" in block:
        yield from element(block["accessory"], f"{at}/accessory", IN_SECTION)


def _context(block: Json, at: str) -> Faults:
    yield from array(block["elements"], f"{at}/elements", 10)
    for index, each in enumerate(block["elements"]):
        if isinstance(each, dict) and each.get("type") == "image":
            yield from element(each, f"{at}/elements/{index}", frozenset({"image"}))
        else:
            yield from text(each, f"{at}/elements/{index}", 2000)


def _actions(block: Json, at: str) -> Faults:
    yield from array(block["elements"], f"{at}/elements", 25)
    for index, each in enumerate(block["elements"]):
        yield from element(each, f"{at}/elements/{index}", IN_ACTIONS)


def _divider(block: Json, at: str) -> Faults:
    yield from ()


def _image(block: Json, at: str) -> Faults:
    if ("image_url" in block) == ("slack_file" in block):
        yield f"exactly one of image_url and slack_file is needed [json-pointer:{at}]"
    yield from string(block["alt_text"], f"{at}/alt_text", 2000)
    if "title" in block:
        yield from text(block["title"], f"{at}/title", 2000, is_plain=True)


def _input(block: Json, at: str) -> Faults:
    yield from text(block["label"], f"{at}/label", 2000, is_plain=True)
    if "hint" in block:
        yield from text(block["hint"], f"{at}/hint", 2000, is_plain=True)
    yield from element(block["element"], f"{at}/element", IN_INPUT)


def _rich_text(block: Json, at: str) -> Faults:
    yield from array(block["elements"], f"{at}/elements", 100)
    known = ("rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote")
    for index, each in enumerate(block["elements"]):
        if not isinstance(each, dict) or each.get("type") not in known:
            yield f"unsupported type [json-pointer:{at}/elements/{index}]"


def _markdown(block: Json, at: str) -> Faults:
    yield from string(block["text"], f"{at}/text", 12_000)


def _table(block: Json, at: str) -> Faults:
    rows = block["rows"]
    yield from array(rows, f"{at}/rows", 100)
    for index, row in enumerate(rows if isinstance(rows, list) else ()):
        yield from array(row, f"{at}/rows/{index}", 20)
        for column, cell in enumerate(row if isinstance(row, list) else ()):
            yield from _cell(cell, f"{at}/rows/{index}/{column}")
    widths = {len(row) for row in rows if isinstance(row, list)} if isinstance(rows, list) else set()
    if len(widths) > 1:
        yield f"rows must have the same number of cells [json-pointer:{at}/rows]"
    if sum(len(each) for each in _texts(rows)) > 10_000:
        yield f"must be less than 10001 characters [json-pointer:{at}/rows]"
    if "column_settings" in block:
        yield from array(block["column_settings"], f"{at}/column_settings", 20, least=0)
        for index, settings in enumerate(block["column_settings"]):
            if settings is not None:
                yield from keys(settings, set(), {"align", "is_wrapped"}, f"{at}/column_settings/{index}")


def _cell(cell: object, at: str) -> Faults:
    match cell:
        case {"type": "raw_text", "text": value}:
            yield from string(value, f"{at}/text", 10_000)
        case {"type": "rich_text", "elements": [_, *_]}:
            pass
        case _:
            yield f"unsupported cell [json-pointer:{at}]"


def _context_actions(block: Json, at: str) -> Faults:
    yield from array(block["elements"], f"{at}/elements", 5)
    for index, each in enumerate(block["elements"]):
        place = f"{at}/elements/{index}"
        match each:
            case {"type": "feedback_buttons", "positive_button": dict(yes), "negative_button": dict(no)}:
                for name, button in (("positive_button", yes), ("negative_button", no)):
                    yield from keys(button, {"text", "value"}, {"accessibility_label"}, f"{place}/{name}")
                    yield from text(button.get("text"), f"{place}/{name}/text", 75, is_plain=True)
                    yield from string(button.get("value"), f"{place}/{name}/value", 2000)
            case {"type": "icon_button", "icon": "trash"}:
                yield from text(each.get("text"), f"{place}/text", 75, is_plain=True)
            case _:
                yield f"unsupported type [json-pointer:{place}]"


def _view(view: Json) -> Faults:
    kind = view.get("type")
    if kind not in ("modal", "home"):
        yield f"unsupported type: {kind} [json-pointer:/view/type]"
        return
    shared = {"private_metadata", "callback_id", "external_id"}
    if kind == "home":
        yield from keys(view, {"type", "blocks"}, shared, "/view")
    else:
        own = {"submit", "close", "clear_on_close", "notify_on_close", "submit_disabled"}
        yield from keys(view, {"type", "blocks", "title"}, shared | own, "/view")
        for name in ("title", "submit", "close"):
            if name in view:
                yield from text(view[name], f"/view/{name}", 24, is_plain=True)
    for name, most in (("private_metadata", 3000), ("callback_id", IDENTIFIER), ("external_id", IDENTIFIER)):
        if name in view:
            yield from string(view[name], f"/view/{name}", most, least=0)
    blocks = view.get("blocks")
    yield from _faults(blocks, kind, "/view/blocks")
    asks = any(isinstance(block, dict) and block.get("type") == "input" for block in (blocks if isinstance(blocks, list) else ()))
    if kind == "modal" and asks and "submit" not in view:
        yield "missing required field: submit [json-pointer:/view]"
    if len(json.dumps(view)) > _VIEW_BYTES:
        yield "view_too_large [json-pointer:/view]"


_KEYS: Final[Mapping[str, tuple[set[str], set[str]]]] = {
    "header": ({"text"}, set()),
    "section": (set(), {"text", "fields", "accessory", "expand"}),
    "context": ({"elements"}, set()),
    "actions": ({"elements"}, set()),
    "divider": (set(), set()),
    "image": ({"alt_text"}, {"image_url", "slack_file", "title"}),
    "input": ({"label", "element"}, {"hint", "optional", "dispatch_action"}),
    "rich_text": ({"elements"}, set()),
    "markdown": ({"text"}, set()),
    "table": ({"rows"}, {"column_settings"}),
    "context_actions": ({"elements"}, set()),
}
_OF_KIND: Final[Mapping[str, Callable[[Json, str], Faults]]] = {
    "header": _header,
    "section": _section,
    "context": _context,
    "actions": _actions,
    "divider": _divider,
    "image": _image,
    "input": _input,
    "rich_text": _rich_text,
    "markdown": _markdown,
    "table": _table,
    "context_actions": _context_actions,
}
