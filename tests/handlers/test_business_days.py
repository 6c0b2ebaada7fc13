"""Business days are those of the partner's country, as far as the whole nation keeps the same days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from handlers.business_days import business_days


def free_days(country: str, first: str, last: str) -> list[str]:
    """The weekdays from the first to the last that are no business days."""
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    days = [start + timedelta(days=ahead) for ahead in range((end - start).days + 1)]
    return [day.isoformat() for day in days if day.weekday() < 5 and not business_days(country)(day)]


@pytest.mark.parametrize(
    ("country", "days"),
    [
        ("DE", "01-01 04-18 04-21 05-01 05-29 06-09 10-03 12-25 12-26"),
        ("GB", "01-01 04-18 05-05 05-26 12-25 12-26"),
        ("AT", "01-01 01-06 04-21 05-01 05-29 06-09 06-19 08-15 12-08 12-25 12-26"),
    ],
)
def test_the_holidays_of_the_whole_nation_are_free(country: str, days: str) -> None:
    assert free_days(country, "2025-01-01", "2025-12-31") == [f"2025-{day}" for day in days.split()]


def test_a_holiday_of_a_region_is_a_business_day() -> None:
    assert business_days("DE")(date(2026, 1, 6))  # Epiphany: in three of sixteen states
    assert not business_days("AT")(date(2026, 1, 6))


def test_weekends_are_free_and_are_the_countrys_own() -> None:
    friday, saturday, sunday = (date(2026, 11, day) for day in (27, 28, 29))
    assert [business_days("DE")(day) for day in (friday, saturday, sunday)] == [True, False, False]
    assert [business_days("IL")(day) for day in (friday, saturday, sunday)] == [False, False, True]


def test_a_holiday_on_a_weekend_is_made_up_for_where_the_country_does_so() -> None:
    assert not business_days("GB")(date(2026, 12, 28))
    assert business_days("DE")(date(2026, 12, 28))
    assert not business_days("US")(date(2021, 12, 31))  # for New Year's Day of the year after


@pytest.mark.parametrize("country", ["XX", "", "de-by"])
def test_where_nobody_knows_the_holidays_only_weekends_are_free(country: str) -> None:
    assert free_days(country, "2026-01-01", "2026-12-31") == []
    assert not business_days(country)(date(2026, 11, 28))
