"""What the vendor's direct sales work on is recorded, whoever else is there; where a partner is, the policy says what follows.

A protection stands against a direct opportunity, an undecided registration is decided by a person who knows of both, and a lead
that was handed over is no conflict. Source: chapters 2, 3 and 8 of the policy.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from program.conflicts import next_step
from program.deciding import covered
from program.money import Money
from program.policy import NextStep, Policy
from program.registrations import UNDECIDED, Claim, Contact, CustomerFile, DirectOpportunity, Statement, Status, claims_on, overlap


class Ending(StrEnum):
    """How a direct opportunity ended."""

    WON = "won"
    LOST = "lost"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedOpportunity:
    """A direct seller's opportunity as it stands. `family` is the product's family; None means the whole customer.

    What an import left open is None. `amount` is the final value once it is won. `revision` counts the changes from 1.
    """

    id: str
    seller_id: str
    company: str
    opened_at: datetime
    contact: Contact
    close_date: date | None = None
    amount: Money | None = None
    product: str | None = None
    family: str | None = None
    ended: Ending | None = None
    closed_at: datetime | None = None
    statement: Statement | None = None
    revision: int = 1

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class Meeting(StrEnum):
    """How a direct opportunity and a partner's registration of the same customer stand to each other."""

    HANDED_OVER = "handed_over"  # the registration is the lead itself
    PROTECTED = "protected"  # a channel conflict: the protection stands
    UNDECIDED = "undecided"  # a person decides


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """A partner's registration that a direct opportunity meets."""

    claim: Claim
    meeting: Meeting


def meet(files: tuple[CustomerFile, ...], family: str | None, *, policy: Policy, at: datetime) -> tuple[Met, ...]:
    """Every registration on the customer's files that concerns direct sales' opportunity for the family, the earliest first."""
    wanted = covered(family, policy)
    found = ((claim, _meeting(claim, wanted, policy, at)) for claim in claims_on(files, wanted))
    return tuple(Met(claim=claim, meeting=meeting) for claim, meeting in found if meeting is not None)


def _meeting(claim: Claim, family: str | None, policy: Policy, at: datetime) -> Meeting | None:
    if claim.status is Status.APPROVED and next_step(claim.kinds, policy) is NextStep.HAND_OVER:
        return Meeting.HANDED_OVER  # also when its protection is over: direct sales go on with it
    if claim.protects(family, at):
        return Meeting.PROTECTED
    return Meeting.UNDECIDED if claim.status in UNDECIDED else None


def worked_on(files: tuple[CustomerFile, ...], family: str | None, policy: Policy) -> tuple[DirectOpportunity, ...]:
    """What direct sales work on already for the family, each once, the earliest first."""
    wanted = covered(family, policy)
    sales = {sale.id: sale for file in files for sale in file.direct if overlap(sale.family, wanted)}
    return tuple(sorted(sales.values(), key=lambda sale: (sale.opened_at, sale.id)))


def close(opportunity: RecordedOpportunity, ending: Ending, *, at: datetime, amount: Money | None = None) -> RecordedOpportunity:
    """Over, with its final value if it is won. ValueError for one that is over already."""
    return replace(_open(opportunity), ended=ending, closed_at=at, amount=amount or opportunity.amount)


def amend(opportunity: RecordedOpportunity, *, amount: Money | None, close_date: date | None) -> RecordedOpportunity:
    """With another amount and another close date. ValueError for one that is over."""
    return replace(_open(opportunity), amount=amount, close_date=close_date)


def _open(opportunity: RecordedOpportunity) -> RecordedOpportunity:
    if not opportunity.is_open:
        raise ValueError("what is over stays as it ended")
    return opportunity
