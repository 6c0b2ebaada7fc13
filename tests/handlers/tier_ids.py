"""What stands for the braces in the ids of sentences about tiers, as `tests/handlers/test_words.py` wants them."""

from __future__ import annotations

from handlers.tier_risks import Risk
from program.partners import Tier
from program.policy import RateTable
from program.tier_facts import Area, FactKind
from program.tier_history import Cause
from program.tiering import Need

_TIERS = [tier.value for tier in Tier]
_NEEDS = [need.value for need in Need]
_CAUSES = [cause.value for cause in Cause]
_TOLD = [cause.value for cause in Cause if cause not in (Cause.INITIAL, Cause.MET)]
_THERE_OR_NOT = [Need.DEDICATED_PRACTICE.value, Need.EXECUTIVE_SPONSOR.value]
_KINDS = [kind.value for kind in FactKind]
_AREAS = [area.value for area in Area]

TIER_IDS: dict[str, list[str]] = {
    **{
        f"tier.{{{name}.value}}": _TIERS
        for name in ("target", "tier.held", "tier.met", "line.tier", "held", "one", "after", "wanted", "ended.tier")
    },
    **{f"need.{{{name}.requirement.need.value}}": _NEEDS for name in ("one", "each")},
    "need.{requirement.need.value}": _NEEDS,
    "need.{step.need.value}": _NEEDS,
    "path.{step.need.value}": [need for need in _NEEDS if need not in (Need.REVENUE.value, *_THERE_OR_NOT)],
    "path.set_up.{step.need.value}": _THERE_OR_NOT,
    "tier.standing.{last_line.cause.value}": [Cause.WARNED.value, Cause.GRACE.value],
    "tier.told.{line.cause.value}": _TOLD,
    "tier.told_manager.{line.cause.value}": _TOLD,
    "cause.{line.cause.value}": _CAUSES,
    "cause.{cause.value}": _CAUSES,
    "benefit.{table.value}": [table.value for table in RateTable],
    "risk.{one.risk.name.lower()}": [risk.name.lower() for risk in Risk],
    "area.{area.value}": _AREAS,
    "area.{certificate.area.value}": _AREAS,
    **{f"record.{{kind.value}}.{part}": _KINDS for part in ("ask", "name", "done")},
}
