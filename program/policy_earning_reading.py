"""The rules on earning of a version of the policy are read: bonuses, promotions, what is taken back, when and how it is paid."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from program.partners import PartnerKind, Tier
from program.policy_conflicts import Ends
from program.policy_earning import (
    ClawbackRule,
    DealCapRule,
    DisputeRule,
    DueAfter,
    DueRule,
    EarningRules,
    PayoutRule,
    Promotion,
    SeveralRule,
    TrueUpRule,
    VerticalRule,
)
from program.policy_table import LARGEST_AMOUNT, Table

_INDUSTRY: Final = r"\S.{0,78}\S"
_PRODUCT: Final = r"\S(.{0,198}\S)?"
#: A line of the ledger is named after its promotion.
_LONGEST_NAME: Final = 80
_MOST_DAYS: Final = 3650


class EarningReading:
    """Reads what `commission` says beyond the rates, and the sections `promotions` and `payouts`."""

    def __init__(self, ends: Ends, currency: str) -> None:
        self._ends = ends
        self._currency = currency

    def read(self, version: Table, commission: Table) -> EarningRules:
        payouts = version.table("payouts")
        rules = EarningRules(
            verticals=self._verticals(commission.table("verticals")) if "verticals" in commission.keys else (),
            several=self._several(commission.table("several")) if "several" in commission.keys else None,
            promotions=self._promotions(version.table("promotions")) if "promotions" in version.keys else MappingProxyType({}),
            due=self._due(commission.table("due")),
            clawback=self._clawback(commission.table("clawback")),
            true_up=self._true_up(commission.table("true_up")),
            deal_cap=self._deal_cap(commission.table("deal_cap")) if "deal_cap" in commission.keys else None,
            exchange=self._ends(commission.table("exchange")),
            tier=self._ends(commission.table("tier")),
            payout=self._payout(payouts.table("run")),
            dispute=self._dispute(payouts.table("dispute")),
        )
        payouts.close()
        return rules

    def _verticals(self, section: Table) -> tuple[VerticalRule, ...]:
        """One table a vertical, by any name; an industry belongs to one of them."""
        found: list[VerticalRule] = []
        taken: set[str] = set()
        for name in list(section.keys):
            rule = section.table(name)
            industries = frozenset(industry.casefold() for industry in rule.words("industries", pattern=_INDUSTRY))
            for industry in sorted(industries & taken):
                rule.problems.add(rule.placed("industries"), "policy.value.twice", value=industry)
            taken |= industries
            points = rule.percent("points")
            found.append(VerticalRule(name=name, clause=self._ends(rule), industries=industries, points=points))
        section.close()
        return tuple(found)

    def _several(self, rule: Table) -> SeveralRule:
        products = rule.whole("products", 2, 1000)
        points = rule.percent("points")
        return SeveralRule(clause=self._ends(rule), products=products, points=points)

    def _promotions(self, section: Table) -> Mapping[str, Promotion]:
        found = {name: self._promotion(name, section.table(name)) for name in list(section.keys)}
        section.close()
        return MappingProxyType(found)

    def _promotion(self, name: str, rule: Table) -> Promotion:
        if len(name) > _LONGEST_NAME:
            rule.problems.add(rule.node, "policy.value.too_long", length=str(len(name)), longest=str(_LONGEST_NAME))
        first, last = rule.day("first"), rule.day("last")
        if first > last:
            rule.problems.add(rule.placed("last"), "policy.promotion.ends_first", value=str(last), first=str(first))
        kinds = frozenset(rule.codes("kinds", tuple(PartnerKind)))
        tiers = frozenset(rule.codes("tiers", tuple(Tier)))
        products = frozenset(product.casefold() for product in rule.words("products", pattern=_PRODUCT))
        points = rule.percent("points") if "points" in rule.keys else Decimal(0)
        amount = rule.money("amount", self._currency, low=0, high=LARGEST_AMOUNT, optional=True)
        if ("points" in rule.keys) == ("amount" in rule.keys):
            rule.problems.add(rule.node, "policy.promotion.gives")
        return Promotion(
            name=name,
            clause=self._ends(rule),
            first=first,
            last=last,
            kinds=kinds,
            tiers=tiers,
            products=products,
            points=points,
            amount=amount,
        )

    def _due(self, rule: Table) -> DueRule:
        after = rule.code("after", tuple(DueAfter))
        days = rule.whole("holding_days", 0, _MOST_DAYS)
        return DueRule(clause=self._ends(rule), after=after, holding_days=days)

    def _clawback(self, rule: Table) -> ClawbackRule:
        days = rule.whole("churn_days", 0, _MOST_DAYS)
        return ClawbackRule(clause=self._ends(rule), churn_days=days)

    def _true_up(self, rule: Table) -> TrueUpRule:
        months = rule.whole("months", 1, 60)
        return TrueUpRule(clause=self._ends(rule), months=months)

    def _deal_cap(self, rule: Table) -> DealCapRule:
        amount = rule.money("amount", self._currency, low=1, high=LARGEST_AMOUNT)
        return DealCapRule(clause=self._ends(rule), amount=amount)

    def _payout(self, rule: Table) -> PayoutRule:
        minimum = rule.money("minimum", self._currency, low=0, high=LARGEST_AMOUNT)
        days = rule.whole("every_days", 1, 366)
        return PayoutRule(clause=self._ends(rule), minimum=minimum, every_days=days)

    def _dispute(self, rule: Table) -> DisputeRule:
        days = rule.whole("days", 1, _MOST_DAYS)
        business_days = rule.whole("business_days", 1, 60)
        return DisputeRule(clause=self._ends(rule), days=days, business_days=business_days)
