"""A partner's tier over time: every change with its cause, what is due next by rule, and the tier at any instant.

Upward at once. Downward once a year: below the bar at the review a partner is warned, then comes a grace period, and at its end it
moves down by one tier; whoever meets the tier again in between keeps it. While a channel admin's override runs, only a higher tier
than that is reached by rule. The history only grows. Source: clauses 6.6 to 6.9 of the policy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from program.partners import Tier
from program.periods import local_date, start_of_day
from program.policy import Policy
from program.tiering import rank, tier_below


class Cause(StrEnum):
    """Why a line stands in the history. Some change no tier: they are the steps of the yearly review."""

    INITIAL = "initial"  # as the partner was brought in
    PROMOTION = "promotion"
    DEMOTION = "demotion"
    OVERRIDE = "override"
    OVERRIDE_ENDED = "override_ended"
    MET = "met"  # at the yearly review
    WARNED = "warned"
    GRACE = "grace"
    RECOVERED = "recovered"


@dataclass(frozen=True, slots=True, kw_only=True)
class TierChange:
    """A line of the history: the partner holds `tier` from `at` on. An override holds before `until`; `clause` says why."""

    partner_id: str
    tier: Tier
    at: datetime
    cause: Cause
    clause: str
    policy_version: str
    reason: str = ""
    actor_id: str | None = None
    until: datetime | None = None


#: A partner's whole history, oldest first.
History = Sequence[TierChange]
_OPEN: Final = (Cause.WARNED, Cause.GRACE)


def tier_at(history: History, at: datetime, *, own: Tier) -> Tier:
    """The tier at an instant; `own` is what the partner is known to hold where there is no history yet.

    Before the first line it is that line's tier. An override that is over counts for nothing, even before anybody has said so.
    """
    return _walked(history, at, own)[0]


def tier_without_override(history: History, at: datetime, *, own: Tier) -> Tier:
    """The tier at an instant as it would be if no override held."""
    return _walked(history, at, own)[1]


def _walked(history: History, at: datetime, own: Tier) -> tuple[Tier, Tier]:
    """The tier at the instant, with the override that holds and without it."""
    held = base = history[0].tier if history else own
    until: datetime | None = None
    for line in history:
        if line.at > at:
            break
        if until is not None and line.at >= until:
            held, until = base, None
        if line.cause is Cause.OVERRIDE:
            held, until = line.tier, line.until
        else:
            held = base = line.tier
            until = None
    return (base, base) if until is not None and at >= until else (held, base)


def override_at(history: History, at: datetime) -> TierChange | None:
    """The override that holds at the instant."""
    line = _last(history, at)
    return line if line is not None and line.cause is Cause.OVERRIDE and line.until is not None and at < line.until else None


def last_promotion(history: History, at: datetime) -> datetime | None:
    """When the partner was last promoted by rule, up to and with the instant."""
    return next((line.at for line in reversed(history) if line.at <= at and line.cause is Cause.PROMOTION), None)


def ends_on(line: TierChange, policy: Policy, zone: str) -> date:
    """The last day of a warning or of a grace period, in the program's zone."""
    rules = policy.tiers.recertification
    days = rules.warning_days if line.cause is Cause.WARNED else rules.grace_days
    return local_date(line.at, zone) + timedelta(days=days)


def review_before(at: datetime, policy: Policy, zone: str) -> datetime:
    """The beginning of the last day of review that has begun at the instant."""
    today, review = local_date(at, zone), policy.tiers.review
    year = today.year if (today.month, today.day) >= (review.month, review.day) else today.year - 1
    return start_of_day(date(year, review.month, review.day), zone)


def next_review(at: datetime, policy: Policy, zone: str) -> date:
    """The next day of review after that of the instant."""
    last = local_date(review_before(at, policy, zone), zone)
    return last.replace(year=last.year + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A partner as it is looked at: its history, the tier it held before there was one, and the tier that it meets.

    `is_complete` is False while its figures are known to be too low: nothing is taken away then.
    """

    partner_id: str
    history: History
    own: Tier
    met: Tier
    is_complete: bool = True


def next_change(known: Known, at: datetime, *, policy: Policy, zone: str) -> TierChange | None:
    """What is due by rule at the instant, None when nothing is; ask again with the line added, for more may be due."""
    if not known.history:
        return _line(known, known.own, Cause.INITIAL, policy.tiers.clause, at, policy)
    held, last = tier_at(known.history, at, own=known.own), known.history[-1]
    if override_at(known.history, at):
        base = tier_without_override(known.history, at, own=known.own)
        beyond = rank(held) >= rank(base) and rank(known.met) > rank(held)
        return _promoted(known, at, policy) if beyond else None
    if last.cause is Cause.OVERRIDE:
        tier = max(held, known.met, key=rank)
        return _line(known, tier, Cause.OVERRIDE_ENDED, policy.tiers.override.clause, at, policy)
    if last.cause in _OPEN:
        step = _recertified(known, last, at, policy, zone)
        if step is not None:
            return step
    if rank(known.met) > rank(held):
        return _promoted(known, at, policy)
    return _reviewed(known, held, at, policy, zone)


def _promoted(known: Known, at: datetime, policy: Policy) -> TierChange:
    return _line(known, known.met, Cause.PROMOTION, policy.tiers.review.clause, at, policy)


def _recertified(known: Known, last: TierChange, at: datetime, policy: Policy, zone: str) -> TierChange | None:
    """The step after a warning or within a grace period."""
    clause = policy.tiers.recertification.clause
    if rank(known.met) >= rank(last.tier):
        return _line(known, last.tier, Cause.RECOVERED, clause, at, policy)
    if not known.is_complete or local_date(at, zone) <= ends_on(last, policy, zone):
        return None
    if last.cause is Cause.WARNED:
        return _line(known, last.tier, Cause.GRACE, clause, at, policy)
    return _line(known, tier_below(last.tier), Cause.DEMOTION, clause, at, policy)


def _reviewed(known: Known, held: Tier, at: datetime, policy: Policy, zone: str) -> TierChange | None:
    """The yearly review, once for each of its days since the partner was brought in."""
    review = review_before(at, policy, zone)
    was_there = max((line.at for line in known.history if line.cause is Cause.INITIAL), default=review) < review
    done = any(line.at >= review and line.cause in (Cause.MET, Cause.WARNED) for line in known.history)
    if not was_there or done or known.history[-1].cause in _OPEN or override_at(known.history, review):
        return None
    if rank(known.met) >= rank(held):
        return _line(known, held, Cause.MET, policy.tiers.review.clause, at, policy)
    if not known.is_complete:
        return None
    return _line(known, held, Cause.WARNED, policy.tiers.recertification.clause, at, policy)


def _line(known: Known, tier: Tier, cause: Cause, clause: str, at: datetime, policy: Policy) -> TierChange:
    return TierChange(partner_id=known.partner_id, tier=tier, at=at, cause=cause, clause=clause, policy_version=policy.version)


def overridden(
    known: Known, tier: Tier, last_day: date, reason: str, *, actor_id: str | None, at: datetime, policy: Policy, zone: str
) -> TierChange:
    """The override by a channel admin, to the end of its last day in the program's zone.

    ValueError when that is over, too far away (`last_override_day`), or no reason is given.
    """
    today = local_date(at, zone)
    if not today <= last_day <= last_override_day(at, policy, zone) or not reason.strip():
        raise ValueError("an override has a reason and an end that the policy allows")
    until = start_of_day(last_day + timedelta(days=1), zone)
    return TierChange(
        partner_id=known.partner_id,
        tier=tier,
        at=at,
        cause=Cause.OVERRIDE,
        clause=policy.tiers.override.clause,
        policy_version=policy.version,
        reason=reason,
        actor_id=actor_id,
        until=until,
    )


def last_override_day(at: datetime, policy: Policy, zone: str) -> date:
    """The last day that an override from the instant on may have."""
    return local_date(at, zone) + timedelta(days=policy.tiers.override.max_days)


def override_ended(known: Known, *, reason: str, actor_id: str | None, at: datetime, policy: Policy) -> TierChange | None:
    """The end of the override that holds, before its time; None when none does."""
    if override_at(known.history, at) is None:
        return None
    base = tier_without_override(known.history, at, own=known.own)
    return TierChange(
        partner_id=known.partner_id,
        tier=max(base, known.met, key=rank),
        at=at,
        cause=Cause.OVERRIDE_ENDED,
        clause=policy.tiers.override.clause,
        policy_version=policy.version,
        reason=reason,
        actor_id=actor_id,
    )


def _last(history: History, at: datetime) -> TierChange | None:
    return next((line for line in reversed(history) if line.at <= at), None)
