"""Whether a JSON value has the shape that a schema asks for: what a model answers is checked here, not believed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

#: A schema in the subset of JSON Schema that structured output knows: type, enum, properties, required, items, anyOf.
Schema = Mapping[str, Any]

_TYPES: Final[Mapping[str, type | tuple[type, ...]]] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "boolean": bool,
    "null": type(None),
}


def record(**properties: Schema) -> Schema:
    """An object of exactly these properties: every one is required, and there are no others."""
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def nullable(schema: Schema) -> Schema:
    """The schema or null; an absent value is null, since no property may be left out."""
    kind = schema["type"]
    if kind == "object":
        return {"anyOf": [schema, {"type": "null"}]}
    closed = {"enum": [*schema["enum"], None]} if "enum" in schema else {}
    return {**schema, "type": [kind, "null"], **closed}


def conforms(value: object, schema: Schema) -> bool:
    """Whether the value is what the schema describes, nothing missing and nothing added."""
    if "anyOf" in schema:
        return any(conforms(value, one) for one in schema["anyOf"])
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if not any(_is(value, kind) for kind in kinds) or ("enum" in schema and value not in schema["enum"]):
        return False
    if isinstance(value, dict):
        properties = schema["properties"]
        return value.keys() == properties.keys() and all(conforms(value[name], one) for name, one in properties.items())
    return all(conforms(one, schema["items"]) for one in value) if isinstance(value, list) else True


def _is(value: object, kind: str) -> bool:
    return isinstance(value, _TYPES[kind]) and (kind != "integer" or not isinstance(value, bool))
