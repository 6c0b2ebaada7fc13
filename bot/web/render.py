"""A reply as the web page reads it: plain dicts that JSON can carry, every string still plain text.

The page builds elements from these and never markup; what a part means stands in `handlers.reply`. Amounts cross as
strings, because JSON has only floats for them.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from decimal import ROUND_FLOOR, Decimal
from itertools import count
from typing import assert_never

from handlers.deal_links import PATH
from handlers.reply import Chart, Choice, Choices, Facts, Field, File, Form, Part, Progress, Reply, Sources, Table, Text

Drawn = dict[str, object]


def render(reply: Reply) -> dict[str, object]:
    """`{"language", "parts": [{"kind", …}]}`; choices carry their number, counted from 1 over the whole reply.

    `"link"` leads to the deal that it is about, where it is about one.
    """
    numbers = count(1)
    drawn: Drawn = {"language": reply.language, "parts": [_part(part, numbers) for part in reply.parts]}
    return drawn | ({"link": f"{PATH}{reply.deal}"} if reply.deal else {})


def _part(part: Part, numbers: Iterator[int]) -> Drawn:
    match part:
        case Text():
            return {"kind": "text", "text": part.text, "tone": part.tone.value}
        case Facts():
            return _facts(part)
        case Table():
            return _table(part)
        case Progress():
            return _progress(part)
        case Chart():
            return _chart(part)
        case File():
            return _file(part)
        case Choices():
            return {"kind": "choices", "prompt": part.prompt, "choices": [_choice(each, numbers) for each in part.choices]}
        case Form():
            return _form(part)
        case Sources():
            return _sources(part)
        case _:
            assert_never(part)


def _facts(part: Facts) -> Drawn:
    facts = [{"label": fact.label, "value": fact.value, "note": fact.note} for fact in part.facts]
    return {"kind": "facts", "title": part.title, "facts": facts}


def _table(part: Table) -> Drawn:
    return {
        "kind": "table",
        "caption": part.caption,
        "columns": list(part.columns),
        "rows": [list(row) for row in part.rows],
        "numeric": sorted(part.numeric),
    }


def _progress(part: Progress) -> Drawn:
    """`percent` is whole, rounded down so that only what is finished reads 100, and never above it."""
    percent = min(100, int((part.done * 100 / part.total).to_integral_value(ROUND_FLOOR)))
    return {
        "kind": "progress",
        "label": part.label,
        "done": _number(part.done),
        "total": _number(part.total),
        "percent": percent,
        "caption": part.caption,
    }


def _chart(part: Chart) -> Drawn:
    return {
        "kind": "chart",
        "title": part.title,
        "labels": list(part.labels),
        "values": [_number(value) for value in part.values],
        "shown": list(part.shown),
    }


def _file(part: File) -> Drawn:
    return {
        "kind": "file",
        "name": part.name,
        "media_type": part.media_type,
        "content": base64.b64encode(part.content).decode("ascii"),
        "title": part.title,
    }


def _choice(choice: Choice, numbers: Iterator[int]) -> Drawn:
    return {"label": choice.label, "action": choice.action, "style": choice.style, "number": next(numbers)}


def _form(part: Form) -> Drawn:
    return {
        "kind": "form",
        "id": part.id,
        "title": part.title,
        "submit": part.submit,
        "fields": [_field(field) for field in part.fields],
    }


def _field(field: Field) -> Drawn:
    return {
        "name": field.name,
        "type": field.kind.value,
        "label": field.label,
        "required": field.required,
        "hint": field.hint,
        "value": field.value,
        "error": field.error,
        "options": [{"value": option.value, "label": option.label} for option in field.options],
    }


def _sources(part: Sources) -> Drawn:
    sources = [{"label": source.label, "place": source.place, "quote": source.quote} for source in part.sources]
    return {"kind": "sources", "sources": sources}


def _number(value: Decimal) -> str:
    """Without an exponent, so that any reader takes it."""
    return format(value, "f")
