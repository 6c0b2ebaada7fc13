"""What comes in: every message once, under its key, until it has a reply; those of one lane are worked one after the other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    and_,
    bindparam,
    case,
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
from storage.prepared import Prepared, Row
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
    """A message whose turn is now, leased to whoever holds this. `attempt` counts the leases, from 1; at 0 it waits its turn."""

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


_LEASE: Final = Prepared(_lease())
_DUE: Final = Prepared(
    select(
        exists().where(
            _waits,
            inbox.c.due_at <= bindparam("now"),
            or_(inbox.c.leased_until.is_(None), inbox.c.leased_until <= bindparam("now")),
        )
    )
)
_SAID: Final = Prepared(
    select(func.count()).where(
        *(inbox.c[name] == bindparam(name) for name in ("chat", "tenant", "user_id")),
        inbox.c.at > bindparam("since"),
        inbox.c.conversation.startswith(bindparam("within")),
        inbox.c.what["said"].as_string().is_not(None),
    )
)
_REPLY: Final = Prepared(
    select(inbox.c.reply).where(
        inbox.c.key == bindparam("message"), *(inbox.c[name] == bindparam(name) for name in ("chat", "tenant", "user_id"))
    )
)


class Inbox:
    """The messages, on a connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def receive(
        self,
        key: str,
        *,
        sender: Sender,
        conversation: str,
        private: str | None,
        what: What,
        at: datetime,
        until: datetime | None = None,
    ) -> Received | None:
        """Keeps a message until its turn; None when it is known already, and nothing changes then.

        With `until`, it is leased at once where it is the first of its lane.
        """
        row = _row(key, sender=sender, conversation=conversation, private=private, what=what, at=at)
        row |= {"from_chat": sender.chat, "from_tenant": sender.tenant, "from_user": sender.user, "until": until}
        row |= {"own_lane": f"{sender.chat}:{sender.tenant}:{sender.user}"[:480]}
        del row["attempt"]
        kept = _RECEIVE.first(self._connection, row)
        if kept is None:
            return None
        id, attempt = kept["id"], kept["attempt"]
        return Received(id=id, key=key, sender=sender, conversation=conversation, private=private, what=what, attempt=attempt)

    def answer(
        self,
        key: str,
        reply: Reply,
        *,
        sender: Sender,
        member_id: str | None,
        what: What,
        at: datetime,
        conversation: str = "",
        private: str | None = None,
    ) -> bool:
        """Records the reply to a message, one that waited or one that nobody kept; False when it is answered, and the first stands.

        Of two turns with one message, the one that commits later learns it here, and must undo what it did.
        """
        row = _row(key, sender=sender, conversation=conversation, private=private, what=what, at=at)
        return _ANSWER.run(self._connection, row | {"lane": "", "member_id": member_id, "reply": dump(reply)}) == 1

    def reply_to(self, key: str, sender: Sender) -> Reply | None:
        """The reply recorded for the account's message, None for a message that is new or was another account's."""
        account = {"chat": sender.chat, "tenant": sender.tenant, "user_id": sender.user}
        found = _REPLY.scalar(self._connection, {"message": key} | account)
        return None if found is None else load(found)

    def is_due(self, at: datetime) -> bool:
        """Whether a lease might give something. Looking needs no right to write, of which SQLite has one for all."""
        return bool(_DUE.scalar(self._connection, {"now": at}))

    def lease(self, *, at: datetime, until: datetime, most: int) -> tuple[Received, ...]:
        """The messages to work on now, the oldest first, each the first of its lane. Nobody else gets them before `until`."""
        rows = _LEASE.rows(self._connection, {"now": at, "until": until, "most": most})
        return tuple(sorted(map(_received, rows), key=lambda received: received.id))

    def postpone(self, received: Received, due_at: datetime) -> None:
        """Gives the message back, to be tried again at the instant; nothing happens if it is no longer held."""
        self._connection.execute(_POSTPONE, {"row_id": received.id, "lease": received.attempt, "due": due_at})

    def give_up(self, received: Received, reference: str, reply: Reply) -> bool:
        """Ends the message with a reply that names the reference; False if it is no longer held."""
        held = {"row_id": received.id, "lease": received.attempt}
        return self._connection.execute(_GIVE_UP, held | {"number": reference, "answer": dump(reply)}).rowcount == 1

    def said(self, sender: Sender, *, within: str, since: datetime) -> int:
        """How many messages in words are kept of the account since the instant, in conversations that begin so."""
        account = {"chat": sender.chat, "tenant": sender.tenant, "user_id": sender.user}
        count: int = _SAID.scalar(self._connection, account | {"within": within, "since": since})
        return count

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


def _answering(statement: Any) -> Any:
    """A new row, or the one that was received under the same key by the same account and waits."""
    theirs = and_(*(inbox.c[name] == statement.excluded[name] for name in ("chat", "tenant", "user_id")))
    taken = {name: statement.excluded[name] for name in ("member_id", "what", "reply")}
    return counted(statement.on_conflict_do_update(index_elements=["key"], set_=taken, where=and_(_waits, theirs)))


_ANSWER: Final = Prepared(for_each_database(inbox, _answering))


def _receiving(statement: Any) -> Any:
    """A new row, or none where the key is known. A member's messages are one lane, whichever chat they come from; a stranger's are
    those of the account. It is leased if there is an `until`, and nothing else waits in the lane.
    """
    of_account = accounts.c.chat == bindparam("from_chat"), accounts.c.tenant == bindparam("from_tenant")
    member = select(accounts.c.member_id).where(*of_account, accounts.c.user_id == bindparam("from_user"))
    lane = func.coalesce(member.scalar_subquery(), bindparam("own_lane", type_=inbox.c.lane.type))
    until: BindParameter[datetime] = bindparam("until", type_=inbox.c.leased_until.type)
    waiting = inbox.alias("waiting")
    is_next = ~exists().where(waiting.c.lane == lane, waiting.c.reply.is_(None))
    leased = {"leased_until": case((is_next, until)), "attempt": case((and_(until.is_not(None), is_next), 1), else_=0)}
    return statement.values(lane=lane, **leased).on_conflict_do_nothing().returning(inbox.c.id, inbox.c.attempt)


_RECEIVE: Final = Prepared(for_each_database(inbox, _receiving))


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


def _received(found: Row) -> Received:
    return Received(
        id=found["id"],
        key=found["key"],
        sender=Sender(chat=found["chat"], tenant=found["tenant"], user=found["user_id"]),
        conversation=found["conversation"],
        private=found["private"],
        what=message.load(found["what"]),
        attempt=found["attempt"],
    )
