"""Reads the rules on tiers of a version of the policy: requirements, reviews, rewards, recertification, overrides and benefits."""

from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType
from typing import Final

from program.money import Money
from program.partners import Tier
from program.policy import Ground
from program.policy_conflicts import Ends
from program.policy_table import LARGEST_AMOUNT, Table
from program.tier_rules import (
    OverrideRules,
    RecertificationRules,
    TierBenefits,
    TierRequirement,
    TierReview,
    TierReward,
    TierRules,
)

#: A day that every month has.
_LAST_DAY: Final = 28
_A_YEAR: Final = 365
_MOST_DAYS: Final = 3650
_MOST_HOURS: Final = 1000


class TierReading:
    """Reads the section `tiers`."""

    def __init__(self, ends: Ends, currency: str) -> None:
        self._ends = ends
        self._currency = currency

    def tiers(self, section: Table) -> TierRules:
        revenue = section.table("revenue")
        months = revenue.whole("months", 1, 60)
        clause = self._ends(revenue)
        requirements: list[TierRequirement] = []
        for tier in Tier:
            if tier is not Tier.REGISTERED:  # where a partner begins: it asks nothing
                highest = max((lower.revenue.amount for lower in requirements), default=Decimal(0))
                requirements.append(self._requirement(section.table(tier), tier, highest))
        rules = TierRules(
            clause=clause,
            revenue_months=months,
            requirements=tuple(requirements),
            review=self._review(section.table("review")),
            reward=self._reward(section.table("promotion")),
            recertification=self._recertification(section.table("recertification")),
            override=self._override(section.table("override")),
            benefits=self._benefits(section.table("benefits")),
        )
        section.close()
        return rules

    def _requirement(self, rule: Table, tier: Tier, below: Decimal) -> TierRequirement:
        revenue: Money = rule.money("revenue", self._currency, low=0, high=LARGEST_AMOUNT, optional=True)
        if rule.figures.get("revenue", below) < below:
            fields = {"value": str(revenue.amount), "below": str(below)}
            rule.problems.add(rule.placed("revenue"), "policy.tier.revenue_falls", **fields)
        people = {
            name: rule.whole(name, 0, 10_000, optional=True)
            for name in ("certified_people", "sales_certified_people", "technically_certified_people")
        }
        closed_deals = rule.whole("closed_deals", 0, 10_000, optional=True)
        references = rule.whole("references", 0, 10_000, optional=True)
        practice = rule.yes("dedicated_practice", optional=True)
        sponsor = rule.yes("executive_sponsor", optional=True)
        return TierRequirement(
            tier=tier,
            clause=self._ends(rule),
            closed_deals=closed_deals,
            revenue=revenue,
            references=references,
            dedicated_practice=practice,
            executive_sponsor=sponsor,
            **people,
        )

    def _review(self, rule: Table) -> TierReview:
        month, day = rule.whole("month", 1, 12), rule.whole("day", 1, _LAST_DAY)
        return TierReview(clause=self._ends(rule, Ground.TIER_REVIEW), month=month, day=day)

    def _reward(self, rule: Table) -> TierReward:
        points, days = rule.percent("points"), rule.whole("days", 0, _A_YEAR)
        mdf_points, recognition = rule.percent("mdf_points"), rule.yes("recognition")
        clause = self._ends(rule, Ground.PROMOTION)
        return TierReward(clause=clause, points=points, days=days, mdf_points=mdf_points, recognition=recognition)

    def _recertification(self, rule: Table) -> RecertificationRules:
        warning, grace = rule.whole("warning_days", 1, _A_YEAR), rule.whole("grace_days", 1, _A_YEAR)
        clause = self._ends(rule, Ground.RECERTIFICATION)
        return RecertificationRules(clause=clause, warning_days=warning, grace_days=grace)

    def _override(self, rule: Table) -> OverrideRules:
        most = rule.whole("max_days", 1, _MOST_DAYS)
        return OverrideRules(clause=self._ends(rule, Ground.TIER_OVERRIDE), max_days=most)

    def _benefits(self, rule: Table) -> TierBenefits:
        hours: dict[Tier, int] = {}
        for tier in Tier:
            fastest = min(hours.values(), default=_MOST_HOURS)
            hours[tier] = rule.whole(tier, 1, _MOST_HOURS)
            if tier in rule.figures and hours[tier] > fastest:
                fields = {"value": str(hours[tier]), "below": str(fastest)}
                rule.problems.add(rule.placed(tier), "policy.tier.support_slower", **fields)
        executives, previews = rule.code("executive_access", tuple(Tier)), rule.code("previews", tuple(Tier))
        rule.names |= {"executive_access": executives.capitalize(), "previews": previews.capitalize()}
        clause = self._ends(rule, Ground.BENEFITS)
        return TierBenefits(clause=clause, support_hours=MappingProxyType(hours), executive_access=executives, previews=previews)
