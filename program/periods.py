"""Time is aware UTC and half-open: a protection holds from its first instant to the end of its last day in the partner's zone."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def require_utc(at: datetime) -> datetime:
    """The instant itself; raises ValueError for a naive one or one in another zone than UTC."""
    if at.tzinfo is None or at.utcoffset() != timedelta(0):
        raise ValueError("an instant is aware and in UTC")
    return at


def local_date(at: datetime, zone: str) -> date:
    """The calendar day of the instant in an IANA zone."""
    return require_utc(at).astimezone(ZoneInfo(zone)).date()


def local_hour(at: datetime, zone: str) -> int:
    """The hour of the day, from 0, that clocks in the IANA zone show at the instant (aware UTC)."""
    return require_utc(at).astimezone(ZoneInfo(zone)).hour


def start_of_day(day: date, zone: str) -> datetime:
    """The first instant of a calendar day in an IANA zone, as UTC.

    Where the clocks skip midnight, the first instant that exists on that day; where midnight comes twice, the earlier one.
    """
    return datetime.combine(day, time(0), ZoneInfo(zone)).astimezone(UTC)


def months_after(day: date, months: int) -> date:
    """The same day of the month so many calendar months later; the month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def first_of_month(day: date) -> date:
    """The first day of the day's month."""
    return day.replace(day=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From `start` on and before `end`, both aware UTC; ValueError when it would be empty."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if require_utc(self.start) >= require_utc(self.end):
            raise ValueError("a period ends after it starts")

    def __contains__(self, at: datetime) -> bool:
        return self.start <= at < self.end

    def last_day(self, zone: str) -> date:
        """The calendar day that holds the last instant of the period, in an IANA zone."""
        return local_date(self.end - timedelta(microseconds=1), zone)

    def days_left(self, at: datetime, zone: str) -> int:
        """Calendar days from today to the last day: 0 on the last day itself, negative afterwards."""
        return (self.last_day(zone) - local_date(at, zone)).days


def protected_period(*, start: datetime, days: int, zone: str) -> Period:
    """So many calendar days from the day of `start`, to the end of the last of them in the partner's zone."""
    last = local_date(start, zone) + timedelta(days=days)
    return Period(start=start, end=start_of_day(last + timedelta(days=1), zone))
