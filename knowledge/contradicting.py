"""Finds documents that say another number than the one that was quoted, about the same thing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from knowledge.words import LANGUAGES, stem, telling_words

#: Two sentences speak of the same thing when they share so much of their words but for the numbers.
_SAME: Final = 0.5
_MONTHS: Final = (
    "jan(?:uary|uar)?|feb(?:ruary|ruar)?|m[aä]r(?:ch|z)?|apr(?:il)?|ma[iy]|jun[ei]?|jul[iy]?|aug(?:ust)?|sep(?:tember)?|o[ck]t(?:ober)?|"
    "nov(?:ember)?|de[cz](?:ember)?"
)
_NUMBER: Final = r"\d+(?:[.,]\d+)*"
_QUANTITY = re.compile(
    rf"(?P<date>\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}\.\s?\d{{1,2}}\.\s?\d{{2,4}}|\d{{1,2}}\.?\s(?:{_MONTHS})\b\.?(?:\s\d{{4}})?|"
    rf"(?:{_MONTHS})\b\.?\s\d{{1,2}}(?:,?\s\d{{4}})?)"
    rf"|(?P<before>[€$£]|EUR|USD|CHF|GBP)\s?(?P<amount>{_NUMBER})"
    rf"|(?P<number>{_NUMBER})\s?(?P<unit>%|percent|prozent|€|\$|£|euro?s?|EUR|USD|CHF|GBP|[^\W\d_]+)?",
    re.IGNORECASE,
)
_MONEY: Final = frozenset("€ $ £ eur usd chf gbp euro euros".split())
_UNITS: Final = {"%": "%", "percent": "%", "prozent": "%"}
_THOUSANDS = re.compile(r"[.,](?=\d{3}(?!\d))")


def quantities(text: str) -> dict[str, frozenset[str]]:
    """The numbers of a text by what they count: "%", "money", "date", or the stem of the word that follows."""
    found: dict[str, set[str]] = {}
    for kind, value in _each(text):
        found.setdefault(kind, set()).add(value)
    return {kind: frozenset(values) for kind, values in found.items()}


def _each(text: str) -> Iterator[tuple[str, str]]:
    for match in _QUANTITY.finditer(text):
        if match["date"]:
            yield "date", re.sub(r"\W+", " ", match["date"].casefold())
        elif match["amount"]:
            yield "money", _plain(match["amount"])
        else:
            unit = (match["unit"] or "").casefold()
            kind = "money" if unit in _MONEY else _UNITS.get(unit) or (stem(unit, "en") if unit else "")
            yield kind, _plain(match["number"])


def _plain(number: str) -> str:
    return _THOUSANDS.sub("", number).replace(",", ".")


def contradicts(one: str, other: str, language: str) -> bool:
    """Whether two sentences of one language count the same thing and come to other numbers."""
    mine, theirs = quantities(one), quantities(other)
    shared = [kind for kind in mine.keys() & theirs.keys() if kind]
    if not shared or not any(mine[kind].isdisjoint(theirs[kind]) for kind in shared):
        return False
    about, also = _about(one, language), _about(other, language)
    return len(about & also) >= _SAME * max(1, min(len(about), len(also)))


def _about(text: str, language: str) -> frozenset[str]:
    read = language if language in LANGUAGES else LANGUAGES[0]
    return frozenset(stem(word, read) for word in telling_words(text, read) if not word[0].isdigit())
