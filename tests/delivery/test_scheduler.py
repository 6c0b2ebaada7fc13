"""Sweeps run again and again, whatever one of them meets, and it is seen when they do not."""

from __future__ import annotations

import asyncio
import threading
from datetime import timedelta

import pytest

from bot.log import configure_logging
from bot.scheduler import Scheduler


class Watch:
    """A clock that a test moves."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_sweep_that_fails_is_run_again() -> None:
    async def go() -> int:
        scheduler, runs, enough = Scheduler(Watch()), [], asyncio.Event()
        loop = asyncio.get_running_loop()

        def sweep() -> None:
            runs.append(1)
            if len(runs) >= 3:
                loop.call_soon_threadsafe(enough.set)
            raise LookupError("Erika Einzig")

        scheduler.every(timedelta(milliseconds=10), "sweep", sweep)
        scheduler.start()
        async with asyncio.timeout(20):
            await enough.wait()
        scheduler.stop()
        return len(runs)

    assert asyncio.run(go()) >= 3


def test_what_a_sweep_meets_is_logged_without_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("INFO")
    test_a_sweep_that_fails_is_run_again()
    assert "sweep.failed" in "".join(capsys.readouterr())


def test_a_sweep_that_runs_when_the_bot_stops_is_no_error(caplog: pytest.LogCaptureFixture) -> None:
    async def go() -> None:
        scheduler, began, may_end = Scheduler(Watch()), asyncio.Event(), threading.Event()
        loop = asyncio.get_running_loop()

        def sweep() -> None:
            loop.call_soon_threadsafe(began.set)
            may_end.wait(timeout=20)

        scheduler.every(timedelta(milliseconds=10), "sweep", sweep)
        scheduler.start()
        async with asyncio.timeout(20):
            await began.wait()
        scheduler.stop()
        for _ in range(5):
            await asyncio.sleep(0)
        may_end.set()

    asyncio.run(go())
    assert caplog.records == []


def test_silence_is_measured_by_a_clock_that_does_not_jump() -> None:
    async def go() -> None:
        watch = Watch()
        scheduler = Scheduler(watch)
        scheduler.every(timedelta(hours=1), "sweep", lambda: None)
        scheduler.start()
        watch.now += 90
        assert scheduler.silent_for == 90
        scheduler.stop()

    asyncio.run(go())
