"""What the tests of tiers are built from: the policy that comes with the project, facts, and histories played day by day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Final

from program.money import Money
from program.partners import Tier
from program.policy_reading import read_policy
from program.tier_facts import Area, Certificate, FactKind, Facts, OpenDeal, PartnerFact, WonDeal
from program.tier_history import Known, TierChange, next_change

PROGRAM: Final = read_policy((Path(__file__).parents[2] / "program.toml").read_text(encoding="utf-8"))
ZONE: Final = PROGRAM.zone
NOW: Final = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY: Final = date(2026, 11, 23)
POLICY: Final = PROGRAM.in_force(NOW)
LONG_AGO: Final = date(2024, 1, 1)


def euros(amount: int | Decimal) -> Money:
    return Money(amount=Decimal(amount), currency="EUR")


def won(amount: int | None, at: datetime = NOW, *, id: str = "") -> WonDeal:
    return WonDeal(id=id or f"R-{at:%Y%m%d%H%M}-{amount}", company="Acme", at=at, value=None if amount is None else euros(amount))


def still_open(id: str, amount: int | None, close_date: date) -> OpenDeal:
    return OpenDeal(id=id, company=id, close_date=close_date, value=None if amount is None else euros(amount))


def certified(*people: str, area: Area = Area.SALES, first: date = LONG_AGO, last: date | None = None) -> tuple[Certificate, ...]:
    return tuple(Certificate(partner_id="p", member_id=one, area=area, first=first, last=last) for one in people)


def recorded(kind: FactKind, *names: str, first: date = LONG_AGO, last: date | None = None) -> tuple[PartnerFact, ...]:
    return tuple(PartnerFact(partner_id="p", kind=kind, name=name, first=first, last=last) for name in names)


#: All that Platinum asks beside revenue.
EVERYTHING: Final = Facts(
    certificates=(*certified("ann", "ben", "cem"), *certified("ann", area=Area.TECHNICAL)),
    recorded=(
        *recorded(FactKind.REFERENCE, "Acme", "Bolt"),
        *recorded(FactKind.PRACTICE, "Nimbus team"),
        *recorded(FactKind.SPONSOR, "Dana Dean"),
    ),
)


def line_of(known: Known, at: datetime) -> TierChange | None:
    return next_change(known, at, policy=PROGRAM.in_force(at), zone=ZONE)


def played(
    met: Iterable[tuple[datetime, Tier]], *, own: Tier = Tier.REGISTERED, history: Iterable[TierChange] = ()
) -> list[TierChange]:
    """The history after all that is due was done at each instant, at which the partner meets that tier."""
    lines = list(history)
    for at, tier in met:
        while (line := line_of(Known(partner_id="p", history=lines, own=own, met=tier), at)) is not None:
            lines.append(line)
    return lines


def day_by_day(first: datetime, days: int, tier: Tier) -> list[tuple[datetime, Tier]]:
    return [(first + timedelta(days=day), tier) for day in range(days)]
