"""What happened and where each conversation stands: the event log, and the conversation of every member under a revision."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, bindparam, insert, select, update

from handlers.message import Sender
from handlers.ports import Happened, Stale
from storage.homes import changed
from storage.prepared import Prepared
from storage.tables import conversations, events
from storage.upsert import for_each_database

_HAPPENED: Final = Prepared(insert(events))
_BEGIN: Final = Prepared(for_each_database(conversations, lambda statement: statement.on_conflict_do_nothing()))
_GO_ON: Final = Prepared(
    update(conversations).where(conversations.c.member_id == bindparam("of_member"), conversations.c.revision == bindparam("after"))
)


class SqlLog:
    """`handlers.ports.Log` on a connection, for one actor (None: nobody in particular) at an instant."""

    def __init__(self, connection: Connection, actor_id: str | None, at: datetime) -> None:
        self._connection = connection
        self._actor_id = actor_id
        self._at = at

    def add(self, kind: str, subject: str, **fields: str) -> None:
        row = {"at": self._at, "kind": kind, "subject": subject, "actor_id": self._actor_id, "fields": fields}
        _HAPPENED.run(self._connection, row)
        changed(self._connection, kind, subject, self._at)

    def of(self, subject: str) -> tuple[Happened, ...]:
        query = select(events).where(events.c.subject == subject).order_by(events.c.id)
        return tuple(
            Happened(kind=row["kind"], subject=row["subject"], at=row["at"], actor_id=row["actor_id"], fields=row["fields"])
            for row in self._connection.execute(query).mappings()
        )


class Conversations:
    """Where each member's conversation stands, under a revision."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def read(self, member_id: str) -> tuple[int, Mapping[str, Any]]:
        """Revision and state; (0, {}) for a member who never spoke."""
        query = select(conversations.c.revision, conversations.c.state).where(conversations.c.member_id == member_id)
        row = self._connection.execute(query).first()
        return (0, {}) if row is None else (row.revision, row.state)

    def write(self, member_id: str, *, revision: int, state: Mapping[str, Any], account: Sender) -> None:
        """Stores the state that follows `revision`, and whence the member spoke; raises Stale when it has moved on since."""
        told = {"state": dict(state), "chat": account.chat, "tenant": account.tenant, "user_id": account.user}
        if revision == 0:
            row = {"member_id": member_id, "revision": 1} | told
            written = _BEGIN.run(self._connection, row)
        else:
            written = _GO_ON.run(self._connection, {"of_member": member_id, "after": revision, "revision": revision + 1} | told)
        if written != 1:
            raise Stale
