"""What goes out: every row once, under its key. One with a chat is posted there, one without waits for its member to look.

A member is told in the chat that they used last, if the bot can write there by itself; decided when the row is put, and again when
the member comes to such a chat.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, ScalarSelect, and_, bindparam, func, select, update

from handlers.asked_to_decide import asks_to_decide
from handlers.message import Sender
from handlers.reply import Reply
from handlers.reply_json import dump, load
from storage.deal_links import with_link, with_links
from storage.inbox import Exchange
from storage.jobs import OF_KEY, OF_KEYS, OF_MEMBER, hand_over
from storage.prepared import Prepared
from storage.tables import accounts, conversations, outbox
from storage.upsert import counted, for_each_database

#: Neither delivered nor given up.
UNSEEN: Final = (outbox.c.delivered_at.is_(None), outbox.c.failed_at.is_(None))


def _route(column: Any) -> ScalarSelect[Any]:
    """Of the account that the row's member used last and still has, if the bot can write there by itself."""
    last = and_(
        accounts.c.chat == conversations.c.chat,
        accounts.c.tenant == conversations.c.tenant,
        accounts.c.user_id == conversations.c.user_id,
        accounts.c.member_id == conversations.c.member_id,
    )
    found = select(column).select_from(conversations).join(accounts, last)
    return found.where(conversations.c.member_id == bindparam("member_id"), accounts.c.private.is_not(None)).scalar_subquery()


def _putting(statement: Any) -> Any:
    """Of a key that is there already, nothing is written."""
    return counted(statement.values(member_id=bindparam("member_id")).on_conflict_do_nothing())


def _routing(statement: Any) -> Any:
    return _putting(statement.values(chat=_route(accounts.c.chat), conversation=_route(accounts.c.private)))


_POST: Final = Prepared(for_each_database(outbox, _putting))
_PUT: Final = Prepared(for_each_database(outbox, _routing))


class SqlOutbox:
    """`handlers.ports.Outbox` on a connection; and the reading side of what waits for people to look."""

    def __init__(self, connection: Connection, at: datetime) -> None:
        self._connection = connection
        self._at = at

    # ── put in ───────────────────────────────────────────────────────────────────────────────────────────────────────────

    def put(self, key: str, member_id: str, reply: Reply, *, bulk: bool = False, due_at: datetime | None = None) -> None:
        """Once for each key. What is `bulk` waits for what is not, and is never sent a second time on a doubt.

        Only bulk can be due later: behind any other row that waits, the answers of its conversation would wait, too.
        """
        if due_at is not None and not bulk:
            raise ValueError("only bulk can be due later")
        self._insert(_PUT, key, member_id, reply, bulk=bulk, due_at=due_at or self._at)

    def put_bulk(self, messages: Sequence[tuple[str, str, Reply]]) -> None:
        """Many at once, which nobody waits for; each once for its key."""
        linked = with_links(self._connection, [reply for _, _, reply in messages])
        rows = [
            row_of(key, member_id, reply, self._at) | {"attempt": 0, "doubts": 0, "bulk": True}
            for (key, member_id, _), reply in zip(messages, linked, strict=True)
        ]
        if rows:
            _PUT.run_all(self._connection, rows)
            hand_over(self._connection, OF_KEYS, keys=[row["key"] for row in rows])

    def post(self, key: str, member_id: str | None, reply: Reply, *, chat: str, conversation: str, bulk: bool = False) -> None:
        """The same, to be posted at this address."""
        self._insert(_POST, key, member_id, reply, bulk=bulk, chat=chat, conversation=conversation)

    def follow(self, member_id: str, chat: str, conversation: str) -> None:
        """The member has moved to a chat where the bot can write: what waited for them to look is told there."""
        moved = update(outbox).where(outbox.c.member_id == member_id, outbox.c.chat.is_(None), *UNSEEN)
        if self._connection.execute(moved.values(chat=chat, conversation=conversation)).rowcount:
            hand_over(self._connection, OF_MEMBER, member_id=member_id)

    # ── told where the member looks ──────────────────────────────────────────────────────────────────────────────────────

    def waiting(self, member_id: str) -> tuple[tuple[str, Reply], ...]:
        """What waits for the member to look, oldest first, with its keys."""
        query = select(outbox.c.key, outbox.c.reply).where(outbox.c.member_id == member_id, outbox.c.chat.is_(None), *UNSEEN)
        return tuple((row.key, load(row.reply)) for row in self._connection.execute(query.order_by(outbox.c.id)))

    def delivered(self, member_id: str, *, limit: int) -> tuple[Exchange, ...]:
        """The last of what the member has looked at, oldest first; of one who had left and came back, since then."""
        seen = outbox.c.member_id == member_id, outbox.c.chat.is_(None), outbox.c.delivered_at.is_not(None)
        query = select(outbox).where(*seen, outbox.c.at >= _back_since(member_id))
        rows = self._connection.execute(query.order_by(outbox.c.id.desc()).limit(limit)).mappings().all()
        return tuple(Exchange(key=row["key"], at=row["at"], what=None, reply=load(row["reply"])) for row in reversed(rows))

    def mark_delivered(self, member_id: str, keys: Sequence[str]) -> None:
        theirs = outbox.c.member_id == member_id, outbox.c.key.in_(list(keys)), outbox.c.chat.is_(None), *UNSEEN
        self._connection.execute(update(outbox).where(*theirs).values(delivered_at=self._at))

    def _insert(self, statement: Prepared, key: str, member_id: str | None, reply: Reply, **more: Any) -> None:
        row = row_of(key, member_id, with_link(self._connection, reply), self._at) | {"attempt": 0, "doubts": 0} | more
        if statement.run(self._connection, row):
            hand_over(self._connection, OF_KEY, key=key)


def row_of(key: str, member_id: str | None, reply: Reply, at: datetime) -> dict[str, Any]:
    """A new row, but whom it is for and whether it is leased."""
    told = {"key": key, "member_id": member_id, "at": at, "due_at": at, "reply": dump(reply), "about": asks_to_decide(reply)}
    return told | {"posted": [], "troubles": 0}


def unaddress(connection: Connection, sender: Sender, *, unless: str = "") -> None:
    """Before an account is taken from its member: what was to be posted for that member in the chat waits for them to look."""
    holder = select(accounts.c.member_id).where(
        accounts.c.chat == sender.chat,
        accounts.c.tenant == sender.tenant,
        accounts.c.user_id == sender.user,
        accounts.c.member_id != unless,
    )
    theirs = outbox.c.member_id == holder.scalar_subquery(), outbox.c.chat == sender.chat, *UNSEEN
    connection.execute(update(outbox).where(*theirs).values(chat=None, conversation=None))


def _back_since(member_id: str) -> ScalarSelect[datetime]:
    """When the first of the accounts that the member has now was bound: none outlives their leaving."""
    return select(func.min(accounts.c.linked_at)).where(accounts.c.member_id == member_id).scalar_subquery()
