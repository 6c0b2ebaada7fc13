"""Working off what the database holds, some at a time, until asked to stop."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Generic, TypeVar

import structlog

from bot.delivery.pace import Pace

_log = structlog.get_logger("drain")
T = TypeVar("T")


async def wait_for(event: asyncio.Event, seconds: float) -> None:
    """Until the event, or so long."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()


class Drain(Generic[T]):
    """Leases work whenever there is room for it, and looks again when it is woken, when something is done, or after a while.

    `lease` is called in a thread, with how much there is room for. Whatever either of the two raises is logged: what was leased
    comes back when its lease is over.
    """

    def __init__(self, name: str, lease: Callable[[int], Sequence[T]], work: Callable[[T], Awaitable[None]], *, pace: Pace) -> None:
        self._name = name
        self._lease = lease
        self._work = work
        self._pace = pace
        self._woken = asyncio.Event()
        self._stopping = False
        self._running: set[asyncio.Task[None]] = set()

    def wake(self) -> None:
        """There may be something to do. Call from the loop."""
        self._woken.set()

    async def run(self) -> None:
        """Until `stop`; then no more is begun, and what is in work is finished, or cut off when it takes too long."""
        while not self._stopping:
            self._woken.clear()
            room = self._pace.places - len(self._running)
            for each in await self._leased(room) if room else ():
                task = asyncio.create_task(self._one(each))
                self._running.add(task)
                task.add_done_callback(self._done)
            await wait_for(self._woken, self._pace.look.total_seconds())
        if self._running:
            _, late = await asyncio.wait(self._running, timeout=self._pace.drain.total_seconds())
            for task in late:
                task.cancel()

    def stop(self) -> None:
        self._stopping = True
        self._woken.set()

    async def _leased(self, room: int) -> Sequence[T]:
        try:
            return await asyncio.to_thread(self._lease, room)
        except Exception as error:  # noqa: BLE001 - a database that is away comes back, and the drain has to be there then
            _log.error("drain.lease_failed", drain=self._name, exc_info=error)
            return ()

    async def _one(self, each: T) -> None:
        try:
            await self._work(each)
        except Exception as error:  # noqa: BLE001 - whatever one of them does, the others go on
            _log.error("drain.work_failed", drain=self._name, exc_info=error)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        self._woken.set()
