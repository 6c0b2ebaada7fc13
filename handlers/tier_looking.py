"""Which partners' tiers something is due of, or are below what the partner has: asked about those only who may have changed.

A look says until when it holds. What is recorded meanwhile is noted by the database; a look that was too early writes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handlers.ports import Work
from handlers.ports_tiers import Looked
from handlers.tier_state import PartnerTier, composed
from program.tier_history import next_change
from program.tier_looking import next_look, rules_mark
from program.tiering import rank


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Of the partners that were looked at: those of whose tiers something is due, and what is known of the others."""

    to_move: tuple[str, ...]
    settled: Mapping[str, Looked]


def to_look_at(work: Work) -> tuple[str, ...]:
    """The partners of whom it is not known that nothing is due."""
    return work.tier_looks.to_look_at(_rules(work))


def perhaps_below(work: Work) -> tuple[str, ...]:
    """Every partner that is below its tier, and those of whom it is not known."""
    return work.tier_looks.perhaps_below(_rules(work))


def look(work: Work, partner_ids: Sequence[str]) -> Found:
    """Nothing is written."""
    seen = work.tier_looks.seen(partner_ids)
    partners = work.nudges.partners_of(partner_ids)
    facts, histories = work.tiers.facts_of(partner_ids), work.tiers.histories(partner_ids)
    rules = _rules(work)
    to_move: list[str] = []
    settled: dict[str, Looked] = {}
    for id, partner in partners.items():
        tier = composed(work, partner, facts[id], histories[id])
        if next_change(tier.known, work.at, policy=tier.policy, zone=tier.zone) is not None:
            to_move.append(id)
            continue
        again_at = next_look(tier.facts, tier.history, work.at, policy=tier.policy, zone=tier.zone)
        settled[id] = Looked(seen=seen[id], rules=rules, again_at=again_at, is_below=is_below(tier))
    return Found(to_move=tuple(to_move), settled=settled)


def is_below(tier: PartnerTier) -> bool:
    """What the partner has is known, and is not enough for the tier that it holds."""
    return tier.figures.is_complete and rank(tier.met) < rank(tier.held)


def _rules(work: Work) -> str:
    return rules_mark(work.program.in_force(work.at), zone=work.program.zone, currency=work.program.currency)
