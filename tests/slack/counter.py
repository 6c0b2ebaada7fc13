"""The bot in Slack in one process, over the fake Slack: what is delivered goes in by HTTP, signed, and what is posted is seen."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from aiohttp import ClientResponse, ClientSession, web

from bot.delivery.metrics import Metrics
from bot.delivery.pace import Pace
from bot.incoming import Incoming
from bot.slack.calls import Api
from bot.slack.edge import PATH, SlackChat
from bot.slack.news import News
from bot.slack.workspaces import SingleWorkspace
from handlers.message import Sender
from storage.links import SqlLinks
from tests.bot.house import NOW, House
from tests.delivery.desk import Desk
from tests.slack.one_workspace import TOKEN, OneWorkspace
from tests.slack.test_guard import STAMP, sign

SECRET = "s1"
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


class Counter:
    """`deliver` what Slack would; `post` what waits. "U1" is Nora of Nordwind, "U2" is Mara, who manages it, "U9" is nobody."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.broken = False
        self.base = ""
        with house.database.transaction() as connection:
            for user, who in (("U1", "nordwind"), ("U2", "manager"), ("U3", "rival")):
                SqlLinks(connection, house.at).bind(Sender(chat="slack", tenant="T1", user=user), f"m-{who}")

    @cached_property
    def api(self) -> OneWorkspace:
        """Slack's side; up until `run` is over."""
        return OneWorkspace()

    def run(self, use: Callable[[Counter], Awaitable[None]]) -> None:
        try:
            asyncio.run(self._run(use))
        finally:
            self.api.close()

    async def _run(self, use: Callable[[Counter], Awaitable[None]]) -> None:
        async with ClientSession() as session:
            self.metrics = Metrics()
            api = Api(self.api.url, lambda: NOW, self.metrics)
            house, workspaces = self.house, SingleWorkspace(api, TOKEN)
            news = News(house.database, lambda: NOW, None)
            self.chat = SlackChat(api, workspaces, house.turns, house.database, lambda: NOW, secrets=[SECRET, "s2"], news=news)
            self.chat._working._soon = 0.0
            app = web.Application(client_max_size=64 * 1024)
            app.add_routes(self.chat.routes(self.receive))
            runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            self.base, self._session = f"http://127.0.0.1:{runner.addresses[0][1]}", session
            await self.chat.start(self.receive)
            try:
                await use(self)
            finally:
                await self.chat.stop()
                await runner.cleanup()
                await self.chat.close()

    async def receive(self, incoming: Incoming) -> bool:
        if self.broken:
            raise ConnectionError("somebody’s words")
        return await asyncio.to_thread(self.house.turns.receive, incoming)

    async def deliver(self, body: Mapping[str, Any], **headers: str) -> ClientResponse:
        """An event or a command as it is; anything else in the form in which Slack wraps it."""
        self.api.happened(body)
        if body.get("type") in ("event_callback", "url_verification"):
            return await self.send(json.dumps(body).encode(), JSON, **headers)
        form = body if "command" in body or "ssl_check" in body else {"payload": json.dumps(body)}
        return await self.send(urlencode(form).encode(), FORM, **headers)

    async def send(self, body: bytes, content_type: str, **headers: str) -> ClientResponse:
        stamped = {"X-Slack-Request-Timestamp": STAMP, "X-Slack-Signature": sign(body, SECRET), "Content-Type": content_type}
        return await self._session.post(self.base + PATH, data=body, headers=stamped | headers)

    async def work(self, *, at_once: bool = False) -> None:
        """Finishes what was begun, or does not wait for it; answers what came in and posts what is to be said."""
        if self.chat._tasks and not at_once:
            await asyncio.wait(self.chat._tasks)
        desk = Desk(self.house)
        dispatch = desk.dispatch
        dispatch.channels = {"slack": self.chat.channel}
        dispatch._pace = Pace()  # nothing hangs here, and what is drawn when its turn has come takes a while
        while await asyncio.to_thread(desk.answer):
            pass
        for _ in range(20):
            leased = await asyncio.to_thread(dispatch.lease, 8)
            if not leased:
                self.house.later(seconds=2)
                leased = await asyncio.to_thread(dispatch.lease, 8)
            if not leased:
                return
            for held in leased:
                await dispatch.deliver_leased(held)

    def shown(self) -> list[tuple[str, str]]:
        """Every message, by where it is shown."""
        return self.api.shown()
