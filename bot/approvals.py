"""What everybody in a channel may read, on its way there: the channel is noted as it was found, or its readers are told alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import structlog

from bot.ids import FreshIds
from handlers.approval_places import closed
from handlers.ports_approvals import Closed
from program.access import BY_RULE
from program.policy import Program
from storage.engine import Database, Transaction
from storage.outbox import SqlOutbox
from storage.postings import Posting
from storage.work import SqlWork

_log = structlog.get_logger("approvals")


class Approvals:
    """Safe to call from many threads and processes, and to repeat."""

    def __init__(self, database: Database, program: Program, ids: FreshIds) -> None:
        self._database = database
        self._program = program
        self._ids = ids

    def opened(self, posting: Posting, name: str, at: datetime) -> bool:
        """Only the vendor's people read along in the channel, which is called so. False where nobody wants anything there now."""
        place = posting.reply.place
        with self._database.reading() as connection:
            chosen = self._work(connection, at).approvals.at(posting.chat, place)
        if any(not each.is_open or each.name != name for each in chosen):
            with self._database.transaction() as connection:
                self._work(connection, at).approvals.open(posting.chat, place, name)
        return bool(chosen)

    def alone(self, posting: Posting, why: Closed | None, at: datetime) -> None:
        """It goes to its reader alone; with a reason, the channel is closed, and whoever chose it is told once."""
        reply = posting.reply
        with self._database.transaction() as connection:
            if why is not None:
                closed(self._work(connection, at), posting.chat, reply.place, why)
            # What was said there in passing is for nobody where it cannot be said; what waits for a decision is for its reader.
            if posting.conversation == reply.place and posting.member_id is not None:
                SqlOutbox(connection, at).put(f"{posting.key}:alone", posting.member_id, replace(reply, place=""))
        _log.info("approvals.alone", chat=posting.chat, why=None if why is None else why.value)

    def _work(self, connection: Transaction, at: datetime) -> SqlWork:
        return SqlWork(connection, viewer=BY_RULE, at=at, program=self._program, ids=self._ids)
