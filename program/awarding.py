"""An award: one registration is approved and every rival declined in the same moment, so that never two are protected.

Source: clauses 2.1 and 8.1 to 8.3 of the policy.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from program.conflicts import approved, is_first, rivals_of
from program.deciding import protection, reason_for, rival_protection
from program.lifecycle import Cannot, Refused, Stepped
from program.partners import Partner
from program.policy import Ground, Policy
from program.registrations import Claim, CustomerFile, Reason, Registration, Split, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """The registration as approved, and each claim that has to be declined with it, with the reason its partner is told."""

    approved: Registration
    against: tuple[tuple[Claim, Reason], ...]


def award(
    registration: Registration,
    partner: Partner,
    files: tuple[CustomerFile, ...],
    *,
    policy: Policy,
    at: datetime,
    by: str,
    split: Split | None = None,
) -> Award | Refused:
    """Decides an undecided registration for its partner, whole or shared with direct sales.

    Another partner's protection refuses it; only whoever decides an appeal may take that away. A rival that came later is told
    that the first to register wins, an earlier one that the criteria spoke for somebody else.
    """
    held = rival_protection(registration, files, policy=policy, at=at)
    if held is not None and registration.appealed_at is None:
        return Refused(cannot=Cannot.HELD, reasons=(held,))
    against = tuple(
        (rival, reason_for(Ground.FIRST_REGISTERED_WINS if is_first(registration, (rival,)) else Ground.CRITERIA, policy))
        for rival in rivals_of(registration, files, policy=policy, at=at)
    )
    after = approved(registration, protection(partner, policy=policy, at=at), at=at, by=by, split=split)
    return Award(approved=after, against=against)


def shared(registration: Registration, split: Split, *, policy: Policy, at: datetime) -> Stepped:
    """A protected registration shared with direct sales; its protection stays as it is. Only once: a share stands."""
    if registration.split is not None or registration.status is not Status.APPROVED:
        return Refused(cannot=Cannot.STATUS)
    if registration.status_at(at) is Status.EXPIRED:
        return Refused(cannot=Cannot.ENDED, reasons=(reason_for(Ground.PROTECTED_PERIOD, policy),))
    return replace(registration, split=split)
