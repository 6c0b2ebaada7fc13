"""How registrations were decided, as the log has it: at once by rule, or by a person and when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select, true

from handlers.ports_decisions import Decided
from program.access import Viewer
from program.partners import Role
from storage.people import in_sight
from storage.tables import events, partners, registrations

_DECISIONS: Final = ("registration.approved", "registration.declined")
#: So many rows are in memory at a time.
_AT_A_TIME: Final = 1000


class SqlDecisions:
    """`handlers.ports.Decisions` on a connection, for one viewer."""

    def __init__(self, connection: Connection, viewer: Viewer) -> None:
        self._connection = connection
        self._viewer = viewer

    def at_once(self, since: datetime) -> int:
        # Without a reviewer nobody was ever asked; with one, an appeal or a reopening may have come after the rule.
        by_rule = or_(registrations.c.reviewer.is_(None), ~_referred())
        query = select(func.count()).select_from(registrations).where(self._submitted(since), by_rule)
        return self._connection.execute(query).scalar_one()

    def by_person(self, since: datetime) -> Iterator[Decided]:
        query = (
            select(
                registrations.c.partner_id,
                partners.c.country,
                partners.c.zone,
                registrations.c.registered_at,
                func.min(events.c.at).label("decided_at"),
            )
            .join(partners, partners.c.id == registrations.c.partner_id)
            .join(events, and_(events.c.subject == registrations.c.id, events.c.kind.in_(_DECISIONS)))
            .where(self._submitted(since), registrations.c.reviewer.is_not(None), _referred())
            .group_by(registrations.c.id, partners.c.id)
        )
        for row in self._connection.execute(query.execution_options(yield_per=_AT_A_TIME)):
            yield Decided(
                partner_id=row.partner_id,
                country=row.country,
                zone=row.zone,
                submitted_at=row.registered_at,
                decided_at=row.decided_at,
            )

    def _submitted(self, since: datetime) -> ColumnElement[bool]:
        manages = self._viewer.member.role is Role.PARTNER_MANAGER
        sight = in_sight(registrations.c.partner_id, self._viewer) if manages else true()
        return and_(registrations.c.registered_at >= since, sight)


def _referred() -> ColumnElement[bool]:
    """Whether the registration went to a person when it was submitted."""
    asked = events.alias("asked")
    return exists().where(asked.c.subject == registrations.c.id, asked.c.kind == "registration.referred")
