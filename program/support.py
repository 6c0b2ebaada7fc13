"""How soon a person answers a question, and who takes it over when nobody did.

Hours run on business days only, all 24 of each, in the zone and by the calendar of the partner that asks. How many there are is a
benefit of its tier: whoever is higher is answered sooner. Half of them pass before a reminder. Source: clauses 6.10 and 12.1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from program.periods import local_date, start_of_day
from program.review_time import IsBusinessDay, Rung

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerClock:
    """The instant (aware UTC) at which each rung is reached; the question is due at `Rung.OVERDUE`."""

    rungs: Mapping[Rung, datetime]

    @property
    def due(self) -> datetime:
        return self.rungs[Rung.OVERDUE]

    def reached(self, at: datetime) -> Rung | None:
        """The highest rung whose instant has come."""
        return max((rung for rung, since in self.rungs.items() if at >= since), default=None)


def answer_clock(asked_at: datetime, *, hours: int, hand_over_hours: int, zone: str, is_business_day: IsBusinessDay) -> AnswerClock:
    """The clock of a question asked at the instant (aware UTC), in the partner's IANA zone."""
    due = after_hours(asked_at, timedelta(hours=hours), zone, is_business_day)
    return AnswerClock(
        rungs={
            Rung.REMINDED: after_hours(asked_at, timedelta(hours=hours) / 2, zone, is_business_day),
            Rung.OVERDUE: due,
            Rung.TAKEN_OVER: after_hours(due, timedelta(hours=hand_over_hours), zone, is_business_day),
        }
    )


def after_hours(begin: datetime, span: timedelta, zone: str, is_business_day: IsBusinessDay) -> datetime:
    """The instant at which so much time has passed on business days since the beginning; a day is as long as it is in the zone."""
    now, left = begin, span
    while True:
        day = local_date(now, zone)
        ends = start_of_day(day + _DAY, zone)
        if is_business_day(day):
            if now + left <= ends:
                return now + left
            left -= ends - now
        now = ends
