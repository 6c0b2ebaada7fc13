"""What counts for a partner's tier: won deals, people's certificates, customer references, a practice and a sponsor.

Days are calendar days in the program's zone. What is recorded holds from its first day to its last one, both included.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from program.money import Money
from program.periods import Period, local_date, months_after, start_of_day

_DAY = timedelta(days=1)


class Area(StrEnum):
    """What somebody is certified in."""

    SALES = "sales"
    TECHNICAL = "technical"


class FactKind(StrEnum):
    """What is recorded of a partner as a company."""

    REFERENCE = "reference"
    PRACTICE = "practice"
    SPONSOR = "sponsor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A member's; `family` is the product family it is for (None: all), `last` its last day (None: it does not expire)."""

    partner_id: str
    member_id: str
    area: Area
    first: date
    last: date | None = None
    family: str | None = None

    def holds_on(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerFact:
    """`name` is the customer who is a reference, the practice, or the sponsor at the partner."""

    partner_id: str
    kind: FactKind
    name: str
    first: date
    last: date | None = None

    def holds_on(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True, kw_only=True)
class WonDeal:
    """A won deal with what it counts for the tier, in the program's currency; None while its currency has no exchange rate."""

    id: str
    company: str
    at: datetime
    value: Money | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDeal:
    """A protected registration that may still be won, with what it would count; None when that is not known."""

    id: str
    company: str
    close_date: date
    value: Money | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything that is known of one partner; certificates are those of people who are still there."""

    won: tuple[WonDeal, ...] = ()
    open: tuple[OpenDeal, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    recorded: tuple[PartnerFact, ...] = ()


def qualifying_period(day: date, months: int, zone: str) -> Period:
    """The last so many calendar months up to the day, which is its last one, in an IANA zone."""
    after = day + _DAY
    return Period(start=start_of_day(months_after(after, -months), zone), end=start_of_day(after, zone))


def drops_out_on(at: datetime, months: int, zone: str) -> date:
    """The first day on which something of the instant no longer lies in the qualifying period."""
    day = months_after(local_date(at, zone), months) - timedelta(days=4)  # months differ by no more
    while at in qualifying_period(day, months, zone) or day < local_date(at, zone):
        day += _DAY
    return day
