"""What is over goes: messages that were answered and what was posted, told or given up, once they are old enough.

What happened stays: registrations, the event log and everything that counts are none of these. A message that waits, a notice that
nobody has looked at and a card that still asks for a decision are not over, however old they are.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, delete, or_, select

from storage.slack_tables import slack_streams
from storage.tables import inbox, link_attempts, link_codes, outbox
from storage.teams_tables import teams_streams

_ENDED = or_(outbox.c.delivered_at.is_not(None), outbox.c.failed_at.is_not(None))
_ASKS = and_(outbox.c.about.is_not(None), outbox.c.closed_at.is_(None), outbox.c.failed_at.is_(None))
_OVER: tuple[tuple[Table, ColumnElement[bool]], ...] = ((inbox, inbox.c.reply.is_not(None)), (outbox, and_(_ENDED, ~_ASKS)))


def forget(connection: Connection, before: datetime, *, most: int) -> int:
    """Deletes what is over and came, or was put, before the instant: of each kind so many rows at most. How many there were.

    Several may do so at once; each row is deleted by one of them.
    """
    overwrite(connection)
    gone = 0
    for table, over in _OVER:
        # Ids grow with time, so that only the oldest rows have to be looked at.
        oldest = select(table.c.id, table.c.at).where(over).order_by(table.c.id).limit(most).with_for_update(skip_locked=True)
        due = oldest.subquery()
        found = connection.execute(select(due.c.id).where(due.c.at < before)).scalars().all()
        if found:
            gone += connection.execute(delete(table).where(table.c.id.in_(found))).rowcount
    return gone


def forget_attempts(connection: Connection, at: datetime, before: datetime) -> int:
    """Deletes codes that are not good any more, and tries at codes, and messages begun in a chat, from before the instant.

    How many there were.
    """
    expired: Any = delete(link_codes).where(link_codes.c.expires_at <= at)
    tried = delete(link_attempts).where(link_attempts.c.at < before)
    begun = [delete(table).where(table.c.begun_at < before) for table in (slack_streams, teams_streams)]
    return sum(connection.execute(statement).rowcount for statement in (expired, tried, *begun))


def overwrite(connection: Connection) -> None:
    """What this connection deletes is overwritten in SQLite's file; PostgreSQL does so by its own vacuum."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete = ON")
