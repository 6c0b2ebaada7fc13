"""What happens by the clock: sweeps, declared here in code, the same in every process; what keeps them right is in the database.

APScheduler only ticks. Its store is in memory, so that no two processes share one; what was missed is done once, as soon as may be;
nothing runs beside itself; and intervals know nothing of time zones.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Final

import structlog
from apscheduler.executors.asyncio import AsyncIOExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.clock import Clock, Elapsed, now
from bot.spans import span

_log = structlog.get_logger("scheduler")
#: Is told of each sweep that ended, in its thread: its name, how many seconds it took, and whether it failed.
Ended = Callable[[str, float, bool], None]
#: It warns whenever a sweep is still running at its next time, which is as it should be.
logging.getLogger("apscheduler").setLevel(logging.ERROR)
#: In seconds: between two looks at the clock, and by how much it may differ from one that does not jump.
_LOOK: Final = 1
_JUMP: Final = 2
_DEFAULTS: Final = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}


class Scheduler:
    """Runs sweeps in threads, from the running event loop, as long as `may_sweep` says that it is this process's turn."""

    def __init__(
        self,
        elapsed: Elapsed,
        ended: Ended = lambda name, seconds, failed: None,
        *,
        may_sweep: Callable[[], bool] = lambda: True,
        clock: Clock = now,
    ) -> None:
        self._clock = clock
        self._watch: asyncio.Task[None] | None = None
        self._elapsed = elapsed
        self._ended = ended
        self._may_sweep = may_sweep
        self._beat = elapsed()
        self._is_stopped = False
        self._scheduler = AsyncIOScheduler(
            jobstores={"default": MemoryJobStore()},
            executors={"default": AsyncIOExecutor()},
            job_defaults=_DEFAULTS,
            timezone="UTC",
        )

    def every(self, interval: timedelta, name: str, sweep: Callable[[], object], *, everywhere: bool = False) -> None:
        """Runs the sweep so often; one that fails is logged, and run again at its next time.

        What each process has to do for itself is done `everywhere`, whoever's turn it is.
        """

        def once() -> None:
            if not (everywhere or self._may_sweep()):
                return
            began, failed = self._elapsed(), True
            try:
                sweep()
                failed = False
            finally:
                self._ended(name, self._elapsed() - began, failed)

        async def run() -> None:
            with structlog.contextvars.bound_contextvars(sweep=name), span("sweep", sweep=name):
                try:
                    await asyncio.to_thread(once)
                except asyncio.CancelledError:
                    if not self._is_stopped:  # else APScheduler would call it an error, and its thread goes on to its end
                        raise
                except Exception as error:  # noqa: BLE001 - whatever a sweep meets, the next one is run
                    _log.error("sweep.failed", exc_info=error)
            self._beat = self._elapsed()

        self._scheduler.add_job(run, IntervalTrigger(seconds=interval.total_seconds(), timezone="UTC"), id=name)

    def start(self) -> None:
        self._beat = self._elapsed()
        self._scheduler.start()
        self._watch = asyncio.create_task(self._watch_clock())

    def stop(self) -> None:
        if self._watch is not None:
            self._watch.cancel()
        self._is_stopped = True
        self._scheduler.shutdown(wait=False)

    async def _watch_clock(self) -> None:
        """APScheduler plans by the clock on the wall: put back by an hour, it is silent for an hour. Then all is planned anew."""
        ahead = self._ahead()
        while True:
            await asyncio.sleep(_LOOK)
            if abs(self._ahead() - ahead) > _JUMP:
                ahead = self._ahead()
                _log.warning("clock.jumped")
                for job in self._scheduler.get_jobs():
                    job.modify(next_run_time=self._clock())

    def _ahead(self) -> float:
        """Of the clock that does not jump, in seconds."""
        return self._clock().timestamp() - self._elapsed()

    @property
    def silent_for(self) -> float:
        """Seconds since a sweep last ended, by a clock that does not jump. `running` of the scheduler itself says nothing."""
        return self._elapsed() - self._beat
