"""What words for days mean together, one function for each kind of phrase: numbers, dates, weekdays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final, NamedTuple

from handlers.understanding import dates_calendar as calendar
from handlers.understanding.cascade import Made, Token
from handlers.understanding.dates_calendar import Grain, Recurring, Span, When, one_day, span

DAY: Final = timedelta(days=1)
Part = Token | None


class Setting(NamedTuple):
    """What a date depends on beside the words; `today` is the day from which "next" is counted. `past` asks for what is over."""

    today: date
    day_first: bool = True
    fiscal_start: int = 1
    past: bool = False

    def unit(self, grain: Grain, offset: int = 0, anchor: date | None = None) -> Span:
        """The week, month, quarter, … of today (or of `anchor`), or one before or after it."""
        return calendar.unit(grain, anchor or self.today, offset, fiscal_start=self.fiscal_start)

    def settle(self, when: When) -> Span | None:
        """The span itself, or the first of a recurring one that has not ended (with `past`, the last that has begun)."""
        if isinstance(when, Span):
            return when
        if self.past:
            begun = [each for each in when.spans(self.today - timedelta(days=370)) if each.start <= self.today]
            return begun[-1] if begun else None
        found, other = when.first(self.today + DAY * when.not_today), when.other.first(self.today) if when.other else None
        return found._replace(others=(other.value,)) if found and other else found

    def full_year(self, written: Token) -> int | None:
        """The year of four digits, or of two within two years behind and fifteen ahead of today; else None."""
        if written.kind in "yz":
            return int(written.value)
        year = self.today.year // 100 * 100 + int(written.value)
        return year if written.value > 9 and self.today.year - 2 <= year <= self.today.year + 15 else None


def made(when: When | None) -> Made:
    """The token of a meaning: a span stands fixed, what recurs waits for more words."""
    return None if when is None else ("S" if isinstance(when, Span) else "Y", when)


def of_kind(parts: tuple[Part, ...], kinds: str) -> list[Token]:
    """The tokens of those kinds, in written order."""
    return [part for part in parts if part is not None and part.kind in kinds]


def not_a_date(_: Setting, *parts: Part) -> Made:
    return "x", None


def lift(setting: Setting, word: Token, *_: Part) -> Made:
    """The meaning of a word on its own."""
    match word.kind:
        case "M" | "m" | "j":
            return made(calendar.month(word.value))
        case "W" | "w" | "q":
            return made(calendar.weekday(word.value))
        case "Q":
            return made(named_part(word, setting))
        case "T":
            return made(one_day(setting.today + DAY * int(word.value)))
        case _:
            return made(word.value)


def named_part(word: Token, setting: Setting) -> Recurring:
    """The quarter or half that "Q1" or "H2" names."""
    grain, number = word.value
    return calendar.fiscal_part(grain, number, setting.fiscal_start)


# Numbers


def twenty_five(_: Setting, ten: Token, one: Token) -> Made:
    value = ten.value + one.value
    return (("b" if value <= 31 else "n"), value) if one.value < 10 else None


def twenty_fifth(_: Setting, ten: Token, one: Token) -> Made:
    return ("p", ten.value + one.value) if one.value < 10 else None


# Days, months, years


def year_span(number: int) -> Span:
    """The calendar year, written out."""
    return span(date(number, 1, 1), date(number + 1, 1, 1), Grain.YEAR, year=True)


def lift_year(_: Setting, written: Token, *__: Part) -> Made:
    return made(year_span(written.value))


def day_month(_: Setting, *parts: Part) -> Made:
    """A day and a month in either order; a day that no year has is no date, and no month either."""
    month, day = of_kind(parts, "Mmj")[0], of_kind(parts, "abopt")[0]
    return made(calendar.day_of_year(month.value, day.value)) or not_a_date(_)


def day_month_year(setting: Setting, *parts: Part) -> Made:
    """A day, a month and a year in any order; a year of two digits is written last. 29 February 2027 is no date at all."""
    month, years = of_kind(parts, "Mmj")[0], of_kind(parts, "yz")
    numbers = of_kind(parts, "abnopt")
    written = years[0] if years else numbers[-1]
    year = setting.full_year(written)
    if year is None:
        return None
    recurring = calendar.day_of_year(month.value, numbers[0].value)
    return made(calendar.within(recurring, year_span(year)) if recurring else None) or not_a_date(setting)


def month_year(_: Setting, *parts: Part) -> Made:
    month, year = of_kind(parts, "Mmj")[0], of_kind(parts, "yz")[0]
    return made(calendar.within(calendar.month(month.value), year_span(year.value)))


def month_number_year(_: Setting, number: Token, _join: Token, year: Token) -> Made:
    """As in "11 / 2027"."""
    return made(calendar.within(calendar.month(number.value), year_span(year.value)))


def year_of(_: Setting, again: Token, *parts: Part) -> Made:
    """As in "Christmas 2027", "mid March 2027"."""
    return made(calendar.within(again.value, year_span(of_kind(parts, "yz")[0].value)))


def days_of_month(_: Setting, *parts: Part) -> Made:
    """As in "July 13 to 15", "12 to 16 September", "14./15. März"."""
    month, days = of_kind(parts, "Mmj")[0], of_kind(parts, "abopt")
    first, last = (calendar.day_of_year(month.value, day.value) for day in days)
    return made(_between(first, last)) if first and last and days[0].value < days[1].value else None


def days_before(_: Setting, first: Token, _to: Token, last: Token) -> Made:
    """As in "14. – 15.10.": the first day is of the month of the last."""
    when: When = last.value
    if isinstance(when, Span):
        earlier = when.grain is Grain.DAY and first.value < when.start.day
        start_day = when.start.replace(day=first.value) if earlier else when.start
        return made(span(start_day, when.end, value=start_day, year=when.year)) if earlier else None
    start = calendar.day_of_year(when.day[0], first.value) if when.day and first.value < when.day[1] else None
    return made(_between(start, when)) if start else None


def _between(first: Recurring, last: Recurring) -> Recurring:
    def spans(since: date) -> Iterator[Span]:
        for end in last.spans(since):
            start = first.first(end.start - timedelta(days=31))
            if start:
                yield span(start.start, end.end, value=start.start)

    return Recurring(spans=spans, grain=Grain.OTHER)


def ordinals(_: Setting, *parts: Part) -> Made:
    """As in "am siebten vierten", "27. 11."."""
    day, month = of_kind(parts, "op")
    return made(calendar.day_of_year(month.value, day.value))


def numeric(setting: Setting, first: int, second: int, year: int | None = None) -> When | None:
    """Two numbers that are a day and a month: in the order of the setting unless only the other is a date; both where both are."""
    day_first, month_first = calendar.day_of_year(second, first), calendar.day_of_year(first, second)
    wanted, other = (day_first, month_first) if setting.day_first else (month_first, day_first)
    if wanted is None or first == second:
        wanted, other = wanted or other, None
    if wanted is None:
        return None
    both = wanted._replace(other=other)
    return calendar.within(both, year_span(year)) if year else both


def numbers_alone(setting: Setting, first: Token, _to: Token, last: Token, *_: Part) -> Made:
    """As in "4-22" where nothing but a date was said."""
    return made(numeric(setting, first.value, last.value))


def day_alone(_: Setting, day: Token, *__: Part) -> Made:
    return made(calendar.day_of_month(day.value))


# Weekdays


def weekday_of_date(setting: Setting, *parts: Part) -> Made:
    """As in "Friday, 5/3/2027": the date says the day; the weekday settles which of two dates was meant."""
    weekday, when = of_kind(parts, "Wwq")[0].value, of_kind(parts, "SYd")[0].value
    if when.grain is not Grain.DAY or (isinstance(when, Recurring) and when.day is None):
        return None
    found = setting.settle(when)
    if found is None or not found.others:
        return made(when)
    fitting = [day for day in (found.value, *found.others) if day.weekday() == weekday]
    return made(one_day(fitting[0], year=found.year) if len(fitting) == 1 else when)


def weekday_day(_: Setting, *parts: Part) -> Made:
    """As in "Friday the 14th": the next 14th that is a Friday."""
    return made(calendar.day_of_month(of_kind(parts, "bop")[0].value, on=of_kind(parts, "Wwq")[0].value))


def after_next(setting: Setting, word: Token, _after: Token, _next: Token) -> Made:
    """As in "the week after next", "Friday after next"."""
    if word.kind in "uU":
        return made(setting.unit(word.value, 2))
    first = calendar.weekday(word.value).first(setting.today + DAY)
    return made(one_day(first.start + timedelta(weeks=1))) if first else None


def weekdays_from_now(setting: Setting, count: Token, word: Token, _now: Token) -> Made:
    first = calendar.weekday(word.value).first(setting.today + DAY)
    return made(one_day(first.start + timedelta(weeks=count.value - 1))) if first and count.value < 60 else None


def relative_again(setting: Setting, relative: Token, again: Token) -> Made:
    """The Friday of next week for "next", the first for "coming" and "this"; "next March" is the first that has not begun."""
    offset, coming = relative.value.offset, relative.value.coming
    if again.kind in "Wwq":
        recurring = calendar.weekday(again.value)
        if offset == 1 and not coming:
            return made(calendar.within(recurring, setting.unit(Grain.WEEK, 1)))
        first = recurring.first(setting.today + DAY if offset else setting.today)
        return made(one_day(first.start + timedelta(weeks=max(0, offset - 1)))) if first else None
    lifted = lift(setting, again)
    if lifted is None or isinstance(lifted[1], Span):
        return lifted
    ahead = [each for each in lifted[1].spans(setting.today) if not offset or each.start > setting.today]
    return made(ahead[max(0, offset - 1)]) if len(ahead) >= max(1, offset) else None
