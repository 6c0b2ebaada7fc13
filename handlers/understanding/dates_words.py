"""The words that dates are made of, English and German: to teach the reader a word, add it to a line here.

A word has a kind (a letter of `NAMES`, by which the rules know it) and a meaning. Phrases of several words stand between
bars. `SAME_AS` gives new words for what can already be said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final

from rapidfuzz.distance import OSA

from handlers.understanding.dates_calendar import Grain
from handlers.understanding.dates_holidays import HOLIDAYS, SEASONS
from handlers.understanding.number_words import CARDINALS, ENGLISH_TENS, ORDINALS, spellings

#: The names that rules use, and the kinds of words each takes.
NAMES: Final = {
    "number": "abnt", "plain_number": "abn", "numeral": "abo", "tens": "t", "ones": "a", "day": "abopt", "small": "ab",
    "ordinal": "opl", "nth_word": "p", "day_mark": "op", "digit_ordinal": "o", "late_day": "bop", "two_digits": "bn",
    "year": "yz", "long_year": "y", "one": "e", "half": "v",
    "month": "Mmj", "name_month": "mj", "weak_month": "m", "weekday": "Wwq", "plain_weekday": "Ww", "weak_weekday": "w",
    "unit": "uU", "one_unit": "u", "part": "P", "relative": "R", "named": "Q", "week": "K", "advent": "E", "season": "h",
    "nth": "N", "length": "L", "day_name": "T", "weak_date": "d",
    "when": "SY", "fixed": "S", "again": "Y", "dated": "SYd", "liftable": "MjWQT", "weak": "mwqhd", "nameable": "MmjWwqhY",
    "in": "I", "within": "k", "of": "Of", "in_of": "OIf", "in_on": "Iif", "linking": "IifO", "day_article": "iIO-VAf", "week_digits": "abno", "on": "iI", "from": "f", "to": "-", "slash": "/",
    "join": "-/", "join_or_week": "-/K", "and": "&", "comma": ",", "aside": ",(", "plus": "+", "before": "V", "after": "A", "beside": "VA",
    "after_from": "Af", "from_now": "g", "ago": "c",
    "month_cue": "iIfk-OVAPR", "day_cue": "iIf-VAR", "year_cue": "iIfk-VA", "name_cue": "iIfPROV", "season_cue": "IiPRVA-O", "pause": ",|",
    "other": "xXC$€uU", "capital": "X", "legal_form": "C", "title": "r", "counted": "$", "currency": "€",
}  # fmt: skip


class Place(StrEnum):
    """Where in a span."""

    BEGINNING = "beginning"
    MIDDLE = "middle"
    END = "end"
    REST = "rest"  # "later this year": from today to its end


@dataclass(frozen=True, slots=True)
class Relative:
    """The word "next" is 1, "this" 0; `coming` is the very next one ("coming Friday"), where "next Friday" is next week's."""

    offset: int
    coming: bool = False


def _inflected(stem: str) -> str:
    return " ".join(stem + ending for ending in ("e", "en", "er", "es", "em"))


_MONTHS: Final = (
    (1, "january januar jänner januars", "jan jän"),
    (2, "february februar feber februars febuary", "feb febr"),
    (3, "march märz", "mar mär mrz"),
    (5, "mai", "may"),
    (7, "july juli", "jul"),
    (9, "september", "sep sept"),
    (10, "october oktober", "oct okt"),
    (11, "november", "nov"),
    (12, "december dezember", "dec dez"),
)
_NAME_MONTHS: Final = ((4, "april"), (6, "june juni"), (8, "august"))
_WEAK_NAME_MONTHS: Final = ((4, "apr"), (6, "jun"), (8, "aug"))
_WEEKDAYS: Final = (
    ("monday montag montags mondays", "mon mo", ""),
    ("tuesday dienstag tuesdays", "tue tues di", ""),
    ("wednesday mittwoch wednesdays", "wed weds mi", ""),
    ("thursday donnerstag thursdays", "thu thur thurs", "do"),
    ("friday freitag freitags fridays", "fri fr", ""),
    ("saturday samstag sonnabend saturdays", "sat sa", ""),
    ("sunday sonntag sundays", "sun", "so"),
)

#: kind, meaning, words.
_WORDS: Final[tuple[tuple[str, Any, str], ...]] = (
    ("u", Grain.DAY, "day tag tages tg"),
    ("U", Grain.DAY, "days tage tagen"),
    ("u", Grain.WORKDAY, "workday werktag arbeitstag bankarbeitstag |business day|working day"),
    ("U", Grain.WORKDAY, "workdays werktage werktagen arbeitstage arbeitstagen bankarbeitstage bankarbeitstagen |business days|working days"),
    ("u", Grain.WEEK, "week week's woche wk"),
    ("U", Grain.WEEK, "weeks wochen wks"),
    ("u", Grain.WORKWEEK, "workweek arbeitswoche |work week|working week"),
    ("u", Grain.WEEKEND, "weekend wochenende wochenendes"),
    ("u", Grain.FORTNIGHT, "fortnight"),
    ("U", Grain.FORTNIGHT, "fortnights"),
    ("u", Grain.MONTH, "month month's monat monats mth"),
    ("U", Grain.MONTH, "months monate monaten mths"),
    ("u", Grain.QUARTER, "quarter quarter's qtr quartal quartals quartales vierteljahr"),
    ("U", Grain.QUARTER, "quarters qtrs quartale quartalen"),
    ("u", Grain.HALF, "halfyear hj halbjahr halbjahres halbjahrs jahreshälfte hälfte |half year"),
    ("U", Grain.HALF, "halbjahre halbjahren"),
    ("u", Grain.YEAR, "year year's jahr jahres jahrs yr kalenderjahr |calendar year"),
    ("U", Grain.YEAR, "years jahre jahren yrs"),
    ("u", Grain.FISCAL_YEAR, "fy gj wj geschäftsjahr geschäftsjahres geschäftsjahrs wirtschaftsjahr |fiscal year|financial year"),
    ("u", Grain.DECADE, "decade jahrzehnt"),
    ("U", Grain.DECADE, "decades jahrzehnte jahrzehnten"),
    ("P", Place.BEGINNING, "beginning early anfang anfangs beginn |start of|early in|beginning of"),
    ("P", Place.MIDDLE, "mid middle mitte"),
    ("P", Place.END, "end ende endes late ausgang |tail end|close of|late in"),
    ("P", Place.REST, "later rest remainder |rest of|remainder of|remaining of|later in|noch in|noch im|noch"),
    ("R", Relative(1), f"next following nxt {_inflected('nächst')} {_inflected('folgend')} {_inflected('darauffolgend')}"),
    ("R", Relative(1, coming=True), f"coming upcoming {_inflected('kommend')} |this coming|this upcoming"),
    ("R", Relative(0), f"this current {_inflected('dies')} {_inflected('laufend')} {_inflected('aktuell')} heurigen"),
    ("R", Relative(2), _inflected("übernächst")),
    ("l", -1, f"last past previous {_inflected('letzt')} {_inflected('vorig')} {_inflected('vergangen')}"),
    ("T", 0, "today heute todays today's heutigen |as of today"),
    ("T", 1, "tomorrow tomorrows tomorrow's tmrw tmr morgen"),
    ("T", 2, "übermorgen overmorrow"),
    ("T", -1, "yesterday gestern"),
    ("T", -2, "vorgestern"),
    ("K", None, "kw cw kalenderwoche |calendar week|kal woche"),
    ("E", None, "advent adventssonntag"),
    ("I", None, "in im"),
    ("k", None, "within binnen innerhalb |within the|innerhalb von|inside of|in under"),
    ("O", None, "of"),
    ("f", None, "from between zwischen vom von ab since seit starting |starting on|starting from|beginning on|beginning from|ab dem|not before|nicht vor"),
    ("i", None, "on by am an at for zum für per closing close closes abschluss abschlussdatum datum date decision entscheidung due expected"
                " erwartet unterschrift zuschlag deadline termin fällig during over über closedate bestellung signature |bis zu|no later than|not later than|nicht später als"),
    ("V", None, "before prior vor vorm |prior to|bis vor"),
    ("A", None, "after nach |the day after"),
    ("-", None, "to bis until till through thru |bis zum|bis zur|up to|bis spätestens"),
    ("&", None, "and und"),
    ("&", "or", "or oder"),
    ("g", None, "hence later |from now|from right now|from today|in the future|ab heute|ab jetzt|from now on|ab sofort|starting today"),
    ("c", None, "ago"),
    ("e", 1, "a an ein eine einen einem einer eines one nem ner nen"),
    ("v", None, f"half halb {_inflected('halb')}"),
    ("n", Decimal("1.5"), "anderthalb eineinhalb einundeinhalb |one and a half|a half dozen"),
    ("n", Decimal("2.5"), "zweieinhalb |two and a half|two and half"),
    ("n", Decimal("3.5"), "dreieinhalb |three and a half"),
    ("a", 2, "couple paar beiden beide |couple of|a couple of|a couple|ein paar"),
    ("a", 3, "few several |a few|einige|einigen|mehrere|mehreren"),
    ("C", None, "gmbh ag kg ohg ug ltd limited inc llc corp plc bv nv sas srl spa oy aps ek ev eg mbh gbr llp co company holding group"),
    ("x", None, "|guten morgen|good morning|morgen zusammen|morgen allerseits|guten tag|schönen tag|good day"),
    ("r", None, "herr herrn frau hr mr mrs ms dr prof"),
    ("$", None, "users user seats seat licenses license licences licence lizenzen lizenz nutzer benutzer employees mitarbeiter mitarbeitern"
                " people endpoints devices geräte geräten clients server servers arbeitsplätze stück plätze k m t mio mm mn bn tsd tausend thousand"
                " million millionen millions mrd grand percent prozent uhr pm hours stunden minutes minuten min std teur keur meur version"
                " points punkte items units sites standorte lakh crore locations rooms stores"),
    ("€", None, "eur euro euros usd dollar dollars gbp pounds pound chf franken francs sek nok dkk pln rupees quid bucks"),
)  # fmt: skip

#: Words that say nothing about the day and may stand anywhere within a date.
FILLERS: Final = frozenset(
    "the der die das den dem des about around roughly approximately approx ca circa etwa ungefähr rund probably voraussichtlich vsl hopefully"
    " hoffentlich spätestens latest fiscal financial official sometime irgendwann just almost fast knapp wohl vermutlich my mein meine yes ja yep"
    " ok okay bereits schon a.d. ad exactly genau either maybe vielleicht likely".split()
)

#: Words that say what a day is for: after a comma they begin a statement of their own.
PURPOSES: Final = frozenset(
    "close closing closes closedate abschluss abschlussdatum decision entscheidung unterschrift zuschlag deadline bestellung signature signing".split()
)

#: New words for what can be said with the words above.
SAME_AS: Final = {
    "eoy": "end year", "eoq": "end quarter", "eom": "end month", "eow": "end week", "eofy": "end fy", "boy": "beginning year", "eo": "end",
    "jahresende": "end year", "jahresmitte": "mid year", "jahresanfang": "early year", "jahresbeginn": "early year", "midyear": "mid year",
    "quartalsende": "end quarter", "quartalsmitte": "mid quarter", "quartalsanfang": "early quarter", "quartalsbeginn": "early quarter",
    "monatsende": "end month", "monatsmitte": "mid month", "monatsanfang": "early month", "monatsbeginn": "early month",
    "wochenanfang": "early week", "wochenmitte": "mid week", "wochenbeginn": "early week", "midweek": "mid week", "ultimo": "end month",
    "monatsultimo": "end month", "halbjahresende": "end halbjahr", "quartalsultimo": "end quarter", "jahresultimo": "end year",
    "geschäftsjahresende": "end fy", "heuer": "this year", "quater": "quarter", "midmonth": "mid month", "monatsletzten": "end month", "jahreswechsel": "end year",
}  # fmt: skip

#: Letters that mean a unit only right after a number ("3w", "6mo").
UNIT_LETTERS: Final = {"d": Grain.DAY, "w": Grain.WEEK, "wk": Grain.WEEK, "wks": Grain.WEEK, "mo": Grain.MONTH, "mos": Grain.MONTH,
                       "y": Grain.YEAR, "yr": Grain.YEAR, "yrs": Grain.YEAR}  # fmt: skip

Entry = tuple[tuple[str, Any], ...]


def _month_entries() -> Iterator[tuple[str, str, Any]]:
    for number, full, short in _MONTHS:
        yield "M", full, number
        yield "m", short, number
    for number, full in _NAME_MONTHS:
        yield "j", full, number
    for number, short in _WEAK_NAME_MONTHS:
        yield "m", short, number


def _entries() -> Iterator[tuple[str, tuple[str, Any]]]:
    """Every word and phrase with its kind and meaning; later ones win."""
    for word, number in CARDINALS.items():
        yield word, ("a" if 0 < number <= 12 else "b" if 12 < number <= 31 else "n", number)
    for word, number in ENGLISH_TENS.items():
        yield word, ("t", number)
    for word, number in ORDINALS.items():
        yield word, ("p", number)
    for kind, words, number in _month_entries():
        yield from ((word, (kind, number)) for word in words.split())
    for number, names in enumerate(_WEEKDAYS):
        yield from ((word, (kind, number)) for kind, words in zip("Wwq", names, strict=True) for word in words.split())
    yield from ((name, ("Y", holiday)) for name, holiday in HOLIDAYS.items())
    yield from ((name, ("h", season)) for name, season in SEASONS.items())
    for kind, meaning, words in _WORDS:
        single, *phrases = words.split("|")
        yield from ((word, (kind, meaning)) for word in [*single.split(), *phrases])


def _lexicon() -> tuple[dict[str, Entry], dict[str, tuple[tuple[tuple[str, ...], Entry], ...]]]:
    """Single words, and phrases by their first word, the longest first."""
    words: dict[str, Entry] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], Entry]]] = {}
    for written, entry in _entries():
        for text in spellings(written):
            first, *rest = text.split()
            if rest:
                phrases.setdefault(first, []).append((tuple(rest), (entry,)))
            else:
                words[text] = (entry,)
    for alias, meaning in SAME_AS.items():
        words[alias] = tuple(entry for word in meaning.split() for entry in words[word])
    for kind, months, number in _month_entries():
        for name in months.split() if kind != "m" else ():
            for ending, word in (("woche", "woche"), ("hälfte", "hälfte"), ("ende", "end"), ("mitte", "mid"), ("anfang", "early")):
                words[name + ending] = (*words[word], ("M", number))
    return words, {first: tuple(sorted(found, key=lambda phrase: -len(phrase[0]))) for first, found in phrases.items()}


WORDS, PHRASES = _lexicon()
KNOWN: Final = FILLERS.union(WORDS, PHRASES)

# Long words that nothing else is one slip of the keyboard away from; shorter ones, and weekdays that are surnames, stay as they are.
_PUT_RIGHT: Final = tuple(
    """january february september october november december januar februar oktober dezember wednesday thursday saturday donnerstag
    mittwoch quartal nächste nächsten nächster tomorrow übermorgen jahresende christmas weihnachten halbjahr beginning""".split()
)


_DOUBLED: Final = re.compile(r"(.)\1")
_BY_LETTER: Final = {letter: tuple(word for word in _PUT_RIGHT if word[0] == letter) for letter in {word[0] for word in _PUT_RIGHT}}


@lru_cache(maxsize=4096)
def meant(word: str) -> str:
    """The date word that was meant by one that is not known ("dezmber", "feburary"), else the word itself."""
    if len(word) < 6:
        return word
    slips = 2 if len(word) >= 8 else 1
    near = _BY_LETTER.get(word[0], ())
    found = next((right for right in near if OSA.distance(word, right, score_cutoff=slips) <= slips), word)
    # A key too much is one hit twice ("januarry"); "Novemberg" is the name of a place.
    return found if len(word) <= len(found) or _DOUBLED.sub(r"\1", word) == _DOUBLED.sub(r"\1", found) else word
