"""A bot in a process of its own, on the database and the chat that it is told, that can be made to die or stand still anywhere.

A checkpoint is before and after every statement and commit, and around every call to the chat: between two of them nothing happens
that anybody else could see.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing.connection import Connection
from typing import Any, Final

from aiohttp import ClientSession, ClientTimeout, web
from sqlalchemy import event
from typing_extensions import override

from bot.clock import elapsed, now
from bot.delivery.channel import Found, Outcome, Rendered
from bot.delivery.delivery import Delivery
from bot.delivery.pace import Pace
from bot.ids import FreshIds
from bot.incoming import Incoming
from bot.log import configure_logging
from bot.scheduler import Scheduler
from bot.turns import TRIES, Turns
from handlers.message import Said, Sender
from handlers.ports_library import Tell
from storage.engine import Database
from storage.inbox import Received
from storage.postings import Posting
from storage.sweep_lock import SweepLock
from tests.bot.house import PROGRAM
from tests.delivery.loopback_chat import LoopbackChat

#: The real one, in a hurry.
PACE: Final = Pace(
    turn=timedelta(seconds=1.5),
    posting=timedelta(seconds=1.5),
    call=timedelta(milliseconds=400),
    look=timedelta(milliseconds=50),
    rescue=timedelta(milliseconds=500),
    longest=timedelta(seconds=1),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """What the process is to do. `dies_at` and `stops_at` are checkpoints, from 1; `pages` is how large SQLite's file may grow.

    `acks_first` says 200 before anything is kept, as bolt does by default. The turn of a `poison`ed message kills the process; one
    that does not count (`counts`) how often a message was tried begins with it again and again.
    """

    url: str
    chat: int
    dies_at: int = 0
    stops_at: int = 0
    looks_back: bool = True
    pages: int = 0
    acks_first: bool = False
    poison: str = ""
    counts: bool = True


class Checkpoints:
    def __init__(self, orders: Orders) -> None:
        self._orders = orders
        self.passed = 0

    def __call__(self, *_: Any) -> None:
        self.passed += 1
        if self.passed == self._orders.dies_at:
            os._exit(9)
        if self.passed == self._orders.stops_at:
            os.kill(os.getpid(), signal.SIGSTOP)

    def watch(self, database: Database) -> None:
        for name in ("before_cursor_execute", "after_cursor_execute", "commit"):
            event.listen(database.engine, name, self)


class WatchedChat(LoopbackChat):
    """The chat with a checkpoint around every call.

    Nothing helps a process that stands still in the very moment between its last look at the watch and its first byte on the wire:
    there is no checkpoint in that place.
    """

    checkpoint: Callable[[], None] = staticmethod(lambda: None)

    @override
    async def send(self, conversation: str, message: Rendered, key: str) -> Outcome:
        outcome = await super().send(conversation, message, key)
        self.checkpoint()
        return outcome

    @override
    async def find(self, conversation: str, key: str) -> Found:
        self.checkpoint()
        found = await super().find(conversation, key)
        self.checkpoint()
        return found


class PoisonedTurns(Turns):
    """Dies of a message that says this, as a parser that runs out of memory does: nobody is left to catch anything."""

    poison = ""
    counts = True

    @override
    def answer(self, received: Received, *, hold: timedelta | None = None, tell: Tell | None = None) -> Posting | None:
        if (
            self.poison
            and (received.attempt <= TRIES or not self.counts)
            and isinstance(received.what, Said)
            and received.what.text == self.poison
        ):
            os._exit(9)
        return super().answer(received, hold=hold, tell=tell)


def hold(url: str, told: Connection) -> None:
    """Takes the right to sweep, says whether it has it, and does nothing more."""
    lock = SweepLock(Database(url), idle=timedelta(seconds=2))
    told.send(lock.holds())
    signal.pause()


def run(orders: Orders, told: Connection) -> None:
    """Until SIGTERM, or the end that was ordered. Tells its port, and at the end how many checkpoints it passed."""
    configure_logging("CRITICAL")
    asyncio.run(_run(orders, told))


async def _run(orders: Orders, told: Connection) -> None:
    database = Database(orders.url)
    if orders.pages:
        event.listen(database.engine, "connect", lambda connection, _: connection.execute(f"PRAGMA max_page_count={orders.pages}"))
    checkpoints = Checkpoints(orders)
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    async with ClientSession(timeout=ClientTimeout(total=None)) as session:
        chat = WatchedChat(session, orders.chat, looks_back=orders.looks_back)
        turns = PoisonedTurns(database, PROGRAM, FreshIds(), now)
        turns.poison, turns.counts = orders.poison, orders.counts
        delivery = Delivery(database, turns, {"fake": chat}, now, elapsed, pace=PACE)
        runner = await _edge(delivery, acks_first=orders.acks_first)
        checkpoints.watch(database)
        chat.checkpoint = checkpoints
        scheduler = Scheduler(elapsed)
        scheduler.every(PACE.rescue, "rescue", delivery.rescue)
        delivery.start()
        scheduler.start()
        told.send(runner.addresses[0][1])
        await ended.wait()
        await runner.cleanup()
        scheduler.stop()
        await delivery.stop()
    database.close()
    told.send(checkpoints.passed)


async def _edge(delivery: Delivery, *, acks_first: bool) -> web.AppRunner:
    """What a chat's edge does: reads, keeps, and only then says 200."""
    begun = set[asyncio.Task[bool]]()

    async def deliver(request: web.Request) -> web.Response:
        sent = await request.json()
        address = f"dm:{sent['who']}"
        incoming = Incoming(
            key=sent["key"],
            sender=Sender(chat="fake", tenant="T1", user=sent["who"]),
            conversation=address,
            private=address,
            what=Said(text=sent["text"]),
        )
        if acks_first:
            begun.add(asyncio.create_task(delivery.receive(incoming)))
            return web.json_response({})
        return web.json_response({"is_new": await delivery.receive(incoming)})

    app = web.Application()
    app.add_routes([web.post("/deliver", deliver)])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner
