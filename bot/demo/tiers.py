"""What counts for the tiers of the demo's partners, and how they came to them; Nordwind is close to Gold.

Everybody has what their tier asks beside deals as far as their team is large enough, and lacks something of the next one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.demo.partners import PARTNERS
from program.partners import Member, Partner, Tier
from program.periods import local_date, start_of_day
from program.policy import Program
from program.tier_facts import Area, Certificate, FactKind, PartnerFact
from program.tier_history import Cause, TierChange
from program.tiering import rank

_SINCE: Final = timedelta(days=300)
#: The partners of the tour: so many days ago, which tier and why, the oldest first.
_CAREERS: Final = {
    "nordwind": ((640, Tier.REGISTERED, Cause.INITIAL), (376, Tier.BRONZE, Cause.PROMOTION), (88, Tier.SILVER, Cause.PROMOTION)),
    "alpenblick": ((500, Tier.REGISTERED, Cause.INITIAL), (174, Tier.BRONZE, Cause.PROMOTION)),
    "hafenwerk": ((600, Tier.SILVER, Cause.INITIAL), (57, Tier.GOLD, Cause.PROMOTION)),
}


def certificates(members: Iterable[Member], at: datetime, zone: str) -> tuple[Certificate, ...]:
    """One person in sales for Bronze, up to three for Silver, one of them technically, too, for Gold."""
    people = list(members)
    return tuple(one for partner in PARTNERS for one in _certified(partner, _team(people, partner), at, zone))


def facts(at: datetime, zone: str) -> tuple[PartnerFact, ...]:
    """References for Gold, of which Nordwind has one already; a practice and a sponsor for Platinum."""
    first = local_date(at - _SINCE, zone)
    return tuple(
        PartnerFact(partner_id=partner.id, kind=kind, name=name, first=first)
        for partner in PARTNERS
        for kind, name in _recorded(partner)
    )


def histories(program: Program, at: datetime) -> tuple[TierChange, ...]:
    """How the partners of the tour came to their tiers; everybody else begins with theirs today."""
    lines = [line for partner in PARTNERS for line in _career(partner, program, at)]
    return tuple(sorted(lines, key=lambda line: line.at))


def _team(people: Sequence[Member], partner: Partner) -> list[Member]:
    return [member for member in people if member.partner_id == partner.id]


def _certified(partner: Partner, team: Sequence[Member], at: datetime, zone: str) -> Iterator[Certificate]:
    first = local_date(at - _SINCE, zone)
    wanted = 0 if partner.tier is Tier.REGISTERED else 1 if partner.tier is Tier.BRONZE else 3
    for place, member in enumerate(team[:wanted]):
        last = local_date(at + timedelta(days=430 + 30 * place), zone)
        yield Certificate(partner_id=partner.id, member_id=member.id, area=Area.SALES, first=first, last=last)
        if place == 0 and (rank(partner.tier) >= rank(Tier.GOLD) or partner.id == "nordwind"):
            yield Certificate(partner_id=partner.id, member_id=member.id, area=Area.TECHNICAL, first=first, last=last)


def _recorded(partner: Partner) -> Iterator[tuple[FactKind, str]]:
    if partner.id == "nordwind":
        yield FactKind.REFERENCE, "Wachtelfeld Feinkost GmbH"
    if rank(partner.tier) >= rank(Tier.GOLD):
        yield FactKind.REFERENCE, f"First reference of {partner.name}"
        yield FactKind.REFERENCE, f"Second reference of {partner.name}"
    if partner.tier is Tier.PLATINUM:
        yield FactKind.PRACTICE, "Nimbus and FlowDesk practice"
        yield FactKind.SPONSOR, f"Managing director of {partner.name}"


def _career(partner: Partner, program: Program, at: datetime) -> Iterator[TierChange]:
    for days_ago, tier, cause in _CAREERS.get(partner.id, ((0, partner.tier, Cause.INITIAL),)):
        first = start_of_day(program.versions[0].effective, program.zone)
        instant = max(at - timedelta(days=days_ago), first)
        policy = program.in_force(instant)
        clause = policy.tiers.clause if cause is Cause.INITIAL else policy.tiers.review.clause
        yield TierChange(partner_id=partner.id, tier=tier, at=instant, cause=cause, clause=clause, policy_version=policy.version)
