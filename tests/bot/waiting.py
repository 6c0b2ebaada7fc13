"""Registrations on record for the tests of the clock: cases that wait since an instant, and decisions that somebody took."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from handlers.ports import Happened
from program.periods import protected_period
from program.policy import Ground
from program.registrations import Contact, Opportunity, Reason, Registration, Reviewer, Status
from storage.loading import Loader, Recorded
from tests.bot.house import PROGRAM, House

_NUMBERS = count(1)


def record(house: House, partner: str, since: datetime, *events: tuple[str, datetime], **more: Any) -> str:
    """Puts a registration of the partner's seller on record, with what happened to it; its id."""
    known: dict[str, Any] = {
        "id": f"R-W{next(_NUMBERS):05}",
        "partner_id": partner,
        "member_id": "m-rival" if partner == "felsenkante" else f"m-{partner}",
        "opportunity": Opportunity(company="Donau Logistik GmbH", contact=Contact(name="Jo"), close_date=date(2027, 3, 31)),
        "status": Status.IN_REVIEW,
        "registered_at": since,
        "policy_version": PROGRAM.in_force(since).version,
    }
    registration = Registration(**(known | more))
    happened = tuple(
        Happened(kind=f"registration.{kind}", subject=registration.id, at=at, actor_id=None, fields={}) for kind, at in events
    )
    with house.database.transaction() as connection:
        Loader(connection).registrations([Recorded(registration=registration, customer_ids=("c-donau",), events=happened)])
    return registration.id


def wait(house: House, partner: str, since: datetime, **more: Any) -> str:
    """A case that waits for a decision since the instant; its id."""
    reasons = (Reason(ground=Ground.DIRECT_OPPORTUNITY, clause="3.2"),)
    known: dict[str, Any] = {"review_since": since, "reviewer": Reviewer.PARTNER_MANAGER, "reasons": reasons}
    return record(house, partner, since, ("submitted", since), ("referred", since), **(known | more))


def decided(house: House, partner: str, since: datetime, after: timedelta) -> str:
    """A case that a person decided after so long; its id."""
    at = since + after
    given = {"status": Status.DECLINED, "reviewer": Reviewer.PARTNER_MANAGER, "decided_at": at, "decided_by": "m-manager"}
    return record(house, partner, since, ("submitted", since), ("referred", since), ("declined", at), **given)


def approved_at_once(house: House, partner: str, since: datetime) -> str:
    """A registration that a rule approved in the turn that submitted it; its id."""
    protected = protected_period(start=since, days=90, zone="Europe/Berlin")
    given = {"status": Status.APPROVED, "protected": protected, "decided_at": since}
    return record(house, partner, since, ("submitted", since), ("approved", since), **given)
