"""What the tests of the rules are built from: a partner, a deal, a customer's file with claims, and the verdict on a request."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from program.conflicts import Advice
from program.deciding import Approved, Declined, Referred, Request, Verdict, decide
from program.partners import Partner, PartnerKind, Tier
from program.periods import protected_period
from program.policy import Ground, Policy
from program.policy_reading import read_policy
from program.registrations import Claim, Contact, CustomerFile, Opportunity, Registration, Reviewer, Status, overlap

POLICY = read_policy((Path(__file__).parents[2] / "program.toml").read_text(encoding="utf-8")).version("2026-01")
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
TICK = timedelta(microseconds=1)
DAY = timedelta(days=1)


def partner(id: str = "nordwind", zone: str = "Europe/Berlin") -> Partner:
    return Partner(
        id=id, name=id, kinds=frozenset({PartnerKind.RESELLER}), tier=Tier.SILVER, country="DE", zone=zone, currency="EUR"
    )


def sale(**more: Any) -> Opportunity:
    known: dict[str, Any] = {"company": "Acme GmbH", "contact": Contact(name="Jo"), "close_date": date(2027, 3, 31)}
    return Opportunity(**(known | more))


def claim(id: str = "R-1", by: str = "rival", status: Status = Status.APPROVED, **more: Any) -> Claim:
    """Somebody's registration of yesterday for the whole customer; an approval holds for the policy's days."""
    registered = NOW - DAY
    held = protected_period(start=registered, days=90, zone="Europe/Berlin") if status is Status.APPROVED else None
    known: dict[str, Any] = {"manager_id": "manager", "family": None, "registered_at": registered, "protected": held}
    return Claim(registration_id=id, partner_id=by, member_id=f"m-{by}", status=status, **(known | more))


def file(*claims: Claim, id: str = "c-1", **more: Any) -> CustomerFile:
    return CustomerFile(id=id, name="Acme", revision=1, claims=claims, **more)


def request(*files: CustomerFile, **more: Any) -> Request:
    """Nordwind, who is the manager's, registers Acme."""
    known: dict[str, Any] = {"partner": partner(), "manager_id": "manager", "opportunity": sale(), "is_certain": len(files) < 2}
    return Request(files=files or (file(),), **(known | more))


def verdict(asked: Request, at: datetime = NOW, policy: Policy = POLICY) -> Verdict:
    return decide(asked, policy=policy, at=at)


def declined_for(found: Verdict) -> list[Ground]:
    assert isinstance(found, Declined), found
    return [reason.ground for reason in found.reasons]


def referred_for(found: Verdict, to: Reviewer = Reviewer.PARTNER_MANAGER) -> list[Ground]:
    assert isinstance(found, Referred), found
    assert found.reviewer is to
    return [reason.ground for reason in found.reasons]


def is_approved(found: Verdict) -> bool:
    return isinstance(found, Approved)


def registration(**more: Any) -> Registration:
    known: dict[str, Any] = {
        "id": "R-9",
        "partner_id": "nordwind",
        "member_id": "m",
        "opportunity": sale(),
        "status": Status.IN_REVIEW,
        "registered_at": NOW - 2 * DAY,
        "policy_version": POLICY.version,
    }
    return Registration(**(known | more))


def no_two_hold(claims: Iterable[Claim]) -> bool:
    """Whether no two approvals of overlapping families hold at one instant."""
    held = [one for one in claims if one.status is Status.APPROVED and one.protected is not None]
    return not any(
        overlap(one.family, other.family)
        and one.protected is not None
        and other.protected is not None
        and one.protected.start < other.protected.end
        and other.protected.start < one.protected.end
        for number, one in enumerate(held)
        for other in held[:number]
    )


#: What the policy can propose, and on what ground.
PROPOSALS = (
    (Advice.APPROVE, Ground.CRITERIA),
    (Advice.APPROVE, Ground.FIRST_REGISTERED_WINS),
    (Advice.ASK, Ground.CRITERIA),
    (Advice.ASK, Ground.EXISTING_CUSTOMER),
    (Advice.ASK, Ground.UNCLEAR_IDENTITY),
    (Advice.ASK, Ground.VENDOR_ENGAGED),
    (Advice.DECLINE, Ground.CRITERIA),
    (Advice.DECLINE, Ground.DIRECT_OR_PARTNER),
    (Advice.DECLINE, Ground.EXCLUSIVE_TERRITORY),
    (Advice.DECLINE, Ground.FIRST_REGISTERED_WINS),
    (Advice.DECLINE, Ground.NAMED_ACCOUNT),
    (Advice.SPLIT, Ground.SPLIT),
)
