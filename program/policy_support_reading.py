"""The rules on questions and kept answers, read from a version of the policy: chapter 12."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from program.policy import Ground
from program.policy_conflicts import Ends
from program.policy_support import SupportRules
from program.policy_table import Guidance, Table

#: What the field recommends (a value outside needs a reason).
_KEPT: Final = Guidance(low=Decimal(30), high=Decimal(180))


def read_support(section: Table, ends: Ends) -> SupportRules:
    """The section `support`."""
    escalation = section.table("escalation")
    hand_over_hours = escalation.whole("hand_over_hours", 1, 1000)
    ends(escalation, Ground.UNANSWERED)
    kept = section.table("kept_answers")
    kept_days = kept.whole("days", 1, 3650, guidance=_KEPT)
    remind_days = kept.whole("remind_days", 0, 365)
    ends(kept, Ground.KEPT_ANSWERS)
    section.close()
    return SupportRules(hand_over_hours=hand_over_hours, kept_days=kept_days, remind_days=remind_days)
