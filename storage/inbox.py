"""What comes in: every message once, under its key, until it has a reply; those of one lane are worked one after the other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    RowMapping,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
    update,
)

from handlers import message
from handlers.message import Sender, What
from handlers.reply import Reply
from handlers.reply_json import dump, load
from storage.tables import accounts, inbox
from storage.upsert import counted, for_each_database


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One turn that was: what the person did and what the bot answered; `what` is None for what the bot sent by itself."""

    key: str
    at: datetime
    what: What | None
    reply: Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A message whose turn is now, leased to whoever holds this. `attempt` counts the leases, from 1."""

    id: int
    key: str
    sender: Sender
    conversation: str
    private: str | None
    what: What
    attempt: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """How much waits, since when the oldest does (None: nothing waits), and how much was given up."""

    waiting: int
    since: datetime | None
    given_up: int


_waits = inbox.c.reply.is_(None)
_this = inbox.c.id == bindparam("row_id"), inbox.c.attempt == bindparam("lease"), _waits
_RECORD: Final = update(inbox).where(inbox.c.key == bindparam("message")).values(reply=bindparam("answer"))
_POSTPONE: Final = update(inbox).where(*_this).values(due_at=bindparam("due"), leased_until=None)
_GIVE_UP: Final = update(inbox).where(*_this).values(reply=bindparam("answer"), reference=bindparam("number"), leased_until=None)


def _lease() -> Any:
    """Leases the messages whose turn it is: due, held by nobody, and first in their lane."""
    here, earlier = inbox.alias("here"), inbox.alias("earlier")
    at: BindParameter[datetime] = bindparam("now")
    ready = (
        select(here.c.id)
        .where(
            here.c.reply.is_(None),
            here.c.due_at <= at,
            or_(here.c.leased_until.is_(None), here.c.leased_until <= at),
            ~exists().where(earlier.c.lane == here.c.lane, earlier.c.id < here.c.id, earlier.c.reply.is_(None)),
        )
        .order_by(here.c.id)
        .limit(bindparam("most"))
        .with_for_update(skip_locked=True, of=here)
        .cte("ready")
    )
    taken = update(inbox).where(inbox.c.id.in_(select(ready.c.id)))
    return taken.values(attempt=inbox.c.attempt + 1, leased_until=bindparam("until")).returning(inbox)


_LEASE: Final = _lease()


class Inbox:
    """The messages, on a connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def receive(self, key: str, *, sender: Sender, conversation: str, private: str | None, what: What, at: datetime) -> bool:
        """Keeps a message until its turn; False when it is known already, and nothing changes then."""
        row = _row(key, sender=sender, conversation=conversation, private=private, what=what, at=at)
        row |= {"from_chat": sender.chat, "from_tenant": sender.tenant, "from_user": sender.user}
        row |= {"own_lane": f"{sender.chat}:{sender.tenant}:{sender.user}"[:480]}
        return self._connection.execute(_RECEIVE[self._connection.dialect.name], row).rowcount == 1

    def take(
        self,
        key: str,
        *,
        sender: Sender,
        member_id: str | None,
        what: What,
        at: datetime,
        conversation: str = "",
        private: str | None = None,
    ) -> bool:
        """Claims the key for this turn; False when another turn has it: then that turn's reply stands once it commits."""
        row = _row(key, sender=sender, conversation=conversation, private=private, what=what, at=at)
        return (
            self._connection.execute(_TAKE[self._connection.dialect.name], row | {"lane": "", "member_id": member_id}).rowcount == 1
        )

    def reply_to(self, key: str, sender: Sender) -> Reply | None:
        """The reply recorded for the account's message, None for a message that is new or was another account's."""
        found = self._connection.execute(select(inbox.c.reply).where(inbox.c.key == key, from_account(sender))).scalar()
        return None if found is None else load(found)

    def record(self, key: str, reply: Reply) -> None:
        self._connection.execute(_RECORD, {"message": key, "answer": dump(reply)})

    def is_due(self, at: datetime) -> bool:
        """Whether a lease might give something. Looking needs no right to write, of which SQLite has one for all."""
        due = _waits, inbox.c.due_at <= at, or_(inbox.c.leased_until.is_(None), inbox.c.leased_until <= at)
        return self._connection.execute(select(exists().where(*due))).scalar_one()

    def lease(self, *, at: datetime, until: datetime, most: int) -> tuple[Received, ...]:
        """The messages to work on now, the oldest first, each the first of its lane. Nobody else gets them before `until`."""
        rows = self._connection.execute(_LEASE, {"now": at, "until": until, "most": most}).mappings()
        return tuple(sorted(map(_received, rows), key=lambda received: received.id))

    def postpone(self, received: Received, due_at: datetime) -> None:
        """Gives the message back, to be tried again at the instant; nothing happens if it is no longer held."""
        self._connection.execute(_POSTPONE, {"row_id": received.id, "lease": received.attempt, "due": due_at})

    def give_up(self, received: Received, reference: str, reply: Reply) -> bool:
        """Ends the message with a reply that names the reference; False if it is no longer held."""
        held = {"row_id": received.id, "lease": received.attempt}
        return self._connection.execute(_GIVE_UP, held | {"number": reference, "answer": dump(reply)}).rowcount == 1

    def backlog(self) -> Backlog:
        waiting, since = self._connection.execute(select(func.count(), func.min(inbox.c.at)).where(_waits)).one()
        given_up = self._connection.execute(select(func.count()).where(inbox.c.reference.is_not(None))).scalar_one()
        return Backlog(waiting=waiting, since=since, given_up=given_up)

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
        query = select(inbox).where(from_account(sender), theirs, inbox.c.reply.is_not(None))
        rows = self._connection.execute(query.order_by(inbox.c.at.desc()).limit(limit)).mappings().all()
        return tuple(
            Exchange(key=row["key"], at=row["at"], what=message.load(row["what"]), reply=load(row["reply"]))
            for row in reversed(rows)
        )


def from_account(sender: Sender) -> ColumnElement[bool]:
    return and_(inbox.c.chat == sender.chat, inbox.c.tenant == sender.tenant, inbox.c.user_id == sender.user)


def _taking(statement: Any) -> Any:
    """A new row, or the one that was received under the same key by the same account and waits."""
    theirs = and_(*(inbox.c[name] == statement.excluded[name] for name in ("chat", "tenant", "user_id")))
    taken = {name: statement.excluded[name] for name in ("member_id", "what")}
    return counted(statement.on_conflict_do_update(index_elements=["key"], set_=taken, where=and_(_waits, theirs)))


_TAKE: Final = for_each_database(inbox, _taking)


def _receiving(statement: Any) -> Any:
    """A new row, or none where the key is known. A member's messages are one lane, whichever chat they come from; a stranger's are
    those of the account.
    """
    of_account = accounts.c.chat == bindparam("from_chat"), accounts.c.tenant == bindparam("from_tenant")
    member = select(accounts.c.member_id).where(*of_account, accounts.c.user_id == bindparam("from_user"))
    lane = func.coalesce(member.scalar_subquery(), bindparam("own_lane", type_=inbox.c.lane.type))
    return counted(statement.values(lane=lane).on_conflict_do_nothing())


_RECEIVE: Final = for_each_database(inbox, _receiving)


def _row(key: str, *, sender: Sender, conversation: str, private: str | None, what: What, at: datetime) -> dict[str, Any]:
    return {
        "key": key,
        "chat": sender.chat,
        "tenant": sender.tenant,
        "user_id": sender.user,
        "conversation": conversation,
        "private": private,
        "at": at,
        "what": message.dump(what),
        "due_at": at,
        "attempt": 0,
    }


def _received(found: RowMapping) -> Received:
    return Received(
        id=found["id"],
        key=found["key"],
        sender=Sender(chat=found["chat"], tenant=found["tenant"], user=found["user_id"]),
        conversation=found["conversation"],
        private=found["private"],
        what=message.load(found["what"]),
        attempt=found["attempt"],
    )
