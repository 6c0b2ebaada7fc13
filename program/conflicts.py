"""Conflicts are settled by published criteria: first to register wins, and where nobody did, four things are weighed in the open.

What comes out is a proposal with its arithmetic and its clause; a person decides. Source: chapter 8 of the policy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Final

from program.deciding import protected_family, reason_for, rival_protection
from program.partners import PartnerKind, leading_kind
from program.periods import Period, local_date
from program.policy import Criterion, Ground, NextStep, Policy
from program.registrations import (
    UNDECIDED,
    Claim,
    CustomerFile,
    DirectOpportunity,
    Importance,
    Preference,
    Reason,
    Registration,
    Relationship,
    Sourced,
    Split,
    Statement,
    Status,
    claims_on,
    overlap,
)

#: The most points that one criterion gives.
MOST_POINTS: Final = 3
#: Who spoke to the customer at most so many days after the first counts as equally early, or as not much later.
_AS_EARLY, _NOT_MUCH_LATER = timedelta(days=14), timedelta(days=90)


def next_step(kinds: frozenset[PartnerKind], policy: Policy) -> NextStep:
    """What follows an approval for a partner of these kinds."""
    return policy.kinds[leading_kind(kinds)].after_approval


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of a conflict: a registration (`partner_id`) or a direct opportunity (None), known to us `since`."""

    id: str
    partner_id: str | None
    since: datetime
    statement: Statement | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """One criterion: its weight, and the points of each side, 0 to 3, in the order of the sides."""

    criterion: Criterion
    weight: int
    points: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """What every side gets, line by line; `totals` are out of 100, exact, in the order of the sides."""

    sides: tuple[Side, ...]
    lines: tuple[Weighed, ...]

    @property
    def totals(self) -> tuple[Decimal, ...]:
        return tuple(
            Decimal(sum(line.weight * line.points[place] for line in self.lines)) / MOST_POINTS for place in range(len(self.sides))
        )

    def ahead(self, margin: int) -> Side | None:
        """The side that is ahead of every other one by more than the margin; None when there is none."""
        scores = [sum(line.weight * line.points[place] for line in self.lines) for place in range(len(self.sides))]
        ranked = sorted(range(len(self.sides)), key=lambda place: -scores[place])
        if len(ranked) > 1 and scores[ranked[0]] - scores[ranked[1]] <= margin * MOST_POINTS:
            return None
        return self.sides[ranked[0]]


class Advice(StrEnum):
    """What is proposed to whoever decides."""

    APPROVE = "approve"
    SPLIT = "split"
    DECLINE = "decline"
    ASK = "ask"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What the policy proposes for a registration, the reason with its clause, and the weighing where one was needed.

    `winner` is the id of the registration or opportunity that is ahead, None where nobody else is concerned or neither is.
    """

    advice: Advice
    reason: Reason
    winner: str | None = None
    weighing: Weighing | None = None


def rivals_of(registration: Registration, files: tuple[CustomerFile, ...], *, policy: Policy, at: datetime) -> tuple[Claim, ...]:
    """Other partners' claims that stand against the registration, the earliest first.

    They are the undecided ones for the same opportunity; before whoever decides an appeal, also a protection that holds.
    """
    family = protected_family(registration.opportunity, policy)
    appealed = registration.appealed_at is not None
    return tuple(
        claim
        for claim in claims_on(files, family)
        if claim.partner_id != registration.partner_id and (claim.status in UNDECIDED or (appealed and claim.protects(family, at)))
    )


def is_first(registration: Registration, rivals: tuple[Claim, ...]) -> bool:
    """Whether it was registered before every rival; of two at one instant, the order of their numbers decides."""
    ours = (registration.registered_at, registration.id)
    return all(ours < (rival.registered_at, rival.registration_id) for rival in rivals)


def direct_on(registration: Registration, files: tuple[CustomerFile, ...], policy: Policy) -> tuple[DirectOpportunity, ...]:
    """What the vendor's direct sales work on for the same opportunity, the earliest first."""
    family = protected_family(registration.opportunity, policy)
    found = {sale.id: sale for file in files for sale in file.direct if overlap(sale.family, family)}
    return tuple(sorted(found.values(), key=lambda sale: (sale.opened_at, sale.id)))


def weigh(sides: Sequence[Side], policy: Policy, zone: str) -> Weighing:
    """The four criteria for every side, by what it says for itself; engagement counts from its first day, in the zone."""
    days = [engaged_since(side, zone) for side in sides]
    points: Mapping[Criterion, tuple[int, ...]] = {
        Criterion.RELATIONSHIP_DEPTH: tuple(_points(Relationship, _said(side).relationship) for side in sides),
        Criterion.ENGAGEMENT_TIMELINE: tuple(_earliness(day, min(days)) for day in days),
        Criterion.CUSTOMER_PREFERENCE: tuple(_points(Preference, _said(side).preference) for side in sides),
        Criterion.STRATEGIC_IMPORTANCE: tuple(_points(Importance, _said(side).importance) for side in sides),
    }
    lines = tuple(Weighed(criterion=one, weight=policy.overlap.weights[one], points=points[one]) for one in Criterion)
    return Weighing(sides=tuple(sides), lines=lines)


def _said(side: Side) -> Statement:
    return side.statement or Statement()


def _points(levels: type[StrEnum], level: StrEnum | None) -> int:
    return 0 if level is None else list(levels).index(level)


def engaged_since(side: Side, zone: str) -> date:
    """The day of the side's first talk with the customer: as it says, but never after it came to us with the deal."""
    known = local_date(side.since, zone)
    return min(_said(side).engaged_since or known, known)


def _earliness(day: date, first: date) -> int:
    later = day - first
    if later <= _AS_EARLY:
        return MOST_POINTS
    return 1 if later <= _NOT_MUCH_LATER else 0


def propose(
    registration: Registration,
    files: tuple[CustomerFile, ...],
    *,
    policy: Policy,
    at: datetime,
    zone: str,
    has_answered: bool = False,
) -> Proposal:
    """What the policy proposes for an undecided registration on its customer's files; days count in the partner's zone.

    `has_answered`: the partner was asked about it already, and answered.
    """
    is_heard = has_answered or registration.appealed_at is not None or _has_spoken(registration)
    held = rival_protection(registration, files, policy=policy, at=at)
    if held is not None and registration.appealed_at is None:
        return Proposal(advice=Advice.DECLINE, reason=held)
    first = reason_for(Ground.FIRST_REGISTERED_WINS, policy)
    rivals = rivals_of(registration, files, policy=policy, at=at)
    if not is_first(registration, rivals):
        return Proposal(advice=Advice.DECLINE, reason=first, winner=rivals[0].registration_id)
    direct = direct_on(registration, files, policy)
    if direct and direct[0].opened_at < registration.registered_at:
        return _against_direct(registration, direct[0], policy, zone, is_heard=is_heard)
    return _by_itself(registration, policy, is_heard=is_heard, is_contested=bool(rivals or direct))


def _against_direct(
    registration: Registration, direct: DirectOpportunity, policy: Policy, zone: str, *, is_heard: bool
) -> Proposal:
    """Direct sales were first and register nothing: the criteria are weighed, once the partner has had its say."""
    weighing = weigh((side_of(registration), side_of_direct(direct)), policy, zone)
    criteria = reason_for(Ground.CRITERIA, policy)
    ahead = weighing.ahead(policy.overlap.margin)
    if not is_heard:
        return Proposal(advice=Advice.ASK, reason=criteria, weighing=weighing)
    if ahead is None:
        return Proposal(advice=Advice.SPLIT, reason=reason_for(Ground.SPLIT, policy), weighing=weighing)
    advice = Advice.APPROVE if ahead.partner_id is not None else Advice.DECLINE
    return Proposal(advice=advice, reason=criteria, winner=ahead.id, weighing=weighing)


def _has_spoken(registration: Registration) -> bool:
    """Whether the partner said anything for itself; what the vendor thinks of its importance does not count."""
    return registration.statement is not None and registration.statement != Statement(importance=registration.statement.importance)


#: What speaks against whoever is first by itself, and what has to be asked before.
_AGAINST: Final = frozenset({Ground.NAMED_ACCOUNT, Ground.EXCLUSIVE_TERRITORY, Ground.DIRECT_OR_PARTNER})
_UNCLEAR: Final = frozenset({Ground.UNCLEAR_IDENTITY, Ground.VENDOR_ENGAGED, Ground.EXISTING_CUSTOMER})


def _by_itself(registration: Registration, policy: Policy, *, is_heard: bool, is_contested: bool) -> Proposal:
    """Nobody was earlier: what the registration itself was referred for decides."""
    for grounds, advice in ((_AGAINST, Advice.DECLINE), (_UNCLEAR, Advice.ASK)):
        found = [reason for reason in registration.reasons if reason.ground in grounds]
        if found and not (advice is Advice.ASK and is_heard):
            return Proposal(advice=advice, reason=found[0])
    first = reason_for(Ground.FIRST_REGISTERED_WINS, policy)
    return Proposal(advice=Advice.APPROVE, reason=first, winner=registration.id if is_contested else None)


def side_of(registration: Registration) -> Side:
    """The registration as a side of a conflict."""
    return Side(
        id=registration.id,
        partner_id=registration.partner_id,
        since=registration.registered_at,
        statement=registration.statement,
    )


def side_of_direct(direct: DirectOpportunity) -> Side:
    """The direct opportunity as a side of a conflict."""
    return Side(id=direct.id, partner_id=None, since=direct.opened_at, statement=direct.statement)


def share(registration: Registration, direct: DirectOpportunity, policy: Policy) -> Split:
    """The split by the policy: whoever came with the deal first brought it in."""
    rules = policy.overlap
    partner_first = registration.registered_at <= direct.opened_at
    return Split(
        sourced=Sourced.PARTNER if partner_first else Sourced.DIRECT,
        partner_percent=rules.partner_sourced if partner_first else rules.direct_sourced,
        opportunity_id=direct.id,
    )


def approved(registration: Registration, protected: Period, *, at: datetime, by: str, split: Split | None = None) -> Registration:
    """Decided for the partner, whole or shared."""
    decided = replace(registration, status=Status.APPROVED, protected=protected, split=split)
    return _decided(decided, at=at, by=by)


def declined(registration: Registration, *, at: datetime, by: str, note: str, reasons: tuple[Reason, ...] = ()) -> Registration:
    """Decided against the partner; `reasons` are added to those it came with."""
    kept = tuple(dict.fromkeys((*registration.reasons, *reasons)))
    decided = replace(registration, status=Status.DECLINED, protected=None, split=None, reasons=kept)
    return replace(_decided(decided, at=at, by=by), note=note)


def _decided(registration: Registration, *, at: datetime, by: str) -> Registration:
    return replace(registration, decided_at=at, decided_by=by, note="", review_since=None)
