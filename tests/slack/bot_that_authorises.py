"""A bot as far as installations go, over a database and Slack's authority; also in a process of its own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from typing import Final

from bot.clock import Clock, elapsed
from bot.slack.access import Access
from bot.slack.calls import Api
from bot.slack.grant import read_grant
from bot.slack.installations import InstalledWorkspaces
from bot.slack.sealing import Seal
from bot.slack.vault import Vault
from storage.engine import Database
from tests.slack.authority import CLIENT_ID, CLIENT_SECRET, LIFE, TEAM, Authority

NOW: Final = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
EXPIRY: Final = NOW + timedelta(seconds=LIFE)
#: Fernet keys: thirty-two times the same letter.
KEY: Final = "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE="
NEWER_KEY: Final = "QkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkI="


@dataclass(frozen=True, slots=True, kw_only=True)
class Bot:
    """One process's share of it."""

    database: Database
    access: Access
    workspaces: InstalledWorkspaces

    async def tokens(self, number: int) -> list[str | None]:
        """What so many events at once, all of the one workspace, would speak with."""
        found = await asyncio.gather(*(self.workspaces.authorize(None, "T1", False) for _ in range(number)))
        return [None if one is None else one.token for one in found]


@asynccontextmanager
async def awake(
    database_url: str, slack_url: str, clock: Clock, *, keys: Sequence[str] = (KEY,), moment: Callable[[], float] = elapsed
) -> AsyncIterator[Bot]:
    """A bot, started and stopped as by its server."""
    database, api = Database(database_url), Api(slack_url, clock)
    api.open()
    access = Access(api, CLIENT_ID, CLIENT_SECRET)
    workspaces = InstalledWorkspaces(Vault(database, Seal(keys), clock), access, clock, moment)
    await workspaces.start()
    try:
        yield Bot(database=database, access=access, workspaces=workspaces)
    finally:
        await workspaces.stop()
        await api.close()
        database.close()


async def install(bot: Bot, authority: Authority, *, at: datetime = NOW) -> str:
    """The workspace T1 installs the bot; its first token."""
    grant = read_grant(authority.issue({"team": TEAM, "enterprise": None, "is_enterprise_install": False}), at)
    await bot.workspaces.install(grant, "B1")
    return grant.tokens.token


def take_events(database_url: str, slack_url: str, number: int, at: datetime, line: Connection) -> None:
    """The process: says that it is ready, waits for the word, takes so many events at once, and tells the tokens."""

    async def run() -> list[str | None]:
        async with awake(database_url, slack_url, lambda: at) as bot:
            line.send("ready")
            await asyncio.to_thread(line.recv)
            return await bot.tokens(number)

    line.send(asyncio.run(run()))
