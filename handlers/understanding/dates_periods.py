"""What words for periods mean together, one function for each kind of phrase: units, their parts, what is counted in them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from handlers.understanding import dates_calendar as calendar
from handlers.understanding import dates_parts as parts_of
from handlers.understanding.cascade import Made, Token
from handlers.understanding.dates_calendar import MONTHS, Grain, Recurring, Span, When, one_day, span
from handlers.understanding.dates_holidays import advent
from handlers.understanding.dates_meaning import DAY, Part, Setting, lift, made, named_part, of_kind, year_span
from handlers.understanding.dates_words import Place

_PLACES: Final = {Place.BEGINNING: parts_of.beginning, Place.MIDDLE: parts_of.middle, Place.END: parts_of.ending}


# Units


def relative_unit(setting: Setting, relative: Token, unit: Token) -> Made:
    """As in "next quarter", "diese Woche"."""
    return made(setting.unit(unit.value, relative.value.offset))


def this_unit(setting: Setting, unit: Token) -> Made:
    return made(setting.unit(unit.value))


def later_this(setting: Setting, _later: Token, relative: Token, unit: Token) -> Made:
    """The rest of a unit: later this year."""
    whole = setting.unit(unit.value, relative.value.offset)
    return made(whole._replace(start=max(whole.start, setting.today)))


def weekend(setting: Setting, unit: Token) -> Made:
    """As in "at the weekend"; other units need a word that says which."""
    return made(setting.unit(unit.value)) if unit.value is Grain.WEEKEND else None


def named_year(setting: Setting, unit: Token, written: Token) -> Made:
    """As in "FY27", "fiscal year 2027", "Jahr 2027"."""
    number = setting.full_year(written) if unit.value in (Grain.YEAR, Grain.FISCAL_YEAR) else None
    if number is None:
        return None
    return made(calendar.fiscal_year(number, setting.fiscal_start) if unit.value is Grain.FISCAL_YEAR else year_span(number))


def quarter_year(setting: Setting, *parts: Part) -> Made:
    """As in "Q1/27", "H1 2027", "2027 Q1", "Q1 FY27"."""
    number = setting.full_year(of_kind(parts, "yzbn")[0])
    named = named_part(of_kind(parts, "Q")[0], setting)
    return made(calendar.within(named, calendar.fiscal_year(number, setting.fiscal_start))) if number else None


def week_number(_: Setting, *parts: Part) -> Made:
    """As in "KW 12", "week 12", "12. Kalenderwoche": the next one of that number."""
    unit, number = of_kind(parts, "Ku")[0], of_kind(parts, "abno")[0].value
    if unit.value is Grain.QUARTER and 1 <= number <= 4:
        return "Q", (Grain.QUARTER, int(number))
    return made(calendar.iso_week(int(number))) if unit.kind == "K" or unit.value is Grain.WEEK else None


def weeks(setting: Setting, _week: Token, low: Token, _to: Token, high: Token) -> Made:
    """A range of calendar weeks: KW 10-12."""
    first, last = made(calendar.iso_week(int(low.value))), made(calendar.iso_week(int(high.value)))
    return _joined(setting, first, last, lower=True) if low.value < high.value else None


def week_of_year(setting: Setting, unit: Token, number: Token, *parts: Part) -> Made:
    """As in "KW 8/27", "week 5 of 2027"."""
    year = setting.full_year(of_kind(parts, "yzbn")[0]) if unit.kind == "K" or unit.value is Grain.WEEK else None
    found = calendar.iso_week_of(year, int(number.value)) if year else None
    return made(found._replace(year=True)) if found else None


def advent_sunday(_: Setting, number: Token, _advent: Token) -> Made:
    return made(advent(number.value))


# What is counted within a span


def nth_unit(_: Setting, number: Token, unit: Token) -> Made:
    """As in "first week", "letzter Freitag", "second half": of what, the next words say."""
    return "N", (number.value, Grain.HALF if unit.kind == "v" else unit.value)


def nth_within(_: Setting, *parts: Part) -> Made:
    """As in "first week of February", "last Friday in October"."""
    number, unit = of_kind(parts, "N")[0].value
    written = of_kind(parts, "SYyz")[0]
    whole: When = year_span(written.value) if written.kind in "yz" else written.value
    if isinstance(unit, Grain):
        return made(calendar.mapped(whole, lambda each: parts_of.nth(number, unit, each), unit))
    return made(calendar.mapped(whole, lambda each: parts_of.nth_weekday(number, unit, each), Grain.DAY))


def _of_this_or_next(setting: Setting, unit: Token, change: Callable[[Span], Span | None]) -> Made:
    """Of the unit that holds today, or of the next when that is over."""
    for offset in (0, 1):
        found = change(setting.unit(unit.value, offset))
        if found is not None and found.end > setting.today:
            return made(found)
    return None


def nth_of_this(setting: Setting, nth: Token, _of: Token, unit: Token) -> Made:
    """As in "third week of the month", "third quarter of the year"."""
    number, counted = nth.value
    if isinstance(counted, Grain):
        return _of_this_or_next(setting, unit, lambda whole: parts_of.nth(number, counted, whole))
    return _of_this_or_next(setting, unit, lambda whole: parts_of.nth_weekday(number, counted, whole))


def nth_alone(setting: Setting, nth: Token) -> Made:
    """A "drittes Quartal" is of any year, "last month" the one before this."""
    count, unit = nth.value
    if not isinstance(unit, Grain):
        back = (setting.today.weekday() - unit - 1) % 7 + 1
        return made(one_day(setting.today - timedelta(days=back))) if count < 0 else None
    if count < 0:
        return made(setting.unit(unit, -1))
    fits = unit in (Grain.QUARTER, Grain.HALF) and count <= 12 // MONTHS[unit]
    return made(calendar.fiscal_part(unit, count, setting.fiscal_start)) if fits else None


def nth_weekday_after(setting: Setting, nth: Token, _after: Token, when: Token) -> Made:
    """As in "third Tuesday after Christmas"."""
    count, unit = nth.value
    start = setting.settle(when.value)
    if start is None or isinstance(unit, Grain) or count < 1:
        return None
    first = calendar.weekday(unit).first(start.end)
    return made(one_day(first.start + timedelta(weeks=count - 1), year=start.year)) if first else None


def weekday_after(setting: Setting, weekday: Token, _after: Token, when: Token) -> Made:
    """The first such weekday after a day: Dienstag nach Ostern."""
    start = setting.settle(when.value)
    return made(weekday.value.first(start.end)) if weekday.value.not_today and start else None


def day_within(_: Setting, *parts: Part) -> Made:
    """As in "the 15th of next month"."""
    whole: Span = of_kind(parts, "S")[0].value
    return made(parts_of.nth(of_kind(parts, "abopt")[0].value, Grain.DAY, whole)) if whole.grain is Grain.MONTH else None


def day_of_this(setting: Setting, day: Token, _of: Token, unit: Token) -> Made:
    """As in "the 15th of the month"."""
    fits = unit.value is Grain.MONTH
    return _of_this_or_next(setting, unit, lambda whole: parts_of.nth(day.value, Grain.DAY, whole)) if fits else None


def days_within(_: Setting, *parts: Part) -> Made:
    """As in "from 4 to 22 this month"."""
    whole: Span = of_kind(parts, "S")[0].value
    days = [parts_of.nth(day.value, Grain.DAY, whole) for day in of_kind(parts, "abopt")]
    first, last = days
    fits = whole.grain is Grain.MONTH and first and last and first.start < last.start
    return made(span(first.start, last.end, value=first.start, year=whole.year)) if fits and first and last else None


# Parts of a span


def part_of(setting: Setting, *parts: Part) -> Made:
    """As in "end of March", "Mitte nächsten Quartals", "Anfang 2027", "rest of this week"."""
    place = of_kind(parts, "P")[0].value
    whole = of_kind(parts, "SYyz")[0]
    when: When = year_span(whole.value) if whole.kind in "yz" else whole.value
    if place is not Place.REST:
        return made(calendar.mapped(when, _PLACES[place]))
    found = setting.settle(when)
    if found is None or found.end <= setting.today:
        return None
    return made(span(max(found.start, setting.today), found.end, year=found.year))


def part_of_this(setting: Setting, *parts: Part) -> Made:
    """As in "end of the month", "quarter end", "EOY": of this one, unless that is past."""
    place, unit = of_kind(parts, "P")[0].value, of_kind(parts, "u")[0]
    if place is Place.REST:
        return made(setting.unit(unit.value)._replace(start=setting.today))
    return _of_this_or_next(setting, unit, _PLACES[place])


def two_parts_of(setting: Setting, first: Token, _slash: Token, last: Token, _of: Part, when: Token) -> Made:
    """As in "Mitte/Ende März": from the beginning of the one to the end of the other."""
    return _joined(setting, part_of(setting, first, when), part_of(setting, last, when))


def unit_of(setting: Setting, unit: Token, _of: Token, when: Token) -> Made:
    """As in "the week of 7 October"."""
    day = setting.settle(when.value) if unit.value in (Grain.WEEK, Grain.WEEKEND, Grain.MONTH, Grain.WORKWEEK) else None
    return made(setting.unit(unit.value, 0, day.start)) if day else None


def unit_beside(setting: Setting, *parts: Part) -> Made:
    """As in "the week before Christmas", "the day after tomorrow"."""
    unit, when = of_kind(parts, "uU")[0], setting.settle(of_kind(parts, "SY")[0].value)
    if when is None:
        return None
    return made(setting.unit(unit.value, -1, when.start) if of_kind(parts, "V") else setting.unit(unit.value, 1, when.end - DAY))


# Spans beside spans


def inner(setting: Setting, *parts: Part) -> Made:
    """Two side by side, one within the other: "Q1 next year", "Freitag nächste Woche", "today, 24 November"."""
    words = of_kind(parts, "SYTd")
    one, two = (one_day(setting.today + DAY * int(word.value)) if word.kind == "T" else word.value for word in words)
    for small, large in ((one, two), (two, one)):
        outer = setting.settle(large)
        if outer is None:
            continue
        found = calendar.within(small, outer) if isinstance(small, Recurring) else small if _inside(small, outer) else None
        if found is not None:
            return made(found._replace(year=outer.year or found.year))
    return None


def _inside(small: Span, large: Span) -> bool:
    return large.start <= small.start and small.end <= large.end


def before(setting: Setting, _before: Token, when: Token) -> Made:
    """What is "before Christmas" ends the day before, what is "before the end of March" by its last day."""
    found = setting.settle(when.value)
    if found is None:
        return None
    end = found.end if found.grain is Grain.END else found.start
    return made(span(setting.today, end, year=found.year)) if end > setting.today else None


def before_this(setting: Setting, word: Token, unit: Token) -> Made:
    """As in "before the weekend"."""
    return (
        before(setting, word, Token("S", setting.unit(unit.value), unit.start, unit.end)) if unit.value is Grain.WEEKEND else None
    )


def after(setting: Setting, _after: Token, when: Token) -> Made:
    """As in "after Easter": the days that follow it, from the first."""
    found = setting.settle(when.value)
    return made(span(found.end, found.end + 7 * DAY, value=found.end, year=found.year)) if found else None


def from_to(setting: Setting, *parts: Part) -> Made:
    """As in "from March to May", "Aug 8 – Aug 12", "between Q1 and Q2", "2027 to 2029"."""
    first, last = (made(year_span(word.value) if word.kind in "yz" else word.value) for word in of_kind(parts, "SYyz"))
    return _bounded(setting, first, last, parts)


def months_between(setting: Setting, *parts: Part) -> Made:
    """As in "March to May", "Apr – Jun", "March or April"."""
    first, last = (lift(setting, word) for word in of_kind(parts, "Mmj"))
    return _bounded(setting, first, last, parts)


def _bounded(setting: Setting, first: Made, last: Made, parts: tuple[Part, ...]) -> Made:
    """To store is the lower bound of a range ("to", "between … and"), else the last day ("/"); "or" leaves two days."""
    joined = _joined(setting, first, last, lower=not of_kind(parts, "/&") or bool(of_kind(parts, "f")))
    start = setting.settle(first[1]) if first else None
    if joined and start and any(word.value == "or" for word in of_kind(parts, "&")):
        return made(joined[1]._replace(others=(start.value,)))
    return joined


def _joined(setting: Setting, first: Made, last: Made, *, lower: bool = False) -> Made:
    if first is None or last is None:
        return None
    start, end = setting.settle(first[1]), setting.settle(last[1])
    if isinstance(last[1], Recurring) and start:
        end = last[1].first(start.start)
    elif isinstance(first[1], Recurring) and end:
        start = first[1].first(end.start - timedelta(days=365))
    if start is None or end is None or start.start >= end.end:
        return None
    return made(span(start.start, end.end, value=start.value if lower else None, year=start.year or end.year))
