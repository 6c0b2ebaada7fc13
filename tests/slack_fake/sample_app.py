"""An app that does as little as an app can: it keeps what it is sent and answers what it is told to. For the fake's own tests."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlencode
from urllib.request import Request, urlopen

from aiohttp import ClientSession, WSMsgType, web

from tests.slack_fake.elements import Json
from tests.slack_fake.slack import FakeSlack


class SampleApp:
    """Stands at `slack.courier.url`. `answers` are given to the next deliveries, an empty 200 to all others."""

    def __init__(self, slack: FakeSlack) -> None:
        self.slack = slack
        self.answers: deque[web.Response | None] = deque()
        self.got: list[Json] = []
        self.headers: list[dict[str, str]] = []
        self.raw: list[str] = []
        slack.server.run(self._start())

    @property
    def events(self) -> list[Json]:
        return [body["event"] for body in self.got if "event" in body]

    async def _start(self) -> None:
        app = web.Application()
        app.add_routes([web.post("/slack/events", self._take)])
        self.runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self.runner.setup()
        await web.TCPSite(self.runner, "127.0.0.1", 0).start()
        self.slack.courier.url = f"http://127.0.0.1:{self.runner.addresses[0][1]}/slack/events"

    def close(self) -> None:
        self.slack.server.run(self.runner.cleanup())

    async def _take(self, request: web.Request) -> web.Response:
        raw = await request.text()
        with self.slack.platform.changed:
            self.raw.append(raw)
            self.headers.append(dict(request.headers))
            self.got.append(_read(request.content_type, raw))
            answer = self.answers.popleft() if self.answers else web.Response()
            self.slack.platform.changed.notify_all()
        if answer is None:  # too slow
            await self.slack.courier.ended.wait()
            return web.Response()
        return answer


async def listen_once(slack: FakeSlack, *, answer: Json | None = None) -> list[Json]:
    """A client of Socket Mode that takes the hello and one envelope, acknowledges it and goes."""
    heard: list[Json] = []
    url = slack.platform.open_socket()
    async with ClientSession() as session, session.ws_connect(url) as socket:
        async for said in socket:
            if said.type is not WSMsgType.TEXT:
                break
            heard.append(json.loads(said.data))
            if "envelope_id" in heard[-1]:
                await socket.send_json({"envelope_id": heard[-1]["envelope_id"], "payload": answer or {}})
                await asyncio.sleep(0)
                break
            if heard[-1]["type"] == "disconnect":
                break
    return heard


def call(slack: FakeSlack, method: str, token: str, /, **args: object) -> Json:
    """Calls a method as a client does, with JSON; `status` and `headers` of the answer are in it."""
    headers = {"Content-Type": "application/json; charset=utf-8", "Authorization": f"Bearer {token}"}
    return _sent(Request(f"{slack.api_url}{method}", json.dumps(args).encode(), headers))  # noqa: S310 - on loopback


def call_form(slack: FakeSlack, method: str, /, **args: str) -> Json:
    """The same with a form, without a header for the token."""
    return _sent(Request(f"{slack.api_url}{method}", urlencode(args).encode()))  # noqa: S310 - on loopback


def respond(url: str, **args: object) -> Json:
    """Posts to a response_url."""
    return _sent(Request(url, json.dumps(args).encode(), {"Content-Type": "application/json"}))  # noqa: S310 - on loopback


def _sent(request: Request) -> Json:
    try:
        with urlopen(request, timeout=10) as response:  # noqa: S310 - on loopback
            text, status, headers = response.read().decode(), response.status, dict(response.headers)
    except HTTPError as error:
        text, status, headers = error.read().decode(), error.code, dict(error.headers)
    body: Json = json.loads(text) if text.startswith("{") else {"text": text}
    return body | {"status": status, "headers": headers}


def _read(kind: str, raw: str) -> Json:
    if kind == "application/json":
        body: Json = json.loads(raw)
        return body
    form = {name: values[0] for name, values in parse_qs(raw, keep_blank_values=True).items()}
    payload: Json = json.loads(form["payload"]) if "payload" in form else form
    return payload
