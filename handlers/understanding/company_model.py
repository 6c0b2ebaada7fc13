"""The trained weights of company matching: decision trees over named features, shipped as data, added up in plain Python."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

LEAF: Final = -1  # in place of a feature's index


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """Trees are tuples of nodes (feature, value, low, high): below or at `value` go on at node `low`, else at `high`.

    In a leaf the feature is `LEAF` and `value` is what the tree adds to the log-odds, which begin at `base`. A pair is "same" from
    the score `same` on (when nothing limits it) and "possible" from `possible` on.
    """

    features: tuple[str, ...]
    base: float
    trees: tuple[tuple[tuple[int, float, int, int], ...], ...]
    same: float
    possible: float

    def probability(self, found: Mapping[str, float]) -> float:
        """The probability, 0 to 1, that a pair with these features is one company."""
        values = [found[name] for name in self.features]
        total = self.base
        for tree in self.trees:
            feature, value, low, high = tree[0]
            while feature != LEAF:
                feature, value, low, high = tree[low if values[feature] <= value else high]
            total += value
        return 1 / (1 + math.exp(-total))


def read(raw: Mapping[str, Any]) -> Model:
    """A model from its JSON."""
    return Model(
        features=tuple(raw["features"]),
        base=raw["base"],
        trees=tuple(tuple((node[0], node[1], node[2], node[3]) for node in tree) for tree in raw["trees"]),
        same=raw["thresholds"]["same"],
        possible=raw["thresholds"]["possible"],
    )


@lru_cache(maxsize=1)
def shipped() -> Model:
    """The model that comes with the program, read once."""
    return read(json.loads(files("handlers.understanding").joinpath("company_weights.json").read_text(encoding="utf-8")))
