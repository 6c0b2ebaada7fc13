"""What a won deal earns its partner: the rate by kind and tier, what comes on top, the cap, and each step with its clause.

A rate is added up from the policy: the tier's rate of the kind's table, points for a complex product, for the customer's vertical,
for several products, from promotions and after a promotion to a higher tier; then the cap of the table; then, for a renewal, its
part of the rate. A revenue share has the tier's percentage and nothing on top. Source: chapter 5 of the policy.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from program.money import Money
from program.partners import PartnerKind, Tier
from program.policy import Pay, Policy
from program.policy_earning import Promotion
from program.registrations import Sourced


class StepKind(StrEnum):
    """One step of a computation, stable for words: what it did to the base, the rate or the amount."""

    VALUE = "value"  # the base: what was won
    INVOICED = "invoiced"  # the base from the true-up on: what was invoiced
    REFUNDED = "refunded"  # the base is less by what was refunded
    LEFT_EARLY = "left_early"  # the base is nothing: the customer left
    USAGE = "usage"  # the base: a month's recurring revenue
    TIER_RATE = "tier_rate"  # `name` is the tier
    COMPLEX = "complex"
    VERTICAL = "vertical"  # `name` is the customer's industry
    SEVERAL = "several"
    PROMOTION = "promotion"  # `name` is the promotion's
    REWARD = "reward"  # after a promotion to a higher tier
    CAP = "cap"
    RENEWAL = "renewal"
    RATE = "rate"  # what it comes to
    EXCHANGE = "exchange"  # `name` is the month, `percent` the rate: units of the second currency for one of the first
    WHOLE = "whole"  # the amount, rounded once, before it is shared
    DEAL_CAP = "deal_cap"
    SHARE = "share"  # shared with direct sales; `name` says who brought the deal in
    SPIFF = "spiff"  # `name` is the promotion's
    VOID = "void"  # nothing is due for it any more: the deal is open again
    BEFORE = "before"  # what was booked for it already
    OUTCOME = "outcome"  # of a dispute


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step with its clause (None: arithmetic only) and its figure: percent or points, an amount, or both."""

    kind: StepKind
    clause: str | None = None
    percent: Decimal | None = None
    money: Money | None = None
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sold:
    """A product of a deal; `is_complex` as the catalogue marks it."""

    name: str
    family: str
    is_complex: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """A won deal as far as money goes. `won_on` is the day in the program's zone; `tier` the one that the partner held at `won_at`.

    `kind` is the leading kind of the partner, `currency` what the partner is paid in. `rewarded` says that the win fell into the
    days after the partner's promotion to a higher tier. `partner_percent` is below 100 where the deal is shared with direct sales.
    """

    registration_id: str
    partner_id: str
    kind: PartnerKind
    tier: Tier
    currency: str
    won_at: datetime
    won_on: date
    value: Money
    products: tuple[Sold, ...] = ()
    industry: str | None = None
    renewal: bool = False
    rewarded: bool = False
    sourced: Sourced | None = None
    partner_percent: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """A percentage and how it came about; the last step is the rate itself."""

    percent: Decimal
    steps: tuple[Step, ...]


def rate_of(sale: Sale, policy: Policy) -> Rated:
    """The percentage of the base that the deal earns; nothing for a renewal by whoever is not paid for renewals."""
    rules = policy.kinds[sale.kind]
    if rules.pays is Pay.REVENUE_SHARE or rules.rates is None:
        return share_of(sale.tier, policy)
    rates = policy.commission.rates[rules.rates]
    steps = [Step(kind=StepKind.TIER_RATE, clause=rates.clause, percent=rates.by_tier[sale.tier], name=sale.tier)]
    steps += _on_top(sale, policy)
    percent = sum((step.percent or Decimal(0) for step in steps), Decimal(0))
    if percent > rates.cap:
        percent = rates.cap
        steps.append(Step(kind=StepKind.CAP, clause=rates.clause, percent=percent))
    if sale.renewal:
        part = policy.commission.renewal_share if sale.kind is PartnerKind.RESELLER else Decimal(0)
        percent = percent * part / 100
        steps.append(Step(kind=StepKind.RENEWAL, clause=policy.commission.renewal_clause, percent=part))
    return Rated(percent=percent, steps=(*steps, Step(kind=StepKind.RATE, percent=percent)))


def share_of(tier: Tier, policy: Policy) -> Rated:
    """The percentage of monthly recurring revenue that a tier earns."""
    percent = policy.revenue_share.by_tier[tier]
    return Rated(
        percent=percent,
        steps=(
            Step(kind=StepKind.TIER_RATE, clause=policy.revenue_share.clause, percent=percent, name=tier),
            Step(kind=StepKind.RATE, percent=percent),
        ),
    )


def _on_top(sale: Sale, policy: Policy) -> list[Step]:
    """The percentage points that come on top, in the order in which the policy names them."""
    commission, earning = policy.commission, policy.earning
    steps = []
    if any(product.is_complex for product in sale.products):
        steps.append(Step(kind=StepKind.COMPLEX, clause=commission.complex_clause, percent=commission.complex_points))
    industry = (sale.industry or "").casefold()
    steps += [
        Step(kind=StepKind.VERTICAL, clause=vertical.clause, percent=vertical.points, name=sale.industry or "")
        for vertical in earning.verticals
        if industry in vertical.industries
    ]
    if earning.several is not None and len({product.name for product in sale.products}) >= earning.several.products:
        steps.append(Step(kind=StepKind.SEVERAL, clause=earning.several.clause, percent=earning.several.points))
    if sale.rewarded and policy.tiers.reward.points:
        steps.append(Step(kind=StepKind.REWARD, clause=policy.tiers.reward.clause, percent=policy.tiers.reward.points))
    return steps + [
        Step(kind=StepKind.PROMOTION, clause=promotion.clause, percent=promotion.points, name=promotion.name)
        for promotion in promotions_for(sale, policy)
        if promotion.points
    ]


def promotions_for(sale: Sale, policy: Policy) -> tuple[Promotion, ...]:
    """The promotions that the deal takes part in. A renewal takes part in none."""
    if sale.renewal:
        return ()
    return tuple(promotion for promotion in policy.earning.promotions.values() if _takes_part(sale, promotion))


def promotions_ahead(kinds: Collection[PartnerKind], tier: Tier, on: date, policy: Policy) -> tuple[Promotion, ...]:
    """The promotions that a partner of these kinds and this tier can take part in on the day or later, the earliest first."""
    found = [
        promotion
        for promotion in policy.earning.promotions.values()
        if promotion.last >= on and any(_is_for(promotion, kind, tier) for kind in kinds)
    ]
    return tuple(sorted(found, key=lambda promotion: (promotion.first, promotion.name)))


def _takes_part(sale: Sale, promotion: Promotion) -> bool:
    names = {word.casefold() for product in sale.products for word in (product.name, product.family)}
    return (
        promotion.first <= sale.won_on <= promotion.last
        and _is_for(promotion, sale.kind, sale.tier)
        and (not promotion.products or bool(names & promotion.products))
    )


def _is_for(promotion: Promotion, kind: PartnerKind, tier: Tier) -> bool:
    return (not promotion.kinds or kind in promotion.kinds) and (not promotion.tiers or tier in promotion.tiers)
