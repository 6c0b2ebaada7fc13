"""What date words mean: spans of days, things that come again (a March, a Friday, a Christmas), and the arithmetic between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple

from program.periods import months_after

_DAY: Final = timedelta(days=1)
_YEARS_AHEAD: Final = 13  # a 29 February comes within eight years, a Friday the 13th within two


class Grain(StrEnum):
    """How large a span is: that decides where its beginning, middle and end are."""

    DAY = "day"
    WORKDAY = "workday"
    WEEKEND = "weekend"
    WORKWEEK = "workweek"
    WEEK = "week"
    FORTNIGHT = "fortnight"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    FISCAL_YEAR = "fiscal year"
    DECADE = "decade"
    END = "end"  # the end of any of these
    OTHER = "other"


#: Calendar months in the units that are made of months.
MONTHS: Final = {
    Grain.MONTH: 1, Grain.QUARTER: 3, Grain.HALF: 6, Grain.YEAR: 12, Grain.FISCAL_YEAR: 12, Grain.DECADE: 120,
}  # fmt: skip
_DAYS: Final = {Grain.DAY: 1, Grain.WEEK: 7, Grain.WORKWEEK: 7, Grain.WEEKEND: 7, Grain.FORTNIGHT: 14}


class Span(NamedTuple):
    """`[start, end)`; `value` is the day to store, `others` the days it could be as well, `year` says the year was written.

    A tuple, as all that is made many times for a date: a frozen dataclass takes three times as long to make.
    """

    start: date
    end: date
    value: date
    grain: Grain = Grain.OTHER
    year: bool = False
    others: tuple[date, ...] = ()


#: The spans of something that comes again, in order, from the first that ends after the day given.
Spans = Callable[[date], Iterator[Span]]


class Recurring(NamedTuple):
    """Something that comes again; `day` is (month, day) when it is a day of the year, `other` what the words may mean as well.

    `not_today`: on its own it never means today ("Monday", said on a Monday).
    """

    spans: Spans
    grain: Grain
    day: tuple[int, int] | None = None
    other: Recurring | None = None
    not_today: bool = False

    def first(self, since: date) -> Span | None:
        """The first of them that ends after `since`."""
        return next(self.spans(since), None)


#: What a phrase means.
When = Span | Recurring


def span(start: date, end: date, grain: Grain = Grain.OTHER, *, value: date | None = None, year: bool = False) -> Span:
    """A span; the day to store is its last unless another is named."""
    return Span(start=start, end=end, value=value or end - _DAY, grain=grain, year=year)


def one_day(day: date, *, year: bool = False) -> Span:
    """The span of a single day."""
    return span(day, day + _DAY, Grain.DAY, year=year)


def later(day: date, lengths: tuple[tuple[Decimal, Grain], ...]) -> date | None:
    """The day after so many units (half a month is 15 days), or None where the calendar ends."""
    try:
        for count, grain in lengths:
            if grain is Grain.WORKDAY:
                day = _workdays_later(day, int(count))
            elif grain in MONTHS:
                months = count * MONTHS[grain]
                day = months_after(day, int(months)) + timedelta(days=int((months - int(months)) * 30))
            else:
                day += timedelta(days=int((count * _DAYS[grain]).quantize(Decimal(1), ROUND_HALF_UP)))
    except (ValueError, OverflowError):
        return None
    return day


def _workdays_later(day: date, count: int) -> date:
    weeks, rest = divmod(count, 5)
    day += timedelta(weeks=weeks)
    while rest > 0 or day.weekday() > 4:
        day += _DAY
        rest -= day.weekday() < 5
    return day


def unit(grain: Grain, anchor: date, offset: int = 0, *, fiscal_start: int = 1) -> Span:
    """The calendar unit that holds `anchor`, or one `offset` before or after it. Quarters and halves follow the fiscal year."""
    if grain in (Grain.DAY, Grain.WORKDAY):
        return one_day(anchor + timedelta(days=offset))
    if grain in _DAYS:
        monday = anchor + timedelta(days=_DAYS[grain] * offset - anchor.weekday())
        first, last = {Grain.WEEKEND: (5, 7), Grain.WORKWEEK: (0, 5), Grain.FORTNIGHT: (0, 14)}.get(grain, (0, 7))
        return span(monday + timedelta(days=first), monday + timedelta(days=last), grain)
    if grain is Grain.DECADE:
        year = anchor.year // 10 * 10 + 10 * offset
        return span(date(year, 1, 1), date(year + 10, 1, 1), grain)
    first_month = 1 if grain in (Grain.YEAR, Grain.MONTH) else fiscal_start
    size = MONTHS[grain]
    start = months_after(anchor.replace(day=1), -((anchor.month - first_month) % size) + size * offset)
    return span(start, months_after(start, size), grain)


def yearly(of_year: Callable[[int], Span | None], grain: Grain, day: tuple[int, int] | None = None) -> Recurring:
    """Something that comes once a year; None in a year without it (29 February)."""
    of_year = lru_cache(maxsize=32)(of_year)

    def spans(since: date) -> Iterator[Span]:
        for year in range(since.year - 1, since.year + _YEARS_AHEAD):
            found = of_year(year)
            if found is not None and found.end > since:
                yield found

    return Recurring(spans=spans, grain=grain, day=day)


@lru_cache(maxsize=512)
def day_of_year(month: int, day: int) -> Recurring | None:
    """The day of every year, or None when there is no such day in any year."""
    if not 1 <= month <= 12 or not 1 <= day <= (29 if month == 2 else 30 if month in (4, 6, 9, 11) else 31):
        return None

    def of_year(year: int) -> Span | None:
        return (
            None
            if (month, day) == (2, 29) and months_after(date(year, 2, 1), 1) - date(year, 2, 1) < 29 * _DAY
            else one_day(date(year, month, day))
        )

    return yearly(of_year, Grain.DAY, (month, day))


@lru_cache(maxsize=512)
def month(number: int) -> Recurring:
    """The month of every year."""
    return yearly(lambda year: span(date(year, number, 1), months_after(date(year, number, 1), 1), Grain.MONTH), Grain.MONTH)


@lru_cache(maxsize=512)
def fiscal_part(grain: Grain, number: int, fiscal_start: int) -> Recurring:
    """The quarter or half of every fiscal year, which has the name of the calendar year it ends in."""
    size = MONTHS[grain]

    def of_year(year: int) -> Span:
        start = months_after(fiscal_year(year, fiscal_start).start, size * (number - 1))
        return span(start, months_after(start, size), grain)

    return yearly(of_year, grain)


def fiscal_year(year: int, fiscal_start: int) -> Span:
    """The fiscal year of that name: it ends in the calendar year it is named after."""
    start = date(year - (fiscal_start > 1), fiscal_start, 1)
    return span(start, months_after(start, 12), Grain.FISCAL_YEAR, year=True)


@lru_cache(maxsize=512)
def iso_week(number: int) -> Recurring | None:
    """The ISO week of every year that has it, or None when no year does."""
    if not 1 <= number <= 53:
        return None
    return yearly(lambda year: iso_week_of(year, number), Grain.WEEK)


def iso_week_of(year: int, number: int) -> Span | None:
    """The ISO week of that year (1 may begin in December before), or None when it has no such week."""
    try:
        return unit(Grain.WEEK, date.fromisocalendar(year, number, 1))
    except ValueError:
        return None


def weekday(number: int) -> Recurring:
    """Every such day of the week, Monday = 0."""

    def spans(since: date) -> Iterator[Span]:
        day = since + timedelta(days=(number - since.weekday()) % 7)
        for week in range(60):
            yield one_day(day + timedelta(weeks=week))

    return Recurring(spans=spans, grain=Grain.DAY, not_today=True)


def day_of_month(number: int, on: int | None = None) -> Recurring | None:
    """That day of every month which has it, only where it falls `on` a weekday if one is given; None for no such day."""
    if not 1 <= number <= 31:
        return None

    def spans(since: date) -> Iterator[Span]:
        for ahead in range(12 * _YEARS_AHEAD):
            first = months_after(since.replace(day=1), ahead)
            day = first + timedelta(days=number - 1)
            if day.month == first.month and day >= since and on in (None, day.weekday()):
                yield one_day(day)

    return Recurring(spans=spans, grain=Grain.DAY)


def mapped(when: When, change: Callable[[Span], Span | None], grain: Grain = Grain.OTHER) -> When | None:
    """The change made to the span, or to each of the spans of something that comes again."""
    if isinstance(when, Span):
        return change(when)
    recurring = when

    def spans(since: date) -> Iterator[Span]:
        for each in recurring.spans(since):
            found = change(each)
            if found is not None and found.end > since:
                yield found

    return Recurring(spans=spans, grain=grain)


def within(inner: Recurring, outer: Span) -> Span | None:
    """The first one that starts in the outer span, or None; it takes over whether the year was written."""
    for found in inner.spans(outer.start):
        if found.start >= outer.end:
            return None
        if found.start >= outer.start and found.end - found.start <= outer.end - outer.start:
            other = within(inner.other, outer) if inner.other else None
            return found._replace(year=outer.year, others=(other.value,) if other else ())
    return None
