"""Socket Mode runs the same listener: what comes through the socket is kept first and acknowledged then."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from aiohttp import WSMsgType, web

from bot.chats import CannotStart
from bot.incoming import Incoming
from bot.slack.calls import Api
from bot.slack.edge import SlackChat
from bot.slack.news import News
from bot.slack.workspaces import SingleWorkspace
from tests.bot.house import NOW, House
from tests.slack.one_workspace import TOKEN
from tests.slack.test_read import event

APP_TOKEN = "xapp-1-A1-1-test"


class Slack:
    """The one side of a socket: sends envelopes, and keeps what it is told back."""

    def __init__(self) -> None:
        self.acknowledged: asyncio.Queue[Mapping[str, Any]] = asyncio.Queue()
        self.connected = asyncio.Event()
        self.refuses = ""
        self._socket: web.WebSocketResponse | None = None

    def app(self) -> web.Application:
        app = web.Application()
        app.add_routes([web.post("/api/{method}", self._method), web.get("/socket", self._connect)])
        return app

    async def send(self, id: str, body: Mapping[str, Any]) -> None:
        assert self._socket is not None
        envelope = {"envelope_id": id, "type": "events_api", "accepts_response_payload": False, "retry_attempt": 0, "payload": body}
        await self._socket.send_str(json.dumps(envelope))

    async def _method(self, request: web.Request) -> web.Response:
        if request.match_info["method"] == "apps.connections.open":
            if self.refuses:
                return web.json_response({"ok": False, "error": self.refuses})
            return web.json_response({"ok": True, "url": f"ws://{request.host}/socket"})
        return web.json_response({"ok": True, "team_id": "T1", "user_id": "UBOT", "bot_id": "B1"})

    async def _connect(self, request: web.Request) -> web.WebSocketResponse:
        self._socket = socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_str(json.dumps({"type": "hello"}))
        self.connected.set()
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                await self.acknowledged.put(json.loads(message.data))
        return socket


class Line:
    """The chat with the socket; `kept` is what it handed on, what was said at `fails_at` cannot be kept."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.slack = Slack()
        self.kept: list[Incoming] = []
        self.fails_at = ""

    async def receive(self, incoming: Incoming) -> bool:
        if self.fails_at and self.fails_at in incoming.key:
            raise ConnectionError
        self.kept.append(incoming)
        return True

    async def __aenter__(self) -> Line:
        self._runner = web.AppRunner(self.slack.app(), access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        api = Api(f"http://127.0.0.1:{self._runner.addresses[0][1]}/api/", lambda: NOW)
        workspaces = SingleWorkspace(api, TOKEN)
        turns, database = self.house.turns, self.house.database
        news = News(database, lambda: NOW, None)
        self.chat = SlackChat(api, workspaces, turns, database, lambda: NOW, app_token=APP_TOKEN, news=news)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.chat.stop()
        await self.chat.close()
        await self._runner.cleanup()


@pytest.fixture
def house(database_url: str) -> Iterator[House]:
    house = House(database_url)
    yield house
    house.close()


pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_what_comes_through_the_socket_is_kept_and_then_acknowledged(house: House) -> None:
    async def go() -> None:
        async with Line(house) as line, asyncio.timeout(10):
            assert line.chat.routes(line.receive) == []
            await line.chat.start(line.receive)
            await line.slack.connected.wait()
            await line.slack.send("e1", event(text="my deals"))
            assert (await line.slack.acknowledged.get())["envelope_id"] == "e1"
            assert [incoming.conversation for incoming in line.kept] == ["T1/D1/17.1/"]

    asyncio.run(go())


def test_what_could_not_be_kept_is_not_acknowledged(house: House) -> None:
    async def go() -> None:
        async with Line(house) as line, asyncio.timeout(10):
            await line.chat.start(line.receive)
            await line.slack.connected.wait()
            line.fails_at = "17.1"
            await line.slack.send("e1", event(ts="17.1"))
            await line.slack.send("e2", event(ts="17.2"))
            assert (await line.slack.acknowledged.get())["envelope_id"] == "e2"
            assert line.slack.acknowledged.empty()

    asyncio.run(go())


def test_a_token_that_slack_refuses_is_said_at_the_start(house: House) -> None:
    async def go() -> None:
        async with Line(house) as line, asyncio.timeout(10):
            line.slack.refuses = "invalid_auth"
            with pytest.raises(CannotStart, match=r"SLACK_APP_TOKEN \(invalid_auth\)"):
                await line.chat.start(line.receive)

    asyncio.run(go())
