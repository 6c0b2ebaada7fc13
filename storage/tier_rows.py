"""Lines of a tier's history and what counts for it, as rows and back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping

from program.money import Money
from program.partners import Tier
from program.registrations import Status
from program.tier_facts import Area, Certificate, FactKind, OpenDeal, PartnerFact, WonDeal
from program.tier_history import Cause, TierChange

#: What an amount of a day (aware UTC) is in the program's currency; None where that is not known.
Converted = Callable[[Money, datetime], Money | None]
_AREAS = frozenset(area.value for area in Area)


def change_row(change: TierChange) -> dict[str, Any]:
    return {
        "partner_id": change.partner_id,
        "tier": change.tier.value,
        "at": change.at,
        "cause": change.cause.value,
        "clause": change.clause,
        "policy_version": change.policy_version,
        "reason": change.reason,
        "actor_id": change.actor_id,
        "until": change.until,
    }


def read_change(row: RowMapping) -> TierChange:
    return TierChange(
        partner_id=row["partner_id"],
        tier=Tier(row["tier"]),
        at=row["at"],
        cause=Cause(row["cause"]),
        clause=row["clause"],
        policy_version=row["policy_version"],
        reason=row["reason"],
        actor_id=row["actor_id"],
        until=row["until"],
    )


def certificate_row(certificate: Certificate) -> dict[str, Any]:
    known_by = (certificate.member_id, certificate.area.value, certificate.family or "", certificate.first.isoformat())
    return {
        "id": "/".join(known_by),
        "partner_id": certificate.partner_id,
        "kind": certificate.area.value,
        "member_id": certificate.member_id,
        "family": certificate.family,
        "name": "",
        "first": certificate.first,
        "last": certificate.last,
    }


def fact_row(fact: PartnerFact) -> dict[str, Any]:
    return {
        "id": "/".join((fact.partner_id, fact.kind.value, fact.name.casefold())),
        "partner_id": fact.partner_id,
        "kind": fact.kind.value,
        "member_id": None,
        "family": None,
        "name": fact.name,
        "first": fact.first,
        "last": fact.last,
    }


def read_qualification(row: RowMapping) -> Certificate | PartnerFact:
    if row["kind"] in _AREAS:
        return Certificate(
            partner_id=row["partner_id"],
            member_id=row["member_id"],
            area=Area(row["kind"]),
            family=row["family"],
            first=row["first"],
            last=row["last"],
        )
    return PartnerFact(
        partner_id=row["partner_id"], kind=FactKind(row["kind"]), name=row["name"], first=row["first"], last=row["last"]
    )


def read_deal(row: RowMapping, converted: Converted, expected: Converted, now: datetime) -> WonDeal | OpenDeal:
    """What a won registration counts, or a protected one would; of a shared deal the partner's share."""
    share = row["partner_percent"]
    if row["status"] == Status.WON.value:
        final = _money(row["final_minor"], row["final_currency"], share)
        value = converted(final, row["closed_at"]) if final is not None else None
        return WonDeal(id=row["id"], company=row["company"], at=row["closed_at"], value=value)
    amount = _money(row["amount_minor"], row["currency"], share)
    value = expected(amount, now) if amount is not None else None
    return OpenDeal(id=row["id"], company=row["company"], close_date=row["close_date"], value=value)


def _money(minor: int | None, currency: str | None, share: int | None) -> Money | None:
    if minor is None or currency is None:
        return None
    whole = Money.from_minor(minor, currency)
    return whole if share is None else whole.split([share, 100 - share])[0]
