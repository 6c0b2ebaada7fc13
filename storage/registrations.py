"""Registrations, within a viewer's sight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, func, insert, or_, select, update

from handlers.ports import Stale
from program.access import Viewer
from program.money import Money
from program.periods import Period
from program.policy import Ground
from program.registrations import (
    UNDECIDED,
    Closing,
    Contact,
    LossReason,
    Opportunity,
    Reason,
    Registration,
    Relation,
    Reviewer,
    Sourced,
    Split,
    Status,
)
from storage.people import in_sight
from storage.prepared import Prepared, Row
from storage.statements import dump_statement, load_statement
from storage.tables import deal_links, partners, registration_files, registrations

_UNDECIDED = sorted(status.value for status in UNDECIDED)
_ONE: Final = Prepared(select(registrations).where(registrations.c.id == bindparam("of_id")))
_OF_PARTNER: Final = Prepared(
    select(registrations)
    .where(registrations.c.partner_id == bindparam("of_partner"))
    .order_by(registrations.c.registered_at.desc(), registrations.c.id)
)
_ADD: Final = Prepared(insert(registrations))
_ADD_FILES: Final = Prepared(insert(registration_files))
_LOCK_PARTNER: Final = Prepared(
    select(partners.c.id).where(partners.c.id == bindparam("of_partner")).with_for_update(key_share=True)
)
_OPEN_COUNT: Final = Prepared(
    select(func.count()).where(
        registrations.c.partner_id == bindparam("of_partner"),
        or_(
            registrations.c.status.in_(_UNDECIDED),
            and_(registrations.c.status == Status.APPROVED.value, registrations.c.protected_until > bindparam("now")),
        ),
    )
)


class SqlRegistrations:
    """`handlers.ports.Registrations` on a connection, for one viewer at an instant."""

    def __init__(self, connection: Connection, viewer: Viewer, at: datetime) -> None:
        self._connection = connection
        self._viewer = viewer
        self._at = at

    def get(self, registration_id: str) -> Registration | None:
        row = _ONE.first(self._connection, {"of_id": registration_id})
        return read_registration(row) if row is not None and self._viewer.sees(row["partner_id"]) else None

    def linked(self, token: str) -> Registration | None:
        meant = select(deal_links.c.registration_id).where(deal_links.c.token == token).scalar_subquery()
        found = self._all(self._visible().where(registrations.c.id == meant))
        return found[0] if found else None

    def lock(self, registration_id: str) -> Registration | None:
        found = self._all(self._visible().where(registrations.c.id == registration_id).with_for_update(key_share=True))
        return found[0] if found else None

    def of_partner(self, partner_id: str) -> tuple[Registration, ...]:
        if not self._viewer.sees(partner_id):
            return ()
        return tuple(map(read_registration, _OF_PARTNER.rows(self._connection, {"of_partner": partner_id})))

    def all(self) -> tuple[Registration, ...]:
        """Every registration in the viewer's sight, newest first."""
        return self._all(self._newest_first(self._visible()))

    def waiting(self) -> tuple[Registration, ...]:
        query = self._visible().where(registrations.c.status == Status.IN_REVIEW.value)
        return tuple(found for found in self._all(query.order_by(registrations.c.registered_at)) if self._viewer.may_decide(found))

    def named(self, company: str, *, most: int = 20) -> tuple[Registration, ...]:
        query = self._visible().where(registrations.c.company_folded.contains(company.casefold(), autoescape=True))
        return self._all(self._newest_first(query).limit(most))

    def open_count(self, partner_id: str) -> int:
        if self._connection.dialect.name != "sqlite":  # there, whoever writes is alone
            _LOCK_PARTNER.run(self._connection, {"of_partner": partner_id})
        count: int = _OPEN_COUNT.scalar(self._connection, {"of_partner": partner_id, "now": self._at})
        return count

    def add(self, registration: Registration, files: Mapping[str, Relation]) -> None:
        _ADD.run(self._connection, registration_row(registration))
        rows = [
            {"registration_id": registration.id, "customer_id": id, "relation": relation.value} for id, relation in files.items()
        ]
        _ADD_FILES.run_all(self._connection, rows)

    def change(self, registration: Registration) -> None:
        store_change(self._connection, registration, in_sight(registrations.c.partner_id, self._viewer))

    def escalate(self, registration_ids: Sequence[str]) -> None:
        self._move_on(registration_ids, reviewer=Reviewer.CHANNEL_ADMIN.value)

    def reconsider(self, registration_ids: Sequence[str]) -> None:
        self._move_on(registration_ids)

    def _move_on(self, registration_ids: Sequence[str], **values: str) -> None:
        """The undecided among any partner's registrations, one revision on and with these values."""
        self._connection.execute(
            update(registrations)
            .where(registrations.c.id.in_(list(registration_ids)), registrations.c.status.in_(_UNDECIDED))
            .values(values | {"revision": registrations.c.revision + 1})
        )

    def _visible(self) -> Select[Any]:
        return select(registrations).where(in_sight(registrations.c.partner_id, self._viewer))

    @staticmethod
    def _newest_first(query: Select[Any]) -> Select[Any]:
        return query.order_by(registrations.c.registered_at.desc(), registrations.c.id)

    def _all(self, query: Select[Any]) -> tuple[Registration, ...]:
        return tuple(read_registration(row) for row in self._connection.execute(query).mappings())


def store_change(connection: Connection, registration: Registration, sight: ColumnElement[bool]) -> None:
    """Stores it under the next revision; raises Stale if it is out of sight or no longer at the revision that it carries."""
    changed = connection.execute(
        update(registrations)
        .where(registrations.c.id == registration.id, registrations.c.revision == registration.revision, sight)
        .values(registration_row(registration) | {"revision": registration.revision + 1})
    )
    if changed.rowcount != 1:
        raise Stale


def registration_row(registration: Registration) -> dict[str, Any]:
    """The row of a registration, every column."""
    sale, protected = registration.opportunity, registration.protected
    return {
        "id": registration.id,
        "revision": registration.revision,
        "partner_id": registration.partner_id,
        "member_id": registration.member_id,
        "status": registration.status.value,
        "registered_at": registration.registered_at,
        "policy_version": registration.policy_version,
        "reviewer": registration.reviewer.value if registration.reviewer else None,
        "protected_from": protected.start if protected else None,
        "protected_until": protected.end if protected else None,
        "company": sale.company,
        "company_folded": sale.company.casefold(),
        "domain": sale.domain,
        "register_number": sale.register_number,
        "contact_name": sale.contact.name,
        "contact_email": sale.contact.email,
        "contact_phone": sale.contact.phone,
        "close_date": sale.close_date,
        "amount_minor": sale.amount.minor if sale.amount else None,
        "currency": sale.amount.currency if sale.amount else None,
        "product": sale.product,
        "family": sale.family,
        "country": sale.country,
        "industry": sale.industry,
        "employees": sale.employees,
        "vendor_engaged": sale.vendor_engaged,
        "reasons": [[reason.ground.value, reason.clause] for reason in registration.reasons],
        "decided_at": registration.decided_at,
        "decided_by": registration.decided_by,
        "note": registration.note,
        "on_behalf": registration.on_behalf,
        "renews": registration.renews,
        "extensions": registration.extensions,
        "review_since": registration.review_since,
        "appealed_at": registration.appealed_at,
        "statement": dump_statement(registration.statement),
        **_split_row(registration.split),
        **_closing_row(registration.closing),
    }


def _split_row(split: Split | None) -> dict[str, Any]:
    return {
        "sourced": split.sourced.value if split else None,
        "partner_percent": split.partner_percent if split else None,
        "split_with": split.opportunity_id if split else None,
    }


def _closing_row(closing: Closing | None) -> dict[str, Any]:
    amount = closing.amount if closing else None
    return {
        "closed_at": closing.at if closing else None,
        "final_minor": amount.minor if amount else None,
        "final_currency": amount.currency if amount else None,
        "final_products": list(closing.products) if closing else None,
        "loss_reason": closing.loss.value if closing and closing.loss else None,
    }


def read_registration(row: Row) -> Registration:
    start, end = row["protected_from"], row["protected_until"]
    return Registration(
        id=row["id"],
        revision=row["revision"],
        partner_id=row["partner_id"],
        member_id=row["member_id"],
        status=Status(row["status"]),
        registered_at=row["registered_at"],
        policy_version=row["policy_version"],
        reviewer=Reviewer(row["reviewer"]) if row["reviewer"] else None,
        protected=Period(start=start, end=end) if start is not None and end is not None else None,
        reasons=tuple(Reason(ground=Ground(ground), clause=clause) for ground, clause in row["reasons"]),
        decided_at=row["decided_at"],
        decided_by=row["decided_by"],
        note=row["note"],
        on_behalf=row["on_behalf"],
        renews=row["renews"],
        extensions=row["extensions"],
        review_since=row["review_since"],
        appealed_at=row["appealed_at"],
        statement=load_statement(row["statement"]),
        split=_read_split(row),
        closing=_read_closing(row),
        opportunity=Opportunity(
            company=row["company"],
            domain=row["domain"],
            register_number=row["register_number"],
            contact=Contact(name=row["contact_name"], email=row["contact_email"], phone=row["contact_phone"]),
            close_date=row["close_date"],
            amount=Money.from_minor(row["amount_minor"], row["currency"]) if row["amount_minor"] is not None else None,
            product=row["product"],
            family=row["family"],
            country=row["country"],
            industry=row["industry"],
            employees=row["employees"],
            vendor_engaged=row["vendor_engaged"],
        ),
    )


def _read_split(row: Row) -> Split | None:
    if row["sourced"] is None:
        return None
    return Split(sourced=Sourced(row["sourced"]), partner_percent=row["partner_percent"], opportunity_id=row["split_with"])


def _read_closing(row: Row) -> Closing | None:
    if row["closed_at"] is None:
        return None
    return Closing(
        at=row["closed_at"],
        amount=Money.from_minor(row["final_minor"], row["final_currency"]) if row["final_minor"] is not None else None,
        products=tuple(row["final_products"] or ()),
        loss=LossReason(row["loss_reason"]) if row["loss_reason"] else None,
    )
