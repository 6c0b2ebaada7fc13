"""Deletes messages that are over and have been kept for as long as is configured; found anew in every sweep, safe to run twice."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import structlog

from handlers.ports import Stale
from storage.engine import Database
from storage.retention import forget, forget_attempts

_log = structlog.get_logger("forgetting")
#: In one transaction, so that on SQLite nobody waits long for the writer.
_AT_A_TIME: Final = 200


class Forgetting:
    """Over one database. Safe to call from many threads and processes."""

    def __init__(self, database: Database, keep: timedelta) -> None:
        self._database = database
        self._keep = keep

    def run(self, at: datetime) -> int:
        """Deletes what is due at the instant (aware UTC); how many rows there were."""
        before, gone = at - self._keep, 0
        try:
            with self._database.transaction() as connection:
                gone += forget_attempts(connection, at, before)
            while found := self._some(before):
                gone += found
        except Stale:
            pass  # somebody else is at it
        if gone:
            _log.info("forgotten", rows=gone)
        return gone

    def _some(self, before: datetime) -> int:
        with self._database.transaction() as connection:
            return forget(connection, before, most=_AT_A_TIME)
