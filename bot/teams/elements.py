"""The few elements that cards are made of, as plain dicts.

Words stand in runs of rich text blocks, because no client of Teams reads markup in those; in text blocks every client reads some,
and the phones show the backslashes that would keep it from them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from bot.teams import limits
from bot.teams.words import clean, cut, is_plain, shown

Element = dict[str, Any]

_BAR: Final = 20


def run(text: str, **look: Any) -> Element:
    """A stretch of text in one look, to stand in a `line`."""
    return {"type": "TextRun", "text": text, **look}


def line(*runs: Element, **look: Any) -> Element:
    """One paragraph."""
    return {"type": "RichTextBlock", "inlines": list(runs), **look}


def lines(text: str, *, gap: str = "default", **look: Any) -> list[Element]:
    """The text, a paragraph for each of its lines, below a gap; an empty line is a wider one."""
    drawn: list[Element] = []
    for each in clean(text).split("\n"):
        if not each.strip():
            gap = "medium" if drawn else gap
            continue
        drawn += [line(run(cut(each.rstrip(), limits.LINE), **look), spacing=gap)]
        gap = "small"
    return drawn or [line(run("–", **look))]


def heading(text: str, *, size: str = "medium") -> Element:
    """A title; one that could be read as markup cannot be marked as a heading for screen readers."""
    title = shown(text, limits.LINE)
    if not is_plain(title):
        return line(run(title, weight="bolder", size=size))
    return {"type": "TextBlock", "text": title, "style": "heading", "weight": "bolder", "size": size, "wrap": True}


def bar(value: Decimal, most: Decimal, *, length: int = _BAR) -> list[Element]:
    """How much `value` is of `most`, as runs; the same must be said in words beside it."""
    full = int(length * max(Decimal(0), min(value / most, Decimal(1))))
    drawn = [run("━" * full, color="accent", weight="bolder")] if full else []
    return [*drawn, run("─" * (length - full), isSubtle=True)] if full < length else drawn


def execute(title: str, verb: str, data: Mapping[str, str], *, aloud: str = "", is_form: bool = False, style: str = "") -> Element:
    """A button that is answered in place; a client that cannot do so sends the same as a message. `aloud` says what it is about.

    Only what sends a form takes the inputs of the card along, and is held back while one of them is missing.
    """
    inputs: Element = {} if is_form else {"associatedInputs": "none"}
    named: Element = {"title": shown(title, limits.ACTION_TITLE), **_look(aloud, style), **inputs}
    fallback = {"type": "Action.Submit", **named, "data": {"verb": verb, **data}}
    return {"type": "Action.Execute", **named, "verb": verb, "data": dict(data), "fallback": fallback}


def opening(title: str, data: Mapping[str, str], *, aloud: str = "", style: str = "") -> Element:
    """A button that opens a dialog."""
    named: Element = {"title": shown(title, limits.ACTION_TITLE), **_look(aloud, style)}
    sent = {"msteams": {"type": "task/fetch"}, "verb": "open", **data}
    return {"type": "Action.Submit", **named, "associatedInputs": "none", "data": sent}


def _look(aloud: str, style: str) -> Element:
    return {name: value for name, value in (("tooltip", aloud), ("style", style)) if value}


def table(columns: Sequence[Element], rows: Sequence[Sequence[Sequence[Element]]], **look: Any) -> Element:
    """Rows of cells, each a list of elements."""
    drawn = [{"type": "TableRow", "cells": [{"type": "TableCell", "items": list(cell)} for cell in row]} for row in rows]
    return {"type": "Table", "columns": list(columns), "rows": drawn, **look}


def size(elements: Sequence[Element]) -> int:
    """In bytes, as they are sent."""
    return len(json.dumps(list(elements), ensure_ascii=False).encode())


def card(body: Sequence[Element], *, language: str, fallback: str) -> Element:
    """The card; `fallback` is said where it cannot be drawn."""
    return {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "lang": language,
        "fallbackText": cut(clean(fallback), limits.FALLBACK_TEXT) or "–",
        "msteams": {"width": "Full"},
        "body": list(body),
    }
