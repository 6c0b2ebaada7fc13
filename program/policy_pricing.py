"""What a version of the policy says of prices and of what the channel brings in: chapters 10 and 11.

Percentages are exact decimals in percent from list (15 means 15 %).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from program.money import Money
from program.partners import Role, Tier


@dataclass(frozen=True, slots=True, kw_only=True)
class PricingRules:
    """Which discount a partner may give by its tier, and which one a partner manager and a channel admin may approve.

    More than what a channel admin may approve is never given. An approval holds for so many calendar days in the partner's zone,
    and a quote that nobody decides lapses after as many. The price list is reviewed every so many months.
    """

    review_months: int
    authority: Mapping[Tier, Decimal]
    approval: Mapping[Role, Decimal]
    valid_days: int

    @property
    def most(self) -> Decimal:
        """The highest discount that anybody can approve."""
        return max(self.approval.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class EconomicsRules:
    """How a partner's case and the cost of a customer are counted.

    A case covers so many quarters; the first months bring no deal. A customer is small with fewer employees than `small_below` and
    large from `large_from` on; where their number is not known, the value of the deal tells (`small_under`, `large_over`). A figure
    that stands on fewer customers than `few` is marked.
    """

    quarters: int
    ramp_months: int
    small_below: int
    large_from: int
    small_under: Money
    large_over: Money
    few: int
