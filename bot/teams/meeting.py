"""Who is met in Teams: whether their tenant may use the bot, how they are written to from then on, and what they are told first."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final
from urllib.parse import quote

import structlog

from bot.clock import Clock, elapsed
from bot.teams.connector import Connector
from bot.teams.edge import Raw
from bot.teams.read import Account, Installed, Scope
from handlers.reply import Reply, Standing, Text
from handlers.wording import LANGUAGES, Words
from storage.engine import Database
from storage.outbox import SqlOutbox
from storage.teams import Reference, References

_log = structlog.get_logger("teams")
#: In seconds. A tenant that may not use the bot is told so once in a while, and not at its every word.
_SILENCE: Final = 600
#: Somewhere with more people, most did not ask for the bot.
_LARGE: Final = 100
#: So many are remembered; of those that are not, what is known is written again.
_REMEMBERED: Final = 10_000


class Meeting:
    """Use from one event loop. `tenants` are those whose people may use the bot."""

    def __init__(self, connector: Connector, tenants: Sequence[str], database: Database, clock: Clock) -> None:
        self._connector = connector
        self.tenants = frozenset(tenants)
        self._database = database
        self._clock = clock
        self._noted: dict[tuple[str, str], Reference] = {}
        self._refused: dict[str, float] = {}

    def may_use(self, account: Account) -> bool:
        return account.sender.tenant in self.tenants

    async def refuse(self, raw: Raw, account: Account) -> None:
        """Politely, and without a word of what the bot knows. Nothing of it is kept."""
        conversation, now = account.address.conversation, elapsed()
        if raw.get("type") not in ("message", "invoke") or now < self._refused.get(conversation, now):
            return
        if len(self._refused) >= _REMEMBERED:
            self._refused.clear()
        self._refused[conversation] = now + _SILENCE
        _log.info("teams.foreign_tenant", tenant=account.sender.tenant)
        text = Words(language_of(account))("teams.foreign")
        await self._connector.post(account.address.service_url, conversation, {"type": "message", "text": text})

    async def note(self, account: Account) -> None:
        """Keeps how the person is written to, if anything of it is new to this process."""
        is_personal = account.scope is Scope.PERSONAL
        sender = account.sender
        reference = Reference(
            tenant=sender.tenant,
            user=sender.user,
            mri=account.mri,
            service_url=account.address.service_url,
            conversation=account.address.conversation if is_personal else None,
            locale=account.locale,
            zone=account.zone,
        )
        known = self._noted.get((sender.tenant, sender.user))
        if known is not None and not is_personal:
            reference = replace(reference, conversation=known.conversation)
        if known == reference:
            return
        await asyncio.to_thread(self._write, reference)
        if len(self._noted) >= _REMEMBERED:
            self._noted.clear()
        self._noted[sender.tenant, sender.user] = reference

    async def end(self, account: Account) -> None:
        """The bot was taken out: nothing more goes there."""
        self._noted.pop((account.sender.tenant, account.sender.user), None)
        await asyncio.to_thread(self._retire, account)

    async def welcome(self, installed: Installed) -> None:
        """Says once, where others read along, what the bot is for; in a large place nobody is disturbed."""
        account = installed.account
        if await self._people(installed) > _LARGE:
            return
        words = Words(language_of(account))
        reply = Reply(parts=(Text(text=words("teams.welcome")),), language=words.language, standing=Standing(intent="greet"))
        await asyncio.to_thread(self._put, installed.incoming.key, str(replace(account.address, asker=None)), reply)

    async def _people(self, installed: Installed) -> int:
        """How many are there; where nobody says, too many."""
        to = installed.account.address
        if installed.team is not None:
            found = await self._connector.call("GET", to.service_url, f"teams/{quote(installed.team, safe='')}")
            count = found.get("memberCount") if isinstance(found, Mapping) else None
            return count if isinstance(count, int) else _LARGE + 1
        found = await self._connector.call(
            "GET", to.service_url, f"conversations/{quote(to.conversation, safe='')}/pagedmembers?pageSize={_LARGE + 1}"
        )
        members = found.get("members") if isinstance(found, Mapping) else None
        return len(members) if isinstance(members, list) else _LARGE + 1

    def _write(self, reference: Reference) -> None:
        """Teams waits for it, so it goes before the turns."""
        with self._database.transaction(hurries=True) as connection:
            References(connection, self._clock()).note(reference)

    def _retire(self, account: Account) -> None:
        with self._database.transaction() as connection:
            References(connection, self._clock()).retire(account.address.tenant, account.address.conversation)

    def _put(self, key: str, conversation: str, reply: Reply) -> None:
        with self._database.transaction() as connection:
            SqlOutbox(connection, self._clock()).post(key, None, reply, chat="teams", conversation=conversation)


def language_of(account: Account) -> str:
    """Of the person's client, as far as the bot speaks it."""
    wanted = account.locale[:2].casefold()
    return wanted if wanted in LANGUAGES else LANGUAGES[0]
