"""How quickly a person decides: by the end of so many business days, and who takes over when nobody did.

Days are those of the partner's zone; which of them are business days is what the caller's calendar says. While a question to the
partner is open the clock stands still: the registration has no `review_since`. Source: chapter 9 of the policy.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum
from typing import Final

from program.periods import local_date, start_of_day
from program.policy import ReviewRules
from program.registrations import Registration, Reviewer, Status

IsBusinessDay = Callable[[date], bool]
_DAY: Final = timedelta(days=1)


class Rung(IntEnum):
    """How far a case has climbed while nobody decided: who decides was reminded, others were told, channel admins have it."""

    REMINDED = 1
    OVERDUE = 2
    TAKEN_OVER = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewClock:
    """A person decides by the end of `due_day`; each rung is reached at its instant, the end of a business day (aware UTC)."""

    due_day: date
    rungs: Mapping[Rung, datetime]

    @property
    def due(self) -> datetime:
        """The first instant at which the decision is late."""
        return self.rungs[Rung.OVERDUE]

    def is_overdue(self, at: datetime) -> bool:
        return at >= self.due


def review_clock(
    registration: Registration, *, zone: str, rules: ReviewRules, is_business_day: IsBusinessDay
) -> ReviewClock | None:
    """When the registration is due and when it climbs, in the partner's IANA zone; None while nobody has to decide."""
    if registration.status is not Status.IN_REVIEW or registration.review_since is None:
        return None
    return clock_since(
        registration.review_since,
        zone=zone,
        business_days=rules.business_days,
        remind_after=rules.remind_after,
        hand_over_after=rules.hand_over_after,
        is_business_day=is_business_day,
    )


def clock_since(
    since: datetime, *, zone: str, business_days: int, remind_after: int, hand_over_after: int, is_business_day: IsBusinessDay
) -> ReviewClock:
    """The clock of whatever waits for a person since the instant, in an IANA zone; the days are as in ReviewRules."""
    began = local_date(since, zone)
    due_day = business_day_after(began, business_days, is_business_day)
    days = {
        Rung.REMINDED: business_day_after(began, remind_after, is_business_day),
        Rung.OVERDUE: due_day,
        Rung.TAKEN_OVER: business_day_after(due_day, hand_over_after, is_business_day),
    }
    return ReviewClock(due_day=due_day, rungs={rung: start_of_day(day + _DAY, zone) for rung, day in days.items()})


def highest(clock: ReviewClock, at: datetime) -> Rung | None:
    """The highest rung whose instant has come."""
    return max((rung for rung, since in clock.rungs.items() if at >= since), default=None)


def rung_reached(registration: Registration, clock: ReviewClock, at: datetime) -> Rung | None:
    """The highest rung that is reached at the instant; what channel admins decide already, nobody takes over."""
    reached = highest(clock, at)
    if reached is Rung.TAKEN_OVER and registration.reviewer is Reviewer.CHANNEL_ADMIN:
        return Rung.OVERDUE
    return reached


def business_day_after(day: date, count: int, is_business_day: IsBusinessDay) -> date:
    """The so many-th business day after the day, which is not counted itself; the day for a count of 0."""
    for _ in range(count):
        day += _DAY
        while not is_business_day(day):
            day += _DAY
    return day


def business_days_between(first: date, last: date, is_business_day: IsBusinessDay) -> int:
    """How many business days come after `first`, up to and with `last`."""
    return sum(is_business_day(first + _DAY * ahead) for ahead in range(1, (last - first).days + 1))


def median(counts: Mapping[int, int]) -> int:
    """The least value that at least half of all do not exceed; `counts` says how many have each value, ValueError for none."""
    left = -(-sum(counts.values()) // 2)
    if left == 0:
        raise ValueError("nothing has no median")
    for value in sorted(counts):
        left -= counts[value]
        if left <= 0:
            return value
    raise AssertionError("half of all is never more than all")
