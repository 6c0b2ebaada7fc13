"""What comes in, what goes out and what happened: inbox, outbox, the event log, and where each conversation stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, ScalarSelect, and_, exists, func, insert, select, update

from handlers import message
from handlers.message import Sender, What
from handlers.ports import Happened, Stale
from handlers.reply import Reply
from handlers.reply_json import dump, load
from storage.tables import accounts, conversations, events, inbox, outbox
from storage.upsert import insert_new


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One turn that was: what the person did and what the bot answered; `what` is None for what the bot sent by itself."""

    key: str
    at: datetime
    what: What | None
    reply: Reply


class SqlLog:
    """`handlers.ports.Log` on a connection, for one actor (None: nobody in particular) at an instant."""

    def __init__(self, connection: Connection, actor_id: str | None, at: datetime) -> None:
        self._connection = connection
        self._actor_id = actor_id
        self._at = at

    def add(self, kind: str, subject: str, **fields: str) -> None:
        row = {"at": self._at, "kind": kind, "subject": subject, "actor_id": self._actor_id, "fields": fields}
        self._connection.execute(insert(events), row)

    def of(self, subject: str) -> tuple[Happened, ...]:
        query = select(events).where(events.c.subject == subject).order_by(events.c.id)
        return tuple(
            Happened(kind=row["kind"], subject=row["subject"], at=row["at"], actor_id=row["actor_id"], fields=row["fields"])
            for row in self._connection.execute(query).mappings()
        )


class SqlOutbox:
    """`handlers.ports.Outbox` on a connection, and the reading side of it."""

    def __init__(self, connection: Connection, at: datetime) -> None:
        self._connection = connection
        self._at = at

    def put(self, key: str, member_id: str, reply: Reply) -> None:
        row: dict[str, object] = {"key": key, "member_id": member_id, "at": self._at, "reply": dump(reply), "delivered_at": None}
        self._connection.execute(insert_new(self._connection, outbox), row)

    def waiting(self, member_id: str) -> tuple[tuple[str, Reply], ...]:
        """What was not delivered to the member yet, oldest first, with its keys."""
        query = select(outbox.c.key, outbox.c.reply).where(outbox.c.member_id == member_id, outbox.c.delivered_at.is_(None))
        return tuple((row.key, load(row.reply)) for row in self._connection.execute(query.order_by(outbox.c.id)))

    def delivered(self, member_id: str, *, limit: int) -> tuple[Exchange, ...]:
        """The last notices that the member has seen, oldest first; of one who had left and came back, since then."""
        seen = outbox.c.member_id == member_id, outbox.c.delivered_at.is_not(None)
        query = select(outbox).where(*seen, outbox.c.at >= _back_since(member_id))
        rows = self._connection.execute(query.order_by(outbox.c.id.desc()).limit(limit)).mappings().all()
        return tuple(Exchange(key=row["key"], at=row["at"], what=None, reply=load(row["reply"])) for row in reversed(rows))

    def mark_delivered(self, member_id: str, keys: Sequence[str]) -> None:
        self._connection.execute(
            update(outbox)
            .where(outbox.c.member_id == member_id, outbox.c.key.in_(list(keys)), outbox.c.delivered_at.is_(None))
            .values(delivered_at=self._at)
        )


class Inbox:
    """Every message once, under its key, with the reply it got."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def reply_to(self, key: str, sender: Sender) -> Reply | None:
        """The reply recorded for the account's message, None for a message that is new or was another account's."""
        found = self._connection.execute(select(inbox.c.reply).where(inbox.c.key == key, _from(sender))).scalar()
        return None if found is None else load(found)

    def take(self, key: str, *, sender: Sender, member_id: str | None, what: What, at: datetime) -> bool:
        """Claims the key for this turn; False when another turn has it: then that turn's reply stands once it commits."""
        row: dict[str, object] = {
            "key": key,
            "chat": sender.chat,
            "tenant": sender.tenant,
            "user_id": sender.user,
            "member_id": member_id,
            "at": at,
            "what": message.dump(what),
            "reply": {},
        }
        return self._connection.execute(insert_new(self._connection, inbox), row).rowcount == 1

    def record(self, key: str, reply: Reply) -> None:
        self._connection.execute(update(inbox).where(inbox.c.key == key).values(reply=dump(reply)))

    def exchanges(self, sender: Sender, *, limit: int) -> tuple[Exchange, ...]:
        """The last turns that the account's present member had from it since it was bound to them, oldest first.

        What was said before was another's, or the same person's at another company.
        """
        theirs = exists().where(
            accounts.c.chat == inbox.c.chat,
            accounts.c.tenant == inbox.c.tenant,
            accounts.c.user_id == inbox.c.user_id,
            accounts.c.member_id == inbox.c.member_id,
            accounts.c.linked_at <= inbox.c.at,
        )
        query = select(inbox).where(_from(sender), theirs)
        query = query.order_by(inbox.c.at.desc()).limit(limit)
        rows = self._connection.execute(query).mappings().all()
        return tuple(
            Exchange(key=row["key"], at=row["at"], what=message.load(row["what"]), reply=load(row["reply"]))
            for row in reversed(rows)
        )


def _back_since(member_id: str) -> ScalarSelect[datetime]:
    """When the first of the accounts that the member has now was bound: none outlives their leaving."""
    return select(func.min(accounts.c.linked_at)).where(accounts.c.member_id == member_id).scalar_subquery()


def _from(sender: Sender) -> ColumnElement[bool]:
    return and_(inbox.c.chat == sender.chat, inbox.c.tenant == sender.tenant, inbox.c.user_id == sender.user)


class Conversations:
    """Where each member's conversation stands, under a revision."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def read(self, member_id: str) -> tuple[int, Mapping[str, Any]]:
        """Revision and state; (0, {}) for a member who never spoke."""
        query = select(conversations.c.revision, conversations.c.state).where(conversations.c.member_id == member_id)
        row = self._connection.execute(query).first()
        return (0, {}) if row is None else (row.revision, row.state)

    def write(self, member_id: str, *, revision: int, state: Mapping[str, Any]) -> None:
        """Stores the state that follows `revision`; raises Stale when the conversation has moved on since."""
        if revision == 0:
            row = {"member_id": member_id, "revision": 1, "state": dict(state)}
            written = self._connection.execute(insert_new(self._connection, conversations), row)
        else:
            written = self._connection.execute(
                update(conversations)
                .where(conversations.c.member_id == member_id, conversations.c.revision == revision)
                .values(revision=revision + 1, state=dict(state))
            )
        if written.rowcount != 1:
            raise Stale
