"""The days that people name instead of dating them: public holidays of the English- and German-speaking world, and seasons."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from handlers.understanding.dates_calendar import (
    Grain,
    Recurring,
    Span,
    day_of_year,
    one_day,
    span,
    yearly,
)
from handlers.understanding.dates_parts import nth_weekday
from program.periods import months_after

_FIXED: Final = (
    (1, 1, "neues jahr|neuen jahr|neue jahr"),
    (1, 1, "new year|new years|new year's|new year's day|new years day|new year day|neujahr|neujahrstag"),
    (1, 6, "epiphany|heilige drei könige|dreikönig|dreikönigstag"),
    (2, 14, "valentine's day|valentines day|valentine's|valentinstag"),
    (3, 17, "st patrick's day|st patricks day|st. patrick's day"),
    (5, 1, "may day|international workers' day|international workers day|tag der arbeit|maifeiertag"),
    (6, 24, "johannistag"),
    (7, 4, "independence day"),
    (10, 3, "tag der deutschen einheit"),
    (10, 31, "halloween|reformationstag"),
    (11, 1, "all saints' day|all saints day|allerheiligen"),
    (11, 11, "veterans day|martinstag"),
    (12, 4, "barbaratag"),
    (12, 6, "nikolaus|nikolaustag"),
    (12, 24, "christmas eve|xmas eve|heiligabend|heilig abend|heiliger abend"),
    (12, 25, "christmas|christmas day|xmas|x-mas|weihnachten|weihnachtsfest|erster weihnachtstag"),
    (12, 25, "the holidays|holidays|feiertage|feiertagen|weihnachtsfeiertage|weihnachtsfeiertagen"),
    (12, 26, "boxing day|zweiter weihnachtstag"),
    (12, 31, "new year's eve|new years eve|new year eve|silvester|sylvester|turn of the year"),
)

#: Days after Easter Sunday.
_EASTER: Final = (
    (-52, "weiberfastnacht|altweiber"),
    (-50, "fastnachtssamstag|karnevalssamstag|faschingssamstag"),
    (-49, "karneval|fasching|tulpensonntag"),
    (-48, "rosenmontag|shrove monday"),
    (-47, "faschingsdienstag|fastnachtsdienstag|fastnacht|veilchendienstag|mardi gras|shrove tuesday"),
    (-46, "ash wednesday|aschermittwoch"),
    (-7, "palm sunday|palmsonntag"),
    (-3, "maundy thursday|gründonnerstag"),
    (-2, "good friday|karfreitag"),
    (-1, "holy saturday|karsamstag"),
    (0, "easter|easter sunday|ostern|ostersonntag|osterfest"),
    (1, "easter monday|easter mon|ostermontag"),
    (39, "ascension|ascension day|himmelfahrt|christi himmelfahrt|himmelfahrtstag|vatertag"),
    (49, "pentecost|whit sunday|pfingsten|pfingstsonntag"),
    (50, "whit monday|pentecost monday|pfingstmontag"),
    (60, "corpus christi|fronleichnam"),
)

#: Month, which one (-1 the last), weekday, days after it.
_NTH_WEEKDAY: Final = (
    (1, 3, 0, 0, "mlk day|martin luther king day"),
    (2, 3, 0, 0, "presidents day|presidents' day|president's day"),
    (5, 2, 6, 0, "mother's day|mothers day|muttertag"),
    (5, -1, 0, 0, "memorial day"),
    (6, 3, 6, 0, "father's day|fathers day"),
    (9, 1, 0, 0, "labor day|labour day"),
    (10, 2, 0, 0, "columbus day"),
    (11, 4, 3, 0, "thanksgiving|thanksgiving day"),
    (11, 4, 3, 1, "black friday"),
    (11, 4, 3, 4, "cyber monday"),
)

#: Days before the fourth Sunday of Advent.
_ADVENT: Final = ((32, "bettag|buß und bettag|buß- und bettag"), (28, "totensonntag|ewigkeitssonntag"))

_SEASONS: Final = ((3, "spring|springtime|frühling|frühjahr"), (6, "summer|sommer"), (9, "autumn|herbst|fall"), (12, "winter"))


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the algorithm of Meeus, Jones and Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    length = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * length) // 451
    number, day = divmod(h + length - 7 * m + 114, 31)
    return date(year, number, day + 1)


def fourth_advent(year: int) -> date:
    """The last Sunday before Christmas Day."""
    christmas = date(year, 12, 25)
    return christmas - timedelta(days=christmas.weekday() + 1)


def advent(number: int) -> Recurring | None:
    """The first to fourth Sunday of Advent of every year, or None for any other number."""
    if not 1 <= number <= 4:
        return None
    return yearly(lambda year: one_day(fourth_advent(year) - timedelta(weeks=4 - number)), Grain.DAY)


def _after_easter(days: int) -> Recurring:
    return yearly(lambda year: one_day(easter(year) + timedelta(days=days)), Grain.DAY)


def _before_advent(days: int) -> Recurring:
    return yearly(lambda year: one_day(fourth_advent(year) - timedelta(days=days)), Grain.DAY)


def _nth_weekday(month: int, number: int, weekday: int, days: int) -> Recurring:
    def of_year(year: int) -> Span | None:
        first = date(year, month, 1)
        found = nth_weekday(number, weekday, span(first, months_after(first, 1)))
        return one_day(found.start + timedelta(days=days)) if found else None

    return yearly(of_year, Grain.DAY)


def _season(month: int) -> Recurring:
    return yearly(lambda year: span(date(year, month, 1), months_after(date(year, month, 1), 3)), Grain.OTHER)


def _holidays() -> Iterator[tuple[str, Recurring]]:
    for month, day, names in _FIXED:
        fixed = day_of_year(month, day)
        if fixed is not None:
            yield names, fixed
    for days, names in _EASTER:
        yield names, _after_easter(days)
    for month, number, weekday, days, names in _NTH_WEEKDAY:
        yield names, _nth_weekday(month, number, weekday, days)
    for days, names in _ADVENT:
        yield names, _before_advent(days)
    yield "zwischen den jahren", yearly(lambda year: span(date(year, 12, 27), date(year + 1, 1, 1)), Grain.OTHER)


HOLIDAYS: Final = {name: holiday for names, holiday in _holidays() for name in names.split("|")}

#: Meteorological seasons. Their names are also surnames and verbs, so they count only after "in", "next", "early" and the like.
SEASONS: Final = {name: _season(month) for month, names in _SEASONS for name in names.split("|")}
