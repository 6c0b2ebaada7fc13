"""Which reminders are due now, who gets them, and who does without: found by rule, the same ones however often it is looked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from handlers.nudge_hours import hours_of
from handlers.ports import Work
from handlers.ports_nudges import Nudge, Reader, Seen
from handlers.tier_looking import is_below, perhaps_below
from handlers.tier_state import PartnerTier, composed
from program.governor import next_opening
from program.holding_out import is_held_out
from program.nudges import FOUND_LATE, Anchor, Due, days_of_anchors, due
from program.partners import Member, Partner, Role, leading_kind
from program.periods import first_of_month, local_date, months_after
from program.policy import NextStep, Policy
from program.policy_nudges import DIGESTS, NudgeKind
from program.tier_history import Cause, next_review, override_at
from program.tiering import Need, next_tier, requirements_of

_DAY: Final = timedelta(days=1)
_TICK: Final = timedelta(microseconds=1)
#: About a deal, for whoever registered it.
_OF_A_DEAL: Final = frozenset({NudgeKind.EXPIRING, NudgeKind.EXPIRED, NudgeKind.STALLED, NudgeKind.CLOSE_DATE})
_OF_TIERS: Final = frozenset({NudgeKind.WITHIN_REACH, NudgeKind.AT_RISK})
#: In days of the program, as tiers are.
_IN_PROGRAM_DAYS: Final = _OF_TIERS | {NudgeKind.PROMOTION}


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What is to be kept: `nudges` to be sent, those `held_out`, and the `lots` that were drawn for it."""

    kind: NudgeKind
    nudges: tuple[Nudge, ...]
    held_out: tuple[Nudge, ...]
    lots: Mapping[str, bool]


def find_due(work: Work, kind: NudgeKind) -> list[Due]:
    """Everything of the kind that is due now and was not found yet."""
    days = _days(work, kind, work.program.in_force(work.at))
    if kind is NudgeKind.AT_RISK:
        seen = work.nudges.seen_of(kind, perhaps_below(work)) if days else ()
    else:
        seen = work.nudges.seen(kind, days)
    found = _by_day(work, seen, late=FOUND_LATE)
    unknown = work.nudges.unknown([one.key for one in found])
    return _holding(work, kind, [one for one in found if one.key in unknown])


def dues(work: Work, kind: NudgeKind, seen: Sequence[Seen], *, late: int) -> list[Due]:
    """What of it is due now, each once; a reminder that waited is asked about in this way again before it is sent."""
    return _holding(work, kind, _by_day(work, seen, late=late))


def _by_day(work: Work, seen: Sequence[Seen], *, late: int) -> list[Due]:
    policy = work.program.in_force(work.at)
    found: dict[str, Due] = {}
    for each in seen:
        one = due(_anchor(work, each, policy), policy.nudges, work.at, late=late)
        if one is not None:
            found[one.key] = one
    return list(found.values())


def _holding(work: Work, kind: NudgeKind, wanted: Sequence[Due]) -> list[Due]:
    """Those of which the rest holds, too."""
    policy = work.program.in_force(work.at)
    if kind in _OF_A_DEAL:
        return _not_handed_over(work, wanted, policy)
    if kind in _OF_TIERS:
        return _of_tiers(work, kind, wanted, policy)
    if kind is NudgeKind.DAILY:
        return _on_business_days(work, wanted)
    return list(wanted)


def plan(work: Work, kind: NudgeKind, found: Sequence[Due]) -> Planned:
    """Who gets each, when it may be sent at the earliest, and which partners do without."""
    partner_ids = sorted({one.partner_id for one in found if one.partner_id})
    partners, people = work.nudges.partners_of(partner_ids), work.nudges.people_of(partner_ids)
    registrants = work.nudges.registrants([one.subject for one in found]) if kind in _OF_A_DEAL else {}
    drawn = _lots(work, kind, partner_ids)
    managers = work.nudges.readers([one.subject for one in found]) if kind in DIGESTS else {}
    told: list[Nudge] = []
    held_out: list[Nudge] = []
    for one in found:
        partner = partners.get(one.partner_id or "")
        theirs = people.get(one.partner_id or "", ())
        readers = (*_members(one, theirs, registrants), *_managers(work, one, managers))
        nudges = [_nudge(work, one, member, partner if member.partner_id else None) for member in dict.fromkeys(readers)]
        (held_out if one.partner_id and drawn[one.partner_id] else told).extend(nudges)
    return Planned(kind=kind, nudges=tuple(told), held_out=tuple(held_out), lots=drawn)


def keep(work: Work, planned: Planned) -> None:
    """Keeps what is planned: once, whoever planned the same meanwhile."""
    work.nudges.draw(planned.kind, planned.lots)
    work.nudges.keep(planned.nudges)
    work.nudges.keep(planned.held_out, held_out=True)


def _days(work: Work, kind: NudgeKind, policy: Policy) -> list[tuple[date, date]]:
    """Between which days to look; none where nothing can be due today."""
    today = local_date(work.at, work.program.zone)
    days = days_of_anchors(kind, policy.nudges, today)
    match kind:
        case NudgeKind.STATEMENT:
            month = first_of_month(today)
            return [(months_after(month, -1), month - _DAY)] if (today - month).days <= FOUND_LATE + 1 else []
        case NudgeKind.PROMOTION:
            reward = policy.tiers.reward
            return [(first - _DAY * reward.days, last - _DAY * reward.days) for first, last in days] if reward.points else []
        case NudgeKind.AT_RISK:
            left = (next_review(work.at, policy, work.program.zone) - today).days
            return [(today, today)] if left <= max(policy.nudges.days[kind]) else []
        case NudgeKind.DAILY | NudgeKind.WEEKLY:
            return [(today, today)]
        case _:
            return list(days)


def _anchor(work: Work, seen: Seen, policy: Policy) -> Anchor:
    """The day that a reminder counts from or to, from what was found of it."""
    kind, zone = seen.kind, work.program.zone if seen.kind in _IN_PROGRAM_DAYS else seen.zone
    if kind in (NudgeKind.EXPIRING, NudgeKind.EXPIRED) and isinstance(seen.on, datetime):
        on = local_date(seen.on - _TICK, zone)  # its end is the first instant after it
    else:
        on = local_date(seen.on, zone) if isinstance(seen.on, datetime) else seen.on
    match kind:
        case NudgeKind.STATEMENT:
            on = months_after(first_of_month(on), 1)
        case NudgeKind.PROMOTION:
            on += _DAY * policy.tiers.reward.days
        case NudgeKind.AT_RISK:
            on = next_review(work.at, policy, zone)
        case NudgeKind.DAILY:
            on = local_date(work.at, zone)
        case NudgeKind.WEEKLY:
            today = local_date(work.at, zone)
            on = today - _DAY * today.weekday()
    return Anchor(kind=kind, subject=seen.subject, partner_id=seen.partner_id, zone=zone, on=on)


# ── what must hold beside the day ────────────────────────────────────────────────────────────────────────────────────────


def _not_handed_over(work: Work, found: Sequence[Due], policy: Policy) -> list[Due]:
    """Where direct sales have taken over, there is nothing that the partner could do about the deal."""
    partners = work.nudges.partners_of(sorted({one.partner_id for one in found if one.partner_id}))

    def sells(partner: Partner) -> bool:
        return policy.kinds[leading_kind(partner.kinds)].after_approval is not NextStep.HAND_OVER

    return [one for one in found if sells(partners[one.partner_id or ""])]


def _of_tiers(work: Work, kind: NudgeKind, found: Sequence[Due], policy: Policy) -> list[Due]:
    ids = sorted({one.subject for one in found})
    partners = work.nudges.partners_of(ids)
    facts, histories = work.tiers.facts_of(ids), work.tiers.histories(ids)
    tiers = {id: composed(work, partners[id], facts[id], histories[id]) for id in ids}
    holds = _is_at_risk if kind is NudgeKind.AT_RISK else _is_within_reach
    return [one for one in found if holds(tiers[one.subject], work.at, policy)]


def _is_at_risk(tier: PartnerTier, at: datetime, _: Policy) -> bool:
    """Below its tier before the review; who is warned already is told by the review itself."""
    warned = bool(tier.history) and tier.history[-1].cause in (Cause.WARNED, Cause.GRACE)
    return is_below(tier) and not warned and override_at(tier.history, at) is None


def _is_within_reach(tier: PartnerTier, _: datetime, policy: Policy) -> bool:
    """Of the revenue of the next tier so much is there, and not all."""
    above = next_tier(tier.held)
    if above is None:
        return False
    asked = next(
        (one for one in tier.figures.progress(requirements_of(above, policy)) if one.requirement.need is Need.REVENUE), None
    )
    if asked is None or not asked.requirement.total:
        return False
    return not asked.is_met and asked.done * 100 >= asked.requirement.total * policy.nudges.reach_percent


def _on_business_days(work: Work, found: Sequence[Due]) -> list[Due]:
    """Not on Mondays, either: then the week is told of."""
    people = {id: reader.member for id, reader in work.nudges.readers([one.subject for one in found]).items()}
    return [one for one in found if one.day.weekday() and hours_of(people[one.subject], None).is_business_day(one.day)]


# ── who gets it ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _members(one: Due, people: Sequence[Member], registrants: Mapping[str, str]) -> Sequence[Member]:
    """Of the partner: whom it is about; else its admins, or everybody where there is none."""
    if one.kind in _OF_A_DEAL:
        return [member for member in people if member.id == registrants.get(one.subject)] or people
    if one.kind is NudgeKind.CERTIFICATE:
        return [member for member in people if member.id == one.subject.split("/")[0]]
    if one.kind is NudgeKind.FIRST_DEAL:
        return people
    return [member for member in people if member.role is Role.PARTNER_ADMIN] or people


def _managers(work: Work, one: Due, readers: Mapping[str, Reader]) -> Sequence[Member]:
    """At the vendor: whoever looks after a partner that does not get on, and whom a digest is for."""
    if one.kind in DIGESTS:
        return [readers[one.subject].member]
    late = one.kind is NudgeKind.FIRST_DEAL and one.step >= work.program.in_force(work.at).nudges.manager_from
    return work.people.deciders_for(one.partner_id) if one.partner_id and (late or one.kind is NudgeKind.INACTIVE) else ()


def _lots(work: Work, kind: NudgeKind, partner_ids: Sequence[str]) -> Mapping[str, bool]:
    """Whether each partner does without: what it drew before, else what it draws now."""
    percent = work.program.in_force(work.at).nudges.hold_out.get(kind, 0)
    before = work.nudges.lots(kind, partner_ids)
    key = work.program.name
    return {id: before.get(id, is_held_out(kind, id, percent=percent, key=key)) for id in partner_ids}


def _nudge(work: Work, one: Due, member: Member, partner: Partner | None) -> Nudge:
    hours = hours_of(member, partner)
    return Nudge(
        id=0,
        key=one.key,
        kind=one.kind,
        subject=one.subject,
        partner_id=one.partner_id,
        member_id=member.id,
        step=one.step,
        day=one.day,
        due_at=next_opening(work.at, hours, work.program.in_force(work.at).nudges),
    )
