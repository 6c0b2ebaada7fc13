"""When somebody may be disturbed: on business days, outside quiet hours, so often a day and a week, unless they said otherwise.

Hours and days are those of the person's own zone, whatever the clocks do there. Source: clauses 14.14 to 14.16 of the policy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from program.periods import local_date, require_utc, start_of_day
from program.policy_nudges import NudgeKind, NudgeRules
from program.review_time import IsBusinessDay

_DAY: Final = timedelta(days=1)
_WEEK: Final = timedelta(days=6)
#: No country has so many free days on end; a calendar that says so is wrong, and people are told all the same.
_LONGEST_PAUSE: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnHours:
    """Somebody's own quiet hours: nothing before the full hour `until`, nothing from the full hour `after` on; None where any."""

    until: int | None = None
    after: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a person has said about reminders: the kinds they want none of, until when (aware UTC) all wait, in which hours."""

    stopped: frozenset[NudgeKind] = field(default_factory=frozenset)
    put_off_until: datetime | None = None
    quiet: OwnHours | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """Somebody's zone (IANA), the business days of their country, and the quiet hours that they want."""

    zone: str
    is_business_day: IsBusinessDay
    quiet: OwnHours | None = None


def open_hours(rules: NudgeRules, quiet: OwnHours | None) -> tuple[int, int]:
    """The full hours from which and until which somebody may be disturbed.

    Own hours only take away; where the policy by now is such that they would leave too little, it holds alone.
    """
    if quiet is None:
        return rules.quiet_until, rules.quiet_from
    opens = max(rules.quiet_until, rules.quiet_until if quiet.until is None else quiet.until)
    closes = min(rules.quiet_from, rules.quiet_from if quiet.after is None else quiet.after)
    return (opens, closes) if closes - opens >= rules.own_at_least else (rules.quiet_until, rules.quiet_from)


def next_opening(at: datetime, hours: Hours, rules: NudgeRules) -> datetime:
    """The instant itself where it may be disturbed, else the next at which it may be (aware UTC)."""
    day, hours_open = local_date(at, hours.zone), open_hours(rules, hours.quiet)
    for _ in range(_LONGEST_PAUSE):
        if hours.is_business_day(day):
            opens, closes = (_clock(day, hour, hours.zone) for hour in hours_open)
            if at < closes:
                return max(at, opens)
        day += _DAY
    return require_utc(at)


def next_moment(at: datetime, hours: Hours, rules: NudgeRules, told: Sequence[datetime], wishes: Wishes) -> datetime:
    """The first instant from `at` on at which the person may get a message with reminders, who was sent some at those instants."""
    moment = max(at, wishes.put_off_until or at)
    days = [local_date(each, hours.zone) for each in told]
    while True:
        moment = next_opening(moment, hours, rules)
        today = local_date(moment, hours.zone)
        this_week = sum(today - _WEEK <= day <= today for day in days)
        if days.count(today) < rules.per_day and this_week < rules.per_week:
            return moment
        moment = start_of_day(today + _DAY, hours.zone)


def _clock(day: date, hour: int, zone: str) -> datetime:
    """The instant at which clocks in the zone show the full hour."""
    return datetime.combine(day, time(hour), ZoneInfo(zone)).astimezone(UTC)
