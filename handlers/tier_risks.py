"""Which partners may lose their tier: those warned or in grace, those below their tier already, and those who will be soon."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Final

from handlers.outcome import offer, short
from handlers.ports import Work
from handlers.reply import Choice, Part, Table, Text, Tone
from handlers.tier_state import PartnerTier, composed
from handlers.wording import Words
from program.partners import Partner, Tier
from program.tier_history import Cause, ends_on, override_at
from program.tier_path import next_loss
from program.tiering import rank, requirements_of

#: So many partners are looked at, so many at a time; whoever looks after more names one.
_MOST: Final = 500
_AT_A_TIME: Final = 100
_LISTED: Final = 15
#: So many months ahead.
_AHEAD: Final = 3


class Risk(IntEnum):
    """How near it is, the nearest first."""

    GRACE = 1
    WARNED = 2
    BELOW = 3
    SOON = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class _AtRisk:
    """`day` is the last one of a warning or a grace period, or the first on which the tier is no longer met."""

    tier: PartnerTier
    risk: Risk
    day: date | None


def at_risk_parts(work: Work, words: Words) -> tuple[Part, ...]:
    """The partners in sight whose tier is at risk, the nearest first."""
    partners = [partner for partner in work.people.partners() if partner.tier is not Tier.REGISTERED]
    partners.sort(key=lambda partner: (-rank(partner.tier), partner.name))
    found = sorted(_found(work, partners[:_MOST]), key=lambda one: (one.risk, one.day or date.max, one.tier.partner.name))
    unseen = Text(text=words("risk.first", n=words.number(_MOST), total=words.number(len(partners))), tone=Tone.HINT)
    more = (unseen,) if len(partners) > _MOST else ()
    if not found:
        return (Text(text=words("risk.none")), *more)
    rows = tuple(_row(one, words) for one in found[:_LISTED])
    columns = tuple(words(f"column.{name}") for name in ("partner", "tier", "status", "missing"))
    table = Table(caption=words.count("risk.caption", len(found)), columns=columns, rows=rows)
    choices = [
        Choice(label=words("choice.show_tier", partner=short(one.tier.partner.name)), action=f"tier.show/{one.tier.partner.id}")
        for one in found[:3]
    ]
    return (table, *more, *offer(choices))


def _found(work: Work, partners: Sequence[Partner]) -> Iterator[_AtRisk]:
    for start in range(0, len(partners), _AT_A_TIME):
        some = partners[start : start + _AT_A_TIME]
        ids = [partner.id for partner in some]
        facts, histories = work.tiers.facts_of(ids), work.tiers.histories(ids)
        for partner in some:
            found = _risk(work, composed(work, partner, facts[partner.id], histories[partner.id]))
            if found is not None:
                yield found


def _risk(work: Work, tier: PartnerTier) -> _AtRisk | None:
    last = tier.history[-1] if tier.history else None
    if last is not None and last.cause in (Cause.WARNED, Cause.GRACE):
        risk = Risk.GRACE if last.cause is Cause.GRACE else Risk.WARNED
        return _AtRisk(tier=tier, risk=risk, day=ends_on(last, tier.policy, tier.zone))
    if override_at(tier.history, work.at) is not None or not tier.figures.is_complete:
        return None
    if rank(tier.met) < rank(tier.held):
        return _AtRisk(tier=tier, risk=Risk.BELOW, day=None)
    loss = next_loss(tier.facts, policy=tier.policy, day=tier.today, zone=tier.zone, months=_AHEAD)
    return _AtRisk(tier=tier, risk=Risk.SOON, day=loss.day) if loss and rank(loss.met) < rank(tier.held) else None


def _row(one: _AtRisk, words: Words) -> tuple[str, ...]:
    tier = one.tier
    missing = [each for each in tier.figures.progress(requirements_of(tier.held, tier.policy)) if not each.is_met]
    needs = words.all_of([words(f"need.{each.requirement.need.value}") for each in missing]) if missing else "–"
    day = words.short_day(one.day) if one.day else ""
    name = words(f"tier.{tier.held.value}")
    return (short(tier.partner.name), name, words(f"risk.{one.risk.name.lower()}", day=day), needs)
