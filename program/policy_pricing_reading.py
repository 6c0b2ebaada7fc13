"""The rules on prices and on what the channel brings in, read from a version of the policy: chapters 10 and 11."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from types import MappingProxyType
from typing import Final

from program.partners import Role, Tier
from program.policy import Ground
from program.policy_conflicts import Ends
from program.policy_pricing import EconomicsRules, PricingRules
from program.policy_table import LARGEST_AMOUNT, Guidance, Table

#: What the field recommends (a value outside needs a reason): modest flexibility for partners, prices that are reviewed regularly.
_REVIEWED: Final = Guidance(low=Decimal(1), high=Decimal(12))
_AUTHORITY: Final = Guidance(low=Decimal(0), high=Decimal(20))
_APPROVAL: Final = Guidance(low=Decimal(0), high=Decimal(50))
_RAMP: Final = Guidance(low=Decimal(0), high=Decimal(12))
_LARGEST_COMPANY: Final = 10_000_000
_APPROVERS: Final = (Role.PARTNER_MANAGER, Role.CHANNEL_ADMIN)


class PricingReading:
    """Reads the sections `pricing` and `economics`."""

    def __init__(self, ends: Ends, currency: str) -> None:
        self._ends = ends
        self._currency = currency

    def pricing(self, section: Table) -> PricingRules:
        listed = section.table("price_list")
        months = listed.whole("review_months", 1, 120, guidance=_REVIEWED)
        self._ends(listed, Ground.PRICE_LIST)
        authority = section.table("authority")
        by_tier = {tier: authority.percent(tier, guidance=_AUTHORITY) for tier in Tier}
        self._ends(authority, Ground.DISCOUNT_AUTHORITY)
        approval = section.table("approval")
        limits = {role: approval.percent(role, guidance=_APPROVAL) for role in _APPROVERS}
        valid_days = approval.whole("valid_days", 1, 365)
        _in_order(authority, by_tier, approval, limits)
        self._ends(approval, Ground.DISCOUNT_APPROVAL)
        self._ends(section.table("undercutting"), Ground.UNDERCUTTING)
        section.close()
        return PricingRules(
            review_months=months,
            authority=MappingProxyType(by_tier),
            approval=MappingProxyType(limits),
            valid_days=valid_days,
        )

    def economics(self, section: Table) -> EconomicsRules:
        case = section.table("partners_case")
        quarters = case.whole("quarters", 1, 20)
        ramp = case.whole("ramp_months", 0, 36, guidance=_RAMP)
        self._ends(case, Ground.PARTNERS_CASE)
        cost = section.table("acquisition_cost")
        small = cost.whole("small_below", 1, _LARGEST_COMPANY)
        large = cost.whole("large_from", 1, _LARGEST_COMPANY)
        under = cost.money("small_under", self._currency, low=1, high=LARGEST_AMOUNT)
        over = cost.money("large_over", self._currency, low=1, high=LARGEST_AMOUNT)
        few = cost.whole("few", 1, 1000)
        for low, high in (("small_below", "large_from"), ("small_under", "large_over")):
            if cost.figures.get(low, Decimal(0)) > cost.figures.get(high, Decimal("Infinity")):
                fields = {"value": str(cost.figures[high]), "above": low}
                cost.problems.add(cost.placed(high), "policy.not_in_order", **fields)
        self._ends(cost, Ground.ACQUISITION_COST)
        section.close()
        return EconomicsRules(
            quarters=quarters,
            ramp_months=ramp,
            small_below=small,
            large_from=large,
            small_under=under,
            large_over=over,
            few=few,
        )


def _in_order(authority: Table, by_tier: dict[Tier, Decimal], approval: Table, limits: dict[Role, Decimal]) -> None:
    """Whoever is higher may give no less: tier by tier, then the partner manager, then a channel admin."""
    steps: list[tuple[Table, str, Decimal]] = [(authority, tier.value, by_tier[tier]) for tier in Tier]
    steps += [(approval, role.value, limits[role]) for role in _APPROVERS]
    steps = [step for step in steps if step[1] in step[0].figures]
    for (_, below, least), (table, name, most) in pairwise(steps):
        if most < least:
            table.problems.add(table.placed(name), "policy.not_in_order", value=str(most), above=below)
