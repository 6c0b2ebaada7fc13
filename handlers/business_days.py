"""Which days are business days in a country: no weekend, and no public holiday of the whole nation.

Holidays of single regions count as business days, since a partner's region is not known; in a country that nobody has a calendar
of, only Saturday and Sunday are free.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache, partial
from typing import Final

from program.review_time import IsBusinessDay

_SATURDAY: Final = 5


def business_days(country: str) -> IsBusinessDay:
    """The business days of a country, by its ISO 3166-1 alpha-2 code."""
    return partial(_is_business_day, country)


def _is_business_day(country: str, day: date) -> bool:
    return day in _of_year(country, day.year)


@lru_cache(maxsize=512)
def _of_year(country: str, year: int) -> frozenset[date]:
    from holidays import country_holidays  # takes long to import, and few turns need it

    first = date(year, 1, 1)
    days = [first + timedelta(days=ahead) for ahead in range((date(year, 12, 31) - first).days + 1)]
    try:
        is_business_day = country_holidays(country, years=year, expand=False).is_working_day
    except NotImplementedError:
        return frozenset(day for day in days if day.weekday() < _SATURDAY)
    return frozenset(day for day in days if is_business_day(day))
