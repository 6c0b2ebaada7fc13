"""Numbers spelled out, English and German: the tables that dates and amounts share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

_ENGLISH: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
).split()
_ENGLISH_ORDINALS: Final = (
    "- first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth"
    " sixteenth seventeenth eighteenth nineteenth"
).split()
_GERMAN: Final = (
    "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn"
).split()
_GERMAN_ORDINAL_STEMS: Final = "- erst zweit dritt viert fünft sechst siebt acht neunt zehnt elft zwölft".split()

#: Tens stand alone or before a digit word: "twenty", "twenty five".
ENGLISH_TENS: Final = {
    word: 10 * ten for ten, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
_GERMAN_TENS: Final = dict(
    zip(range(2, 10), "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig".split(), strict=True)
)


def spellings(word: str) -> Iterator[str]:
    """The word and, with umlauts or ß, what people type who have no such keys ("fuenf", "dreissig")."""
    yield word
    plain = word.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ß", "ss")
    if plain != word:
        yield plain


def _spelled(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    return {spelling: value for word, value in pairs for spelling in spellings(word)}


def _german_below_hundred() -> Iterator[tuple[str, int]]:
    yield from ((word, value) for value, word in enumerate(_GERMAN))
    yield "zwo", 2
    for ten, word in _GERMAN_TENS.items():
        yield word, 10 * ten
        for one, digit in enumerate(_GERMAN[:10]):
            if one:
                yield f"{'ein' if one == 1 else digit}und{word}", 10 * ten + one


_GERMAN_CARDINALS: Final = _spelled(_german_below_hundred())

#: One word, one number: English to nineteen, German to ninety-nine.
CARDINALS: Final[dict[str, int]] = {word: value for value, word in enumerate(_ENGLISH)} | _GERMAN_CARDINALS


def _german_ordinals() -> Iterator[tuple[str, int]]:
    stems = {value: stem for value, stem in enumerate(_GERMAN_ORDINAL_STEMS) if value}
    stems |= {value: _GERMAN[value] + "t" for value in range(13, 20)}
    stems |= {value: word + "st" for word, value in _german_below_hundred() if 20 <= value <= 31}
    for value, stem in stems.items():
        for ending in ("e", "er", "en", "es", "em"):
            yield stem + ending, value


#: One word, one ordinal: "first" to "nineteenth", "twentieth", "thirtieth", "erste" to "einunddreißigster" in every ending.
ORDINALS: Final[dict[str, int]] = (
    {word: value for value, word in enumerate(_ENGLISH_ORDINALS) if value}
    | {"twentieth": 20, "thirtieth": 30}
    | _spelled(_german_ordinals())
)


def german_number(word: str) -> int | None:
    """A German number below a million in one word ("dreihundertfünfzigtausend"), or None when it is no such number."""
    head, thousand, rest = word.partition("tausend")
    if thousand:
        thousands = _german_below_thousand(head) if head else 1
        units = _german_below_thousand(rest.removeprefix("und")) if rest else 0
        return None if thousands is None or units is None else 1000 * thousands + units
    return _german_below_thousand(word)


def _german_below_thousand(word: str) -> int | None:
    head, hundred, rest = word.partition("hundert")
    if not hundred:
        return 1 if word == "ein" else _GERMAN_CARDINALS.get(word)
    hundreds = 1 if head in ("", "ein") else _GERMAN_CARDINALS.get(head)
    units = _GERMAN_CARDINALS.get(rest.removeprefix("und")) if rest else 0
    return None if hundreds is None or units is None or hundreds > 9 else 100 * hundreds + units
