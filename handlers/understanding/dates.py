"""Reads the days and periods that people write, English and German: "end of Q1", "KW 12", "31/03/2027"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

from handlers.understanding import dates_calendar as calendar
from handlers.understanding.cascade import Token
from handlers.understanding.dates_calendar import Grain, Recurring, Span
from handlers.understanding.dates_grammar import GRAMMAR
from handlers.understanding.dates_lexer import Stretch, row, stretches
from handlers.understanding.dates_meaning import Setting, year_span
from handlers.understanding.pieces import LONGEST
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
    for token in _tokens(text, setting):
        chosen = _choose(token, candidates, setting)
        if chosen is not None:
            return _reading(text, token.start, token.end, calendar.one_day(chosen, year=True))
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


def _meant(stretch: Stretch, setting: Setting) -> tuple[Token, ...]:
    """The tokens that a date can be, or a part of one."""
    return tuple(token for token in GRAMMAR.reduce(row(stretch, setting), setting) if token.kind in "SYyabo")


def _tokens(text: str, setting: Setting) -> Iterator[Token]:
    for stretch in stretches(text):
        for kind, value, start, end in _meant(stretch._replace(start=0), setting):
            yield Token(kind, value, stretch.start + start, stretch.start + end)


@lru_cache(maxsize=8192)
def _settled(stretch: Stretch, setting: Setting) -> tuple[tuple[int, int, Span], ...]:
    """Where the dates in the stretch stand and which they are, but for those that are over.

    It is remembered: on one day people say the same few hundred things of dates.
    """
    found = [(token.start, token.end, setting.settle(token.value)) for token in _meant(stretch, setting) if token.kind in "SY"]
    return tuple(
        (start, end, span) for start, end, span in found if span and (setting.past or span.year or span.end > setting.today)
    )


def _readings(text: str, setting: Setting) -> Iterator[DateReading]:
    for stretch in stretches(text):
        settled = _settled if len(stretch.text) <= LONGEST else _settled.__wrapped__
        for start, end, found in settled(stretch._replace(start=0), setting):
            yield _reading(text, stretch.start + start, stretch.start + end, found)


def _reading(text: str, start: int, end: int, found: Span) -> DateReading:
    return DateReading(
        text=text[start:end],
        span=(start, end),
        start=found.start,
        end=found.end,
        value=found.value,
        alternatives=(found.value, *found.others) if found.others else (),
        explicit_year=found.year,
    )
