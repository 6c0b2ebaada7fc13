"""Whatever the clock on the wall does, sweeps go on, and what they do is done once: jumps, and both nights of daylight saving."""

from __future__ import annotations

import asyncio
import datetime as real
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import apscheduler.schedulers.base
import pytest
from typing_extensions import override

import bot.scheduler
from bot.clock import elapsed
from bot.ledger_sweep import LedgerSweep
from bot.scheduler import Scheduler
from storage.tables import events, outbox
from tests.bot.house import House
from tests.faults.test_faults import ON_SQLITE

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def house(furnished_url: str) -> Iterator[House]:
    built = House(furnished_url)
    yield built
    built.close()


#: The nights in which the hour between two and three is missing, and there twice.
NIGHTS = {"spring": datetime(2027, 3, 28, 1, 0, tzinfo=UTC), "autumn": datetime(2027, 10, 31, 1, 0, tzinfo=UTC)}


class Wall:
    """A clock on the wall that a test puts forward and back."""

    def __init__(self) -> None:
        self.by = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.by


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> Wall:
    """The one that APScheduler looks at, too."""
    hung = Wall()

    class Moved(real.datetime):
        @classmethod
        @override
        def now(cls, tz: real.tzinfo | None = None) -> datetime:  # type: ignore[override]  # of the class that the rest knows
            return hung.now().astimezone(tz)

    monkeypatch.setattr(apscheduler.schedulers.base, "datetime", Moved)
    monkeypatch.setattr(bot.scheduler, "_LOOK", 0.05)
    return hung


@pytest.mark.parametrize("hours", [-1, 1, -1000])
@pytest.mark.parametrize("is_watched", [True, False], ids=["ours", "control: nobody watches"])
def test_sweeps_go_on_when_the_clock_jumps(wall: Wall, hours: int, *, is_watched: bool) -> None:
    async def go() -> bool:
        ran = asyncio.Event()
        loop = asyncio.get_running_loop()
        scheduler = Scheduler(elapsed, clock=wall.now)
        scheduler.every(timedelta(milliseconds=100), "sweep", lambda: loop.call_soon_threadsafe(ran.set))
        scheduler.start()
        if not is_watched and scheduler._watch is not None:
            scheduler._watch.cancel()
        async with asyncio.timeout(5):
            await ran.wait()
        wall.by += timedelta(hours=hours)
        await asyncio.to_thread(lambda: None)
        ran.clear()
        for _ in range(2):  # one may have been on its way
            try:
                async with asyncio.timeout(1.5):
                    await ran.wait()
                ran.clear()
            except TimeoutError:
                scheduler.stop()
                return False
        async with asyncio.timeout(1.5):
            await ran.wait()
        scheduler.stop()
        return True

    assert asyncio.run(go()) is (is_watched or hours > 0)


def waited_for(house: House, night: datetime) -> None:
    """Three days before: a deal waits for a decision, another is approved."""
    house.at = night - timedelta(days=3)
    nora = house.talk("nordwind")
    for words in ("Zeppelin Werke AG, contact Max Muster, 120k EUR", "Acme GmbH, contact buyer@acme.example, 45k EUR"):
        nora.say(f"Register {words}, closing in three months")
        nora.say("yes")


def swept(house: House, instants: Iterable[datetime]) -> tuple[Counter[str], Counter[str]]:
    """What is in the log and in the outbox when sweeps have run at these instants."""
    ledger = LedgerSweep(house.database, house.program, house.ids)
    for at in instants:
        house.at = at
        house.sweep()
        ledger.run(at)
    happened = Counter(f"{row['kind']} {row['subject']}" for row in house.rows(events))
    return happened, Counter(row["key"] for row in house.rows(outbox))


@pytest.mark.parametrize("night", NIGHTS)
@ON_SQLITE
def test_sweeps_do_the_same_once_however_the_clock_is_put(house: House, tmp_path: Path, night: str) -> None:
    """Every eight hours in one house; in the other each of them twice, with the clock put back by two hours in between."""
    waited_for(house, NIGHTS[night])
    house.database.close()
    shutil.copyfile(house.url.removeprefix("sqlite:///"), tmp_path / "other.db")
    other = House(f"sqlite:///{tmp_path / 'other.db'}")
    hours = [NIGHTS[night] + timedelta(hours=number) for number in range(-24, 73, 8)]
    jumped = [at + by for at in hours for by in (timedelta(), timedelta(hours=-2), timedelta())]
    plain, put_back = swept(house, hours), swept(other, jumped)
    other.close()
    assert put_back == plain
    assert sum(plain[1].values()) >= 2, "nobody was told anything"
    assert set(plain[1].values()) == {1}


@pytest.mark.parametrize(("night", "fires"), [("spring", 0), ("autumn", 2)])
def test_a_rule_by_the_clock_on_the_wall_would_fire_never_or_twice(night: str, fires: int) -> None:
    """The control: what no sweep here is planned by."""
    minutes = [NIGHTS[night] - timedelta(hours=6) + timedelta(minutes=number) for number in range(12 * 60)]
    assert sum(at.astimezone(BERLIN).strftime("%H:%M") == "02:30" for at in minutes) == fires
