"""Which days are business days in a country: no weekend, and no public holiday of the whole nation.

Holidays of single regions count as business days, since a partner's region is not known; in a country that nobody has a calendar
of, only Saturday and Sunday are free.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Final

from program.review_time import IsBusinessDay

if TYPE_CHECKING:
    from holidays import HolidayBase

_SATURDAY: Final = 5


def business_days(country: str) -> IsBusinessDay:
    """The business days of a country, by its ISO 3166-1 alpha-2 code."""
    return partial(_is_business_day, country)


def _is_business_day(country: str, day: date) -> bool:
    calendar = _calendar(country, day.year)
    return day.weekday() < _SATURDAY if calendar is None else calendar.is_working_day(day)


@lru_cache(maxsize=512)
def _calendar(country: str, year: int) -> HolidayBase | None:
    """The year's calendar, complete: nothing is added to it later, so that threads can share it."""
    from holidays import country_holidays  # takes long to import, and few turns need it

    try:
        return country_holidays(country, years=year, expand=False)
    except NotImplementedError:
        return None
