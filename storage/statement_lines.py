"""Statements as a viewer may see them: a seller own deals' lines, a partner's admin the company's, a manager the portfolio's."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from program.access import Viewer
from program.ledger import Entry
from program.partners import Role
from storage.books import entries_where, read_entry
from storage.ledger_tables import statement_lines
from storage.people import in_sight
from storage.tables import registrations


class SqlStatements:
    """`handlers.ports_ledger.Statements` on a connection, for one viewer."""

    def __init__(self, connection: Connection, viewer: Viewer) -> None:
        self._connection = connection
        self._viewer = viewer

    def lines(self, partner_id: str, first: date, last: date) -> tuple[Entry, ...]:
        earned = statement_lines.c.earned_on.between(first, last)
        return self._entries(statement_lines.c.partner_id == partner_id, earned)

    def of_deal(self, registration_id: str) -> tuple[Entry, ...]:
        found = self._entries(statement_lines.c.registration_id == registration_id)
        return tuple(sorted(found, key=lambda entry: (entry.line.booked_at, entry.line.earned_on, entry.line.id)))

    def line(self, line_id: str) -> Entry | None:
        found = self._entries(statement_lines.c.id == line_id)
        return found[0] if found else None

    def _entries(self, *conditions: Any) -> tuple[Entry, ...]:
        query = entries_where(*conditions, *self._sight()).order_by(
            statement_lines.c.earned_on, statement_lines.c.booked_at, statement_lines.c.id
        )
        return tuple(read_entry(row) for row in self._connection.execute(query).mappings())

    def _sight(self) -> tuple[ColumnElement[bool], ...]:
        sight = in_sight(statement_lines.c.partner_id, self._viewer)
        if self._viewer.member.role is not Role.SELLER:
            return (sight,)
        own = select(registrations.c.id).where(registrations.c.member_id == self._viewer.member.id)
        return (sight, statement_lines.c.registration_id.in_(own))
