"""A reply as plain JSON and back: how it is recorded under its message's key, and how programs read it.

Decimals are strings, files are base64, parts carry their kind in "kind".
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any, Final

from handlers.reply import (
    Chart,
    Choice,
    Choices,
    Fact,
    Facts,
    Field,
    FieldKind,
    File,
    Form,
    Lookup,
    Option,
    Part,
    Progress,
    Purpose,
    Reply,
    Source,
    Sources,
    Standing,
    Table,
    Text,
    Tone,
)

_KINDS: Final[dict[str, type[Part]]] = {
    "text": Text,
    "facts": Facts,
    "table": Table,
    "progress": Progress,
    "chart": Chart,
    "file": File,
    "choices": Choices,
    "form": Form,
    "sources": Sources,
}
_PLAIN: Final = frozenset({str, bool, int})
_NAMES: Final = {kind: name for name, kind in _KINDS.items()}


def dump(reply: Reply) -> dict[str, Any]:
    """The reply as JSON values only."""
    return {
        "language": reply.language,
        "standing": {name: value for name, value in _dump(reply.standing).items() if name != "result" or value},
        "parts": [{"kind": _NAMES[type(part)], **_dump(part)} for part in reply.parts],
        **({"deal": reply.deal} if reply.deal else {}),
        **({"place": reply.place} if reply.place else {}),
    }


def load(value: Mapping[str, Any]) -> Reply:
    """The reply that `dump` made the value from."""
    return Reply(
        language=value["language"],
        standing=Standing(**value["standing"]),
        parts=tuple(_load_part(part) for part in value["parts"]),
        deal=value.get("deal", ""),
        place=value.get("place", ""),
    )


@cache
def _names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _dump(value: Any) -> Any:
    if value is None or type(value) in _PLAIN:
        return value
    if is_dataclass(value) and not isinstance(value, type):
        return {name: _dump(getattr(value, name)) for name in _names(type(value))}
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, bytes):
        return b64encode(value).decode("ascii")
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [_dump(item) for item in value]
    return value


def _load_part(value: Mapping[str, Any]) -> Part:
    given = {name: item for name, item in value.items() if name != "kind"}
    match value["kind"]:
        case "text":
            given["tone"] = Tone(given["tone"])
        case "facts":
            given["facts"] = tuple(Fact(**fact) for fact in given["facts"])
        case "table":
            given |= {"columns": tuple(given["columns"]), "numeric": frozenset(given["numeric"])}
            given["rows"] = tuple(tuple(row) for row in given["rows"])
        case "progress":
            given |= {"done": Decimal(given["done"]), "total": Decimal(given["total"])}
        case "chart":
            given["values"] = tuple(Decimal(item) for item in given["values"])
            given |= {"labels": tuple(given["labels"]), "shown": tuple(given["shown"])}
        case "file":
            given["content"] = b64decode(given["content"])
        case "choices":
            given["choices"] = tuple(Choice(**choice) for choice in given["choices"])
            given["purpose"] = Purpose(given.get("purpose", Purpose.PLAIN))  # what was kept before there was any is plain
        case "form":
            given["fields"] = tuple(_load_field(field) for field in given["fields"])
        case "sources":
            given["sources"] = tuple(Source(**source) for source in given["sources"])
    return _KINDS[value["kind"]](**given)


def _load_field(value: Mapping[str, Any]) -> Field:
    options = tuple(Option(**option) for option in value["options"])
    lookup = Lookup(value["lookup"]) if value.get("lookup") else None  # what was kept before there were any has none
    return Field(**{**value, "kind": FieldKind(value["kind"]), "options": options, "lookup": lookup})
