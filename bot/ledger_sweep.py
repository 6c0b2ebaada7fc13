"""Once a day, whatever came due in the ledger by itself is settled: safe to run twice, late, and in every process at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import structlog

from handlers.ports import Ids, Stale
from handlers.settling import settle, today_of
from handlers.settling_due import due_since, note_settled, settled_until
from program.access import BY_RULE
from program.periods import local_date
from program.policy import Program
from storage.engine import Database, Transaction
from storage.work import SqlWork

#: Deals in one transaction: people who work on them wait for its end.
_AT_ONCE: Final = 200
#: How often it is run again because a turn changed a deal in between; after that, the next sweep finds it.
_ATTEMPTS: Final = 5
_log = structlog.get_logger("ledger")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """How many deals were looked at, how many lines booked, and how many deals are left for the next time; the log says why."""

    deals: int = 0
    lines: int = 0
    left: int = 0


class LedgerSweep:
    """Settles what is due over one database under one policy. Safe to call from many threads and processes."""

    def __init__(self, database: Database, program: Program, ids: Ids) -> None:
        self._database = database
        self._program = program
        self._ids = ids
        self._done: date | None = None

    def run(self, at: datetime) -> Settlement:
        """Settles what came due up to the instant (aware UTC), unless that was done on this day already."""
        today = local_date(at, self._program.zone)
        if self._done == today:
            return Settlement()
        with self._database.reading() as connection:
            work = self._work(connection, at)
            until = settled_until(work)
            due = due_since(work, until) if until is None or until < today_of(work) else ()
        lines = left = 0
        for start in range(0, len(due), _AT_ONCE):
            booked, failed = self._settle(due[start : start + _AT_ONCE], at)
            lines, left = lines + booked, left + failed
        if not left:
            with self._database.transaction() as connection:
                note_settled(self._work(connection, at))
            self._done = today
        if due:
            _log.info("ledger.swept", deals=len(due), lines=lines, left=left)
        return Settlement(deals=len(due), lines=lines, left=left)

    def _settle(self, ids: Sequence[str], at: datetime) -> tuple[int, int]:
        """How many lines were booked, and how many of the deals could not be dealt with; those keep none of the others waiting."""
        try:
            return self._booked(ids, at), 0
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one deal, the others are settled
            if len(ids) == 1:
                _log.error("ledger.failed", registration=ids[0], exc_info=error)
                return 0, 1
        each = [self._settle([id], at) for id in ids]
        return sum(booked for booked, _ in each), sum(failed for _, failed in each)

    def _booked(self, ids: Sequence[str], at: datetime) -> int:
        for _ in range(_ATTEMPTS):
            try:
                with self._database.transaction() as connection:
                    return len(settle(self._work(connection, at), ids).lines)
            except Stale:
                continue
        raise Stale

    def _work(self, connection: Transaction, at: datetime) -> SqlWork:
        return SqlWork(connection, viewer=BY_RULE, at=at, program=self._program, ids=self._ids)
