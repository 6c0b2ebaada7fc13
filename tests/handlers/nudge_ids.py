"""What stands for the braces in the ids of sentences about reminders, as `tests/handlers/test_words.py` wants them."""

from __future__ import annotations

from handlers.nudge_first_deal import Next
from program.partners import Tier
from program.policy_nudges import NudgeKind

_KINDS = [kind.value for kind in NudgeKind]
_TIERS = [tier.value for tier in Tier]

NUDGE_IDS: dict[str, list[str]] = {
    "nudge_kind.{kind.value}": _KINDS,
    "nudge_kind.{one.kind.value}": _KINDS,
    "nudge.first_deal.{step.value}": [step.value for step in Next if step not in (Next.DECIDE, Next.REGISTER)],
    "nudge.first_deal_stands.{step.value}": [step.value for step in Next],
    "nudge_effect.{verdict}": ["unclear", "sooner", "later"],
    "nudge_effect.column.{name}": ["kind", "reminded", "held_out", "horizon", "difference"],
    "digest.{name}": ["reviews", "questions", "disputes", "ending"],
    "tier.{above.value}": _TIERS,
    "tier.{tier.held.value}": _TIERS,
    "tier.{partner.tier.value}": _TIERS,
}
