"""When somebody may be disturbed: hours of their own zone, and the business days of their company's country, or of their zone's."""

from __future__ import annotations

from functools import lru_cache

from babel.core import get_global

from handlers.business_days import business_days
from program.governor import Hours, OwnHours
from program.partners import Member, Partner


def hours_of(member: Member, partner: Partner | None, quiet: OwnHours | None = None) -> Hours:
    """The vendor's people have no country on record: theirs is that of their zone."""
    country = partner.country if partner else _country(member.zone)
    return Hours(zone=member.zone, is_business_day=business_days(country), quiet=quiet)


@lru_cache(maxsize=64)
def _country(zone: str) -> str:
    """ISO 3166-1 alpha-2; for a zone of no country, one without holidays that anybody knows."""
    found = str(get_global("zone_territories").get(zone, "001"))
    return found if len(found) == 2 else "ZZ"
