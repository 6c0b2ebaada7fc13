"""The rows of the outbox that are posted: leased to one holder at a time, settled only by the holder of the newest lease."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Any, Final

from sqlalchemy import BindParameter, Connection, RowMapping, bindparam, case, exists, func, or_, select, update

from handlers.reply import Reply
from handlers.reply_json import dump, load
from storage.deal_links import with_link
from storage.inbox import Backlog
from storage.jobs import OF_ID, hand_over
from storage.outbox import UNSEEN, row_of
from storage.prepared import Prepared, Row
from storage.tables import outbox
from storage.upsert import for_each_database


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """A row to post now, leased to whoever holds this.

    `attempt` counts the leases, from 1. `doubts` are earlier tries of which nobody knows whether the chat took them, `troubles`
    those that it surely did not. `posted` are the chat's ids of the messages of this row that are there already.
    """

    id: int
    key: str
    chat: str
    conversation: str
    member_id: str | None
    reply: Reply
    bulk: bool
    attempt: int
    doubts: int
    troubles: int
    posted: tuple[str, ...]


class Settled(Enum):
    """How a try at a row was written down: done, and something may wait behind it; done, and nothing does; too late to."""

    DONE = auto()
    LAST = auto()
    LATE = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A row as the operator sees it; `trouble` is the code of what went wrong last."""

    id: int
    chat: str
    at: datetime
    due_at: datetime
    bulk: bool
    attempt: int
    trouble: str | None
    failed_at: datetime | None
    reply: Reply


_held = outbox.c.id == bindparam("row_id"), outbox.c.attempt == bindparam("lease"), *UNSEEN
_NOTED: Final = Prepared(update(outbox).where(*_held).values(posted=bindparam("ids")))
_REWRITTEN: Final = Prepared(update(outbox).where(*_held).values(reply=bindparam("said")))
_GIVEN_UP: Final = Prepared(
    update(outbox)
    .where(*_held)
    .values(failed_at=bindparam("now"), posted=bindparam("ids"), trouble=bindparam("why"), leased_until=None)
)
_POSTPONED: Final = Prepared(
    update(outbox)
    .where(*_held)
    .values(
        due_at=bindparam("due"),
        posted=bindparam("ids"),
        doubts=bindparam("doubted"),
        troubles=bindparam("troubled"),
        trouble=bindparam("why"),
        leased_until=None,
    )
)


def _lease(*only: Any) -> Any:
    """Leases rows that are due, held by nobody, and the first of their kind that waits for their conversation.

    The doubt is written down before anything is sent: who finds the row later knows that somebody may have sent it.
    """
    here, earlier = outbox.alias("here"), outbox.alias("earlier")
    at: BindParameter[datetime] = bindparam("now")
    ready = (
        select(here.c.id)
        .where(
            # Not the column itself: SQLite would look through all that waits in the chat, and sort it, for the few that are next.
            here.c.chat.concat("").in_(bindparam("chats", expanding=True)),
            here.c.chat.is_not(None),
            here.c.delivered_at.is_(None),
            here.c.failed_at.is_(None),
            here.c.due_at <= at,
            or_(here.c.leased_until.is_(None), here.c.leased_until <= at),
            ~exists().where(
                earlier.c.chat == here.c.chat,
                earlier.c.conversation == here.c.conversation,
                earlier.c.bulk == here.c.bulk,
                earlier.c.id < here.c.id,
                earlier.c.delivered_at.is_(None),
                earlier.c.failed_at.is_(None),
            ),
            *(clause(here) for clause in only),
        )
        .order_by(here.c.bulk, here.c.id)
        .limit(bindparam("most"))
        .with_for_update(skip_locked=True, of=here)
        .cte("ready")
    )
    taken = update(outbox).where(outbox.c.id.in_(select(ready.c.id)))
    held = {"attempt": outbox.c.attempt + 1, "doubts": outbox.c.doubts + 1, "leased_until": bindparam("until")}
    return taken.values(held).returning(outbox)


_LEASE: Final = Prepared(_lease())
_LEASE_ONE: Final = Prepared(_lease(lambda row: row.c.id == bindparam("row_id")))
_LEASE_NEXT: Final = Prepared(
    _lease(
        lambda row: row.c.chat == bindparam("in_chat"),
        lambda row: row.c.conversation == bindparam("in_conversation"),
        lambda row: row.c.bulk == bindparam("is_bulk"),
    )
)
_DUE: Final = Prepared(
    select(
        exists().where(
            outbox.c.chat.is_not(None),
            *UNSEEN,
            outbox.c.due_at <= bindparam("now"),
            or_(outbox.c.leased_until.is_(None), outbox.c.leased_until <= bindparam("now")),
        )
    )
)


def _following() -> Any:
    """Whether something waits behind the row that is written to."""
    later = outbox.alias("later")
    lane = (later.c[name] == outbox.c[name] for name in ("chat", "conversation", "bulk"))
    return (
        exists().where(*lane, later.c.id > outbox.c.id, later.c.delivered_at.is_(None), later.c.failed_at.is_(None)).label("more")
    )


_POSTED: Final = Prepared(
    update(outbox)
    .where(*_held)
    .values(delivered_at=bindparam("now"), posted=bindparam("ids"), leased_until=None)
    .returning(_following())
)


def _putting(statement: Any) -> Any:
    """A new row, leased if nothing waits in its lane; of a key that is there already, nothing is written."""
    earlier = outbox.alias("earlier")
    lane = earlier.c.chat == bindparam("to_chat"), earlier.c.conversation == bindparam("to_conversation"), ~earlier.c.bulk
    is_next = ~exists().where(*lane, earlier.c.delivered_at.is_(None), earlier.c.failed_at.is_(None))
    until = bindparam("until", type_=outbox.c.leased_until.type)
    held = {"leased_until": case((is_next, until)), "attempt": case((is_next, 1), else_=0), "doubts": case((is_next, 1), else_=0)}
    return statement.values(**held).on_conflict_do_nothing().returning(outbox.c.id, outbox.c.attempt)


_PUT: Final = Prepared(for_each_database(outbox, _putting))


class Postings:
    """The rows to be posted, on a connection, at an instant."""

    def __init__(self, connection: Connection, at: datetime) -> None:
        self._connection = connection
        self._at = at

    def is_due(self) -> bool:
        """Whether a lease might give something. Looking needs no right to write, of which SQLite has one for all."""
        return bool(_DUE.scalar(self._connection, {"now": self._at}))

    def put(
        self, key: str, member_id: str | None, reply: Reply, *, chat: str, conversation: str, until: datetime
    ) -> Posting | None:
        """Puts in a row as `SqlOutbox.post` does, and leases it to whoever puts it, if nothing waits there before it.

        Whoever has just answered can post the answer without looking for it. None when somebody else will.
        """
        row = row_of(key, member_id, with_link(self._connection, reply), self._at)
        row |= {"chat": chat, "conversation": conversation, "bulk": False}
        put = _PUT.first(self._connection, row | {"to_chat": chat, "to_conversation": conversation, "until": until})
        if put is None:
            return None
        if not put["attempt"]:
            hand_over(self._connection, OF_ID, id=put["id"])
            return None
        place = {"id": put["id"], "key": key, "chat": chat, "conversation": conversation, "member_id": member_id, "bulk": False}
        return Posting(**place, reply=reply, attempt=1, doubts=0, troubles=0, posted=())

    def lease(self, chats: Sequence[str], *, until: datetime, most: int) -> tuple[Posting, ...]:
        """What to post now in these chats, no bulk before the rest. Nobody else gets it before `until`."""
        rows = self._leased(_LEASE, chats, until, most=most)
        return tuple(sorted(rows, key=lambda row: (row.bulk, row.id)))

    def lease_one(self, id: int, chats: Sequence[str], *, until: datetime) -> Posting | None:
        """The row, if it is its turn."""
        return next(iter(self._leased(_LEASE_ONE, chats, until, row_id=id)), None)

    def lease_next(self, after: Posting, *, until: datetime) -> Posting | None:
        """The row that was waiting behind this one."""
        lane: dict[str, Any] = {"in_chat": after.chat, "in_conversation": after.conversation, "is_bulk": after.bulk}
        return next(iter(self._leased(_LEASE_NEXT, [after.chat], until, **lane)), None)

    def note(self, posting: Posting, ids: Sequence[str]) -> bool:
        """Notes which messages of the row are there already; False if it is no longer held by this lease."""
        return self._settle(_NOTED, posting, ids=list(ids))

    def rewrite(self, posting: Posting, reply: Reply) -> bool:
        """The row says this from now on; False if it is no longer held by this lease."""
        return self._settle(_REWRITTEN, posting, said=dump(with_link(self._connection, reply)))

    def posted(self, posting: Posting, ids: Sequence[str]) -> Settled:
        """Ends the row as posted."""
        fields = {"row_id": posting.id, "lease": posting.attempt, "now": self._at, "ids": list(ids)}
        more = _POSTED.scalar(self._connection, fields)
        if more is None:
            return Settled.LATE
        return Settled.DONE if more else Settled.LAST

    def give_up(self, posting: Posting, why: str, ids: Sequence[str]) -> Settled:
        """Ends the row as a dead letter, with the code of the reason."""
        given_up = self._settle(_GIVEN_UP, posting, now=self._at, ids=list(ids), why=why)
        return Settled.DONE if given_up else Settled.LATE

    def postpone(
        self, posting: Posting, due_at: datetime, *, why: str | None, ids: Sequence[str], doubts: int, troubles: int
    ) -> Settled:
        """Gives the row back until the instant."""
        fields = {"due": due_at, "ids": list(ids), "doubted": doubts, "troubled": troubles, "why": why}
        if not self._settle(_POSTPONED, posting, **fields):
            return Settled.LATE
        hand_over(self._connection, OF_ID, id=posting.id)
        return Settled.DONE

    # ── the operator's ───────────────────────────────────────────────────────────────────────────────────────────────────

    def entries(self, *, waiting: bool = False, limit: int) -> tuple[Entry, ...]:
        """Dead letters, the newest first; with `waiting`, what is to be posted yet instead, the oldest first."""
        if waiting:
            query = select(outbox).where(outbox.c.chat.is_not(None), *UNSEEN).order_by(outbox.c.id)
        else:
            query = select(outbox).where(outbox.c.failed_at.is_not(None)).order_by(outbox.c.id.desc())
        return tuple(_entry(row) for row in self._connection.execute(query.limit(limit)).mappings())

    def revive(self, id: int | None) -> int:
        """Makes a dead letter wait again, or every one; how many there were."""
        dead = outbox.c.failed_at.is_not(None), *(() if id is None else (outbox.c.id == id,))
        doubts = case((outbox.c.doubts > 0, 1), else_=0)  # a chat that can be asked is asked first, once more
        again = {"failed_at": None, "due_at": self._at, "troubles": 0, "doubts": doubts}
        found = self._connection.execute(update(outbox).where(*dead).values(again).returning(outbox.c.id)).scalars().all()
        for each in found:
            hand_over(self._connection, OF_ID, id=each)
        return len(found)

    def backlog(self) -> Backlog:
        """Of what is to be posted."""
        query = select(func.count(), func.min(outbox.c.at)).where(outbox.c.chat.is_not(None), *UNSEEN)
        waiting, since = self._connection.execute(query).one()
        given_up = self._connection.execute(select(func.count()).where(outbox.c.failed_at.is_not(None))).scalar_one()
        return Backlog(waiting=waiting, since=since, given_up=given_up)

    def _leased(self, statement: Prepared, chats: Sequence[str], until: datetime, *, most: int = 1, **more: Any) -> list[Posting]:
        asked = {"chats": list(chats), "now": self._at, "until": until, "most": most} | more
        return [_posting(row) for row in statement.rows(self._connection, asked)]

    def _settle(self, statement: Prepared, posting: Posting, **fields: Any) -> bool:
        held = {"row_id": posting.id, "lease": posting.attempt}
        return statement.run(self._connection, held | fields) == 1


def _posting(row: Row) -> Posting:
    return Posting(
        id=row["id"],
        key=row["key"],
        chat=row["chat"],
        conversation=row["conversation"],
        member_id=row["member_id"],
        reply=load(row["reply"]),
        bulk=row["bulk"],
        attempt=row["attempt"],
        doubts=row["doubts"] - 1,  # the one that was just written down is this holder's own
        troubles=row["troubles"],
        posted=tuple(row["posted"]),
    )


def _entry(row: RowMapping) -> Entry:
    return Entry(
        id=row["id"],
        chat=row["chat"] or "",
        at=row["at"],
        due_at=row["due_at"],
        bulk=row["bulk"],
        attempt=row["attempt"],
        trouble=row["trouble"],
        failed_at=row["failed_at"],
        reply=load(row["reply"]),
    )
