"""Sends Slack's events to the bot as its real process, 50 a second for a minute, and says what became of them, on both databases.

Run from the top of the repository: `.venv/bin/python -m benchmarks.slack_load [--on sqlite|postgresql] [--seconds 60]`. It starts a
PostgreSQL of its own. Answers go out no faster than Slack lets one app post in a workspace, so that most of them wait when the minute is
over; none may be missing. CPU and memory are the bot's, the generator's and PostgreSQL's are not in them.
"""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from aiohttp import ClientSession
from sqlalchemy import func, select

from benchmarks.measuring import on_each_database
from bot.clock import elapsed, now
from handlers.message import Sender
from program.partners import Member, Role
from storage.engine import migrate
from storage.links import SqlLinks
from storage.loading import Loader
from storage.tables import inbox, outbox
from tests.bot.house import NOW, POLICY_FILE, House, furnish
from tests.slack.one_workspace import BOT, TOKEN, OneWorkspace
from tests.slack.test_guard import sign
from tests.slack_fake.world import Channel

RATE: Final = 50
PEOPLE: Final = 200
SECRET: Final = "benchmark"  # noqa: S105 - of a bot that lives for a minute
#: What is said in turn: look-ups, questions, deals.
SAID: Final = (
    "my deals",
    "help",
    "Register Firma{n} GmbH, contact a@firma{n}.example, 45k EUR, closing end of March",
    "what waits?",
)
_TICK: Final = os.sysconf("SC_CLK_TCK")


def people(house: House) -> None:
    """Sellers who write, each with an account in Slack."""
    with house.database.transaction() as connection:
        named = [f"m-load-{number}" for number in range(PEOPLE)]
        Loader(connection).members(
            [
                Member(
                    id=id,
                    partner_id="nordwind",
                    name=id,
                    email=f"{id}@nordwind.example",
                    role=Role.SELLER,
                    language="en",
                    zone="Europe/Berlin",
                )
                for id in named
            ]
        )
        for number, id in enumerate(named):
            SqlLinks(connection, NOW).bind(Sender(chat="slack", tenant="T1", user=f"UL{number}"), id)


def delivery(number: int) -> bytes:
    user = number % PEOPLE
    message = {
        "type": "message",
        "channel_type": "im",
        "channel": f"DL{user}",
        "user": f"UL{user}",
        "ts": f"{now().timestamp():.0f}.{number:06d}",
        "text": SAID[(number // PEOPLE) % len(SAID)].format(n=number),
    }
    return json.dumps({"type": "event_callback", "team_id": "T1", "event_id": f"Ev{number}", "event": message}).encode()


def filled() -> OneWorkspace:
    """The fake Slack with the people's direct messages, and in them what they will have said."""
    slack = OneWorkspace()
    for number in range(PEOPLE):
        slack.team.join(f"l{number}", f"L {number}", id=f"UL{number}")
        slack.team.channels[f"DL{number}"] = Channel(id=f"DL{number}", name="", kind="im", members={f"UL{number}", BOT})
    return slack


def memory(process: subprocess.Popen[str]) -> int:
    """Resident, in MB."""
    status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
    return int(status.partition("VmRSS:")[2].split()[0]) // 1024


def cpu(process: subprocess.Popen[str]) -> float:
    """Seconds since its start."""
    fields = Path(f"/proc/{process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICK


def begun(url: str, api_url: str) -> subprocess.Popen[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "OPENAI_"))} | {
        "DATABASE_URL": url,
        "PARTNERBOT_POLICY": str(POLICY_FILE),
        "LOG_LEVEL": "ERROR",
        "SLACK_API_URL": api_url,
        "SLACK_BOT_TOKEN": TOKEN,
        "SLACK_SIGNING_SECRET": SECRET,
    }
    command = [sys.executable, "-c", "from bot.cli import app; app()", "serve", "--port", "0"]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)


async def load(house: House, seconds: int) -> str:
    waited: list[float] = []
    refused = 0

    async def send(session: ClientSession, address: str, number: int) -> None:
        nonlocal refused
        body, stamp = delivery(number), f"{now().timestamp():.0f}"
        slack.happened(json.loads(body))
        headers: dict[str, Any] = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": sign(body, SECRET, stamp)}
        began = elapsed()
        async with session.post(address, data=body, headers=headers | {"Content-Type": "application/json"}) as answer:
            refused += answer.status != 200
        waited.append((elapsed() - began) * 1000)

    slack = filled()
    async with ClientSession() as session:
        process = begun(house.url, slack.url)
        # What the bot says and how it ends is waited for in a thread: it asks the Slack of this process meanwhile.
        told = await asyncio.to_thread(next, process.stdout or iter(()))
        address = f"{told.split()[2]}slack/events"
        spent, began, grown = cpu(process), elapsed(), [memory(process)]
        async with asyncio.TaskGroup() as group:
            for number in range(RATE * seconds):
                await asyncio.sleep(max(0.0, began + number / RATE - elapsed()))
                group.create_task(send(session, address, number))
                if number % (RATE * 15) == RATE * 15 - 1:
                    grown.append(memory(process))
        while await asyncio.to_thread(unanswered, house):  # noqa: ASYNC110 - it is another process that works
            await asyncio.sleep(0.1)
        spent = cpu(process) - spent
        late = elapsed() - began - seconds
        process.terminate()
        await asyncio.to_thread(process.wait, 60)
    slack.close()
    p50, p99 = statistics.median(waited), statistics.quantiles(waited, n=100)[-1]
    kept, to_post = counts(house)
    return (
        f"{len(waited)} sent, {refused} refused, {kept} kept, all answered {late:.1f} s after the last; "
        f"{to_post} messages of which {len(slack.shown())} posted; acknowledged p50 {p50:.0f} ms, p99 {p99:.0f} ms; "
        f"{spent / len(waited) * 1000:.1f} ms CPU an event; memory {' '.join(map(str, grown))} MB"
    )


def unanswered(house: House) -> int:
    with house.database.engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(inbox).where(inbox.c.reply.is_(None))).scalar_one()


def counts(house: House) -> tuple[int, int]:
    with house.database.engine.connect() as connection:
        kept = connection.execute(select(func.count()).select_from(inbox)).scalar_one()
        return kept, connection.execute(select(func.count()).select_from(outbox)).scalar_one()


def measure(name: str, url: str, seconds: int) -> None:
    migrate(url)
    house = House(url)
    furnish(house)
    people(house)
    print(f"{name}: {asyncio.run(load(house, seconds))}")  # noqa: T201 - it is what the script is for
    house.close()


if __name__ == "__main__":
    on_each_database(measure)
