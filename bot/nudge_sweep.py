"""Reminders by the clock: what is due is found, what may be sent is put into the outbox, what is posted is asked about once more.

Safe to run twice, late, and in every process at once: a reminder has its key, and is taken into a message once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

import structlog

from handlers.nudge_finding import find_due, keep, plan
from handlers.nudge_sending import Recheck, gather, recheck, send
from handlers.ports import Ids, Stale
from program.access import BY_RULE
from program.nudges import Due
from program.periods import local_date
from program.policy import Program
from program.policy_nudges import NudgeKind
from storage.deal_links import with_link
from storage.engine import Database, Transaction
from storage.work import SqlWork

#: So many reminders are planned, and so many readers looked at, in one transaction: people who write wait for its end.
_PLANNED_AT_ONCE: Final = 250
_READERS_AT_ONCE: Final = 50
#: So many are looked up with one question.
_READERS_IN_ALL: Final = 5000
#: How often it is run again because somebody else wrote the same in between; after that, the next sweep finds it.
_ATTEMPTS: Final = 3
#: Before a reader who could not be dealt with is looked at again.
_LATER: Final = timedelta(hours=1)
_log = structlog.get_logger("nudges")


@dataclass(frozen=True, slots=True, kw_only=True)
class NudgesSwept:
    """How many reminders of each kind were found, how many messages were put out, and what failed, of which the log says why."""

    found: Mapping[NudgeKind, int]
    messages: int
    failed: int = 0


class NudgeSweep:
    """Reminders over one database under one policy. Safe to call from many threads and processes."""

    def __init__(self, database: Database, program: Program, ids: Ids) -> None:
        self._database = database
        self._program = program
        self._ids = ids
        self._enrolled: date | None = None

    def run(self, at: datetime) -> NudgesSwept:
        """Finds what is due at the instant (aware UTC), and sends what may be sent."""
        found, failed = self.find(at)
        messages, lost = self.send(at)
        if sum(found.values()) or messages:
            _log.info("nudges.swept", found=sum(found.values()), messages=messages)
        return NudgesSwept(found=found, messages=messages, failed=failed + lost)

    def find(self, at: datetime) -> tuple[Mapping[NudgeKind, int], int]:
        """How many of each kind are new, and how often something failed."""
        self._enrol(at)
        found: Counter[NudgeKind] = Counter()
        failed = 0
        for kind in NudgeKind:
            try:
                found[kind], lost = self._find(kind, at)
                failed += lost
            except Exception as error:  # noqa: BLE001 - whatever is wrong with one kind, the others are found
                failed += 1
                _log.error("nudges.failed", kind=kind.value, exc_info=error)
        return {kind: count for kind, count in found.items() if count}, failed

    def send(self, at: datetime) -> tuple[int, int]:
        """Puts out what may be sent at the instant; how many messages, and how many readers could not be dealt with."""
        messages = failed = 0
        before: tuple[str, ...] = ()
        while True:
            with self._database.reading() as connection:
                readers = self._work(connection, at).nudges.readers_due(_READERS_IN_ALL)
            if not readers or readers == before:
                return messages, failed
            before = readers
            for start in range(0, len(readers), _READERS_AT_ONCE):
                some = readers[start : start + _READERS_AT_ONCE]
                try:
                    messages += self._send(some, at)
                except Exception:  # noqa: BLE001 - whatever is wrong with one of them, the others are told
                    told, lost = self._send_each(some, at)
                    messages, failed = messages + told, failed + lost

    def _send_each(self, readers: tuple[str, ...], at: datetime) -> tuple[int, int]:
        """One by one; who cannot be dealt with waits for a while, so that nobody waits behind them."""
        messages = failed = 0
        for reader in readers:
            try:
                messages += self._send((reader,), at)
            except Exception as error:  # noqa: BLE001 - the same, and here it is known who
                failed += 1
                _log.error("nudges.failed", member=reader, exc_info=error)
                with self._database.transaction() as connection:
                    work = self._work(connection, at)
                    work.nudges.postpone(work.nudges.waiting([reader]).get(reader, ()), at + _LATER)
        return messages, failed

    def recheck(self, message_key: str, at: datetime) -> Recheck | None:
        """What has become of a message that is about to be posted; None for one that tells no reminders."""
        with self._database.reading() as connection:
            found = recheck(self._work(connection, at), message_key)
            if found is not None and found.reply is not None:
                found = replace(found, reply=with_link(connection, found.reply))
        if found is not None and found.gone:
            with self._database.transaction() as connection:
                work = self._work(connection, at)
                for nudges, why in found.gone:
                    work.nudges.drop(nudges, why)
        return found

    def _find(self, kind: NudgeKind, at: datetime) -> tuple[int, int]:
        """How many were kept, and how many could not be planned. What is read before a transaction only says what may be kept."""
        with self._database.reading() as connection:
            due = find_due(self._work(connection, at), kind)
        kept = failed = 0
        for start in range(0, len(due), _PLANNED_AT_ONCE):
            some = due[start : start + _PLANNED_AT_ONCE]
            try:
                kept += self._keep(kind, some, at)
            except Exception:  # noqa: BLE001 - whatever is wrong with one of them, the others are kept
                for one in some:
                    try:
                        kept += self._keep(kind, [one], at)
                    except Exception as error:  # noqa: BLE001 - the same, and here it is known which
                        failed += 1
                        _log.error("nudges.failed", kind=kind.value, partner=one.partner_id, exc_info=error)
        return kept, failed

    def _keep(self, kind: NudgeKind, due: Sequence[Due], at: datetime) -> int:
        with self._database.reading() as connection:
            planned = plan(self._work(connection, at), kind, due)
        for _ in range(_ATTEMPTS):
            try:
                with self._database.transaction() as connection:
                    keep(self._work(connection, at), planned)
            except Stale:
                continue
            return len(planned.nudges)
        return 0

    def _send(self, readers: tuple[str, ...], at: datetime) -> int:
        with self._database.reading() as connection:
            gathered = gather(self._work(connection, at), readers)
        for _ in range(_ATTEMPTS):
            try:
                with self._database.transaction() as connection:
                    return send(self._work(connection, at), gathered)
            except Stale:
                continue
        return 0

    def _enrol(self, at: datetime) -> None:
        """Once a day: partners are brought in by loading, which knows nothing of this."""
        today = local_date(at, self._program.zone)
        if self._enrolled != today:
            with self._database.transaction() as connection:
                self._work(connection, at).nudges.enrol()
            self._enrolled = today

    def _work(self, connection: Transaction, at: datetime) -> SqlWork:
        return SqlWork(connection, viewer=BY_RULE, at=at, program=self._program, ids=self._ids)
