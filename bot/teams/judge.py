"""A last look at what goes out: whatever Teams would not take, or not draw well, is said in plain text instead, and counted.

The renderer keeps to the rules by itself; this stands between a mistake in it and a partner who would see nothing at all.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

from bot.teams import limits

Json = Mapping[str, Any]

_CARD: Final = "application/vnd.microsoft.card.adaptive"
_ELEMENTS: Final = frozenset(
    """ActionSet AdaptiveCard Column ColumnSet Container FactSet Image Input.ChoiceSet Input.Date Input.Number Input.Text
    Input.Toggle RichTextBlock Table TableCell TableRow TextBlock TextRun""".split()
)
_ACTIONS: Final = frozenset({"Action.Execute", "Action.OpenUrl", "Action.ShowCard", "Action.Submit"})
#: Of what Teams' own handlers are told, in `data`.
_DIALOG: Final = {"msteams": {"type": "task/fetch"}}
_PLACES: Final = ("body", "items", "columns", "rows", "cells", "inlines", "actions", "card", "fallback", "selectAction")


def sound(message: Json) -> tuple[Json, list[str]]:
    """The message itself, or, where Teams would refuse it, its words alone with what was wrong with it."""
    faults = list(faults_of_message(message))
    return (in_words(message), faults) if faults else (message, [])


def in_words(message: Json) -> Json:
    """The message as text."""
    said = [content.get("fallbackText", "") for content in _cards(message)] or [message.get("text", "")]
    text = str("\n\n".join(map(str, said)))[: limits.MESSAGE_TEXT].strip() or "…"
    return {"type": "message", "textFormat": "plain", "text": text, "summary": text[: limits.SUMMARY]}


def faults_of_message(message: Json) -> Iterator[str]:
    """What Teams would refuse in a message, or show badly, a word or two for each."""
    if len(json.dumps(message, ensure_ascii=False).encode("utf-16-le", "replace")) > limits.ACTIVITY_BYTES:
        yield "too large"
    if not 0 < len(message.get("summary", "")) <= limits.SUMMARY:
        yield "summary"
    if bool(message.get("text")) == bool(message.get("attachments")):
        yield "text or card"
    suggested = message.get("suggestedActions", {}).get("actions", [])
    if len(suggested) > limits.SUGGESTED or any(
        not 0 < len(each["title"]) <= limits.SUGGESTED_TITLE or each["title"] != each["value"] for each in suggested
    ):
        yield "suggested actions"
    for entity in message.get("entities", []):
        yield from _cited(entity, str(message.get("text", "")))
    for content in _cards(message):
        yield from faults_of_card(content)


def faults_of_card(content: Json) -> Iterator[str]:
    """What is wrong with a card; nothing that the schema of cards says by itself."""
    if content.get("type") != "AdaptiveCard" or content.get("version") != "1.5":
        yield "version"
    if not content.get("lang") or not content.get("fallbackText") or not content.get("body"):
        yield "lang, fallbackText or body"
    if len(json.dumps(content, ensure_ascii=False).encode("utf-8", "replace")) > limits.CARD_BYTES:
        yield "card too large"
    if "refresh" in content:
        yield from _refresh(content["refresh"])
    elements = list(_within(content))
    twice = Counter(str(element["id"]) for element in elements if "id" in element)
    if any(count > 1 for count in twice.values()):
        yield "id twice"
    for element in elements:
        kind = str(element.get("type"))
        if kind in _ACTIONS:
            yield from (f"{kind}: {fault}" for fault in _action(element))
        elif kind in _ELEMENTS:
            yield from (f"{kind}: {fault}" for fault in _element(kind, element))
        elif "type" in element:
            yield f"{kind} here"


def _cards(message: Json) -> list[Json]:
    return [each["content"] for each in message.get("attachments", []) if each.get("contentType") == _CARD]


def _within(value: Any) -> Iterator[Json]:
    """Every element and action in the order of reading; what an action sends is not looked into."""
    if isinstance(value, Mapping):
        yield value
        for place in _PLACES:
            if place in value:
                yield from _within(value[place])
    elif isinstance(value, list):
        for each in value:
            yield from _within(each)


def _action(action: Json) -> Iterator[str]:
    if not 0 < len(action.get("title", "")) <= limits.ACTION_TITLE:
        yield "title"
    data = action.get("data", {})
    if len(json.dumps(data).encode()) > limits.ACTION_DATA * 6:
        yield "data"
    if action["type"] == "Action.Execute" and not (
        action.get("verb") and action.get("fallback", {}).get("type") == "Action.Submit"
    ):
        yield "verb or fallback"
    if action["type"] == "Action.Submit" and not data.get("verb"):
        yield "verb"
    if "msteams" in data and {"msteams": data["msteams"]} != _DIALOG:
        yield "msteams"


def _refresh(refresh: Json) -> Iterator[str]:
    """Teams asks by itself for these people, and for nobody beyond so many."""
    action, people = refresh.get("action", {}), refresh.get("userIds", [])
    if action.get("type") != "Action.Execute" or not action.get("verb"):
        yield "refresh: action"
    if not 0 < len(people) <= limits.VIEWERS or not all(str(each).startswith("29:") for each in people):
        yield "refresh: userIds"


def _element(kind: str, element: Json) -> Iterator[str]:
    if kind.startswith("Input."):
        yield from _input(kind, element)
    if kind == "Image" and not element.get("altText"):
        yield "altText"
    if kind in ("TextBlock", "TextRun") and not element.get("text"):
        yield "text"
    if kind == "TextBlock" and not element.get("wrap"):
        yield "wrap"
    if kind == "ActionSet" and not 0 < len(element["actions"]) <= limits.ACTIONS:
        yield "actions"
    if kind == "AdaptiveCard" and len(element.get("actions", [])) > limits.ACTIONS:
        yield "actions"
    if kind == "Table":
        widths = {len(row["cells"]) for row in element["rows"]}
        if widths != {len(element["columns"])}:
            yield "cells"


def _input(kind: str, element: Json) -> Iterator[str]:
    if not element.get("id") or not element.get("label"):
        yield "id or label"
    if element.get("isRequired") and not element.get("errorMessage"):
        yield "errorMessage"
    if len(str(element.get("value", ""))) > limits.INPUT_TEXT:
        yield "value"
    if kind == "Input.ChoiceSet":
        values = [choice["value"] for choice in element["choices"]]
        is_looked_up = "choices.data" in element
        if len(set(values)) != len(values) or not (values or is_looked_up):
            yield "choices"
        if "value" in element and element["value"] not in values:
            yield "choice"


def _cited(entity: Json, text: str) -> Iterator[str]:
    citations = entity.get("citation", [])
    positions = [each["position"] for each in citations]
    if len(citations) > limits.CITATIONS or len(set(positions)) != len(positions):
        yield "citations"
    for each in citations:
        appearance = each["appearance"]
        if f"[{each['position']}]" not in text:
            yield "citation without a mark"
        if not 0 < len(appearance["name"]) <= limits.CITATION_NAME:
            yield "citation name"
        if not 0 < len(appearance["abstract"]) <= limits.CITATION_ABSTRACT:
            yield "citation abstract"
