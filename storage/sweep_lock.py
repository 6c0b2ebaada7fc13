"""One process sweeps at a time, which saves work; what keeps sweeps right is in the keys of what they write.

On PostgreSQL the holder has an open transaction with an advisory lock in it. It asks for something before each sweep; when it asks
for nothing for so long, because it stands still or is gone, the server ends the transaction, and another process is the next.
SQLite has one process, or few that do no harm.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from threading import Lock
from typing import Final

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from storage.engine import Database

#: Any constant serves, so long as every process takes the same one for the same purpose.
_SWEEP_LOCK: Final = 7_206_653
#: A holder that asks for nothing for longer has lost the lock. Sweeps come every ten seconds.
IDLE: Final = timedelta(seconds=45)


class SweepLock:
    """Whether this process may sweep. Use from any thread."""

    def __init__(self, database: Database, *, idle: timedelta = IDLE) -> None:
        self._database = database
        self._idle = idle
        self._guard = Lock()
        self._held: Connection | None = None

    def holds(self) -> bool:
        """True where this process has the lock, or has just got it."""
        if self._database.is_sqlite:
            return True
        with self._guard:
            if self._held is not None and not self._is_alive(self._held):
                self._held = None
            if self._held is None:
                self._held = self._taken()
            return self._held is not None

    def release(self) -> None:
        """Lets another process have it at once."""
        with self._guard:
            if self._held is not None:
                _close(self._held)
            self._held = None

    def _taken(self) -> Connection | None:
        connection = self._database.engine.connect()
        try:
            connection.execute(text(f"SET LOCAL idle_in_transaction_session_timeout = {int(self._idle.total_seconds() * 1000)}"))
            if connection.execute(text("SELECT pg_try_advisory_xact_lock(:key)"), {"key": _SWEEP_LOCK}).scalar():
                return connection
        except DBAPIError:
            _close(connection)
            raise
        _close(connection)
        return None

    @staticmethod
    def _is_alive(connection: Connection) -> bool:
        try:
            connection.execute(text("SELECT 1"))
        except DBAPIError:
            _close(connection)
            return False
        return True


def _close(connection: Connection) -> None:
    """Its end is the end of the lock; a connection that is broken has ended already."""
    with suppress(DBAPIError):
        connection.close()
