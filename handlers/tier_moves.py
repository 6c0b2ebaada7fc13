"""What is due of a partner's tier is done: the history grows, the partner and whoever looks after it are told.

Called when something counts that did not before, and by the hourly sweep; calling it again does nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final

from handlers.clauses import clause_sources
from handlers.notices import tell_all
from handlers.outcome import offer
from handlers.ports import Work
from handlers.reply import Choice, Part, Text, Tone
from handlers.tier_benefits import gains, reward_facts
from handlers.tier_state import PartnerTier, tier_of
from handlers.tier_view import bar, help_choice
from handlers.wording import Words
from program.partners import Tier
from program.periods import Period
from program.tier_history import Cause, TierChange, ends_on, next_change, tier_at
from program.tiering import requirements_of

#: A review, a recovery and a promotion can be due at once, and a first line before them.
_AT_ONCE: Final = 6
#: What everybody concerned is told; the others only stand in the history.
_TOLD: Final = frozenset(Cause) - {Cause.INITIAL, Cause.MET}
_TONES: Final = {
    Cause.PROMOTION: Tone.SUCCESS,
    Cause.RECOVERED: Tone.SUCCESS,
    Cause.WARNED: Tone.WARNING,
    Cause.GRACE: Tone.WARNING,
}
_BELOW: Final = frozenset({Cause.WARNED, Cause.GRACE})


def move(work: Work, partner_id: str) -> tuple[Part, ...]:
    """Does by rule what is due now; what of it the viewer may know is returned, everybody else is told."""
    ruled = work.by_rule()
    partner = ruled.tiers.lock(partner_id)
    if partner is None:
        return ()
    tier = tier_of(ruled, partner)
    parts: list[Part] = []
    for _ in range(_AT_ONCE):
        line = next_change(tier.known, work.at, policy=tier.policy, zone=tier.zone)
        if line is None:
            break
        parts += take(work, tier, line)
        tier = _with(tier, line, work)
    return tuple(parts)


def take(work: Work, tier: PartnerTier, line: TierChange) -> tuple[Part, ...]:
    """Adds the line to the history, whoever decided on it, and tells of it."""
    ruled = work.by_rule()
    ruled.tiers.add(line)
    if line.cause not in _TOLD:
        return ()
    log = work.log if line.actor_id else ruled.log
    log.add(f"tier.{line.cause.value}", line.partner_id, tier=line.tier.value, clause=line.clause, reason=line.reason)
    key = f"tier.{line.cause.value}:{line.partner_id}:{line.at.isoformat()}"
    to_partner: Callable[[Words], tuple[Part, ...]] = partial(_for_partner, ruled, tier, line)
    to_manager: Callable[[Words], tuple[Part, ...]] = partial(_for_manager, tier, line)
    tell_all(work, ruled.people.colleagues(line.partner_id), key=key, compose=to_partner)
    tell_all(work, ruled.people.deciders_for(line.partner_id), key=key, compose=to_manager)
    words = Words.of(work.viewer.member)
    if work.viewer.partner is not None and work.viewer.partner.id == line.partner_id:
        return to_partner(words)
    return to_manager(words) if work.viewer.sees(line.partner_id) and work.viewer.actor_id else ()


def _with(tier: PartnerTier, line: TierChange, work: Work) -> PartnerTier:
    history = (*tier.history, line)
    partner = replace(tier.partner, tier=line.tier)
    return replace(tier, history=history, partner=partner, held=tier_at(history, work.at, own=line.tier))


def _for_partner(work: Work, tier: PartnerTier, line: TierChange, words: Words) -> tuple[Part, ...]:
    said = Text(text=words(f"tier.told.{line.cause.value}", **_fields(tier, line, words)), tone=_TONES.get(line.cause, Tone.TITLE))
    more: tuple[Part, ...] = ()
    clauses = [line.clause]
    if line.cause is Cause.PROMOTION:
        reward = reward_facts(tier, words)
        more = (gains(tier, tier.held, line.tier, words), *((reward,) if reward.facts else ()))
        clauses.append(tier.policy.tiers.reward.clause)
    elif line.cause in _BELOW:
        more = _missing(tier, line.tier, words)
    elif line.cause is Cause.DEMOTION:
        more = _missing(tier, tier.held, words)
    choices: tuple[Part, ...] = ()
    if line.cause in (*_BELOW, Cause.DEMOTION):
        choices = help_choice(work, tier, words)
    return (said, *more, clause_sources(clauses, tier.policy, words), *choices)


def _for_manager(tier: PartnerTier, line: TierChange, words: Words) -> tuple[Part, ...]:
    said = Text(text=words(f"tier.told_manager.{line.cause.value}", **_fields(tier, line, words)), tone=Tone.TITLE)
    more = _missing(tier, line.tier, words) if line.cause in _BELOW else ()
    choice = Choice(label=words("choice.show_tier", partner=tier.partner.name), action=f"tier.show/{tier.partner.id}")
    return (said, *more, clause_sources([line.clause], tier.policy, words), *offer([choice]))


def _missing(tier: PartnerTier, held: Tier, words: Words) -> tuple[Part, ...]:
    """What is missing of the requirements of a tier."""
    asked = tier.figures.progress(requirements_of(held, tier.policy))
    return tuple(bar(tier, one, words) for one in asked if not one.is_met)


def _fields(tier: PartnerTier, line: TierChange, words: Words) -> dict[str, str]:
    """What the sentences about a line are filled with; `day` is the last one of what it begins."""
    day = ""
    if line.cause in _BELOW:
        day = words.day(ends_on(line, tier.policy, tier.zone))
    elif line.until is not None:
        day = words.day(Period(start=line.at, end=line.until).last_day(tier.zone))
    return {
        "partner": tier.partner.name,
        "tier": words(f"tier.{line.tier.value}"),
        "before": words(f"tier.{tier.held.value}"),
        "day": day,
        "reason": line.reason,
    }
