"""A person decides by the end of a business day in the partner's zone; nobody's delay climbs faster, or twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from statistics import median_low
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from program.periods import local_date, start_of_day
from program.policy import ReviewRules
from program.registrations import Registration, Reviewer, Status
from program.review_time import (
    IsBusinessDay,
    ReviewClock,
    Rung,
    business_day_after,
    business_days_between,
    median,
    review_clock,
    rung_reached,
)
from tests.program.deals import DAY, POLICY, TICK, registration

BERLIN = "Europe/Berlin"
HOLIDAYS = {date(2026, *day) for day in ((4, 3), (4, 6), (5, 1), (10, 3), (12, 25), (12, 26))} | {date(2027, 1, 1)}
ZONES = st.sampled_from(
    [
        "UTC", "Europe/Berlin", "Europe/London", "America/New_York", "America/Sao_Paulo", "Asia/Beirut", "Atlantic/Azores",
        "Australia/Lord_Howe", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu",
    ]
)  # fmt: skip
INSTANTS = st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - the zone is beside it
RULES = st.builds(
    ReviewRules, business_days=st.integers(1, 10), remind_after=st.integers(1, 10), hand_over_after=st.integers(1, 10)
)
#: Weekends, and any further days that a country may keep.
CALENDARS = st.frozensets(st.integers(0, 6), max_size=3).map(lambda free: lambda day: day.weekday() < 5 and day.day % 7 not in free)
CALENDARS_WITH_WORK = CALENDARS.filter(lambda calendar: any(calendar(date(2026, 1, 1) + DAY * ahead) for ahead in range(7)))


def is_business_day(day: date) -> bool:
    return day.weekday() < 5 and day not in HOLIDAYS


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def waiting(since: datetime, **more: Any) -> Registration:
    return registration(review_since=since, reviewer=Reviewer.PARTNER_MANAGER, **more)


def clock_from(
    since: datetime, zone: str = BERLIN, rules: ReviewRules = POLICY.review, calendar: IsBusinessDay = is_business_day
) -> ReviewClock:
    clock = review_clock(waiting(since), zone=zone, rules=rules, is_business_day=calendar)
    assert clock is not None
    return clock


@pytest.mark.parametrize(
    ("since", "due_day", "due"),
    [
        pytest.param("2026-11-23T09:00", "2026-11-25", "2026-11-25T23:00", id="from Monday to Wednesday"),
        pytest.param("2026-11-26T09:00", "2026-11-30", "2026-11-30T23:00", id="across a weekend"),
        pytest.param("2026-11-28T09:00", "2026-12-01", "2026-12-01T23:00", id="on a Saturday: Monday is the first day"),
        pytest.param("2026-11-29T22:59", "2026-12-01", "2026-12-01T23:00", id="late on Sunday"),
        pytest.param("2026-11-29T23:00", "2026-12-02", "2026-12-02T23:00", id="a moment later it is Monday in Berlin"),
        pytest.param("2026-04-29T09:00", "2026-05-04", "2026-05-04T22:00", id="1 May is a holiday"),
        pytest.param("2026-10-01T09:00", "2026-10-05", "2026-10-05T22:00", id="3 October is a Saturday anyway"),
        pytest.param("2026-12-23T09:00", "2026-12-28", "2026-12-28T23:00", id="Christmas"),
        pytest.param("2026-12-30T09:00", "2027-01-04", "2027-01-04T23:00", id="New Year"),
        pytest.param("2026-03-27T09:00", "2026-03-31", "2026-03-31T22:00", id="the clocks go forward on the way"),
        pytest.param("2026-10-23T09:00", "2026-10-27", "2026-10-27T23:00", id="the clocks go back on the way"),
    ],
)
def test_a_person_decides_by_the_end_of_the_second_business_day(since: str, due_day: str, due: str) -> None:
    clock = clock_from(utc(since))
    assert clock.due_day == date.fromisoformat(due_day)
    assert clock.due == utc(due)
    assert not clock.is_overdue(clock.due - TICK)
    assert clock.is_overdue(clock.due)


def test_the_day_counts_where_the_partner_is() -> None:
    since = utc("2026-11-23T23:30")  # Tuesday in Berlin, Monday in New York
    assert clock_from(since).due_day == date(2026, 11, 26)
    assert clock_from(since, "America/New_York").due_day == date(2026, 11, 25)
    assert clock_from(since, "America/New_York").due == utc("2026-11-26T05:00")


@pytest.mark.parametrize("standing", [{"status": Status.ACTION_REQUIRED}, {"status": Status.APPROVED}, {"review_since": None}])
def test_the_clock_stands_still_unless_somebody_has_to_decide(standing: Mapping[str, Any]) -> None:
    known = registration(**({"review_since": utc("2026-11-23T09:00")} | dict(standing)))
    assert review_clock(known, zone=BERLIN, rules=POLICY.review, is_business_day=is_business_day) is None


@given(INSTANTS, ZONES, RULES, CALENDARS_WITH_WORK)
def test_a_decision_is_due_where_a_business_day_ends(
    since: datetime, zone: str, rules: ReviewRules, calendar: IsBusinessDay
) -> None:
    clock = clock_from(since, zone, rules, calendar)
    began = local_date(since, zone)
    assert calendar(clock.due_day)
    assert clock.due == start_of_day(clock.due_day + DAY, zone)
    assert local_date(clock.due - TICK, zone) == clock.due_day
    assert business_days_between(began, clock.due_day, calendar) == rules.business_days
    assert clock.due > since


@given(INSTANTS, ZONES, RULES, CALENDARS_WITH_WORK, st.integers(0, 24 * 90))
def test_a_case_never_climbs_down(since: datetime, zone: str, rules: ReviewRules, calendar: IsBusinessDay, hours: int) -> None:
    clock, at = clock_from(since, zone, rules, calendar), since + timedelta(hours=hours)
    now, later = (rung_reached(waiting(since), clock, moment) or 0 for moment in (at, at + timedelta(hours=7)))
    assert now <= later
    assert (now >= Rung.OVERDUE) == clock.is_overdue(at)


@given(INSTANTS, ZONES, RULES, st.integers(0, 365))
def test_who_submits_later_is_never_due_earlier(since: datetime, zone: str, rules: ReviewRules, hours: int) -> None:
    assert clock_from(since, zone, rules).due <= clock_from(since + timedelta(hours=hours), zone, rules).due


@pytest.mark.parametrize(
    ("at", "rung"),
    [
        ("2026-11-23T09:00", None),
        ("2026-11-24T22:59", None),
        ("2026-11-24T23:00", Rung.REMINDED),
        ("2026-11-25T22:59", Rung.REMINDED),
        ("2026-11-25T23:00", Rung.OVERDUE),
        ("2026-11-27T22:59", Rung.OVERDUE),
        ("2026-11-27T23:00", Rung.TAKEN_OVER),
        ("2027-11-27T23:00", Rung.TAKEN_OVER),
    ],
)
def test_a_case_climbs_at_the_end_of_a_business_day(at: str, rung: Rung | None) -> None:
    since = utc("2026-11-23T09:00")
    assert rung_reached(waiting(since), clock_from(since), utc(at)) is rung


def test_what_channel_admins_decide_is_not_taken_over() -> None:
    since = utc("2026-11-23T09:00")
    theirs = registration(review_since=since, reviewer=Reviewer.CHANNEL_ADMIN)
    assert rung_reached(theirs, clock_from(since), since + 30 * DAY) is Rung.OVERDUE


@given(st.dates(date(2000, 1, 1), date(2040, 1, 1)), st.integers(0, 30), CALENDARS_WITH_WORK)
def test_counting_business_days_is_the_way_back(day: date, count: int, calendar: IsBusinessDay) -> None:
    after = business_day_after(day, count, calendar)
    assert business_days_between(day, after, calendar) == count
    assert count == 0 or calendar(after)


@given(st.lists(st.integers(0, 40), min_size=1))
def test_the_median_is_the_least_value_that_half_of_all_do_not_exceed(values: list[int]) -> None:
    assert median(Counter(values)) == median_low(values)


def test_nothing_has_no_median() -> None:
    with pytest.raises(ValueError, match="nothing"):
        median({})
