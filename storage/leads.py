"""What a direct seller may know of partners' registrations: those handed over, and whom their own work meets."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, false, or_, select

from handlers.ports import Counterpart, Lead
from program.access import Act, Viewer
from program.partners import Member
from program.registrations import Registration, Reviewer
from storage.files import OWN
from storage.people import read_member, read_partner
from storage.registrations import read_registration, store_change
from storage.tables import events, members, opportunities, opportunity_files, partners, registration_files, registrations

#: So many leads are listed.
_MOST: Final = 100
#: The log says what was handed over: it stays so, whatever the partner does later.
_HANDED_OVER: Final = registrations.c.id.in_(select(events.c.subject).where(events.c.kind == "registration.handed_over"))


class SqlLeads:
    """`handlers.ports.Leads` on a connection, for one viewer."""

    def __init__(self, connection: Connection, viewer: Viewer) -> None:
        self._connection = connection
        self._viewer = viewer

    def get(self, registration_id: str) -> Lead | None:
        found = self._read(self._leads().where(registrations.c.id == registration_id))
        return found[0] if found else None

    def all(self) -> tuple[Lead, ...]:
        return self._read(self._leads().limit(_MOST))

    def named(self, company: str) -> tuple[Lead, ...]:
        return self._read(self._leads().where(registrations.c.company_folded.contains(company.casefold(), autoescape=True)))

    def change(self, registration: Registration) -> None:
        store_change(self._connection, registration, self._may_see_leads())

    def counterpart(self, registration_id: str) -> Counterpart | None:
        query = (
            select(registrations.c.member_id, registrations.c.reviewer, partners)
            .join(partners, partners.c.id == registrations.c.partner_id)
            .where(registrations.c.id == registration_id, or_(self._may_see_leads(), self._works_there()))
        )
        row = self._connection.execute(query).mappings().first()
        if row is None:
            return None
        return Counterpart(
            partner=read_partner(row),
            reviewer=Reviewer(row["reviewer"]) if row["reviewer"] else None,
            members=self._to_tell(row["id"], row["member_id"]),
        )

    def _to_tell(self, partner_id: str, member_id: str) -> tuple[Member, ...]:
        """Who registered it; when they are gone, everybody at the partner."""
        query = select(members).where(members.c.partner_id == partner_id, members.c.active).order_by(members.c.name)
        there = tuple(read_member(row) for row in self._connection.execute(query).mappings())
        return tuple(one for one in there if one.id == member_id) or there

    def _leads(self) -> Select[Any]:
        return select(registrations).where(self._may_see_leads()).order_by(registrations.c.registered_at.desc(), registrations.c.id)

    def _may_see_leads(self) -> ColumnElement[bool]:
        return _HANDED_OVER if self._viewer.may(Act.RECORD) else false()

    def _works_there(self) -> ColumnElement[bool]:
        """Whether the viewer has an open opportunity on a file of the registration's own customer."""
        theirs = opportunities.c.seller_id == self._viewer.member.id, opportunities.c.closed_at.is_(None)
        first = select(opportunities.c.customer_id).where(*theirs)
        further = select(opportunity_files.c.customer_id).join(opportunities).where(*theirs)
        on_theirs = select(registration_files.c.registration_id).where(
            registration_files.c.relation.in_(OWN),
            or_(registration_files.c.customer_id.in_(first), registration_files.c.customer_id.in_(further)),
        )
        return registrations.c.id.in_(on_theirs) if self._viewer.may(Act.RECORD) else false()

    def _read(self, query: Select[Any]) -> tuple[Lead, ...]:
        rows = self._connection.execute(query).mappings().all()
        ids = {row["partner_id"] for row in rows}
        found = self._connection.execute(select(partners).where(partners.c.id.in_(ids))).mappings()
        holders = {row["id"]: read_partner(row) for row in found}
        return tuple(Lead(registration=read_registration(row), partner=holders[row["partner_id"]]) for row in rows)
