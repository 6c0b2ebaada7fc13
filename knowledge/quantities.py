"""Reads the numbers of a sentence by what they count, in English and German."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from knowledge.words import stem

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
#: What is the same unit, by its first name.
_SAME: Final = """
% percent prozent
eur € euro euros
usd $ dollar dollars
gbp £ pounds pfund
chf franken francs
hour hours hrs stunde stunden std
day days tag tage tagen tages
business-day business working werktag werktage werktagen arbeitstag arbeitstage arbeitstagen
week weeks woche wochen
month months monat monate monaten
year years jahr jahre jahren
user users nutzer benutzer
person people persons personen
"""
_UNITS: Final = {name: line.split()[0] for line in _SAME.strip().splitlines() for name in line.split()}
_COUNTS: Final = (
    "two zwei", "three drei", "four vier", "five fünf", "six sechs", "seven sieben", "eight acht", "nine neun", "ten zehn",
    "eleven elf", "twelve zwölf",
)  # fmt: skip
#: The digits of number words, of both languages.
COUNT_OF: Final = {name: str(number) for number, names in enumerate(_COUNTS, 2) for name in names.split()}
_COUNT: Final = re.compile(rf"\b(?:{'|'.join(COUNT_OF)})\b", re.IGNORECASE)
_THOUSANDS = re.compile(r"[.,](?=\d{3}(?!\d))")


def quantities(text: str) -> dict[str, frozenset[str]]:
    """The numbers of a text, also those in words, by what they count: "%", "eur", "day", "date", or the stem of the next word."""
    found: dict[str, set[str]] = {}
    for kind, value in _each(_COUNT.sub(lambda match: COUNT_OF[match[0].casefold()], text)):
        found.setdefault(kind, set()).add(value)
    return {kind: frozenset(values) for kind, values in found.items()}


def is_unit(word: str) -> bool:
    """Whether it is what is counted, or paid with."""
    return word in _UNITS


def uncounted(text: str) -> str:
    """The text without its dates and its numbers in words; what is counted stays."""
    return _QUANTITY.sub(lambda match: " " if match["date"] else match[0], _COUNT.sub(" ", text))


def _each(text: str) -> Iterator[tuple[str, str]]:
    for match in _QUANTITY.finditer(text):
        if match["date"]:
            yield "date", re.sub(r"\W+", " ", match["date"].casefold())
        elif match["amount"]:
            yield _UNITS[match["before"].casefold()], _plain(match["amount"])
        else:
            unit = (match["unit"] or "").casefold()
            yield _UNITS.get(unit) or (stem(unit, "en") if unit else ""), _plain(match["number"])


def _plain(number: str) -> str:
    return _THOUSANDS.sub("", number).replace(",", ".")
