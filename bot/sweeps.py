"""What the program does by itself when its time has come, found anew in every sweep: nothing is planned, so nothing can be lost.

A sweep can be run twice, late, or by several processes at once: the log says what has been done already.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

import structlog

from handlers.dispute_waiting import climb_dispute, dispute_rung
from handlers.ports import Ids, Stale, Work
from handlers.request_waiting import climb_request, request_rung
from handlers.tier_looking import look, to_look_at
from handlers.tier_moves import move
from handlers.waiting import climb, rung_to_climb
from program.access import BY_RULE
from program.policy import Program
from program.review_time import Rung
from program.tier_history import Cause
from storage.engine import Database, Transaction
from storage.work import SqlWork

#: How often a case is taken up again in one sweep because somebody else changed it; after that, the next sweep finds it.
_ATTEMPTS: Final = 3
#: So many partners are looked at with one question.
_AT_A_TIME: Final = 200
_log = structlog.get_logger("sweeps")
#: Lets the case of this id climb.
_Climb = Callable[[Work, str], Rung | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """How many cases climbed to each rung, and how many could not be dealt with because of a defect, which the log has."""

    climbed: Mapping[Rung, int]
    failed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TiersSwept:
    """How many lines of each cause partners' histories got, and how many partners could not be dealt with because of a defect."""

    changed: Mapping[Cause, int]
    failed: int = 0


class Sweeps:
    """Everything that happens by rule, over one database under one policy. Safe to call from many threads and processes."""

    def __init__(self, database: Database, program: Program, ids: Ids) -> None:
        self._database = database
        self._program = program
        self._ids = ids

    def run(self, at: datetime) -> Swept:
        """Does what is due at the instant (aware UTC), each case in a transaction of its own."""
        climbed: Counter[Rung] = Counter()
        failed = 0
        with self._database.reading() as connection:
            work = self._work(connection, at)
            for id, is_due, let_climb in _waiting(work):
                try:
                    rung = None if is_due() is None else self._climb(id, let_climb, at)
                except Exception as error:  # noqa: BLE001 - whatever is wrong with this case, the others are dealt with
                    failed += 1
                    _log.error("sweep.failed", case=id, exc_info=error)
                    continue
                if rung is not None:
                    climbed[rung] += 1
                    _log.info("sweep.climbed", case=id, rung=rung.name)
        return Swept(climbed=climbed, failed=failed)

    def run_tiers(self, at: datetime) -> TiersSwept:
        """Does what is due of partners' tiers at the instant (aware UTC), each partner in a transaction of its own."""
        changed: Counter[Cause] = Counter()
        failed = 0
        with self._database.reading() as connection:
            partners = to_look_at(self._work(connection, at))
        for start in range(0, len(partners), _AT_A_TIME):
            for partner_id in self._look(partners[start : start + _AT_A_TIME], at):
                try:
                    causes = self._move(partner_id, at)
                except Exception as error:  # noqa: BLE001 - whatever is wrong with this partner, the others are dealt with
                    failed += 1
                    _log.error("sweep.failed", partner=partner_id, exc_info=error)
                    continue
                changed.update(causes)
                if causes:
                    _log.info("sweep.tier", partner=partner_id, causes=[cause.value for cause in causes])
        return TiersSwept(changed=changed, failed=failed)

    def _look(self, partner_ids: Sequence[str], at: datetime) -> Sequence[str]:
        """Those of whose tiers something is due; of the others it is written down until when nothing will be."""
        with self._database.reading() as connection:
            found = look(self._work(connection, at), partner_ids)
        for _ in range(_ATTEMPTS):
            try:
                with self._database.transaction() as connection:
                    self._work(connection, at).tier_looks.keep(found.settled)
            except Stale:
                continue
            break
        return found.to_move

    def _move(self, partner_id: str, at: datetime) -> list[Cause]:
        """Decides anew on the locked partner, as `_climb` does on a case."""
        for _ in range(_ATTEMPTS):
            try:
                with self._database.transaction() as connection:
                    work = self._work(connection, at)
                    before = len(work.tiers.changes(partner_id))
                    move(work, partner_id)
                    return [line.cause for line in work.tiers.changes(partner_id)[before:]]
            except Stale:
                continue
        return []

    def _climb(self, id: str, let_climb: _Climb, at: datetime) -> Rung | None:
        """Decides anew on the locked case: what was read before the transaction only says that it may have to climb."""
        for _ in range(_ATTEMPTS):
            try:
                with self._database.transaction() as connection:
                    return let_climb(self._work(connection, at), id)
            except Stale:
                continue
        return None

    def _work(self, connection: Transaction, at: datetime) -> SqlWork:
        return SqlWork(connection, viewer=BY_RULE, at=at, program=self._program, ids=self._ids)


def _waiting(work: SqlWork) -> Iterator[tuple[str, Callable[[], Rung | None], _Climb]]:
    """Everything that waits for a person: its id, whether it has to climb, and what lets it."""
    for registration in work.registrations.waiting():
        yield registration.id, partial(rung_to_climb, work, registration), climb
    for waiting in work.disputes.waiting():
        yield waiting.dispute.id, partial(dispute_rung, work, waiting.dispute), climb_dispute
    for request in work.requests.waiting():
        yield request.id, partial(request_rung, work, request), climb_request
