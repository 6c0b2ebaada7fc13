"""The trained weights of the intents: a linear model over the features of a message, shipped as data, added up in plain Python."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

from handlers.understanding.intent_features import Features, of_word

_SCALE: Final = 100  # weights are shipped as whole hundredths
_Row = tuple[int, ...]


class Model:
    """Says how likely each intent is for a message."""

    def __init__(self, *, intents: Sequence[str], bias: Sequence[int], weights: Mapping[str, Sequence[int]]) -> None:
        """`weights` has for each feature one weight in hundredths for each of the intents, `bias` what each begins with."""
        self.intents = tuple(intents)
        self.bias = tuple(bias)
        self.weights = {feature: tuple(row) for feature, row in weights.items()}
        self._row_of_word = lru_cache(maxsize=8192)(self._summed)

    def probabilities(self, found: Features) -> dict[str, float]:
        """How likely each intent is; the probabilities add up to 1."""
        rows = [self.bias, *map(self._row_of_word, found.words), *filter(None, map(self.weights.get, found.others))]
        totals = [sum(column) for column in zip(*rows, strict=True)]
        highest = max(totals)
        powers = [math.exp((total - highest) / _SCALE) for total in totals]
        whole = sum(powers)
        return {intent: power / whole for intent, power in zip(self.intents, powers, strict=True)}

    def _summed(self, word: str) -> _Row:
        """All that a word says by itself, added up; most words come in many messages."""
        none: _Row = (0,) * len(self.intents)
        rows = [self.weights.get(feature, none) for feature in of_word(word)]
        return tuple(sum(column) for column in zip(none, *rows, strict=True))


def read(raw: Mapping[str, Any]) -> Model:
    """A model from its JSON, in which each feature's weights stand in one row: place of the intent, weight, place, weight …"""
    intents = raw["intents"]
    weights = {feature: _dense(row, len(intents)) for feature, row in raw["weights"].items()}
    return Model(intents=intents, bias=raw["bias"], weights=weights)


def _dense(row: Sequence[int], length: int) -> _Row:
    weights = dict(zip(row[::2], row[1::2], strict=True))
    return tuple(weights.get(place, 0) for place in range(length))


@lru_cache(maxsize=1)
def shipped() -> Model:
    """The model that comes with the program, read once."""
    return read(json.loads(files("handlers.understanding").joinpath("intent_weights.json").read_text(encoding="utf-8")))
