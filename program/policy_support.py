"""What a version of the policy says of questions to a person, and of answers that are kept: chapter 12."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportRules:
    """How soon a question is answered is a benefit of the tier (`TierBenefits.support_hours`).

    When that time is up and `hand_over_hours` more have passed on business days, channel admins take the question over. A confirmed
    answer counts for `kept_days` calendar days; its owner is reminded `remind_days` before its end.
    """

    hand_over_hours: int
    kept_days: int
    remind_days: int
