"""A deal goes to a colleague: whoever leaves a partner leaves its deals with the company, and nothing else about them changes.

Only what is still open has a holder to change; who registered it stays in the log.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from program.lifecycle import Cannot, Refused, Stepped
from program.partners import Member
from program.registrations import UNDECIDED, Registration, Status


def is_open(registration: Registration, at: datetime) -> bool:
    """Whether somebody still works on it: it waits for a decision, or is protected at the instant."""
    return registration.status_at(at) in UNDECIDED | {Status.APPROVED}


def transfer(registration: Registration, to: Member, *, at: datetime) -> Stepped:
    """The same registration in the hands of `to`, an active member of its partner; they hold it from the instant on."""
    if not is_open(registration, at):
        return Refused(cannot=Cannot.STATUS)
    if not to.active or to.partner_id != registration.partner_id:
        return Refused(cannot=Cannot.PERSON)
    return replace(registration, member_id=to.id)
