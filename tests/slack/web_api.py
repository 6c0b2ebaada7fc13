"""A small Web API of Slack's over a real socket: the fake chat behind the methods that the bot calls, and a note of every call."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final

from aiohttp import web

from tests.delivery.fake_chat import BROKEN, BROKEN_AFTER, LOST, REFUSED, Busy, FakeChat

TOKEN: Final = "xoxb-test"
BOT: Final = "UBOT"
TEAM: Final = "T1"


class WebApi:
    """Answers as the one workspace "T1". A method with an entry in `errors` fails with it; with `undrawn` no blocks are taken.

    `uploads` are the files that people sent, by name; `files` what the bot sent.
    """

    def __init__(self) -> None:
        self.chat = FakeChat()
        self.calls: list[tuple[str, Mapping[str, Any]]] = []
        self.errors: dict[str, str] = {}
        self.files: list[bytes] = []
        self.undrawn = False
        self.uploads: dict[str, bytes] = {}
        self.url = ""

    def called(self, method: str) -> list[Mapping[str, Any]]:
        return [arguments for name, arguments in self.calls if name == method]

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[WebApi]:
        app = web.Application()
        app.add_routes([web.post("/api/{method}", self._method), web.get("/api/{method}", self._method), web.post("/up", self._up)])
        app.add_routes([web.get("/files/{name}", self._file)])
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
        try:
            yield self
        finally:
            await runner.cleanup()

    async def _file(self, request: web.Request) -> web.Response:
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return web.Response(status=302, headers={"Location": "/login"})
        name = request.match_info["name"]
        return web.Response(status=503) if name in self.errors else web.Response(body=self.uploads[name], content_type="text/csv")

    async def _up(self, request: web.Request) -> web.Response:
        self.files.append(await request.read())
        return web.Response(text="OK")

    async def _method(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        arguments = await _arguments(request)
        self.calls.append((method, arguments))
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return _answer(ok=False, error="invalid_auth")
        if (error := self.errors.get(method)) is not None:
            return _answer(ok=False, error=error)
        if method == "chat.postMessage":
            if self.undrawn and arguments.get("blocks"):
                return _answer(ok=False, error="invalid_blocks")
            return await self._post(request, arguments)
        return _answer(ok=True, **self._answer(method, arguments))

    def _answer(self, method: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        match method:
            case "auth.test":
                return {"team_id": TEAM, "user_id": BOT, "bot_id": "B1", "is_enterprise_install": False}
            case "conversations.open":
                return {"channel": {"id": f"D{arguments['users']}"}}
            case "conversations.history" | "conversations.replies":
                return {"messages": self._messages(_place(arguments))}
            case "views.open" | "views.update":
                return {"view": {"id": "V1", "hash": "h1"}}
            case "files.getUploadURLExternal":
                return {"upload_url": self.url.replace("/api/", "/up"), "file_id": "F1"}
            case "files.completeUploadExternal":
                return {"files": [{"id": "F1"}]}
        return {}

    def _messages(self, place: str) -> Sequence[Mapping[str, Any]]:
        found = [message for message in self.chat.messages if message.conversation == place]
        return [
            {"ts": message.id, "metadata": {"event_type": "partnerbot_message", "event_payload": {"key": message.key}}}
            for message in found
        ]

    async def _post(self, request: web.Request, arguments: Mapping[str, Any]) -> web.StreamResponse:
        key = (arguments.get("metadata") or {"event_payload": {"key": "0" * 40}})["event_payload"]["key"]
        message = {"text": arguments["text"], "blocks": arguments.get("blocks")}
        fault = self.chat.accept(_place(arguments), message, key)
        match fault:
            case Busy():
                headers = {} if fault.retry_after is None else {"Retry-After": fault.retry_after}
                return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
            case x if x in (BROKEN, BROKEN_AFTER):
                return web.Response(status=500, text="no")
            case x if x == REFUSED:
                return _answer(ok=False, error="is_archived")
            case x if x == LOST and request.transport is not None:
                request.transport.abort()
        return _answer(ok=True, ts=self.chat.messages[-1].id)


def _place(arguments: Mapping[str, Any]) -> str:
    """The conversation as the fake chat calls it; a channel whose name says so is archived."""
    where = f"{arguments['channel']}/{arguments.get('thread_ts') or arguments.get('ts') or ''}"
    return f"archived {where}" if arguments["channel"] == "CARCHIVED" else where


def _answer(**fields: Any) -> web.Response:
    return web.json_response(fields)


async def _arguments(request: web.Request) -> dict[str, Any]:
    """Slack takes them in the address, as JSON and as a form."""
    if request.content_type == "application/json":
        return {**request.query, **await request.json()}
    return {name: _read(value) for name, value in {**request.query, **await request.post()}.items()}


def _read(value: Any) -> Any:
    """Slack takes structures as JSON within a form."""
    if isinstance(value, str) and value[:1] in ("{", "["):
        return json.loads(value)
    return value
