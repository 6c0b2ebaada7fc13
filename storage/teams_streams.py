"""Messages in Teams that were begun while their text was still being made: which one the reply to a message is to stand in.

Whoever posts the reply, in whichever process and after whatever broke, finds here that something of it stands in the chat already.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, select

from storage.teams_tables import teams_streams
from storage.upsert import insert_new


def begun(connection: Connection, key: str, stream: str, at: datetime) -> None:
    """Teams has begun the message, and calls it so."""
    connection.execute(insert_new(connection, teams_streams), {"key": key, "stream": stream, "begun_at": at})


def find(connection: Connection, key: str) -> str | None:
    """What Teams calls the message of the key; None where none was begun, or the reply is in it."""
    found: str | None = connection.execute(select(teams_streams.c.stream).where(teams_streams.c.key == key)).scalar()
    return found


def end(connection: Connection, key: str) -> None:
    """The reply is where it belongs."""
    connection.execute(delete(teams_streams).where(teams_streams.c.key == key))
