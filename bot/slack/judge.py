"""A last look at what goes out: whatever breaks one of Slack's limits is said in plain text instead, and counted.

The renderer keeps to the limits by itself; this stands between a mistake in it and a partner who would see nothing at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from bot.slack import limits
from bot.slack.render import Message

_ON_MESSAGES: Final = frozenset({"header", "section", "context", "actions", "context_actions", "divider", "table"})
_ON_VIEWS: Final = frozenset({"header", "section", "context", "actions", "divider", "input"})

Judge = Callable[[Mapping[str, Any]], Iterator[str]]


def sound(message: Message) -> Message:
    """The message itself, or, where Slack would refuse it, its words alone."""
    return message if not list(faults_of_message(message)) else Message(text=message.text, blocks=())


def faults_of_message(message: Message) -> Iterator[str]:
    """What Slack would refuse in a message, one word or two for each."""
    if not message.text.strip() or len(message.text) > limits.FALLBACK_TEXT:
        yield "text"
    if len(message.blocks) > limits.MESSAGE_BLOCKS:
        yield "too many blocks"
    yield from _faults(message.blocks, _ON_MESSAGES)


def faults_of_view(view: Mapping[str, Any]) -> Iterator[str]:
    """What Slack would refuse in a modal or the Home tab."""
    blocks = view.get("blocks", [])
    if len(blocks) > limits.VIEW_BLOCKS:
        yield "too many blocks"
    if view.get("type") == "modal":
        for name in ("title", "submit", "close"):
            if name in view and not 0 < len(view[name]["text"]) <= limits.MODAL_TITLE:
                yield name
        if any(block.get("type") == "input" for block in blocks) and "submit" not in view:
            yield "no submit"
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    if len(ids) != len(set(ids)):
        yield "block_id twice"
    yield from _faults(blocks, _ON_VIEWS if view.get("type") == "modal" else _ON_VIEWS | {"table"})


def faults_of_entity(entity: Mapping[str, Any]) -> Iterator[str]:
    """What Slack would not read in a work object of custom fields, or what is longer than we have them."""
    payload = entity["entity_payload"]
    fields = payload["custom_fields"]
    if not 0 < len(fields) <= limits.ENTITY_FIELDS:
        yield "fields"
    keys = [field["key"] for field in fields]
    if len(keys) != len(set(keys)) or payload["display_order"] != keys:
        yield "keys"
    for field in fields:
        if field["type"] != "string" or not 0 < len(field["value"]) <= limits.ENTITY_TEXT:
            yield "value"
        if not 0 < len(field["label"]) <= limits.ENTITY_LABEL:
            yield "label"
    if not 0 < len(payload["attributes"]["title"]["text"]) <= limits.HEADER:
        yield "title"
    if not entity["url"].startswith(("https://", "http://")) or not entity["external_ref"]["id"]:
        yield "reference"


def _faults(blocks: Sequence[Mapping[str, Any]], allowed: frozenset[str]) -> Iterator[str]:
    if sum(block.get("type") == "table" for block in blocks) > 1:
        yield "two tables"
    for block in blocks:
        kind = str(block.get("type"))
        if kind not in allowed:
            yield f"{kind} here"
        elif kind in _JUDGES:
            yield from (f"{kind}: {fault}" for fault in _JUDGES[kind](block))


def _text(value: Mapping[str, Any], most: int) -> Iterator[str]:
    if not 0 < len(value["text"]) <= most:
        yield "text"


def _header(block: Mapping[str, Any]) -> Iterator[str]:
    yield from _text(block["text"], limits.HEADER)
    if block["text"]["type"] != "plain_text":
        yield "markup"


def _section(block: Mapping[str, Any]) -> Iterator[str]:
    if "text" in block:
        yield from _text(block["text"], limits.SECTION_TEXT)
    fields = block.get("fields", [])
    if len(fields) > limits.FIELDS or not ("text" in block or fields):
        yield "fields"
    for field in fields:
        yield from _text(field, limits.FIELD_TEXT)


def _context(block: Mapping[str, Any]) -> Iterator[str]:
    if not 0 < len(block["elements"]) <= limits.CONTEXT_ELEMENTS:
        yield "elements"
    for element in block["elements"]:
        yield from _text(element, limits.CONTEXT_TEXT)


def _actions(block: Mapping[str, Any]) -> Iterator[str]:
    elements = block["elements"]
    if not 0 < len(elements) <= limits.ACTIONS:
        yield "elements"
    ids = [element["action_id"] for element in elements]
    if len(ids) != len(set(ids)) or any(len(id) > limits.IDENTIFIER for id in ids):
        yield "action_id"
    for element in elements:
        yield from _text(element["text"], limits.BUTTON_TEXT)
        if not 0 < len(element.get("value", "–")) <= limits.BUTTON_VALUE:
            yield "value"


def _thumbs(block: Mapping[str, Any]) -> Iterator[str]:
    for element in block["elements"]:
        for name in ("positive_button", "negative_button"):
            button = element[name]
            yield from _text(button["text"], limits.BUTTON_TEXT)
            if not 0 < len(button["value"]) <= limits.BUTTON_VALUE:
                yield "value"


def _table(block: Mapping[str, Any]) -> Iterator[str]:
    rows = block["rows"]
    if not 0 < len(rows) <= limits.TABLE_ROWS or len({len(row) for row in rows}) != 1:
        yield "rows"
    if any(len(row) > limits.TABLE_COLUMNS for row in rows):
        yield "columns"
    texts = [cell["text"] for row in rows for cell in row]
    if not all(texts) or sum(map(len, texts)) > limits.TABLE_CHARACTERS:
        yield "cells"


def _input(block: Mapping[str, Any]) -> Iterator[str]:
    yield from _text(block["label"], limits.INPUT_LABEL)
    if "hint" in block:
        yield from _text(block["hint"], limits.INPUT_HINT)
    element = block["element"]
    if len(element.get("initial_value", "")) > limits.INPUT_TEXT:
        yield "initial_value"
    if "initial_option" in element:
        yield from _text(element["initial_option"]["text"], limits.OPTION_TEXT)
        if not 0 < len(element["initial_option"]["value"]) <= limits.OPTION_VALUE:
            yield "initial_option"
    if element["type"] == "static_select" and not 0 < len(element["options"]) <= limits.OPTIONS:
        yield "options"


_JUDGES: Final[Mapping[str, Judge]] = {
    "header": _header,
    "section": _section,
    "context": _context,
    "actions": _actions,
    "context_actions": _thumbs,
    "table": _table,
    "input": _input,
}
