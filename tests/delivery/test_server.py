"""One process runs whatever chats there are, says how it is, and stops when it is asked to."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from urllib.request import urlopen

import pytest
from aiohttp import ClientSession, web
from pydantic import SecretStr

from bot.chats import Receive
from bot.clock import now
from bot.composition import House as Built
from bot.config import Settings
from bot.forgetting import Forgetting
from bot.ids import FreshIds
from bot.incoming import Incoming
from bot.log import configure_logging
from bot.server import Server
from bot.sweeps import Sweeps
from bot.turns import Turns
from handlers.message import Said
from storage.sweep_runs import last_sweeps
from tests.bot.house import POLICY_FILE, PROGRAM, House
from tests.delivery.desk import PACE, Desk, account
from tests.delivery.fake_chat import FakeChat
from tests.shares import SQLITE_FIRST

TOP = Path(__file__).parents[2]
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class Surface:
    """The fake chat with an edge: POST /fake/events {"key", "who", "text"}."""

    name = "fake"
    server: Server

    def __init__(self, chat: FakeChat) -> None:
        self.channel = chat
        self.can_take = True
        self.steps: list[str] = []

    def routes(self, receive: Receive) -> Sequence[web.AbstractRouteDef]:
        async def event(request: web.Request) -> web.Response:
            sent = await request.json()
            address = f"dm:{sent['who']}"
            what = Said(text=sent["text"])
            incoming = Incoming(key=sent["key"], sender=account(sent["who"]), conversation=address, what=what, private=address)
            return web.json_response({"is_new": await receive(incoming)})

        return [web.post("/fake/events", event)]

    async def start(self, receive: Receive) -> None:
        self.steps.append("started")

    async def is_ready(self) -> bool:
        return self.can_take

    async def stop(self) -> None:
        self.steps.append("stopped")

    async def close(self) -> None:
        self.steps.append("closed")


@asynccontextmanager
async def serving(house: House) -> AsyncIterator[tuple[Surface, ClientSession]]:
    ids = FreshIds()
    turns, sweeps = Turns(house.database, PROGRAM, ids, now), Sweeps(house.database, PROGRAM, ids)
    settings = Settings(database_url=SecretStr(house.url))
    forgetting = Forgetting(house.database, timedelta(days=90))
    built = Built(
        settings=settings,
        database=house.database,
        program=PROGRAM,
        ids=ids,
        turns=turns,
        sweeps=sweeps,
        forgetting=forgetting,
    )
    surface = Surface(FakeChat())
    server = surface.server = Server(built, [surface], pace=PACE)
    port = await server.start("127.0.0.1", 0)
    async with ClientSession(f"http://127.0.0.1:{port}") as session:
        try:
            yield surface, session
        finally:
            await server.stop()


def test_a_message_is_acknowledged_answered_and_counted(desk: Desk) -> None:
    async def go() -> None:
        async with serving(desk.house) as (surface, session):
            posted = asyncio.Event()
            surface.channel.on_accept = posted.set
            event = {"key": "k1", "who": "nordwind", "text": "my deals"}
            for is_new in (True, False):
                async with session.post("/fake/events", json=event) as response:
                    assert await response.json() == {"is_new": is_new}
            async with asyncio.timeout(20):
                await posted.wait()
            assert "No deals yet" in surface.channel.texts("dm:nordwind")[0]
            async with session.get("/metrics") as response:
                told = await response.text()
        assert 'partnerbot_received_total{chat="fake",known="no"} 1.0' in told
        assert 'partnerbot_received_total{chat="fake",known="yes"} 1.0' in told
        assert 'partnerbot_waiting{box="inbox"} 0.0' in told
        assert surface.steps == ["started", "stopped", "closed"]

    asyncio.run(go())


def too_new(house: House, _: Server) -> None:
    with house.database.transaction() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'other'")
        connection.exec_driver_sql("UPDATE schema_floor SET version = 'other'")


def not_ours(house: House, _: Server) -> None:
    with house.database.transaction() as connection:
        connection.exec_driver_sql("DROP TABLE alembic_version")


def standing_still(_: House, server: Server) -> None:
    server._delivery._tasks[0].cancel()


def without_sweeps(_: House, server: Server) -> None:
    server._scheduler._beat -= 61


def with_a_message_that_waits(house: House, _: Server) -> None:
    """It is held by somebody who does nothing with it."""
    incoming = Incoming(key="old", sender=account("nordwind"), conversation="dm:nordwind", what=Said(text="hello"))
    at = now()
    with house.database.transaction() as connection:
        Turns(house.database, PROGRAM, FreshIds(), lambda: at - timedelta(minutes=6)).keep(
            connection, incoming, hold=timedelta(hours=1)
        )


def asked_to_stop(_: House, server: Server) -> None:
    server._is_stopping = True


def with_a_chat_that_takes_nothing(house: House, server: Server) -> None:
    (chat,) = server._chats
    assert isinstance(chat, Surface)
    chat.can_take = False


BREAKS = (
    (too_new, "database"),
    (not_ours, "database"),
    (standing_still, "delivery"),
    (without_sweeps, "sweeps"),
    (with_a_message_that_waits, "inbox"),
    (asked_to_stop, "open"),
    (with_a_chat_that_takes_nothing, "fake"),
)


@pytest.mark.parametrize(("break_it", "why"), BREAKS, ids=[each.__name__ for each, _ in BREAKS])
@ON_SQLITE
def test_it_is_ready_while_everything_works_and_says_what_does_not(
    desk: Desk, break_it: Callable[[House, Server], None], why: str
) -> None:
    async def go() -> None:
        async with serving(desk.house) as (surface, session):
            async with session.get("/readyz") as response:
                assert (response.status, await response.json()) == (
                    200,
                    {"database": True, "delivery": True, "sweeps": True, "open": True, "fake": True, "inbox": True},
                )
            break_it(desk.house, surface.server)
            async with session.get("/readyz") as response:
                assert response.status == 503
                assert [name for name, holds in (await response.json()).items() if not holds] == [why]
            async with session.get("/healthz") as response:
                assert response.status == 200
            if why == "delivery":  # so that it can be stopped
                surface.server._delivery.start()

    asyncio.run(go())


@ON_SQLITE
def test_it_is_ready_while_a_later_release_adds_to_the_database(desk: Desk) -> None:
    async def go() -> None:
        async with serving(desk.house) as (_, session):
            with desk.house.database.transaction() as connection:
                connection.exec_driver_sql("ALTER TABLE inbox ADD COLUMN later VARCHAR(8)")
                connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
            async with session.get("/readyz") as response:
                assert response.status == 200

    asyncio.run(go())


@ON_SQLITE
def test_the_end_of_a_sweep_is_measured_and_written_down(desk: Desk) -> None:
    async def go() -> str:
        async with serving(desk.house) as (surface, session):
            surface.server._swept("tiers", 0.2, False)
            surface.server._swept("tiers", 0.2, True)
            async with session.get("/metrics") as response:
                return await response.text()

    told = asyncio.run(go())
    assert 'partnerbot_sweep_seconds_count{outcome="failed",sweep="tiers"} 1.0' in told
    with desk.house.database.reading() as connection:
        (run,) = (run for run in last_sweeps(connection) if run.sweep == "tiers")
    assert run.failed
    assert run.done_at is not None
    assert run.done_at < run.ended_at


@ON_SQLITE
def test_a_message_that_cannot_be_kept_is_not_acknowledged_and_nothing_of_it_is_said(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    async def go() -> None:
        async with serving(desk.house) as (_, session):
            with desk.house.database.transaction() as connection:
                connection.exec_driver_sql("ALTER TABLE inbox RENAME TO away")
            async with session.post("/fake/events", json={"key": "k1", "who": "nordwind", "text": "Wolkenkuckuck"}) as response:
                assert (response.status, await response.text()) == (500, "")
            with desk.house.database.transaction() as connection:
                connection.exec_driver_sql("ALTER TABLE away RENAME TO inbox")

    configure_logging("INFO")
    asyncio.run(go())
    written = "".join(capsys.readouterr())
    assert "request.failed" in written
    assert "Wolkenkuckuck" not in written


@SQLITE_FIRST
def test_the_command_serves_until_it_is_asked_to_stop(database_url: str) -> None:
    env = os.environ | {"DATABASE_URL": database_url, "PARTNERBOT_POLICY": str(POLICY_FILE), "LOG_LEVEL": "INFO"}
    command = [sys.executable, "-c", "from bot.cli import app; app()", "serve", "--port", "0"]
    with subprocess.Popen(command, cwd=TOP, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = process.stdout.readline()
        assert "(no chat is configured)" in told
        address = told.split()[2]
        for path in ("healthz", "readyz", "metrics"):
            with urlopen(f"{address}{path}", timeout=10) as response:  # noqa: S310 - what the command said, on loopback
                assert response.status == 200
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "server.closed" in errors
    assert "Traceback" not in errors
