"""What a turn in Teams costs beside the same with botbuilder as it comes: a message in, its answer posted; rows of `benchmarks.bars`.

The Microsoft that delivers, gives out tokens and is posted to is the tests' own, in another process than what is measured.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from typing import Final

from aiohttp import ClientSession

from benchmarks.slack_load import PEOPLE, cpu
from handlers.message import Sender
from storage.links import SqlLinks
from tests.bot.house import NOW, POLICY_FILE, House
from tests.teams_fake.microsoft import PASSWORD, TENANT, FakeMicrosoft
from tests.teams_fake.people import Person
from tests.teams_fake.signing import APP_ID

TURNS: Final = 40


def environment(microsoft: FakeMicrosoft, url: str) -> dict[str, str]:
    foreign = ("SLACK_", "OPENAI_", "TEAMS_")
    return {name: value for name, value in os.environ.items() if not name.startswith(foreign)} | {
        "DATABASE_URL": url,
        "PARTNERBOT_POLICY": str(POLICY_FILE),
        "LOG_LEVEL": "ERROR",
        "TEAMS_APP_ID": APP_ID,
        "TEAMS_APP_PASSWORD": PASSWORD,
        "TEAMS_APP_TYPE": "MultiTenant",
        "TEAMS_TENANTS": TENANT,
        "TEAMS_TEST_URL": microsoft.url,
    }


def in_teams(microsoft: FakeMicrosoft, house: House) -> list[Person]:
    """Those of `slack_load.people`, each with an account in Teams."""
    found = [Person(microsoft, f"l{number}", 1_000 + number) for number in range(PEOPLE)]
    with house.database.transaction() as connection:
        for number, person in enumerate(found):
            SqlLinks(connection, NOW).bind(Sender(chat="teams", tenant=TENANT, user=person.user), f"m-load-{number}")
    return found


class Served:
    """One of `benchmarks.bars_served`, and what is sent to it, one after the other."""

    def __init__(self, kind: str, microsoft: FakeMicrosoft, session: ClientSession, url: str) -> None:
        command = [sys.executable, "-m", "benchmarks.bars_served", kind]
        self.process = subprocess.Popen(command, env=environment(microsoft, url), stdout=subprocess.PIPE, text=True)
        self._microsoft = microsoft
        self._session = session
        self._address = ""

    async def ready(self) -> None:
        port = await asyncio.to_thread(next, self.process.stdout or iter(()))
        self._address = f"http://127.0.0.1:{int(port)}/api/messages"

    async def message(self, person: Person, headers: Mapping[str, str]) -> None:
        body = json.dumps(person.activity("message", to=person.chat, text="help", textFormat="plain"))
        async with self._session.post(self._address, data=body, headers=headers) as answer:
            answer.raise_for_status()
            await answer.read()

    async def replies(self, people: list[Person], *, round: int) -> float:
        """Milliseconds of the process's CPU from a message to its posted reply."""
        microsoft = self._microsoft
        headers = {"Authorization": f"Bearer {microsoft.token()}", "Content-Type": "application/json"}
        before, wanted = cpu(self.process), len(microsoft.world.messages) + TURNS
        for number in range(TURNS):
            await self.message(people[(round * TURNS + number) % PEOPLE], headers)
        while len(microsoft.world.messages) < wanted:  # noqa: ASYNC110 - it is another process that works
            await asyncio.sleep(0.02)
        return (cpu(self.process) - before) / TURNS * 1000


class Teams:
    """botbuilder as it comes, the bot's edge with an echo, and the whole bot, side by side."""

    def __init__(self, house: House, session: ClientSession) -> None:
        self.microsoft = FakeMicrosoft()
        self._people = in_teams(self.microsoft, house)
        kinds = {
            "botbuilder: message, echoed": "botbuilder",
            "Teams: message, echoed": "teams",
            "Teams: message, answered": "whole",
        }
        self._served = {name: Served(kind, self.microsoft, session, house.url) for name, kind in kinds.items()}

    async def ready(self) -> None:
        for each in self._served.values():
            await each.ready()

    async def spent(self, *, round: int) -> dict[str, float]:
        return {name: await each.replies(self._people, round=round) for name, each in self._served.items()}

    def close(self) -> None:
        for each in self._served.values():
            each.process.kill()
        self.microsoft.close()
