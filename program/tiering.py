"""How far a partner is on its way through the tiers: every requirement with what is done and what is missing.

A tier is reached when all of its requirements are met and those of every tier below it. Source: chapter 6 of the policy.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from program.partners import Tier
from program.periods import Period
from program.policy import Policy
from program.tier_facts import Area, FactKind, Facts, qualifying_period
from program.tier_rules import TierRequirement

#: From the lowest to the highest.
TIERS: Final = tuple(Tier)
_ONE, _NONE = Decimal(1), Decimal(0)


def rank(tier: Tier) -> int:
    """0 for the lowest."""
    return TIERS.index(tier)


def next_tier(tier: Tier) -> Tier | None:
    """The tier above, None above the highest."""
    return TIERS[rank(tier) + 1] if rank(tier) + 1 < len(TIERS) else None


def tier_below(tier: Tier) -> Tier:
    """The tier below; the lowest stays where it is."""
    return TIERS[max(rank(tier) - 1, 0)]


class Need(StrEnum):
    """What a tier can ask, as the policy names it."""

    CLOSED_DEALS = "closed_deals"
    REVENUE = "revenue"
    CERTIFIED_PEOPLE = "certified_people"
    SALES_CERTIFIED_PEOPLE = "sales_certified_people"
    TECHNICALLY_CERTIFIED_PEOPLE = "technically_certified_people"
    REFERENCES = "references"
    DEDICATED_PRACTICE = "dedicated_practice"
    EXECUTIVE_SPONSOR = "executive_sponsor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """What is asked: so many of something, revenue in the program's currency, or 1 for what is there or not."""

    need: Need
    total: Decimal
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a requirement is met; `done` may be more than asked."""

    requirement: Requirement
    done: Decimal

    @property
    def missing(self) -> Decimal:
        """What is missing, 0 once the requirement is met."""
        return max(self.requirement.total - self.done, _NONE)

    @property
    def is_met(self) -> bool:
        return self.done >= self.requirement.total


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A partner's figures on a day: how much there is of each need, and the period in which revenue counted.

    `is_complete` is False while won deals of the period have no value in the program's currency: the figures are too low then.
    """

    day: date
    period: Period
    done: dict[Need, Decimal]
    is_complete: bool

    def progress(self, requirements: Iterable[Requirement]) -> tuple[Progress, ...]:
        return tuple(Progress(requirement=one, done=self.done[one.need]) for one in requirements)

    def meets(self, requirements: Iterable[Requirement]) -> bool:
        return all(progress.is_met for progress in self.progress(requirements))


def standing(facts: Facts, *, policy: Policy, day: date, zone: str) -> Standing:
    """The figures on a day of an IANA zone."""
    period = qualifying_period(day, policy.tiers.revenue_months, zone)
    counting = [deal for deal in facts.won if deal.at in period]
    people: dict[Area, set[str]] = {area: set() for area in Area}
    for certificate in facts.certificates:
        if certificate.holds_on(day):
            people[certificate.area].add(certificate.member_id)
    recorded = {kind: {fact.name for fact in facts.recorded if fact.kind is kind and fact.holds_on(day)} for kind in FactKind}
    done = {
        Need.CLOSED_DEALS: Decimal(sum(deal.at < period.end for deal in facts.won)),
        Need.REVENUE: sum((deal.value.amount for deal in counting if deal.value is not None), _NONE),
        Need.CERTIFIED_PEOPLE: Decimal(len(people[Area.SALES] | people[Area.TECHNICAL])),
        Need.SALES_CERTIFIED_PEOPLE: Decimal(len(people[Area.SALES])),
        Need.TECHNICALLY_CERTIFIED_PEOPLE: Decimal(len(people[Area.TECHNICAL])),
        Need.REFERENCES: Decimal(len(recorded[FactKind.REFERENCE])),
        Need.DEDICATED_PRACTICE: Decimal(bool(recorded[FactKind.PRACTICE])),
        Need.EXECUTIVE_SPONSOR: Decimal(bool(recorded[FactKind.SPONSOR])),
    }
    return Standing(day=day, period=period, done=done, is_complete=all(deal.value is not None for deal in counting))


def requirements_of(tier: Tier, policy: Policy) -> tuple[Requirement, ...]:
    """All that a tier asks, with what the tiers below ask beyond it: each need once, as its highest figure, with that clause."""
    asked: dict[Need, Requirement] = {}
    for rule in policy.tiers.requirements:
        if rank(rule.tier) > rank(tier):
            continue
        for need in Need:
            total = _asked(rule, need)
            if total > (asked[need].total if need in asked else _NONE):
                asked[need] = Requirement(need=need, total=total, clause=rule.clause)
    return tuple(asked[need] for need in Need if need in asked)


def _asked(rule: TierRequirement, need: Need) -> Decimal:
    value = getattr(rule, need.value)
    return rule.revenue.amount if need is Need.REVENUE else Decimal(value)


def tier_met(figures: Standing, policy: Policy) -> Tier:
    """The highest tier whose requirements are all met."""
    return next(tier for tier in reversed(TIERS) if figures.meets(requirements_of(tier, policy)))
