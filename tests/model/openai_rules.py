"""What a chat completion request must be as OpenAI publishes it, as far as this project makes one; all else is refused.

From the reference of "Create chat completion" and the guide to structured outputs, in this project's words and on their strict
side: where a limit was raised over time, the first one is kept, so that older and compatible servers take the request too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

#: Parameters that the reference lists. One that is not among them is an error there, and so it is here.
KNOWN: Final = frozenset(
    """audio frequency_penalty function_call functions logit_bias logprobs max_completion_tokens max_tokens messages metadata
    modalities model moderation n parallel_tool_calls prediction presence_penalty prompt_cache_key prompt_cache_options
    prompt_cache_retention reasoning_effort response_format safety_identifier seed service_tier stop store stream
    stream_options temperature tool_choice tools top_logprobs top_p user verbosity web_search_options""".split()
)
#: Of these the stub knows the rules; the project sends no other.
CHECKED: Final = frozenset(
    "messages model response_format max_completion_tokens temperature store stream stream_options".split(),
)
ROLES: Final = frozenset({"developer", "system", "user", "assistant", "tool", "function"})
#: What a schema may say under strict mode; the rest of JSON Schema is not supported there ("default", "allOf", "minLength" …).
KEYWORDS: Final = frozenset(
    "type properties required additionalProperties items enum const anyOf $ref $defs description title".split()
)
TYPES: Final = frozenset({"string", "number", "integer", "boolean", "object", "array", "null"})
MOST_PROPERTIES: Final = 100
DEEPEST: Final = 5
MOST_LETTERS: Final = 15_000
MOST_CHOICES: Final = 500

_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
_REASONING = re.compile(r"o\d|gpt-[5-9]")


def problems(body: object) -> list[str]:
    """Every reason to refuse the request; none when it is right."""
    if not isinstance(body, dict):
        return ["the body is no object"]
    found = [f"unknown parameter {name}" for name in body.keys() - KNOWN]
    found += [f"parameter {name} has no rule here yet" for name in (body.keys() & KNOWN) - CHECKED]
    found += [f"{name} is required" for name in ("messages", "model") if name not in body]
    if not isinstance(body.get("model", ""), str):
        found.append("model is no text")
    found += _messages(body.get("messages", []))
    found += _numbers(body)
    if "response_format" in body:
        found += _response_format(body["response_format"])
    return found


def _messages(messages: object) -> Iterator[str]:
    if not isinstance(messages, list) or not messages:
        yield "messages is no list of at least one"
        return
    for message in messages:
        if not isinstance(message, dict) or message.keys() - {"role", "content", "name"}:
            yield "a message has role, content and perhaps a name"
        elif message.get("role") not in ROLES or not isinstance(message.get("content"), str):
            yield "a message has a known role and content that is text"


def _numbers(body: Mapping[str, Any]) -> Iterator[str]:
    tokens = body.get("max_completion_tokens")
    if tokens is not None and (isinstance(tokens, bool) or not isinstance(tokens, int) or tokens < 1):
        yield "max_completion_tokens is a whole number from 1"
    warmth = body.get("temperature")
    if warmth is not None and (isinstance(warmth, bool) or not isinstance(warmth, (int, float)) or not 0 <= warmth <= 2):
        yield "temperature is a number from 0 to 2"
    if warmth not in (None, 1) and _REASONING.match(str(body.get("model"))):
        yield "this model takes no temperature but 1"
    for name in ("store", "stream"):
        if not isinstance(body.get(name, False), bool):
            yield f"{name} is yes or no"
    options = body.get("stream_options")
    if options is not None and (not body.get("stream") or options not in ({"include_usage": True}, {"include_usage": False})):
        yield "stream_options go with stream, and include_usage is yes or no"


def _response_format(given: object) -> Iterator[str]:
    match given:
        case {"type": "json_schema", "json_schema": {"name": str(name), "strict": True, "schema": dict(schema), **rest}, **more}:
            if more or rest.keys() - {"description"}:
                yield "response_format has a part that nobody knows"
            if not _NAME.fullmatch(name):
                yield "the schema's name is 1 to 64 letters, digits, _ and -"
            yield from schema_problems(schema)
        case _:
            yield "response_format is no strict json_schema with a name"


def schema_problems(root: Mapping[str, Any]) -> Iterator[str]:
    """What strict mode refuses in a schema."""
    if root.get("type") != "object" or "anyOf" in root:
        yield "the root is an object, and no anyOf"
    yield from _part(root, "root", depth=1)
    nodes = list(_nodes(root))
    if sum(len(node.get("properties", {})) for node in nodes) > MOST_PROPERTIES:
        yield "too many properties"
    choices = [str(choice) for node in nodes for choice in node.get("enum", ())]
    if len(choices) > MOST_CHOICES:
        yield "too many choices"
    if sum(map(len, choices)) + sum(len(name) for node in nodes for name in node.get("properties", {})) > MOST_LETTERS:
        yield "names and choices are too long together"


def _nodes(schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield schema
    inner = [*schema.get("properties", {}).values(), *schema.get("anyOf", ()), *schema.get("$defs", {}).values()]
    for one in [*inner, schema["items"]] if isinstance(schema.get("items"), dict) else inner:
        if isinstance(one, dict):
            yield from _nodes(one)


def _part(schema: object, where: str, *, depth: int) -> Iterator[str]:
    if not isinstance(schema, dict):
        yield f"{where} is no schema"
        return
    yield from (f"{where}: {keyword} is not permitted" for keyword in schema.keys() - KEYWORDS)
    if not schema.keys() & {"type", "anyOf", "$ref", "enum", "const"}:
        yield f"{where} has no type"
    if depth > DEEPEST:
        yield f"{where} is nested too deeply"
        return
    kinds = schema.get("type", [])
    kinds = kinds if isinstance(kinds, list) else [kinds]
    yield from (f"{where}: {kind} is no type" for kind in kinds if kind not in TYPES)
    if "object" in kinds:
        yield from _object(schema, where, depth=depth)
    if "array" in kinds:
        yield from _part(schema.get("items"), f"{where}[]", depth=depth + 1)
    for option in schema.get("anyOf", ()):
        yield from _part(option, f"{where}|", depth=depth)


def _object(schema: Mapping[str, Any], where: str, *, depth: int) -> Iterator[str]:
    if schema.get("additionalProperties") is not False:
        yield f"{where}: additionalProperties is required and false"
    properties = schema.get("properties")
    if not isinstance(properties, dict):
        yield f"{where} has no properties"
        return
    if sorted(schema.get("required", ())) != sorted(properties):
        yield f"{where}: required names every property, and nothing else"
    for name, one in properties.items():
        yield from _part(one, f"{where}.{name}", depth=depth + 1)
