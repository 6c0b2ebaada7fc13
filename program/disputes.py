"""A partner disputes a line of its statement: within so many days of its booking, once, and a person decides by a due day.

While a dispute is open its line is not paid out. Upheld, it books an amount as a line of its own, payable at once; rejected or
withdrawn, everything stays as it was booked. What a dispute books is final. Source: clause payouts.dispute of the policy.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from program.earning import Step, StepKind
from program.ledger import ADJUSTMENTS, Due, StatementLine
from program.money import Money
from program.periods import local_date
from program.policy import Policy
from program.reckoning import LineKind
from program.review_time import IsBusinessDay, ReviewClock, Rung, clock_since, highest


class DisputeOutcome(StrEnum):
    UPHELD = "upheld"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class CannotDispute(StrEnum):
    """Why a line cannot be disputed, or a dispute not be decided."""

    DISPUTED_ALREADY = "disputed_already"
    TOO_LATE = "too_late"
    FINAL = "final"  # the line is the outcome of a dispute
    DECIDED = "decided"
    AMOUNT = "amount"  # nothing, less than nothing, or another currency than the line's
    TAKEN_OVER = "taken_over"  # channel admins decide it now


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """How a dispute ended, when and through whom (a member's id); `amount` is what was booked, where it was upheld."""

    outcome: DisputeOutcome
    at: datetime
    by: str
    reason: str = ""
    amount: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """`policy_version` is the line's; `climbed` how far it has climbed while nobody decided."""

    id: str
    line_id: str
    partner_id: str
    registration_id: str
    policy_version: str
    opened_at: datetime
    opened_by: str
    reason: str
    climbed: Rung | None = None
    settlement: Settlement | None = None

    @property
    def is_open(self) -> bool:
        return self.settlement is None

    @property
    def is_with_channel_admins(self) -> bool:
        """Whether only channel admins decide it: the time of those before them was up."""
        return self.climbed is Rung.TAKEN_OVER


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedDispute:
    """Nothing changes; `clause` is what it rests on, None for a matter of where the dispute stands."""

    cannot: CannotDispute
    clause: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Who disputes what, and why; `id` names the dispute."""

    id: str
    by: str
    at: datetime
    reason: str


def last_day(line: StatementLine, policy: Policy, zone: str) -> date:
    """The last day on which the line can be disputed, in the program's IANA zone."""
    return local_date(line.booked_at, zone) + timedelta(days=policy.earning.dispute.days)


def dispute(line: StatementLine, opening: Opening, *, known: Dispute | None, policy: Policy, zone: str) -> Dispute | RefusedDispute:
    """The dispute of the line; `known` is the one that there is of it, `policy` the line's version, `zone` the program's."""
    clause = policy.earning.dispute.clause
    if known is not None:
        return RefusedDispute(cannot=CannotDispute.DISPUTED_ALREADY)
    if line.item.startswith(ADJUSTMENTS):
        return RefusedDispute(cannot=CannotDispute.FINAL, clause=clause)
    if local_date(opening.at, zone) > last_day(line, policy, zone):
        return RefusedDispute(cannot=CannotDispute.TOO_LATE, clause=clause)
    return Dispute(
        id=opening.id,
        line_id=line.id,
        partner_id=line.partner_id,
        registration_id=line.registration_id,
        policy_version=line.policy_version,
        opened_at=opening.at,
        opened_by=opening.by,
        reason=opening.reason,
    )


def uphold(
    found: Dispute, amount: Money, *, line: StatementLine, by: str, at: datetime, reason: str
) -> Settlement | RefusedDispute:
    """Settles it with an amount above zero in the line's currency, to be booked as `adjustment` says."""
    if not found.is_open:
        return RefusedDispute(cannot=CannotDispute.DECIDED)
    if amount.currency != line.amount.currency or amount.amount <= 0:
        return RefusedDispute(cannot=CannotDispute.AMOUNT)
    return Settlement(outcome=DisputeOutcome.UPHELD, at=at, by=by, reason=reason, amount=amount)


def reject(found: Dispute, *, by: str, at: datetime, reason: str) -> Settlement | RefusedDispute:
    if not found.is_open:
        return RefusedDispute(cannot=CannotDispute.DECIDED)
    return Settlement(outcome=DisputeOutcome.REJECTED, at=at, by=by, reason=reason)


def withdraw(found: Dispute, *, by: str, at: datetime) -> Settlement | RefusedDispute:
    if not found.is_open:
        return RefusedDispute(cannot=CannotDispute.DECIDED)
    return Settlement(outcome=DisputeOutcome.WITHDRAWN, at=at, by=by)


def adjustment(
    found: Dispute, amount: Money, line: StatementLine, *, id: str, at: datetime, today: date, policy: Policy
) -> tuple[StatementLine, Due]:
    """The line that an upheld dispute books, named `id` and payable on the day itself. It corrects the line that was disputed."""
    booked = StatementLine(
        id=id,
        partner_id=line.partner_id,
        registration_id=line.registration_id,
        item=f"{ADJUSTMENTS}{found.id}",
        number=1,
        kind=LineKind.ADJUSTMENT,
        policy_version=line.policy_version,
        base=line.amount,
        percent=None,
        amount=amount,
        steps=(Step(kind=StepKind.OUTCOME, clause=policy.earning.dispute.clause, money=amount, name=found.id),),
        earned_on=today,
        booked_at=at,
        corrects=line.id,
    )
    return booked, Due(line_id=id, on=today)


def clock(found: Dispute, *, zone: str, policy: Policy, is_business_day: IsBusinessDay) -> ReviewClock:
    """By when a person decides and when it climbs, in the partner's IANA zone; `policy` is the dispute's version."""
    review = policy.review
    return clock_since(
        found.opened_at,
        zone=zone,
        business_days=policy.earning.dispute.business_days,
        remind_after=review.remind_after,
        hand_over_after=review.hand_over_after,
        is_business_day=is_business_day,
    )


def rung_to_climb(found: Dispute, ticking: ReviewClock, at: datetime, *, is_managed: bool) -> Rung | None:
    """The highest rung that an open dispute has reached and not climbed yet; without a manager nobody is there to take it from."""
    reached = highest(ticking, at)
    if reached is Rung.TAKEN_OVER and not is_managed:
        reached = Rung.OVERDUE
    if not found.is_open or reached is None or (found.climbed is not None and reached <= found.climbed):
        return None
    return reached
