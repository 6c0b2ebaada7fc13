"""The wire: Slack's addresses on loopback, in a thread with a loop of its own, so that it outlives whatever the app does."""

from __future__ import annotations

import asyncio
import json
from base64 import b64decode
from collections.abc import Coroutine, Mapping
from concurrent.futures import Future
from pathlib import Path
from threading import Event, Thread
from typing import Any, Final, TypeVar
from urllib.parse import urlencode

from aiohttp import web

from tests.slack_fake import agent, chat, entities, files, oauth, reading, unfurls, views, workflows
from tests.slack_fake.courier import Courier
from tests.slack_fake.elements import Json
from tests.slack_fake.platform import Answer, App, Platform
from tests.slack_fake.sockets import Sockets
from tests.slack_fake.wire_faults import Fault, Faults
from tests.slack_fake.world import Refusal

_METHODS: Final = {
    **chat.METHODS,
    **reading.METHODS,
    **views.METHODS,
    **files.METHODS,
    **agent.METHODS,
    **oauth.METHODS,
    **entities.METHODS,
    **unfurls.METHODS,
    **workflows.METHODS,
}
#: Arguments that are JSON inside a form.
_STRUCTURED: Final = frozenset("blocks view metadata attachments prompts loading_messages chunks entities files".split())
_FORMS: Final = ("application/x-www-form-urlencoded", "multipart/form-data")
_T = TypeVar("_T")


class Server:
    """Slack on a free port of loopback until `close`."""

    def __init__(self, *, app: App | None = None, journal: Path | None = None) -> None:
        self.platform = Platform(_METHODS, app=app, journal=journal)
        self.faults = Faults()
        self.sockets = Sockets(self.platform.app.id, self.platform.changed)
        self.port = 0
        #: What an admin says to an app that wants to be installed, by workspace: an answer in place of yes.
        self.denies = False
        self.admin: tuple[str, str] | None = None
        self.installs_org_wide = False
        self._loop = asyncio.new_event_loop()
        self.courier = Courier(self.platform, self.sockets, self._loop)
        self.platform.emit = self.courier.send
        self.platform.open_socket = lambda: f"ws://127.0.0.1:{self.port}/link?ticket={self.sockets.ticket()}"
        self._ready = Event()
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()
        assert self._ready.wait(timeout=10), "the fake Slack did not start"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def run(self, work: Coroutine[Any, Any, _T], *, seconds: float = 30) -> _T:
        """Has it done on the server's loop, and waits."""
        return self.submit(work).result(seconds)

    def submit(self, work: Coroutine[Any, Any, _T]) -> Future[_T]:
        """Has it done on the server's loop, and does not wait."""
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self.courier.ended.set)
        self._thread.join(timeout=10)

    def _run(self) -> None:
        self._loop.run_until_complete(self._serve())
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()

    async def _serve(self) -> None:
        app = web.Application(client_max_size=4 * 1024 * 1024)
        app.add_routes(
            [
                web.route("*", "/api/{method}", self._api),
                web.post("/upload/{team}/{id}", self._upload),
                web.get("/files/{team}/{id}/{name}", self._file),
                web.get("/oauth/v2/authorize", self._authorize),
                web.post("/respond/{team}/{id}", self._respond),
                web.get("/link", self.sockets.connect),
            ]
        )
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.port = runner.addresses[0][1]
        self.platform.url = self.url
        self._ready.set()
        await self.courier.ended.wait()
        await self.sockets.close()
        await self.courier.close()
        await runner.cleanup()

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method, raw = request.match_info["method"], "" if request.content_type == _FORMS[1] else await request.text()
        with self.platform.changed:
            fault = self.faults.take(method)
        if fault is not None and not fault.accepts and (broken := await self._break(request, fault)) is not None:
            return broken
        read = await _arguments(request, raw)
        if isinstance(read, str):
            return web.json_response({"ok": False, "error": read})
        args, token = read
        if request.content_type == "application/json" and _only_forms(method):
            with self.platform.changed:
                self.platform.lint.append(f"{method}: arguments as JSON, which Slack does not read here")
        answer = self.platform.answer(method, args, token, raw=raw)
        if fault is not None and fault.accepts and (broken := await self._break(request, fault)) is not None:
            return broken
        return _response(answer)

    async def _break(self, request: web.Request, fault: Fault) -> web.StreamResponse | None:
        """What the app gets in place of an answer; None when it is to get one after all."""
        match fault.kind:
            case "reset":
                if request.transport is not None:
                    request.transport.abort()
                return web.Response(status=500)
            case "hang":
                await self.courier.ended.wait()
            case "slow":
                await self.courier.pause(float(fault.value))
                return None
            case "busy":
                headers = {"Retry-After": fault.value} if fault.value else {}
                return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
            case "status":
                return web.Response(status=int(fault.value), text="<html>Server Error</html>", content_type="text/html")
            case "named":
                return web.json_response({"ok": False, "error": fault.value})
        return web.Response(text='{"ok": tr', content_type="application/json")

    async def _upload(self, request: web.Request) -> web.Response:
        """Takes the content of a file of the bot's; the address is its own permission."""
        content = await request.read()
        with self.platform.changed:
            team = self.platform.teams.get(request.match_info["team"])
            file = team.files.get(request.match_info["id"]) if team else None
            if file is None or file.content is not None or len(content) != file.length:
                self.platform.refused.append("upload: not what was announced")
                return web.Response(status=400, text="failed")
            file.content = content
        return web.Response(text=f"OK - {len(content)}")

    async def _file(self, request: web.Request) -> web.Response:
        """Gives out a file, with a token that may read it; without one, a browser is sent on to where one signs in."""
        with self.platform.changed:
            fault = self.faults.take("files")
            team = self.platform.teams.get(request.match_info["team"])
            file = team.files.get(request.match_info["id"]) if team else None
            token = self.platform.tokens.get(request.headers.get("Authorization", "").removeprefix("Bearer "))
        if fault is not None:
            return web.Response(status=int(fault.value or 500))
        if file is None or team is None or token is None or token.team != team.id or "files:read" not in token.scopes:
            return web.Response(status=302, headers={"Location": "/signin"})
        return web.Response(body=file.content, content_type="text/csv")

    async def _authorize(self, request: web.Request) -> web.Response:
        """The page on which an admin says yes or no; here, the answer itself."""
        query, app = request.query, self.platform.app
        asked, known = query.get("redirect_uri", ""), self.platform.redirect_uris
        if query.get("client_id") != app.client_id or not known or (asked and asked not in known):
            return web.Response(status=400, text="invalid_client_id or bad_redirect_uri")
        if self.denies or self.admin is None:
            answer = {"error": "access_denied", "state": query.get("state", "")}
        else:
            team, user = self.admin
            with self.platform.changed:
                code = oauth.new_code(
                    self.platform,
                    self.platform.teams[team],
                    user,
                    asked,
                    query.get("scope", ""),
                    is_org_wide=self.installs_org_wide,
                )
            answer = {"code": code, "state": query.get("state", "")}
        raise web.HTTPFound(f"{asked or known[0]}?{urlencode(answer)}")

    async def _respond(self, request: web.Request) -> web.Response:
        """A response_url: needs no token, and is good for so many uses and so long."""
        platform = self.platform
        args = json.loads(await request.text())
        with platform.changed:
            team = platform.teams[request.match_info["team"]]
            try:
                url = team.use_url(request.match_info["id"])
                message = team.find(url.channel, url.message_ts) if url.message_ts else None
                chat.respond(team, args, message, team.channels[url.channel], url.user, url.thread_ts)
            except Refusal as refusal:
                platform.refused.append(f"response_url: {refusal.error}")
                return web.json_response(refusal.body, status=404)
            finally:
                platform.record({"kind": "call", "method": "response_url", "team": team.id, "args": args})
                platform.changed.notify_all()
        return web.Response(text="ok")


def _only_forms(method: str) -> bool:
    return method.startswith(("conversations.history", "conversations.replies", "users.", "oauth.")) or method.endswith(".info")


async def _arguments(request: web.Request, raw: str) -> tuple[Json, str] | str:
    """The arguments and the token, from wherever Slack reads them; the error where it cannot."""
    kind, header = request.content_type, request.headers.get("Authorization", "")
    token = header.removeprefix("Bearer ") if header.startswith("Bearer ") else ""
    args: Json = dict(request.query)
    if kind == "application/json" and raw:
        try:
            given = json.loads(raw)
        except ValueError:
            return "invalid_json"
        if not isinstance(given, dict):
            return "json_not_object"
        args |= {name: value for name, value in given.items() if name != "token"}
    elif kind in _FORMS:
        args |= {name: str(value) for name, value in (await request.post()).items()}
        token = token or str(args.pop("token", ""))
    elif raw:
        return "invalid_post_type"
    if header.startswith("Basic "):
        id, _, secret = b64decode(header.removeprefix("Basic ")).decode().partition(":")
        args |= {"client_id": id, "client_secret": secret}
    return _unfolded(args), token


def _unfolded(args: Mapping[str, Any]) -> Json:
    """The arguments with those that are JSON in a string read."""
    read: Json = {}
    for name, value in args.items():
        if name in _STRUCTURED and isinstance(value, str):
            try:
                value = json.loads(value)
            except ValueError:
                value = {"unreadable": value}
        read[name] = value
    return read


def _response(answer: Answer) -> web.Response:
    return web.json_response(answer.body, status=answer.status, headers=dict(answer.headers))
