"""The rules on tiers of a version of the policy: what each asks and gives, and how a partner moves from one to another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from program.money import Money
from program.partners import Tier


@dataclass(frozen=True, slots=True, kw_only=True)
class TierRequirement:
    """What a tier asks beyond the tiers below it; nothing asked is 0 or False."""

    tier: Tier
    clause: str
    closed_deals: int
    revenue: Money
    certified_people: int
    sales_certified_people: int
    technically_certified_people: int
    references: int
    dedicated_practice: bool
    executive_sponsor: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TierReview:
    """The day of the year on which it is looked whether partners still meet their tiers; upward that is looked at every day."""

    clause: str
    month: int
    day: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TierReward:
    """What a promotion brings for so many calendar days after it: percentage points of commission on deals won, and of MDF.

    `recognition`: the promotion is announced, where the partner likes it.
    """

    clause: str
    points: Decimal
    days: int
    mdf_points: Decimal
    recognition: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RecertificationRules:
    """Calendar days from the warning to the grace period, and how long that lasts, both in the program's zone."""

    clause: str
    warning_days: int
    grace_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideRules:
    """For how many calendar days at most a channel admin can give a partner another tier."""

    clause: str
    max_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TierBenefits:
    """Beside rates and funds: hours until a request for deal support is answered, and from which tier the rest is given."""

    clause: str
    support_hours: Mapping[Tier, int]
    executive_access: Tier
    previews: Tier


@dataclass(frozen=True, slots=True, kw_only=True)
class TierRules:
    """`revenue_months` is how far back revenue counts; requirements go upward from Bronze."""

    clause: str
    revenue_months: int
    requirements: tuple[TierRequirement, ...]
    review: TierReview
    reward: TierReward
    recertification: RecertificationRules
    override: OverrideRules
    benefits: TierBenefits
