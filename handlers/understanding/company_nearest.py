"""Which of many known names are nearest to one: a cheap look before the few best are compared with care."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from rapidfuzz import fuzz

from handlers.understanding.company_fold import LONGEST_INPUT

#: How much the keys that two names share count beside the likeness of their words. Both are shares of 100.
_KEYS: Final = 0.5
_ACCENTS: Final = re.compile("[\u0300-\u036f]")
_BETWEEN: Final = re.compile(r"[\W_]+")


def nearest(name: str, known: Sequence[tuple[str, int]], most: int) -> list[int]:
    """The indexes of the nearest names, at most so many, the nearest first; `known` are names, each with its weight of shared keys.

    Equally near names keep their order.
    """
    asked = _words(name)
    heaviest = max((weight for _, weight in known), default=1)
    scores = [fuzz.token_set_ratio(asked, _words(other)) + _KEYS * 100 * weight / heaviest for other, weight in known]
    return sorted(range(len(known)), key=lambda index: -scores[index])[:most]


def _words(name: str) -> str:
    return _BETWEEN.sub(" ", _ACCENTS.sub("", unicodedata.normalize("NFKD", name[:LONGEST_INPUT].casefold())))
