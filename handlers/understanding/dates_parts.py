"""Where in a span the words point: its beginning, middle and end, and the first, second or last unit or weekday in it."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from handlers.understanding.dates_calendar import MONTHS, Grain, Span, one_day, span, unit
from program.periods import months_after

_DAY: Final = timedelta(days=1)


def beginning(whole: Span) -> Span:
    """The first ten days of a month, the first month of a quarter, the first quarter of a year, else the first third."""
    months = {Grain.QUARTER: 1, Grain.HALF: 2, Grain.YEAR: 3, Grain.FISCAL_YEAR: 3}.get(whole.grain)
    if months:
        end = months_after(whole.start, months)
    else:
        days = {Grain.MONTH: 10, Grain.WEEK: 3}.get(whole.grain, max(1, (whole.end - whole.start).days // 3))
        end = whole.start + timedelta(days=days)
    return span(whole.start, end, year=whole.year)


def middle(whole: Span) -> Span:
    """Around the 15th of a month, or of the middle month of a quarter; the turn of the halves of a year; else the middle day."""
    start = whole.start
    if whole.grain is Grain.MONTH:
        return span(start + 10 * _DAY, start + 20 * _DAY, value=start + 14 * _DAY, year=whole.year)
    if whole.grain is Grain.QUARTER:
        return span(months_after(start, 1), months_after(start, 2), value=months_after(start, 1) + 14 * _DAY, year=whole.year)
    if whole.grain in (Grain.HALF, Grain.YEAR, Grain.FISCAL_YEAR):
        turn = months_after(start, MONTHS[whole.grain] // 2)
        return span(months_after(turn, -1), months_after(turn, 1), value=turn - _DAY, year=whole.year)
    if whole.grain is Grain.WEEK:
        return span(start + _DAY, start + 4 * _DAY, value=start + 2 * _DAY, year=whole.year)
    days = (whole.end - start).days
    third = _DAY * (days // 3)
    return span(start + third, whole.end - third, value=start + _DAY * (days // 2), year=whole.year)


def ending(whole: Span) -> Span:
    """The end of a span: its last ten days or so, and its last day to store."""
    if whole.grain is Grain.MONTH:
        return span(whole.start + 20 * _DAY, whole.end, Grain.END, year=whole.year)
    days = {Grain.DAY: 1, Grain.WEEK: 3, Grain.QUARTER: 17, Grain.HALF: 31, Grain.YEAR: 31, Grain.FISCAL_YEAR: 31}.get(
        whole.grain, 10
    )
    return span(max(whole.start, whole.end - days * _DAY), whole.end, Grain.END, year=whole.year)


def nth(number: int, grain: Grain, whole: Span) -> Span | None:
    """The first, second, … or (-1) last unit inside a span, or None. A week belongs to the month its Thursday is in."""
    if grain is Grain.HALF:
        return _half(number, whole)
    if grain in MONTHS:
        count = -(-((whole.end.year - whole.start.year) * 12 + whole.end.month - whole.start.month) // MONTHS[grain])
        index = number - 1 if number > 0 else count + number
        start = months_after(whole.start, index * MONTHS[grain])
        found = span(start, months_after(start, MONTHS[grain]), grain)
    elif grain in (Grain.WEEK, Grain.WORKWEEK, Grain.WEEKEND):
        held = nth_weekday(number, 5 if grain is Grain.WEEKEND else 3, whole)
        found = unit(grain, held.start) if held else whole
        return found._replace(year=whole.year) if held else None
    else:
        day = whole.start + _DAY * (number - 1) if number > 0 else whole.end + _DAY * number
        while grain is Grain.WORKDAY and day.weekday() > 4:
            day += _DAY if number > 0 else -_DAY
        found = one_day(day)
    return found._replace(year=whole.year) if whole.start <= found.start and found.end <= whole.end else None


def _half(number: int, whole: Span) -> Span | None:
    if number not in (1, 2, -1):
        return None
    if whole.grain is Grain.MONTH:
        turn = whole.start + 15 * _DAY
    elif whole.grain in (Grain.YEAR, Grain.FISCAL_YEAR):
        turn = months_after(whole.start, 6)
    else:
        turn = whole.start + (whole.end - whole.start) // 2
    grain = Grain.HALF if whole.grain in (Grain.YEAR, Grain.FISCAL_YEAR) else Grain.OTHER
    return span(whole.start, turn, grain, year=whole.year) if number == 1 else span(turn, whole.end, grain, year=whole.year)


def nth_weekday(number: int, day: int, whole: Span) -> Span | None:
    """The first, second, … or (-1) last such weekday inside a span, or None."""
    if number > 0:
        found = whole.start + timedelta(days=(day - whole.start.weekday()) % 7 + 7 * (number - 1))
    else:
        last = whole.end - _DAY
        found = last - timedelta(days=(last.weekday() - day) % 7 - 7 * (number + 1))
    return one_day(found, year=whole.year) if whole.start <= found < whole.end else None
