"""Invented names of companies, as many as wanted: varied as a register of many countries, with common words as common as there.

The same seed gives the same names, and a smaller number of them is the beginning of a larger one.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import Final

from benchmarks.invented_parts import (
    BRANDS,
    ENDINGS,
    FAMILIES,
    FAMILY_HEADS,
    FAMILY_TAILS,
    FIRST_NAMES,
    FORMS,
    OLD_TRADES,
    PATTERNS,
    PLACE_HEADS,
    PLACE_TAILS,
    PLACES,
    SHARES,
    SYLLABLES,
    TRADES,
)

_ROMAN: Final = "I II III IV V VI VII VIII IX X XI XII".split()
_FIELD: Final = re.compile(r"\{(\w+)\}")
_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


class Names:
    """Draws one name after another; `Names(seed=1).take(1_000_000)`."""

    def __init__(self, *, seed: int) -> None:
        self._chance = random.Random(seed)
        self._families = {country: _Skewed(names.split(), 0.8) for country, names in FAMILIES.items()}
        self._trades = {country: _Skewed(names.split(), 0.9) for country, names in TRADES.items()}
        self._trades["old"] = _Skewed(OLD_TRADES, 0.7)
        self._forms = {country: _Skewed([form.strip() for form in forms.split("|")], 0.7) for country, forms in FORMS.items()}
        self._patterns = {country: [one.strip() for one in patterns.split("|")] for country, patterns in PATTERNS.items()}
        self._countries = tuple(SHARES), tuple(accumulate(SHARES.values()))
        self._places = _Skewed(PLACES, 0.6)
        self._firsts = _Skewed(FIRST_NAMES, 0.4)
        self._first_brands, self._second_brands = (_Skewed(words, 0.4) for words in BRANDS)
        self._fields: dict[str, Callable[[str], str]] = {
            "family": self._family,
            "trade": lambda country: self._trades[country].draw(self._chance),
            "form": lambda country: self._forms[country].draw(self._chance),
            "first": lambda _: self._firsts.draw(self._chance),
            "place": self._place,
            "invented": self._invented,
            "brand": self._brand,
            "letters": lambda _: "".join(self._chance.choices("ABCDEFGHIKLMNOPRSTUVWZ", k=self._chance.choice((2, 3, 3, 3, 4)))),
            "number": lambda _: str(self._chance.choice((1, 2, 3, 4, 7, 11, 24, 42, 77, 99, 360, 365, 500, 2000))),
            "digit": lambda _: str(self._chance.randint(1, 9)),
            "year": lambda _: str(self._chance.randint(1998, 2026)),
            "roman": lambda _: self._chance.choice(_ROMAN),
        }

    def take(self, count: int) -> Iterator[str]:
        """That many names, no two of them written alike."""
        seen: set[str] = set()
        while len(seen) < count:
            name = self._name()
            if name not in seen:
                seen.add(name)
                yield name

    def _name(self) -> str:
        chance, (country,) = self._chance, self._chance.choices(self._countries[0], cum_weights=self._countries[1])
        pattern = chance.choice(self._patterns[country])
        name = _FIELD.sub(lambda field: self._fields[field[1]](country), pattern).replace("_", " ").strip()
        written = chance.random()
        if written < 0.08:
            return name.upper()
        return name.translate(_UMLAUTS) if written < 0.16 else name

    def _family(self, country: str) -> str:
        home = country if country in self._families else "de" if country in ("as", "old") else "en"
        if home == "de" and self._chance.random() < 0.45:
            return self._chance.choice(FAMILY_HEADS) + self._chance.choice(FAMILY_TAILS)
        if self._chance.random() < 0.08:
            home = self._chance.choice(tuple(self._families))
        return self._families[home].draw(self._chance)

    def _place(self, country: str) -> str:
        if country in ("de", "old") and self._chance.random() < 0.5:
            return self._chance.choice(PLACE_HEADS) + self._chance.choice(PLACE_TAILS)
        return self._places.draw(self._chance)

    def _invented(self, _: str) -> str:
        syllables = self._chance.choices(SYLLABLES, k=self._chance.choice((1, 2, 2, 2, 3)))
        return ("".join(syllables) + self._chance.choice(ENDINGS)).capitalize()

    def _brand(self, _: str) -> str:
        first, second = self._first_brands.draw(self._chance), self._second_brands.draw(self._chance)
        return self._chance.choice((f"{first} {second}", f"{first}{second.lower()}", f"{first}{second}", first))


class _Skewed:
    """Words of which the first are drawn most: the n-th as often as 1 / n to the power of `skew`."""

    def __init__(self, words: Sequence[str], skew: float) -> None:
        self._words = words
        self._weights = tuple(accumulate(1 / (number + 1) ** skew for number in range(len(words))))

    def draw(self, chance: random.Random) -> str:
        return chance.choices(self._words, cum_weights=self._weights)[0]
