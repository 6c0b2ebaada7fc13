"""Messages in Slack that are begun while their text is still being made: which one the reply to a message is to complete.

A row is there before Slack is asked for the message, and until the reply is in it: whoever posts the reply, in whichever process
and after whatever broke, finds here that something of it may stand in the chat already.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, delete, select, update

from storage.slack_tables import slack_streams
from storage.tables import inbox
from storage.upsert import insert_new

_WAITS: Final = select(inbox.c.id).where(inbox.c.key == bindparam("of_key"), inbox.c.reply.is_(None)).with_for_update()
_FIND: Final = select(slack_streams).where(slack_streams.c.key == bindparam("of_key"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """`ts` is what Slack calls the message; None where it is not known whether there is one."""

    ts: str | None
    begun_at: datetime


def begin(connection: Connection, key: str, *, message: str, at: datetime) -> bool:
    """Notes that a message is to be begun; `message` is what it answers. False where that is answered, or one was begun already."""
    if connection.execute(_WAITS, {"of_key": message}).scalar() is None:
        return False
    return connection.execute(insert_new(connection, slack_streams), {"key": key, "ts": None, "begun_at": at}).rowcount == 1


def started(connection: Connection, key: str, ts: str) -> bool:
    """Notes what Slack calls it; False where somebody has done with it meanwhile."""
    waits = slack_streams.c.key == key, slack_streams.c.ts.is_(None)
    return connection.execute(update(slack_streams).where(*waits).values(ts=ts)).rowcount == 1


def find(connection: Connection, key: str) -> Stream | None:
    row = connection.execute(_FIND, {"of_key": key}).first()
    return None if row is None else Stream(ts=row.ts, begun_at=row.begun_at)


def end(connection: Connection, key: str) -> None:
    """The reply is where it belongs, or nothing was begun."""
    connection.execute(delete(slack_streams).where(slack_streams.c.key == key))
