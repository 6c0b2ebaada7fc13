"""Sends Teams' activities to the bot as its real process, 50 a second for a minute, and says what became of them, on both databases.

Run from the top of the repository: `.venv/bin/python -m benchmarks.teams_load [--on sqlite|postgresql] [--seconds 60]`. It starts a
PostgreSQL of its own. Answers go out no faster than Teams lets a bot post, so that some wait when the minute is over; none may be
missing. CPU and memory are the bot's; the generator's and the Microsoft's that answers are not in them.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import subprocess
import sys

from aiohttp import ClientSession

from benchmarks.bars_teams import environment, in_teams
from benchmarks.measuring import on_each_database
from benchmarks.slack_load import PEOPLE, RATE, SAID, counts, cpu, memory, people, unanswered
from bot.clock import elapsed
from storage.engine import migrate
from tests.bot.house import House, furnish
from tests.teams_fake.microsoft import FakeMicrosoft
from tests.teams_fake.people import Person

_SERVE = [sys.executable, "-c", "from bot.cli import app; app()", "serve", "--port", "0"]


async def load(house: House, microsoft: FakeMicrosoft, somebody: list[Person], seconds: int) -> str:
    waited: list[float] = []
    refused = 0
    headers = {"Authorization": f"Bearer {microsoft.token()}", "Content-Type": "application/json"}

    async def send(session: ClientSession, address: str, number: int) -> None:
        nonlocal refused
        person, text = somebody[number % PEOPLE], SAID[(number // PEOPLE) % len(SAID)].format(n=number)
        body = json.dumps(person.activity("message", to=person.chat, text=text, textFormat="plain"))
        began = elapsed()
        async with session.post(address, data=body, headers=headers) as answer:
            refused += answer.status != 200
        waited.append((elapsed() - began) * 1000)

    async with ClientSession() as session:
        process = subprocess.Popen(_SERVE, env=environment(microsoft, house.url), stdout=subprocess.PIPE, text=True)  # noqa: ASYNC220 - started once
        told = await asyncio.to_thread(next, process.stdout or iter(()))
        address = f"{told.split()[2]}api/messages"
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
    p50, p99 = statistics.median(waited), statistics.quantiles(waited, n=100)[-1]
    kept, to_post = counts(house)
    return (
        f"{len(waited)} sent, {refused} refused, {kept} kept, all answered {late:.1f} s after the last; "
        f"{to_post} messages of which {len(microsoft.world.messages)} posted, {microsoft.asked.count('token')} token; "
        f"acknowledged p50 {p50:.0f} ms, p99 {p99:.0f} ms; "
        f"{spent / len(waited) * 1000:.1f} ms CPU a message; memory {' '.join(map(str, grown))} MB"
    )


def measure(name: str, url: str, seconds: int) -> None:
    migrate(url)
    house, microsoft = House(url), FakeMicrosoft()
    furnish(house)
    people(house)
    somebody = in_teams(microsoft, house)
    print(f"{name}: {asyncio.run(load(house, microsoft, somebody, seconds))}")  # noqa: T201 - it is what the script is for
    microsoft.close()
    house.close()


if __name__ == "__main__":
    on_each_database(measure)
