"""What words for lengths of time mean, alone and beside a day: "in six weeks", "3 weeks after Christmas", "Friday in two weeks"."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from handlers.understanding import dates_calendar as calendar
from handlers.understanding.cascade import Made, Token
from handlers.understanding.dates_calendar import MONTHS, Grain, one_day, span
from handlers.understanding.dates_meaning import DAY, Part, Setting, made, of_kind


def length(_: Setting, count: Token, unit: Token) -> Made:
    return ("L", ((Decimal(count.value), unit.value),)) if count.value < 1000 else None


def upper_length(setting: Setting, low: Token, _to: Token, high: Token, unit: Token) -> Made:
    """As in "4 to 6 weeks": the longer, by which it is done."""
    return length(setting, high, unit) if low.value < high.value else None


def half_length(_: Setting, *parts: Part) -> Made:
    return "L", ((Decimal("0.5"), of_kind(parts, "u")[0].value),)


def longer(_: Setting, *parts: Part) -> Made:
    first, last = of_kind(parts, "L")
    return "L", first.value + last.value


def _after(start: date, much: Token) -> date | None:
    return calendar.later(start, much.value)


def in_length(setting: Setting, *parts: Part) -> Made:
    """As in "in six weeks", "10 days from now"."""
    day = _after(setting.today, of_kind(parts, "L")[0])
    return made(one_day(day)) if day else None


def within_length(setting: Setting, *parts: Part) -> Made:
    """As in "within 60 days", "the next three weeks": from today on, to the day that long after today."""
    day = _after(setting.today, of_kind(parts, "L")[0])
    return made(span(setting.today, day + DAY)) if day and day > setting.today else None


def from_day_name(setting: Setting, day_name: Token, _in: Token, much: Token) -> Made:
    """As in "heute in drei Monaten"."""
    day = _after(setting.today + DAY * int(day_name.value), much)
    return made(one_day(day)) if day else None


def two_upcoming_weeks(setting: Setting, count: Token, coming: Token, unit: Token) -> Made:
    """As in "2 upcoming weeks", "5 next days"; "only 3 next week" is something else."""
    if coming.value.offset != 1 or not (coming.value.coming or unit.kind == "U"):
        return None
    inner = length(setting, count, unit)
    return within_length(setting, Token(inner[0], inner[1], count.start, unit.end)) if inner else None


def ago(setting: Setting, *parts: Part) -> Made:
    backwards = tuple((-count, grain) for count, grain in of_kind(parts, "L")[0].value if grain is not Grain.WORKDAY)
    day = calendar.later(setting.today, backwards)
    return made(one_day(day)) if day else None


def length_after(setting: Setting, *parts: Part) -> Made:
    """As in "3 weeks after Christmas", "next Tuesday + 10 days"."""
    start = setting.settle(of_kind(parts, "SY")[0].value)
    day = _after(start.start, of_kind(parts, "L")[0]) if start else None
    return made(one_day(day)) if day else None


def when_in_length(setting: Setting, *parts: Part) -> Made:
    """As in "Friday in two weeks", "March in a year": of that week, or the first one after that time."""
    when, much = of_kind(parts, "WwY")[0], of_kind(parts, "L")[0]
    day = _after(setting.today, much)
    if day is None:
        return None
    if when.kind == "Y":
        return made(when.value.first(day))
    recurring = calendar.weekday(when.value)
    if any(grain in MONTHS for _, grain in much.value):
        return made(recurring.first(day))
    return made(calendar.within(recurring, calendar.unit(Grain.WEEK, day)))
