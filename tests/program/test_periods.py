"""A protection ends with its last day, wherever the partner is and whatever the clocks do."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from program.periods import Period, local_date, protected_period, require_utc, start_of_day

_INSTANT = timedelta(microseconds=1)
_ZONES = st.sampled_from(
    [
        "UTC", "Europe/Berlin", "America/New_York", "America/Sao_Paulo", "America/Santiago", "America/Havana", "America/St_Johns",
        "America/Nuuk", "Asia/Beirut", "Africa/Cairo", "Asia/Kathmandu", "Atlantic/Azores", "Australia/Lord_Howe",
        "Pacific/Kiritimati", "Pacific/Pago_Pago", "Antarctica/Troll",
    ]
)  # fmt: skip
_DAYS = st.dates(date(1990, 1, 1), date(2050, 12, 31))
_INSTANTS = st.datetimes(datetime(1990, 1, 1), datetime(2050, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - the zone is beside it


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize("at", [datetime(2026, 1, 1), datetime(2026, 1, 1, tzinfo=ZoneInfo("Europe/Berlin"))])  # noqa: DTZ001 - naive on purpose, to be refused
def test_an_instant_is_aware_and_in_utc(at: datetime) -> None:
    with pytest.raises(ValueError, match="aware and in UTC"):
        require_utc(at)


@pytest.mark.parametrize(
    ("day", "zone", "begins"),
    [
        (date(2026, 1, 1), "Europe/Berlin", "2025-12-31T23:00"),
        (date(2026, 3, 29), "Europe/Berlin", "2026-03-28T23:00"),  # the clocks go forward at two
        (date(2026, 3, 30), "Europe/Berlin", "2026-03-29T22:00"),
        (date(2026, 10, 25), "Europe/Berlin", "2026-10-24T22:00"),  # and back at three
        (date(2026, 10, 26), "Europe/Berlin", "2026-10-25T23:00"),
        (date(2017, 10, 15), "America/Sao_Paulo", "2017-10-15T03:00"),  # no midnight: the day begins at one
        (date(2026, 3, 29), "Asia/Beirut", "2026-03-28T22:00"),  # the same
        (date(2026, 10, 25), "Atlantic/Azores", "2026-10-25T00:00"),  # two midnights: the earlier one
        (date(2011, 12, 31), "Pacific/Apia", "2011-12-30T10:00"),  # the day before never was
    ],
)
def test_a_day_begins_at_its_first_instant(day: date, zone: str, begins: str) -> None:
    assert start_of_day(day, zone) == utc(begins)


@given(_DAYS, _ZONES)
def test_before_the_start_of_a_day_it_is_the_day_before(day: date, zone: str) -> None:
    start = start_of_day(day, zone)
    assert local_date(start, zone) == day
    assert local_date(start - _INSTANT, zone) == day - timedelta(days=1)


def test_a_period_has_its_start_and_not_its_end() -> None:
    period = Period(start=utc("2026-01-01"), end=utc("2026-01-02"))
    assert period.start in period
    assert period.end - _INSTANT in period
    assert period.end not in period
    assert period.start - _INSTANT not in period


@pytest.mark.parametrize("end", ["2026-01-01", "2025-12-31"])
def test_a_period_is_never_empty(end: str) -> None:
    with pytest.raises(ValueError, match="ends after it starts"):
        Period(start=utc("2026-01-01"), end=utc(end))


@pytest.mark.parametrize(
    ("start", "zone", "end", "last_day"),
    [
        ("2026-01-15T09:00", "Europe/Berlin", "2026-04-15T22:00", date(2026, 4, 15)),  # across the change to summer time
        ("2026-08-15T09:00", "Europe/Berlin", "2026-11-13T23:00", date(2026, 11, 13)),  # and back
        ("2026-01-15T23:30", "Europe/Berlin", "2026-04-16T22:00", date(2026, 4, 16)),  # it is the 16th already
        ("2017-07-16T12:00", "America/Sao_Paulo", "2017-10-15T03:00", date(2017, 10, 14)),  # the next day has no midnight
        ("2025-12-28T12:00", "Asia/Beirut", "2026-03-28T22:00", date(2026, 3, 28)),
    ],
)
def test_ninety_days_end_with_the_last_of_them(start: str, zone: str, end: str, last_day: date) -> None:
    period = protected_period(start=utc(start), days=90, zone=zone)
    assert period.end == utc(end)
    assert period.last_day(zone) == last_day


@given(_INSTANTS, st.integers(1, 400), _ZONES)
def test_a_protection_ends_where_a_local_day_begins(start: datetime, days: int, zone: str) -> None:
    period = protected_period(start=start, days=days, zone=zone)
    last = local_date(start, zone) + timedelta(days=days)
    assert period.last_day(zone) == last
    assert local_date(period.end, zone) == last + timedelta(days=1)
    assert period.start == start


@given(_INSTANTS, st.integers(1, 400), _ZONES)
def test_days_left_count_down_to_nought_on_the_last_day(start: datetime, days: int, zone: str) -> None:
    period = protected_period(start=start, days=days, zone=zone)
    assert period.days_left(start, zone) == days
    assert period.days_left(period.end - _INSTANT, zone) == 0
    assert period.days_left(period.end, zone) == -1


@given(_INSTANTS, st.integers(1, 120), st.integers(0, 24 * 150), _ZONES)
def test_what_is_protected_has_days_left(start: datetime, days: int, hours: int, zone: str) -> None:
    period = protected_period(start=start, days=days, zone=zone)
    at = start + timedelta(hours=hours)
    if at in period:
        assert period.days_left(at, zone) >= 0


def test_a_protection_of_no_days_ends_tonight() -> None:
    period = protected_period(start=utc("2026-05-05T10:00"), days=0, zone="Europe/Berlin")
    assert period.end == utc("2026-05-05T22:00")
    assert period.days_left(period.start, "Europe/Berlin") == 0
