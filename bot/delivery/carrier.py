"""procrastinate, which carries the outbox on PostgreSQL: its jobs knock, whichever process they reach posts the row.

A worker that fails, because the database went away or for any other reason, is started again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

import procrastinate
import structlog

from bot.delivery.drain import wait_for
from bot.delivery.pace import Pace

_log = structlog.get_logger("carrier")
#: Before a worker is started again.
_PAUSE: Final = 1
#: A job that comes back after a crash knocks for a row that is done: nobody has to wait for the disk for that.
_AT_EASE: Final = "-c synchronous_commit=off"


class Carrier:
    """Runs `deliver` with the id of every row of these chats that a job knocks for."""

    def __init__(self, url: str, chats: Sequence[str], deliver: Callable[[int], Awaitable[None]], *, pace: Pace) -> None:
        self._url = url
        self._queues = [f"outbox-{chat}" for chat in chats]
        self._deliver = deliver
        self._pace = pace
        self._stopped = asyncio.Event()

    async def run(self) -> None:
        """Until `stop`; then what is in work is finished, or cut off when it takes too long."""
        if not self._queues:
            await self._stopped.wait()  # to procrastinate, no queue would be every queue
        while not self._stopped.is_set():
            try:
                await self._work()
            except Exception as error:  # noqa: BLE001 - a database that is away comes back, and the carrier has to be there then
                _log.error("carrier.failed", exc_info=error)
            if not self._stopped.is_set():
                await wait_for(self._stopped, _PAUSE)

    def stop(self) -> None:
        self._stopped.set()

    async def _work(self) -> None:
        connector = procrastinate.PsycopgConnector(conninfo=self._url, min_size=1, max_size=4, kwargs={"options": _AT_EASE})
        app = procrastinate.App(connector=connector)
        app.task(name="post")(self._knock)
        async with app.open_async():
            worker = asyncio.create_task(
                app.run_worker_async(
                    queues=self._queues,
                    concurrency=self._pace.places,
                    fetch_job_polling_interval=self._pace.look.total_seconds(),
                    shutdown_graceful_timeout=self._pace.drain.total_seconds(),
                    delete_jobs="always",
                    install_signal_handlers=False,
                )
            )
            stopped = asyncio.create_task(self._stopped.wait())
            try:
                await asyncio.wait([worker, stopped], return_when=asyncio.FIRST_COMPLETED)
            finally:
                stopped.cancel()
                worker.cancel()  # procrastinate's way of being asked to finish
                await asyncio.gather(worker, return_exceptions=True)
            if not self._stopped.is_set():
                await worker

    async def _knock(self, id: int) -> None:
        try:
            await self._deliver(id)
        except Exception as error:  # noqa: BLE001 - the row comes back when its lease is over; procrastinate would log every word
            _log.error("posting.failed", exc_info=error)
