"""The bot's chat in Teams within this process, over the fake Microsoft, which delivers to it by HTTP and shows what it posts.

Nothing is answered, posted or brought up to date but when a test says so, and no time passes but what the test lets pass.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from aiohttp import web

from bot.approvals import Approvals
from bot.clock import elapsed, now
from bot.delivery.dispatch import Dispatch
from bot.delivery.metrics import Metrics
from bot.delivery.pace import Pace
from bot.incoming import Incoming
from bot.teams.chat import TeamsChat
from bot.teams.connector import Connector
from bot.teams.edge import by_password
from bot.teams.keys import Keys
from bot.teams.places import Places
from handlers.message import Sender
from handlers.state import Conversation, dump
from storage.feed import Conversations
from storage.inbox import Inbox, Received
from storage.links import SqlLinks
from storage.tables import outbox
from storage.teams import Reference, References
from tests.bot.house import House
from tests.teams_fake.microsoft import PASSWORD, TENANT, FakeMicrosoft
from tests.teams_fake.people import Person
from tests.teams_fake.signing import APP_ID

_PACE: Final = Pace()


class BotHere:
    """For the fake's tenant, beside the fake on its loop; they meet only by HTTP. Up until `close`."""

    def __init__(
        self, microsoft: FakeMicrosoft, house: House, *, passwords: Sequence[str] = (PASSWORD,), anonymous: bool = False
    ) -> None:
        self.microsoft = microsoft
        self.house = house
        self.passwords = passwords
        #: For developing: nothing is signed, and nobody signs in.
        self.anonymous = anonymous
        #: What cannot be kept just now.
        self.is_broken = False
        #: The process is gone between a turn and what it has to say, until it is started again.
        self.stops_after_turns = False
        self.metrics = Metrics()
        self.url = ""
        self._ahead = timedelta()
        self._people = 0
        microsoft.run(self._start())

    def person(self, name: str, *, member: str | None = None, tenant: str = TENANT) -> Person:
        """Somebody new; linked to the member of the house, as a code does it."""
        self._people += 1
        person = Person(self.microsoft, name, self._people, tenant=tenant, bot_url=self.url)
        if member is not None:
            self.link(person, member)
        return person

    def link(self, person: Person, member_id: str) -> None:
        """The account is the member's, and the bot can write to it by itself."""
        sender = Sender(chat="teams", tenant=person.tenant, user=person.user)
        private = f"{person.tenant}/{person.chat.id}//{self.microsoft.service_url}"
        with self.house.database.transaction() as connection:
            links = SqlLinks(connection, self.house.at)
            links.bind(sender, member_id)
            links.reach(sender, private)
            Conversations(connection).write(member_id, revision=0, state=dump(Conversation()), account=sender)
            References(connection, self.house.at).note(
                Reference(
                    tenant=person.tenant,
                    user=person.user,
                    mri=person.mri,
                    service_url=self.microsoft.service_url,
                    conversation=person.chat.id,
                )
            )

    def work(self) -> None:
        """Finishes what was begun, answers what came in and posts what is to be said."""
        self.microsoft.run(self._work())

    def update_cards(self) -> int:
        """One look at the cards that are out of date; how many were brought up to date."""
        return self.microsoft.run(self.chat._cards.update())

    def restart(self) -> None:
        """Another process, as far as anybody can see: nothing is left but what is in the database."""
        self.close()
        self.stops_after_turns = False
        self.microsoft.run(self._start())

    def later(self, seconds: float) -> None:
        """So long passes, by the clock that does not jump."""
        self._ahead += timedelta(seconds=seconds)

    def close(self) -> None:
        self.microsoft.run(self._stop())

    async def _start(self) -> None:
        house = self.house
        places = Places(local=True) if self.anonymous else Places(test_url=self.microsoft.url)
        self.keys = Keys(places.metadata, self._ticks)
        self.credentials = by_password(APP_ID, self.passwords, None, places, self._ticks)
        connector = Connector(places, None if self.anonymous else self.credentials, now, self.metrics)
        keys = None if self.anonymous else self.keys
        self.chat = TeamsChat(
            APP_ID, connector, keys, [TENANT], house.turns, house.database, self._posting_at, streams=True, home=TENANT
        )
        app = web.Application(client_max_size=1024 * 1024)
        app.add_routes(self.chat.routes(self._receive))
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/api/messages"
        await self.chat.start(self._receive)
        self.chat._cards.stop()  # cards are looked at when a test says so
        channels = {"teams": self.chat.channel}
        approvals = Approvals(house.database, house.program, house.ids)
        self.dispatch = Dispatch(
            house.database, channels, self._posting_at, self._ticks, pace=_PACE, metrics=self.metrics, approvals=approvals
        )

    async def _stop(self) -> None:
        await self.chat.stop()
        await self._runner.cleanup()
        await self.chat.close()

    async def _receive(self, incoming: Incoming) -> bool:
        if self.is_broken:
            raise ConnectionError("somebody’s words")
        return await asyncio.to_thread(self.house.turns.receive, incoming)

    async def _work(self) -> None:
        """What was begun beside the answers may itself have something to say."""
        await self._answer_and_post()
        while self.chat._tasks:
            self.chat._working.stop()
            await asyncio.wait(self.chat._tasks)
            await self._answer_and_post()

    async def _answer_and_post(self) -> None:
        while received := await asyncio.to_thread(self._lease):
            await asyncio.gather(*(self._answer(each) for each in received))
        if self.stops_after_turns:
            return
        for _ in range(1_000):
            leased = await asyncio.to_thread(self.dispatch.lease, 8) or ()
            for held in leased:
                await self.dispatch.deliver_leased(held)
            if not leased and not self._let_time_pass():
                break
        else:
            waiting = [
                (row["trouble"], row["conversation"])
                for row in self.house.rows(outbox)
                if not (row["delivered_at"] or row["failed_at"])
            ]
            raise AssertionError(f"there was no end to it: {waiting}")

    async def _answer(self, received: Received) -> None:
        tell = self.chat.channel.teller(received.conversation, received.key)
        await asyncio.to_thread(self.house.turns.answer, received, tell=tell)

    def _posting_at(self) -> datetime:
        """The time that posting takes is not that of the people of the test."""
        return self.house.at + self._ahead

    def _ticks(self) -> float:
        return elapsed() + self._ahead.total_seconds()

    def _let_time_pass(self) -> bool:
        """A second, if something waits for it."""
        waits = any(row["chat"] == "teams" and not (row["delivered_at"] or row["failed_at"]) for row in self.house.rows(outbox))
        if waits:
            self._ahead += timedelta(seconds=1)
        return waits

    def _lease(self) -> Sequence[Received]:
        with self.house.database.transaction() as connection:
            return Inbox(connection).lease(at=self.house.at, until=self.house.at + _PACE.turn, most=8)
