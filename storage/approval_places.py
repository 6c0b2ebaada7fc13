"""The channels in which people have posted what waits for their decision: one for each, until they or the bot end it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, bindparam, or_, select, update

from handlers.ports_approvals import ApprovalPlace, Closed
from program.partners import Role
from storage.approval_tables import approval_places
from storage.prepared import Prepared, Row
from storage.tables import members
from storage.upsert import upsert

_DECIDES: Final = (members.c.active, members.c.role.in_([Role.PARTNER_MANAGER.value, Role.CHANNEL_ADMIN.value]))


def _chosen(*conditions: Any) -> Prepared:
    """Of members who can have one."""
    found = select(approval_places).join(members, members.c.id == approval_places.c.member_id)
    return Prepared(found.where(*_DECIDES, *conditions).order_by(approval_places.c.member_id))


_IS_ON: Final = approval_places.c.ended_at.is_(None)
_OF_MEMBER: Final = approval_places.c.member_id == bindparam("of_member")
_OF: Final = _chosen(_OF_MEMBER, _IS_ON)
_LAST: Final = _chosen(_OF_MEMBER, or_(_IS_ON, approval_places.c.why.is_(None)))
_HERE: Final = approval_places.c.chat == bindparam("in_chat"), approval_places.c.address == bindparam("at_address")
_AT: Final = _chosen(*_HERE, _IS_ON)


class SqlApprovalPlaces:
    """`handlers.ports_approvals.ApprovalPlaces` on a connection, at an instant."""

    def __init__(self, connection: Connection, at: datetime) -> None:
        self._connection = connection
        self._at = at

    def of(self, member_id: str) -> ApprovalPlace | None:
        return self._one(_OF, member_id)

    def last(self, member_id: str) -> ApprovalPlace | None:
        return self._one(_LAST, member_id)

    def at(self, chat: str, address: str) -> tuple[ApprovalPlace, ...]:
        return tuple(_place(row) for row in _AT.rows(self._connection, {"in_chat": chat, "at_address": address}))

    def choose(self, member_id: str, chat: str, address: str) -> None:
        row = {"member_id": member_id, "chat": chat, "address": address, "name": "", "chosen_at": self._at}
        row |= {"opened_at": None, "ended_at": None, "why": None}
        self._connection.execute(upsert(self._connection, approval_places, ["member_id"]), row)

    def open(self, chat: str, address: str, name: str) -> None:
        here = approval_places.c.chat == chat, approval_places.c.address == address, _IS_ON
        changed = or_(approval_places.c.opened_at.is_(None), approval_places.c.name != name)
        self._connection.execute(update(approval_places).where(*here, changed).values(opened_at=self._at, name=name[:120]))

    def end(self, member_id: str, *, why: Closed | None = None) -> None:
        theirs = approval_places.c.member_id == member_id, _IS_ON
        ended = {"ended_at": self._at, "why": None if why is None else why.value}
        self._connection.execute(update(approval_places).where(*theirs).values(ended))

    def _one(self, query: Prepared, member_id: str) -> ApprovalPlace | None:
        row = query.first(self._connection, {"of_member": member_id})
        return None if row is None else _place(row)


def _place(row: Row) -> ApprovalPlace:
    return ApprovalPlace(
        member_id=row["member_id"],
        chat=row["chat"],
        address=row["address"],
        name=row["name"],
        chosen_at=row["chosen_at"],
        is_open=row["opened_at"] is not None and row["ended_at"] is None,
    )
