"""What stands for the braces in the ids of sentences about money, as `tests/handlers/test_words.py` wants them."""

from __future__ import annotations

from handlers.statement_files import COLUMNS as OF_STATEMENTS
from program.earning import StepKind
from program.ledger import LineState
from program.partners import Tier
from program.policy_earning import DueAfter
from program.reckoning import LineKind
from program.registrations import Sourced

_KINDS = [kind.value for kind in LineKind]
_STATES = [state.value for state in LineState]
_TIERS = [tier.value for tier in Tier]

LEDGER_IDS: dict[str, list[str]] = {
    "column.statement.{name}": list(OF_STATEMENTS),
    "explain.waits.{policy.earning.due.after.value}": [after.value for after in DueAfter],
    "line.{line.kind.value}": _KINDS,
    "line_state.{state.value}": _STATES,
    "line_sum.{state.value}": _STATES,
    "sourced.{step.name}": [sourced.value for sourced in Sourced],
    "step.{step.kind.value}": [kind.value for kind in StepKind],
    "tier.{held.name}": _TIERS,
    "tier.{now.tier.value}": _TIERS,
    "tier.{step.name}": _TIERS,
    "tier.{then.tier.value}": _TIERS,
    "tier.{tier.value}": _TIERS,
    "tier.{work.tiers.at(partner.id, work.at).value}": _TIERS,
}
