"""The life of a registration after its verdict: each step is taken as the policy says, or refused with its clause.

Every step is a pure function from a registration to the one that it becomes; nothing leads from a status to one that does not
follow it (`program.registrations.may_become`). Source: chapters 1, 2 and 8 of the policy.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from program.deciding import (
    AlreadyOurs,
    Declined,
    Referred,
    Request,
    Verdict,
    decide,
    protected_family,
    reason_for,
    rival_protection,
)
from program.partners import Partner
from program.periods import Period, local_date, start_of_day
from program.policy import Ground, Policy
from program.registrations import (
    UNDECIDED,
    Closing,
    CustomerFile,
    LossReason,
    Opportunity,
    Reason,
    Registration,
    Reviewer,
    Status,
    may_become,
)
from program.routing import goes_to_direct


class Cannot(StrEnum):
    """Why a step is not possible, stable for words and logs."""

    STATUS = "status"  # not from where the registration stands
    ENDED = "ended"  # its protection is over
    EXTENDED = "extended"  # as often as the policy allows
    WIDER = "wider"  # another product family, and not a part of what was protected
    HELD = "held"  # somebody else is protected now
    OURS = "ours"  # another registration of the partner has it already
    PERSON = "person"  # only a person could decide it
    APPEALED = "appealed"  # once, and that was it
    TOO_LATE = "too_late"  # the days for an appeal are over
    BY_RULE = "by_rule"  # a limit that nobody weighs: cap, cool-down
    HANDED_OVER = "handed_over"  # direct sales say how it ended


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """The step was not taken; `reasons` name the clauses that it would break, none for a matter of where it stands."""

    cannot: Cannot
    reasons: tuple[Reason, ...] = ()


Stepped = Registration | Refused

#: Fields of an opportunity that may still be amended once it is registered.
AMENDABLE = ("contact", "close_date", "amount", "product", "family")


def extend(registration: Registration, partner: Partner, *, policy: Policy, at: datetime) -> Stepped:
    """The protection runs the policy's days longer, to the end of its last day in the partner's zone."""
    rules = policy.protection
    refusal = (reason_for(Ground.EXTENSION, policy),)
    if registration.status is not Status.APPROVED or registration.protected is None:
        return Refused(cannot=Cannot.STATUS)
    if registration.status_at(at) is Status.EXPIRED:
        return Refused(cannot=Cannot.ENDED, reasons=refusal)
    if registration.extensions >= rules.extensions:
        return Refused(cannot=Cannot.EXTENDED, reasons=refusal)
    protected = registration.protected
    last = protected.last_day(partner.zone) + timedelta(days=rules.extension_days)
    longer = Period(start=protected.start, end=start_of_day(last + timedelta(days=1), partner.zone))
    return replace(registration, protected=longer, extensions=registration.extensions + 1)


def amend(
    registration: Registration,
    changes: Mapping[str, object],
    request: Request,
    *,
    policy: Policy,
    at: datetime,
    by_vendor: bool = False,
) -> Stepped:
    """The registration with some of AMENDABLE changed. `request` asks for what it then is, on the files as they are without it.

    What is protected never grows: another product family is decided like a new registration, and only a plain yes is one. A deal
    that grows so large that direct sales look after it is changed by the vendor's side only.
    """
    if registration.status_at(at) not in UNDECIDED | {Status.APPROVED}:
        return Refused(cannot=Cannot.ENDED if registration.status_at(at) is Status.EXPIRED else Cannot.STATUS)
    after = replace(registration.opportunity, **{name: value for name, value in changes.items() if name in AMENDABLE})  # type: ignore[arg-type]  # the names are the fields' own
    before_family = protected_family(registration.opportunity, policy)
    family = protected_family(after, policy)
    grown = goes_to_direct(after, policy.routing) and not goes_to_direct(registration.opportunity, policy.routing)
    if grown and not by_vendor and registration.status is Status.APPROVED:
        return Refused(cannot=Cannot.PERSON, reasons=(reason_for(Ground.DIRECT_OR_PARTNER, policy),))
    if family == before_family or before_family is None:
        return replace(registration, opportunity=after)
    if family is None:
        return Refused(cannot=Cannot.WIDER, reasons=(reason_for(Ground.AMENDMENT, policy),))
    return _amended(registration, after, decide(replace(request, opportunity=after), policy=policy, at=at), policy)


def _amended(registration: Registration, after: Opportunity, verdict: Verdict, policy: Policy) -> Stepped:
    match verdict:
        case Declined(reasons=reasons):
            return Refused(cannot=Cannot.HELD, reasons=reasons)
        case AlreadyOurs():
            return Refused(cannot=Cannot.OURS, reasons=(reason_for(Ground.AMENDMENT, policy),))
        case Referred() if registration.status is Status.APPROVED:
            return Refused(cannot=Cannot.PERSON, reasons=(reason_for(Ground.AMENDMENT, policy),))
        case _:
            return replace(registration, opportunity=after)


def withdraw(registration: Registration, *, at: datetime, note: str = "") -> Stepped:
    """The partner gives it up; the customer is free at once."""
    if registration.status_at(at) is Status.EXPIRED or not may_become(registration.status, Status.WITHDRAWN):
        return Refused(cannot=Cannot.ENDED if registration.status_at(at) is Status.EXPIRED else Cannot.STATUS)
    return replace(registration, status=Status.WITHDRAWN, review_since=None, note=note)


def win(registration: Registration, closing: Closing, *, policy: Policy, at: datetime, by_vendor: bool = False) -> Stepped:
    """Won, with the final value. Once the protection is over, only the vendor's side can still say so."""
    if registration.status is not Status.APPROVED:
        return Refused(cannot=Cannot.STATUS)
    if registration.status_at(at) is Status.EXPIRED and not by_vendor:
        return Refused(cannot=Cannot.ENDED, reasons=(reason_for(Ground.PROTECTED_PERIOD, policy),))
    return replace(registration, status=Status.WON, closing=closing)


def lose(registration: Registration, reason: LossReason, *, at: datetime, note: str = "") -> Stepped:
    """Lost; the customer is free at once. An expired registration can be closed so, too."""
    if registration.status is not Status.APPROVED:
        return Refused(cannot=Cannot.STATUS)
    return replace(registration, status=Status.LOST, closing=Closing(at=at, loss=reason), note=note)


def reopen(registration: Registration, files: tuple[CustomerFile, ...], *, policy: Policy, at: datetime) -> Stepped:
    """Opened again: protected as before while the period runs and nobody else holds the customer; else a person decides."""
    if registration.status not in (Status.WON, Status.LOST):
        return Refused(cannot=Cannot.STATUS)
    opened = replace(registration, closing=None, note="")
    held = rival_protection(registration, files, policy=policy, at=at)
    if held is None and registration.protected is not None and at < registration.protected.end:
        return replace(opened, status=Status.APPROVED)
    reviewer = registration.reviewer or Reviewer.PARTNER_MANAGER
    return _to_review(opened, (reason_for(Ground.REOPENED, policy),), reviewer, at)


def may_appeal(registration: Registration, partner: Partner, *, policy: Policy, at: datetime) -> Cannot | None:
    """Why no appeal is possible now; None when one is."""
    if registration.status is not Status.DECLINED or registration.decided_at is None:
        return Cannot.STATUS
    if registration.appealed_at is not None:
        return Cannot.APPEALED
    if registration.reasons and all(reason.ground in (Ground.OPEN_CAP, Ground.COOL_DOWN) for reason in registration.reasons):
        return Cannot.BY_RULE
    last = last_appeal_day(registration.decided_at, partner, policy)
    return Cannot.TOO_LATE if local_date(at, partner.zone) > last else None


def last_appeal_day(decided_at: datetime, partner: Partner, policy: Policy) -> date:
    """The last day, in the partner's zone, on which an appeal against a decision is possible."""
    return local_date(decided_at, partner.zone) + timedelta(days=policy.overlap.appeal_days)


def appeal(registration: Registration, partner: Partner, *, policy: Policy, at: datetime) -> Stepped:
    """The declined partner asks a channel admin: once, within the policy's calendar days in the partner's zone."""
    cannot = may_appeal(registration, partner, policy=policy, at=at)
    reason = reason_for(Ground.APPEAL, policy)
    if cannot is not None:
        return Refused(cannot=cannot, reasons=() if cannot is Cannot.STATUS else (reason,))
    appealed = replace(registration, appealed_at=at)
    kept = tuple(known for known in registration.reasons if known.ground is not Ground.APPEAL)
    return _to_review(appealed, (*kept, reason), Reviewer.CHANNEL_ADMIN, at)


def _to_review(registration: Registration, reasons: tuple[Reason, ...], reviewer: Reviewer, at: datetime) -> Registration:
    """Before a person, who starts anew: no protection until they decide."""
    return replace(
        registration,
        status=Status.IN_REVIEW,
        reasons=reasons,
        reviewer=reviewer,
        review_since=at,
        decided_at=None,
        decided_by=None,
        protected=None,
        extensions=0,
        split=None,
    )
