"""How soon a person answers: hours on business days, in the partner's zone, and never sooner for a lower tier."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from program.periods import local_date
from program.review_time import Rung
from program.support import after_hours, answer_clock

BERLIN = "Europe/Berlin"


def weekday(day: date) -> bool:
    return day.weekday() < 5


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("asked", "hours", "due"),
    [
        ("2026-11-23T09:00", 8, "2026-11-23T17:00"),
        ("2026-11-27T20:00", 8, "2026-11-30T04:00"),  # three hours of Friday in Berlin, the others on Monday
        ("2026-11-28T09:00", 4, "2026-11-30T03:00"),  # asked on a Saturday: Monday begins at 23:00 in UTC
        ("2027-03-26T22:00", 24, "2027-03-29T21:00"),  # the clocks go forward on Sunday
    ],
)
def test_hours_run_on_business_days_only(asked: str, hours: int, due: str) -> None:
    assert after_hours(instant(asked), timedelta(hours=hours), BERLIN, weekday) == instant(due)


def test_a_question_is_reminded_of_then_late_then_taken_over() -> None:
    clock = answer_clock(instant("2026-11-23T09:00"), hours=8, hand_over_hours=24, zone=BERLIN, is_business_day=weekday)
    assert clock.due == instant("2026-11-23T17:00")
    assert [clock.reached(instant(f"2026-11-{at}")) for at in ("23T12:59", "23T13:00", "23T17:00", "24T17:00")] == [
        None,
        Rung.REMINDED,
        Rung.OVERDUE,
        Rung.TAKEN_OVER,
    ]


@given(st.integers(0, 2 * 366 * 24 * 60), st.integers(1, 200), st.integers(1, 200))
def test_more_hours_never_end_sooner_and_always_on_a_business_day(minutes: int, fewer: int, more: int) -> None:
    begin = instant("2026-01-01T00:00") + timedelta(minutes=minutes)
    first = after_hours(begin, timedelta(hours=fewer), BERLIN, weekday)
    last = after_hours(begin, timedelta(hours=fewer + more), BERLIN, weekday)
    assert begin < first < last
    assert weekday(local_date(first - timedelta(microseconds=1), BERLIN))
    assert after_hours(first, timedelta(hours=more), BERLIN, weekday) == last
