"""The bot's chat in Slack within this process, over the fake Slack, which delivers to it by HTTP and shows what it posts.

Nothing is answered, posted or brought up to date but when a test says so, and no time passes but what the test lets pass.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from aiohttp import web

from bot.approvals import Approvals
from bot.clock import now
from bot.delivery.dispatch import Dispatch
from bot.delivery.metrics import Metrics
from bot.delivery.pace import Pace
from bot.incoming import Incoming
from bot.slack.address import Address
from bot.slack.calls import Api
from bot.slack.edge import SlackChat
from bot.slack.news import News
from bot.slack.streams import Streams
from bot.slack.workspaces import SingleWorkspace
from handlers.message import Sender
from handlers.state import Conversation, dump
from storage.feed import Conversations
from storage.inbox import Inbox, Received
from storage.links import SqlLinks
from storage.tables import outbox
from tests.bot.house import House
from tests.slack_fake.people import User
from tests.slack_fake.slack import FakeSlack

_PACE: Final = Pace()


class BotHere:
    """For the fake's first workspace, beside the fake on its loop; they meet only by HTTP. Up until `close`."""

    def __init__(self, slack: FakeSlack, house: House, *, streams: bool = False) -> None:
        self.slack = slack
        self._streams = streams
        self.house = house
        #: What cannot be kept just now.
        self.is_broken = False
        self.metrics = Metrics()
        self._ahead = timedelta()
        slack.server.run(self._start())

    def link(self, user: User, member_id: str) -> None:
        """As a code does it: the account is the member's, and the bot can write to it by itself."""
        sender = Sender(chat="slack", tenant=user.team.id, user=user.id)
        with self.house.database.transaction() as connection:
            links = SqlLinks(connection, self.house.at)
            links.bind(sender, member_id)
            links.reach(sender, str(Address(tenant=user.team.id, channel=user.id)))
            Conversations(connection).write(member_id, revision=0, state=dump(Conversation()), account=sender)

    def work(self) -> None:
        """Takes what is on its way, finishes what was begun, answers what came in and posts what is to be said."""
        self.slack.settle()
        self.slack.server.run(self._work())

    def update_cards(self) -> int:
        """One look at the cards that are out of date; how many were brought up to date."""
        return self.slack.server.run(self.chat._cards.update())

    def restart(self) -> None:
        """Another process, as far as anybody can see: nothing is left but what is in the database."""
        self.close()
        self.slack.server.run(self._start())

    def close(self) -> None:
        self.slack.server.run(self._stop())

    async def _start(self) -> None:
        token = self.slack.north.token
        assert token is not None, "the app is installed in the first workspace"
        house, api = self.house, Api(self.slack.api_url, now, self.metrics)
        workspaces = SingleWorkspace(api, token.value)
        clock = self.slack.platform.clock
        streams = Streams(api, workspaces, house.database, lambda: datetime.fromtimestamp(clock.now(), UTC), ticks=clock.now)
        self.chat = SlackChat(
            api,
            workspaces,
            house.turns,
            house.database,
            now,
            secrets=[self.slack.platform.app.signing_secret, "the next one"],
            news=News(house.database, now, None),
            streams=streams if self._streams else None,
        )
        self.chat._working._soon = 0.0
        app = web.Application(client_max_size=64 * 1024)
        app.add_routes(self.chat.routes(self._receive))
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.slack.courier.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/slack/events"
        await self.chat.start(self._receive)
        self.chat._cards.stop()  # cards are looked at when a test says so
        self.dispatch = Dispatch(
            house.database,
            {"slack": self.chat.channel},
            self._posting_at,
            self.slack.platform.clock.now,
            pace=_PACE,
            metrics=self.metrics,
            approvals=Approvals(house.database, house.program, house.ids),
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
        while self.chat._tasks:
            await asyncio.wait(self.chat._tasks)
        while received := await asyncio.to_thread(self._lease):
            await asyncio.gather(*map(self._answer, received))
        for _ in range(100):
            leased = await asyncio.to_thread(self.dispatch.lease, 8) or ()
            for held in leased:
                await self.dispatch.deliver_leased(held)
            if not leased and not self._let_time_pass():
                return
        raise AssertionError("there was no end to it")

    def _posting_at(self) -> datetime:
        """The time that posting takes is not that of the people of the test."""
        return self.house.at + self._ahead

    def _let_time_pass(self) -> bool:
        """A second, for Slack as well, if something waits for it."""
        waits = any(row["chat"] == "slack" and not (row["delivered_at"] or row["failed_at"]) for row in self.house.rows(outbox))
        if waits:
            self._ahead += timedelta(seconds=1)
            self.slack.platform.clock.advance(1)
        return waits

    def _lease(self) -> Sequence[Received]:
        with self.house.database.transaction() as connection:
            return Inbox(connection).lease(at=self.house.at, until=self.house.at + _PACE.turn, most=8)

    async def _answer(self, received: Received) -> None:
        """Messages of several people at once, as the bot's own process does it."""
        tell = self.chat.channel.teller(received.conversation, received.key)
        await asyncio.to_thread(self.house.turns.answer, received, tell=tell)
