"""Recorded deals under another policy: what each would have earned its partner, beside what it earns under its own.

The other policy stands for all deals alike, whenever they were registered. Where its tiers ask something else, the tier at a
win is the one that its own requirements give on that day; else it is the one that was held.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from program.billing import BillingFact, Exchange, NoExchangeRate
from program.earning import Sale
from program.money import Money
from program.partners import Tier
from program.periods import local_date
from program.policy import Policy
from program.reckoning import Reckoned, Terms, TierAt, reckon
from program.tier_facts import Facts
from program.tiering import standing, tier_met


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """A recorded sale with the facts of its deal and the policy that it was registered under."""

    sale: Sale
    facts: tuple[BillingFact, ...]
    policy: Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Sums over deals in the program's currency. `tier` is the one that they were won at; `waiting` counts those that could not be
    reckoned because an exchange rate is missing, and are in no sum.
    """

    partner_id: str
    tier: Tier
    deals: int
    before: Money
    after: Money
    waiting: int = 0

    @property
    def difference(self) -> Decimal:
        return self.after.amount - self.before.amount


def compare(
    deals: Iterable[Played], other: Policy, *, facts: Facts, held: TierAt, exchange: Exchange, zone: str, today: date
) -> tuple[Outcome, ...]:
    """One partner's deals, by the tier that they were won at, lowest first. `facts` are what counts for the partner's tier."""
    found: dict[Tier, list[Outcome]] = {}
    for played in deals:
        then = _tiers_under(other, played.policy, facts, held, zone)
        found.setdefault(played.sale.tier, []).append(_one(played, other, then, held, exchange, zone, today))
    return tuple(_summed(found[tier]) for tier in Tier if tier in found)


def _tiers_under(other: Policy, own: Policy, facts: Facts, held: TierAt, zone: str) -> TierAt:
    """The tier at an instant under the other policy; a deal counts for the tier from the day after it was won."""
    if (other.tiers.requirements, other.tiers.revenue_months) == (own.tiers.requirements, own.tiers.revenue_months):
        return held

    def tier_at(at: datetime) -> Tier:
        before = replace(facts, won=tuple(deal for deal in facts.won if deal.at < at))
        return tier_met(standing(before, policy=other, day=local_date(at, zone), zone=zone), other)

    return tier_at


def _one(played: Played, other: Policy, then: TierAt, held: TierAt, exchange: Exchange, zone: str, today: date) -> Outcome:
    sale = played.sale
    nothing = Money(amount=Decimal(0), currency=exchange.currency)
    own = Terms(policy=played.policy, exchange=exchange, tier_at=held, zone=zone, today=today)
    supposed = replace(sale, tier=then(sale.won_at))
    before = reckon(sale, played.facts, own)
    after = reckon(supposed, played.facts, replace(own, policy=other, tier_at=then))
    empty = Outcome(partner_id=sale.partner_id, tier=sale.tier, deals=1, before=nothing, after=nothing, waiting=1)
    if before.missing or after.missing:
        return empty
    try:
        return replace(empty, before=_sum(before, sale, exchange), after=_sum(after, sale, exchange), waiting=0)
    except NoExchangeRate:
        return empty


def _sum(reckoned: Reckoned, sale: Sale, exchange: Exchange) -> Money:
    """All items in the program's currency, at the rate of the month of the win."""
    total = Money.from_minor(sum(entitled.amount.minor for entitled in reckoned.entitlements), sale.currency)
    return exchange.money(total, exchange.currency, sale.won_on)


def _summed(outcomes: Sequence[Outcome]) -> Outcome:
    first = outcomes[0]
    currency = first.before.currency
    return replace(
        first,
        deals=len(outcomes),
        before=Money.from_minor(sum(outcome.before.minor for outcome in outcomes), currency),
        after=Money.from_minor(sum(outcome.after.minor for outcome in outcomes), currency),
        waiting=sum(outcome.waiting for outcome in outcomes),
    )


def by_tier(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """The same sums over all partners, by tier, lowest first; `partner_id` is empty."""
    found: dict[Tier, list[Outcome]] = {}
    for outcome in outcomes:
        found.setdefault(outcome.tier, []).append(outcome)
    for tier in Tier:
        if tier in found:
            summed = _summed(found[tier])
            yield replace(summed, partner_id="", deals=sum(outcome.deals for outcome in found[tier]))
