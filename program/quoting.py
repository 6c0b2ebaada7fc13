"""A quote on record: what a partner offers whom, who decided that, and until when it holds.

What a partner may give by itself is on record as approved by rule; the rest waits for a person. Source: clauses 10.2 and 10.3.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from program.money import Money
from program.partners import Partner, Role, Tier
from program.periods import protected_period
from program.policy import Policy
from program.pricing import Line, NeedsApproval, Quote, WithinAuthority, total_of
from program.registrations import Reason


class QuoteStatus(StrEnum):
    """Where a quote stands. `lapsed` is never stored: it follows from the clock (`RecordedQuote.status_at`)."""

    OPEN = "open"
    APPROVED = "approved"
    DECLINED = "declined"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedQuote:
    """A quote as it stands; `tier` is what the partner was then, `revision` counts the changes from 1.

    `reviewer` is who has to decide, None for what the partner gave by itself. It holds before `valid_until`, and an open one is to
    be decided by then. `note` is the partner's reason while it is open, then that of whoever declined it.
    """

    id: str
    partner_id: str
    member_id: str
    tier: Tier
    company: str
    lines: tuple[Line, ...]
    status: QuoteStatus
    asked_at: datetime
    policy_version: str
    valid_until: datetime
    reviewer: Role | None = None
    reasons: tuple[Reason, ...] = ()
    decided_at: datetime | None = None
    decided_by: str | None = None
    note: str = ""
    revision: int = 1

    def status_at(self, at: datetime) -> QuoteStatus:
        """The status as of an instant: what is open or approved has lapsed once its time is over."""
        ends = self.status in (QuoteStatus.OPEN, QuoteStatus.APPROVED) and at >= self.valid_until
        return QuoteStatus.LAPSED if ends else self.status

    @property
    def listed(self) -> Money:
        return total_of([line.listed for line in self.lines])

    @property
    def total(self) -> Money:
        return total_of([line.total for line in self.lines])


def record(
    id: str,
    quote: Quote,
    verdict: WithinAuthority | NeedsApproval,
    *,
    member_id: str,
    company: str,
    partner: Partner,
    policy: Policy,
    at: datetime,
    note: str = "",
) -> RecordedQuote:
    """The quote as it goes on record, approved by rule or open; days count in the partner's zone."""
    approved = isinstance(verdict, WithinAuthority)
    return RecordedQuote(
        id=id,
        partner_id=quote.partner_id,
        member_id=member_id,
        tier=quote.tier,
        company=company,
        lines=quote.lines,
        status=QuoteStatus.APPROVED if approved else QuoteStatus.OPEN,
        asked_at=at,
        policy_version=policy.version,
        valid_until=_until(at, partner, policy),
        reviewer=None if isinstance(verdict, WithinAuthority) else verdict.role,
        reasons=(verdict.reason,) if isinstance(verdict, WithinAuthority) else verdict.reasons,
        decided_at=at if approved else None,
        note="" if approved else note,
    )


def approve(quote: RecordedQuote, *, at: datetime, by: str, partner: Partner, policy: Policy) -> RecordedQuote:
    """Approved by a person; it holds from now. ValueError for one that is not open any more."""
    return replace(
        _open(quote, at), status=QuoteStatus.APPROVED, decided_at=at, decided_by=by, valid_until=_until(at, partner, policy)
    )


def decline(quote: RecordedQuote, *, at: datetime, by: str, note: str) -> RecordedQuote:
    """Declined by a person, with a reason. ValueError for one that is not open any more."""
    return replace(_open(quote, at), status=QuoteStatus.DECLINED, decided_at=at, decided_by=by, note=note)


def _open(quote: RecordedQuote, at: datetime) -> RecordedQuote:
    if quote.status_at(at) is not QuoteStatus.OPEN:
        raise ValueError("what was decided or has lapsed stays so")
    return quote


def _until(at: datetime, partner: Partner, policy: Policy) -> datetime:
    return protected_period(start=at, days=policy.pricing.valid_days, zone=partner.zone).end


def again(quote: RecordedQuote) -> Quote:
    """What the quote offered, to be judged anew by whoever decides; the customer's files are theirs to look up."""
    return Quote(partner_id=quote.partner_id, tier=quote.tier, lines=quote.lines)
