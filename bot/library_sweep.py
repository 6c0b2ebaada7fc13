"""Once a day, owners are reminded of documents that end soon; once a week, whoever looks after the library gets its report.

Safe to run twice, late, and in every process at once: each notice has its key.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from handlers.library_report import digest, remind_of_ends
from handlers.ports import Ids
from program.access import BY_RULE
from program.partners import Member
from program.periods import local_date, local_hour
from program.policy import Program
from storage.engine import Database, Transaction
from storage.people import viewer_of
from storage.work import SqlWork

#: From this hour of a Monday on, in the zone of whoever gets it.
_MORNING: Final = 8


class LibrarySweep:
    """What is due about the library, over one database under one policy. Safe to call from many threads and processes."""

    def __init__(self, database: Database, program: Program, ids: Ids) -> None:
        self._database = database
        self._program = program
        self._ids = ids
        self._reminded: date | None = None
        self._reported: set[tuple[str, int, int]] = set()

    def run(self, at: datetime) -> None:
        """Does what is due at the instant (aware UTC)."""
        today = local_date(at, self._program.zone)
        if self._reminded != today:
            with self._database.transaction() as connection:
                remind_of_ends(self._work(connection, at))
            self._reminded = today
        for member in self._curators(at):
            self._report(member, at)

    def _report(self, member: Member, at: datetime) -> None:
        year, week, weekday = local_date(at, member.zone).isocalendar()
        key = member.id, year, week
        if key in self._reported or (weekday == 1 and local_hour(at, member.zone) < _MORNING):
            return
        with self._database.transaction() as connection:
            viewer = viewer_of(connection, member, at)
            digest(SqlWork(connection, viewer=viewer, at=at, program=self._program, ids=self._ids))
        self._reported.add(key)

    def _curators(self, at: datetime) -> tuple[Member, ...]:
        """Partner managers who look after a partner, and the channel admins."""
        with self._database.reading() as connection:
            people = self._work(connection, at).people
            found = {one.id: one for one in (*people.managers(), *people.channel_admins())}
        return tuple(found.values())

    def _work(self, connection: Transaction, at: datetime) -> SqlWork:
        return SqlWork(connection, viewer=BY_RULE, at=at, program=self._program, ids=self._ids)
