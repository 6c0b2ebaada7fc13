"""The delivery of one process: what comes in is kept, answered and posted, until the process is asked to stop.

Any number of processes may run on one database. What is lost with one is taken up by another when its leases are over.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import datetime
from functools import partial
from typing import TypeVar

import structlog

from bot.approvals import Approvals
from bot.clock import Clock, Elapsed
from bot.delivery.carrier import Carrier
from bot.delivery.channel import Channel, Telling
from bot.delivery.dispatch import Dispatch, Held, Rechecks
from bot.delivery.drain import Drain, Places
from bot.delivery.metrics import Metrics
from bot.delivery.pace import Pace
from bot.delivery.together import Together
from bot.incoming import Incoming
from bot.spans import span
from bot.trace import traced
from bot.turns import Turns
from storage.engine import Database
from storage.inbox import Inbox, Received
from storage.jobs import rescue
from storage.postings import Posting, Postings

_log = structlog.get_logger("delivery")
T = TypeVar("T")


class Delivery:
    """Between the edges of the chats and the turns. `start`, `receive` and `stop` from one event loop."""

    def __init__(
        self,
        database: Database,
        turns: Turns,
        channels: Mapping[str, Channel],
        clock: Clock,
        elapsed: Elapsed,
        *,
        pace: Pace | None = None,
        metrics: Metrics | None = None,
        recheck: Rechecks | None = None,
        approvals: Approvals | None = None,
    ) -> None:
        self.metrics = metrics or Metrics()
        self._database = database
        self._turns = turns
        self._clock = clock
        self._pace = pace or Pace()
        self._elapsed = elapsed
        self.dispatch = Dispatch(
            database, channels, clock, elapsed, pace=self._pace, metrics=self.metrics, recheck=recheck, approvals=approvals
        )
        self._arrivals = Together(database, "arrivals", hurries=True)
        self._inbox: Drain[Received] = Drain("inbox", self._lease, self._answer, pace=self._pace)
        self._outbox: Drain[Held] | Carrier
        #: Where answers are posted that their turn put out and holds.
        self._posts: Places[Held]
        if database.is_sqlite:
            self._posts = self._outbox = Drain("outbox", self.dispatch.lease, self.dispatch.deliver_leased, pace=self._pace)
        else:
            self._posts = Places("posts", self.dispatch.deliver_leased, pace=self._pace)
            self._outbox = Carrier(database.plain_url, tuple(self.dispatch.channels), self.dispatch.deliver, pace=self._pace)
        #: Turns have threads of their own: a slow language model must not keep messages from being received.
        self._threads = ThreadPoolExecutor(self._pace.places, thread_name_prefix="turn")
        self._tasks: list[asyncio.Task[None]] = []

    async def receive(self, incoming: Incoming) -> bool:
        """Keeps the message and returns; only then may the chat be told that it arrived. False when it was known already.

        Raises what the database raises: then the chat must be told that it did not.
        """
        chat = incoming.sender.chat
        with traced(incoming.key), span("delivery", chat=chat):
            is_new = await self._receive(incoming)
            self.metrics.received(chat, is_new=is_new)
            _log.info("received", chat=chat, is_new=is_new)
        return is_new

    async def _receive(self, incoming: Incoming) -> bool:
        has_place, kept = self._inbox.take(), None
        hold = self._pace.turn if has_place else None
        try:
            kept = await self._arrivals.run(lambda connection: self._turns.keep(connection, incoming, hold=hold))
        finally:
            if has_place and not (kept and kept.attempt):
                self._inbox.leave()
        if kept and kept.attempt:
            self._inbox.begin(kept)
        elif kept:
            self._inbox.wake()
        return kept is not None

    def start(self) -> None:
        """Begins to answer and to post."""
        self._posts.open()
        self._tasks = [asyncio.create_task(drain.run()) for drain in (self._inbox, self._outbox)]

    async def stop(self) -> None:
        """Begins nothing more and finishes what is in work: first the answers, then what they put into the outbox."""
        for drain, task in zip((self._inbox, self._outbox), self._tasks, strict=True):
            drain.stop()
            await task
        self._posts.stop()
        await self._posts.finish()
        self._threads.shutdown(wait=False)

    @property
    def is_working(self) -> bool:
        return bool(self._tasks) and not any(task.done() for task in self._tasks)

    def rescue(self) -> None:
        """The sweep: what was due for a while, and is held by nobody, is handed over anew. Call from a thread.

        On SQLite the drain finds such rows by itself.
        """
        if self._database.is_sqlite:
            return
        with self._database.transaction() as connection:
            rescue(connection, self._clock() - self._pace.rescue)

    def measure(self) -> float:
        """Brings the metrics of what waits up to date; for how many seconds the oldest message has. Call from a thread."""
        at = self._clock()
        with self._database.reading() as connection:
            backlogs = {"inbox": Inbox(connection).backlog(), "outbox": Postings(connection, at).backlog()}
        for box, backlog in backlogs.items():
            self.metrics.backlog(box, backlog, _seconds_since(backlog.since, at))
        return _seconds_since(backlogs["inbox"].since, at)

    # ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _lease(self, most: int) -> tuple[Received, ...] | None:
        at = self._clock()
        with self._database.reading() as connection:
            if not Inbox(connection).is_due(at):
                return None
        with self._database.transaction() as connection:
            return Inbox(connection).lease(at=at, until=at + self._pace.turn, most=most)

    async def _answer(self, received: Received) -> None:
        with traced(received.key, message=received.id), span("turn", chat=received.sender.chat):
            has_place = received.sender.chat in self.dispatch.channels and self._posts.take()
            begun, hold = self._elapsed(), self._pace.posting if has_place else None
            posting: Posting | None = None
            channel: object = self.dispatch.channels.get(received.sender.chat)
            tell = channel.teller(received.conversation, received.key) if isinstance(channel, Telling) else None
            try:
                posting = await self._in_thread(partial(self._turns.answer, received, hold=hold, tell=tell))
            finally:
                self.metrics.turned(received.sender.chat, self._elapsed() - begun)
                if has_place and posting is None:
                    self._posts.leave()
        if posting is not None:
            self._posts.begin(self.dispatch.held(posting, begun))
        elif isinstance(self._outbox, Drain):
            self._outbox.wake()

    async def _in_thread(self, turn: Callable[[], T]) -> T:
        context = copy_context()
        return await asyncio.get_running_loop().run_in_executor(self._threads, context.run, turn)


def _seconds_since(moment: datetime | None, at: datetime) -> float:
    return 0 if moment is None else (at - moment).total_seconds()
