"""Working off what the database holds, some at a time, until asked to stop."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Generic, TypeVar

import structlog
from typing_extensions import override

from bot.delivery.pace import Pace

_log = structlog.get_logger("drain")
T = TypeVar("T")


async def wait_for(event: asyncio.Event, seconds: float) -> None:
    """Until the event, or so long."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()


class Places(Generic[T]):
    """So much work at a time and no more. What the work raises is logged: what was leased comes back when its lease is over."""

    def __init__(self, name: str, work: Callable[[T], Awaitable[None]], *, pace: Pace) -> None:
        self._name = name
        self._work = work
        self._pace = pace
        self._is_open = False
        self._taken = 0
        self._running: set[asyncio.Task[None]] = set()

    def open(self) -> None:
        self._is_open = True

    def take(self) -> bool:
        """Whether there is a place for what is not leased yet; then it is kept until `begin` or `leave`."""
        if not self._is_open or self._room <= 0:
            return False
        self._taken += 1
        return True

    def leave(self) -> None:
        self._taken -= 1

    def begin(self, each: T) -> None:
        """Works on this, which is leased, in the place that was taken for it."""
        self.leave()
        self._begin(each)

    def stop(self) -> None:
        """No place is given any more."""
        self._is_open = False

    async def finish(self) -> None:
        """What is in work is finished, or cut off when it takes too long."""
        if self._running:
            _, late = await asyncio.wait(self._running, timeout=self._pace.drain.total_seconds())
            for task in late:
                task.cancel()

    @property
    def _room(self) -> int:
        return self._pace.places - len(self._running) - self._taken

    def _begin(self, each: T) -> None:
        task = asyncio.create_task(self._one(each))
        self._running.add(task)
        task.add_done_callback(self._done)

    async def _one(self, each: T) -> None:
        try:
            await self._work(each)
        except Exception as error:  # noqa: BLE001 - whatever one of them does, the others go on
            _log.error("drain.work_failed", drain=self._name, exc_info=error)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)


class Drain(Places[T]):
    """Works on what it is given, and leases more where there is room for it.

    It looks when it is woken, when something is done and there was more, and after a while. `lease` is called in a thread, with how
    much there is room for; what it gives is None when nothing waits, not even for its turn.
    """

    def __init__(
        self, name: str, lease: Callable[[int], Sequence[T] | None], work: Callable[[T], Awaitable[None]], *, pace: Pace
    ) -> None:
        super().__init__(name, work, pace=pace)
        self._lease = lease
        self._woken = asyncio.Event()
        self._has_more = False

    def wake(self) -> None:
        """There may be something to do. Call from the loop."""
        self._has_more = True
        self._woken.set()

    async def run(self) -> None:
        """Until `stop`; then no more is begun, and what is in work is finished."""
        self.open()
        while self._is_open:
            self._woken.clear()
            room = self._room
            for each in await self._leased(room) if room > 0 else ():
                self._begin(each)
            await wait_for(self._woken, self._pace.look.total_seconds())
        await self.finish()

    @override
    def stop(self) -> None:
        super().stop()
        self._woken.set()

    async def _leased(self, room: int) -> Sequence[T]:
        try:
            found = await asyncio.to_thread(self._lease, room)
        except Exception as error:  # noqa: BLE001 - a database that is away comes back, and the drain has to be there then
            _log.error("drain.lease_failed", drain=self._name, exc_info=error)
            return ()
        self._has_more = found is not None
        return found or ()

    @override
    def _done(self, task: asyncio.Task[None]) -> None:
        super()._done(task)
        if self._has_more:
            self._woken.set()
