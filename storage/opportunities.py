"""Direct opportunities, within the sight of the seller whose they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, RowMapping, Select, func, insert, select, update

from handlers.ports import Stale
from program.access import Viewer
from program.money import Money
from program.opportunities import Ending, RecordedOpportunity
from program.registrations import Contact, CustomerFile
from storage.statements import dump_statement, load_statement
from storage.tables import customers, opportunities, opportunity_files

#: An import leaves the company to the customer's file.
_COMPANY: Final = func.coalesce(opportunities.c.company, customers.c.name)


class SqlOpportunities:
    """`handlers.ports.Opportunities` on a connection, for one viewer."""

    def __init__(self, connection: Connection, viewer: Viewer) -> None:
        self._connection = connection
        self._viewer = viewer

    def get(self, opportunity_id: str) -> RecordedOpportunity | None:
        found = self._read(self._own().where(opportunities.c.id == opportunity_id))
        return found[0] if found else None

    def all(self) -> tuple[RecordedOpportunity, ...]:
        return self._read(self._own())

    def named(self, company: str) -> tuple[RecordedOpportunity, ...]:
        wanted = company.casefold()
        return tuple(found for found in self.all() if wanted in found.company.casefold())

    def add(self, opportunity: RecordedOpportunity, files: Sequence[CustomerFile]) -> None:
        first, *further = (file.id for file in files)
        row = _row(opportunity) | {"customer_id": first, "seller": self._viewer.member.name}
        self._connection.execute(insert(opportunities), row)
        if further:
            rows = [{"opportunity_id": opportunity.id, "customer_id": id} for id in further]
            self._connection.execute(insert(opportunity_files), rows)

    def change(self, opportunity: RecordedOpportunity) -> None:
        changed = self._connection.execute(
            update(opportunities)
            .where(
                opportunities.c.id == opportunity.id,
                opportunities.c.revision == opportunity.revision,
                opportunities.c.seller_id == self._viewer.member.id,
            )
            .values(_row(opportunity) | {"revision": opportunity.revision + 1})
        )
        if changed.rowcount != 1:
            raise Stale

    def _own(self) -> Select[Any]:
        return (
            select(opportunities, _COMPANY.label("customer"))
            .join(customers, customers.c.id == opportunities.c.customer_id)
            .where(opportunities.c.seller_id == self._viewer.member.id)
            .order_by(opportunities.c.opened_at.desc(), opportunities.c.id)
        )

    def _read(self, query: Select[Any]) -> tuple[RecordedOpportunity, ...]:
        return tuple(_opportunity(row) for row in self._connection.execute(query).mappings())


def _row(opportunity: RecordedOpportunity) -> dict[str, Any]:
    """The columns that the opportunity fills itself."""
    amount, contact = opportunity.amount, opportunity.contact
    return {
        "id": opportunity.id,
        "seller_id": opportunity.seller_id,
        "revision": opportunity.revision,
        "company": opportunity.company,
        "contact_name": contact.name,
        "contact_email": contact.email,
        "contact_phone": contact.phone,
        "close_date": opportunity.close_date,
        "amount_minor": amount.minor if amount else None,
        "currency": amount.currency if amount else None,
        "product": opportunity.product,
        "family": opportunity.family,
        "opened_at": opportunity.opened_at,
        "closed_at": opportunity.closed_at,
        "ended": opportunity.ended.value if opportunity.ended else None,
        "statement": dump_statement(opportunity.statement),
    }


def _opportunity(row: RowMapping) -> RecordedOpportunity:
    return RecordedOpportunity(
        id=row["id"],
        seller_id=row["seller_id"],
        revision=row["revision"],
        company=row["customer"],
        contact=Contact(name=row["contact_name"], email=row["contact_email"], phone=row["contact_phone"]),
        close_date=row["close_date"],
        amount=Money.from_minor(row["amount_minor"], row["currency"]) if row["amount_minor"] is not None else None,
        product=row["product"],
        family=row["family"],
        opened_at=row["opened_at"],
        closed_at=row["closed_at"],
        ended=Ending(row["ended"]) if row["ended"] else None,
        statement=load_statement(row["statement"]),
    )
