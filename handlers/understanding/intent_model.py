"""The trained weights of the intents: a linear model over the features of a message, shipped as data, added up in plain Python."""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

_SCALE: Final = 100  # weights are shipped as whole hundredths


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """`weights` has for each feature pairs (place of the intent in `intents`, weight in hundredths); `bias` one for each intent."""

    intents: tuple[str, ...]
    bias: tuple[int, ...]
    weights: Mapping[str, tuple[tuple[int, int], ...]]

    def probabilities(self, found: Collection[str]) -> dict[str, float]:
        """How likely each intent is; the probabilities add up to 1."""
        totals = list(self.bias)
        for feature in found:
            for place, weight in self.weights.get(feature, ()):
                totals[place] += weight
        highest = max(totals)
        powers = [math.exp((total - highest) / _SCALE) for total in totals]
        whole = sum(powers)
        return {intent: power / whole for intent, power in zip(self.intents, powers, strict=True)}


def read(raw: Mapping[str, Any]) -> Model:
    """A model from its JSON, in which each feature's weights stand in one row: intent, weight, intent, weight …"""
    return Model(
        intents=tuple(raw["intents"]),
        bias=tuple(raw["bias"]),
        weights={feature: tuple(zip(row[::2], row[1::2], strict=True)) for feature, row in raw["weights"].items()},
    )


@lru_cache(maxsize=1)
def shipped() -> Model:
    """The model that comes with the program, read once."""
    return read(json.loads(files("handlers.understanding").joinpath("intent_weights.json").read_text(encoding="utf-8")))
