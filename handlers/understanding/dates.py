"""Reads the days and periods that people write, English and German: "end of Q1", "KW 12", "31/03/2027"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from handlers.understanding import dates_calendar as calendar
from handlers.understanding.cascade import Token
from handlers.understanding.dates_calendar import Grain, Recurring, Span
from handlers.understanding.dates_grammar import GRAMMAR
from handlers.understanding.dates_lexer import rows
from handlers.understanding.dates_meaning import Setting, year_span
from handlers.understanding.readings import DateReading
from program.periods import months_after


def read_dates(
    text: str, *, today: date, day_first: bool = True, fiscal_year_start: int = 1, past: bool = False
) -> tuple[DateReading, ...]:
    """Every day or period in the text, in written order, never overlapping; nothing that is over, unless its year was written.

    A year goes with the next such date; "end of" a period is its last day, "mid" the 15th, a bare period its last day; weeks
    are ISO weeks. Quarters and halves follow the fiscal year, which begins with the month `fiscal_year_start` and is named
    after the year it ends in. With `past`, what is over is read too, and a "September" is the last one that has begun.
    """
    setting = Setting(today=today, day_first=day_first, fiscal_start=fiscal_year_start, past=past)
    return tuple(_readings(text, setting))


def read_date_answer(
    text: str, *, today: date, candidates: Sequence[date] = (), day_first: bool = True, fiscal_year_start: int = 1
) -> DateReading | None:
    """The day that answers "when?", or None. `candidates` are the days that were offered: "April" settles which of two, "yes,
    2027" moves the one that was refused to that year.
    """
    setting = Setting(today=today, day_first=day_first, fiscal_start=fiscal_year_start)
    for token in _reduced(text, setting):
        chosen = _choose(token, candidates, setting)
        if chosen is not None:
            return _reading(text, token, calendar.one_day(chosen, year=True))
    return next(_readings(text, setting), None)


def _choose(token: Token, candidates: Sequence[date], setting: Setting) -> date | None:
    """The one candidate that the words fit, in the year they name."""
    if token.kind not in "SYyabo" or not candidates:
        return None
    if token.kind in "abo":
        fitting = [day for day in candidates if day.day == token.value]
        return fitting[0] if len(fitting) == 1 else None
    when = year_span(token.value) if token.kind == "y" else token.value
    found = setting.settle(when)
    if found is None:
        return None
    if found.grain is Grain.YEAR:
        moved = [months_after(day, 12 * (found.start.year - day.year)) for day in candidates]
        return moved[0] if len(moved) == 1 else None
    if found.grain not in (Grain.MONTH, Grain.DAY):
        return None
    if isinstance(when, Recurring) and when.grain is Grain.DAY and when.day is None:  # "the 4th"
        same_day = [day for day in candidates if day.day == found.start.day and not when.not_today]
        return same_day[0] if len(same_day) == 1 else None
    fitting = [
        day for day in candidates if day.month == found.start.month and (found.grain is Grain.MONTH or day.day == found.start.day)
    ]
    if len(fitting) != 1:
        return None
    return months_after(fitting[0], 12 * (found.start.year - fitting[0].year)) if found.year else fitting[0]


def _reduced(text: str, setting: Setting) -> Iterator[Token]:
    for row in rows(text, setting):
        yield from GRAMMAR.reduce(row, setting)


def _readings(text: str, setting: Setting) -> Iterator[DateReading]:
    for token in _reduced(text, setting):
        found = setting.settle(token.value) if token.kind in "SY" else None
        if found is not None and (setting.past or found.year or found.end > setting.today):
            yield _reading(text, token, found)


def _reading(text: str, token: Token, found: Span) -> DateReading:
    return DateReading(
        text=text[token.start : token.end],
        span=(token.start, token.end),
        start=found.start,
        end=found.end,
        value=found.value,
        alternatives=(found.value, *found.others) if found.others else (),
        explicit_year=found.year,
    )
