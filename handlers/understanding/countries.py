"""Countries, only where the text names them, in English or German."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import compress
from typing import Final

from babel import Locale

from handlers.understanding.phrases import Mentions
from handlers.understanding.pieces import Told, pieces_of
from handlers.understanding.readings import SlotReading

# Names that people use and the published lists do not have.
_ALSO_CALLED: Final[Mapping[str, str]] = {
    "uk": "GB", "u.k.": "GB", "great britain": "GB", "britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB",
    "northern ireland": "GB", "großbritannien": "GB", "schottland": "GB", "usa": "US", "us": "US", "u.s.a.": "US",
    "u.s.": "US", "the states": "US", "united states of america": "US", "vereinigte staaten von amerika": "US",
    "amerika": "US", "america": "US", "holland": "NL", "brd": "DE", "bundesrepublik deutschland": "DE", "uae": "AE",
    "emirates": "AE", "vae": "AE", "czech republic": "CZ", "tschechische republik": "CZ", "turkey": "TR",
    "russische föderation": "RU", "hong kong": "HK", "hongkong": "HK", "macau": "MO", "bosnia": "BA", "bosnien": "BA",
    "korea": "KR", "ivory coast": "CI", "elfenbeinküste": "CI", "macedonia": "MK", "mazedonien": "MK", "weißrussland": "BY",
    "moldawien": "MD", "moldova": "MD", "slowakische republik": "SK", "swiss": "CH", "suisse": "CH", "svizzera": "CH",
    "españa": "ES", "italia": "IT", "polska": "PL", "nederland": "NL", "belgique": "BE", "osterreich": "AT",
    "oesterreich": "AT", "daenemark": "DK", "rumaenien": "RO", "suedafrika": "ZA", "tuerkei": "TR", "the netherlands": "NL",
    "die niederlande": "NL", "den niederlanden": "NL", "der schweiz": "CH",
}  # fmt: skip

# Codes that are no country one sells to, and names that are ordinary words or first names when written small.
_NO_COUNTRY: Final = frozenset("AC AQ BV CP DG EA EU EZ HM IC IO QO TA TF UM UN XA XB ZZ".split())
_ONLY_CAPITALISED: Final = frozenset(
    """island chad jordan georgia jersey man oman mali niger togo guinea israel kuba samoa iran china
    turkey amerika america swiss polen peru""".split()
)
#: Currencies of one country each, in which numbers within the country are dialled with a zero.
PAID_IN: Final[Mapping[str, str]] = {
    "CHF": "CH", "GBP": "GB", "SEK": "SE", "AUD": "AU", "NZD": "NZ", "JPY": "JP", "TRY": "TR", "INR": "IN", "ZAR": "ZA",
}  # fmt: skip

_WORD = re.compile(r"[^\W\d_]+")
_GOES_ON = re.compile(r"[\w@]|[.\-']\w")


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryReading:
    """A country named at `span`: its ISO 3166-1 alpha-2 code."""

    span: tuple[int, int]
    code: str


@cache
def _names() -> Mapping[str, str]:
    names: dict[str, str] = {}
    for language in ("de", "en"):
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRY:
                names[name.lower().replace("’", "'")] = code
                names[name.lower().replace("’", "'").replace("&", "und" if language == "de" else "and")] = code
    return {**names, **_ALSO_CALLED}


@cache
def _by_first_word() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for name in sorted(_names(), key=len, reverse=True):
        word = _WORD.search(name)
        found.setdefault(word[0] if word else name, []).append(name)
    return {word: tuple(names) for word, names in found.items()}


@cache
def _mentions() -> Mentions:
    return Mentions(max(_WORD.findall(name), key=len) for name in _names())


def read_countries(text: str) -> tuple[CountryReading, ...]:
    """Every country named in the text, in its order."""
    if not _mentions().likely(text):
        return ()
    found: list[CountryReading] = []
    lower = text.lower()
    if len(lower) != len(text):  # a letter that is two in lower case would move every place after it
        return ()
    at = 0
    for start in _first_words(lower):
        name = _name_at(lower, start) if start >= at else None
        if name is None or _only_a_word(text[start : start + len(name)], name, lower):
            continue
        at = start + len(name)
        found.append(CountryReading(span=(start, at), code=_names()[name]))
    return tuple(found)


def _first_words(lower: str) -> Iterator[int]:
    """Where words stand with which the name of a country begins."""
    pieces, starts = pieces_of(lower)
    names = _by_first_word()
    for piece, start in compress(zip(pieces, starts, strict=False), map(_BEGINS.__getitem__, pieces)):
        yield from (start + word.start() for word in _WORD.finditer(piece) if word[0] in names)


_BEGINS: Final = Told(lambda piece: not _by_first_word().keys().isdisjoint(_WORD.findall(piece)))


def _name_at(lower: str, start: int) -> str | None:
    if start and (lower[start - 1].isalnum() or lower[start - 1] in "@.-_'"):
        return None
    word = _WORD.match(lower, start)
    for name in _by_first_word().get(word[0] if word else "", ()):
        after = lower[start + len(name) : start + len(name) + 2]
        if lower.startswith(name, start) and not _GOES_ON.match(after):
            return name
    return None


def _only_a_word(written: str, name: str, lower: str) -> bool:
    """Whether these letters are an ordinary word here ("us", "turkey") and no country."""
    if name == "us":
        return written != "US"
    return written[0].islower() and name in _ONLY_CAPITALISED


def country_slot(readings: Sequence[CountryReading], text: str) -> SlotReading | None:
    """The country meant: one, or the first with the others as alternatives; None when none is named."""
    codes = list(dict.fromkeys(reading.code for reading in readings))
    if not codes:
        return None
    start, end = readings[0].span
    return SlotReading(value=codes[0], text=text[start:end], alternatives=tuple(codes[1:]))
