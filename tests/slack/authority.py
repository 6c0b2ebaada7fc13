"""Slack as far as tokens go: codes and refresh tokens that work once, tokens that are revoked, and what can go wrong on the way.

A server on loopback in a thread of its own, so that bots in several loops and processes can meet at it.
"""

from __future__ import annotations

import asyncio
import threading
from base64 import b64decode
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any, Final

from aiohttp import web

CLIENT_ID: Final = "111.222"
CLIENT_SECRET: Final = "client-secret-canary"
TEAM: Final = {"id": "T1", "name": "Nordwind"}
ENTERPRISE: Final = {"id": "E1", "name": "Nordwind Group"}
LIFE: Final = 43_200  # seconds that a token lives


class Authority:
    """What Slack knows. `trouble` is what the next calls of a method end with, in order: an error, a status, or "garbage"."""

    def __init__(self) -> None:
        self.url = ""
        self.begin_anew()

    def begin_anew(self) -> None:
        """Knows nothing any more."""
        self.calls: Counter[str] = Counter()
        self.codes: dict[str, dict[str, Any]] = {}
        self.refresh_tokens: dict[str, dict[str, Any]] = {}
        self.tokens: dict[str, dict[str, Any]] = {}
        self.trouble: dict[str, list[str]] = {}
        self.rotates = True
        #: A renewal is answered once this is set: so that many can meet while it is in work.
        self.gate = threading.Event()
        self.gate.set()
        self.asked = threading.Event()
        self._numbers = count(1)

    def code(self, *, team: dict[str, Any] | None = TEAM, enterprise: dict[str, Any] | None = None, whole: bool = False) -> str:
        """A code as a browser brings it back from Slack."""
        code = f"code-{next(self._numbers)}"
        self.codes[code] = {"team": team, "enterprise": enterprise, "is_enterprise_install": whole}
        return code

    def issue(self, whose: dict[str, Any]) -> dict[str, Any]:
        """Tokens, as oauth.v2.access answers."""
        number = next(self._numbers)
        answer = {
            "ok": True,
            "app_id": "A1",
            "token_type": "bot",
            "access_token": f"xoxb-token-{number}",
            "scope": "chat:write,im:history",
            "bot_user_id": "UBOT",
            "authed_user": {"id": "U1"},
            **whose,
        }
        self.tokens[answer["access_token"]] = whose
        if self.rotates:
            answer |= {"refresh_token": f"xoxe-1-refresh-{number}", "expires_in": LIFE}
            self.refresh_tokens[answer["refresh_token"]] = whose
        return answer

    async def _access(self, request: web.Request) -> web.Response:
        form = await request.post()
        given = request.headers.get("Authorization", "").removeprefix("Basic ")
        if b64decode(given).decode() != f"{CLIENT_ID}:{CLIENT_SECRET}":
            return _error("bad_client_secret")
        if form.get("grant_type") == "refresh_token":
            self.calls["renew"] += 1
            self.asked.set()
            await asyncio.to_thread(self.gate.wait, 20)
            whose = self.refresh_tokens.pop(str(form.get("refresh_token")), None)
            return self._in_trouble("renew") or (_error("invalid_refresh_token") if whose is None else self._issued(whose))
        self.calls["redeem"] += 1
        whose = self.codes.pop(str(form.get("code")), None)
        return self._in_trouble("redeem") or (_error("invalid_code") if whose is None else self._issued(whose))

    async def _test(self, request: web.Request) -> web.Response:
        self.calls["test"] += 1
        whose = self.tokens.get(request.headers.get("Authorization", "").removeprefix("Bearer "))
        if whose is None:
            return _error("invalid_auth")
        return self._in_trouble("test") or web.json_response({"ok": True, "bot_id": "B1", "user_id": "UBOT"})

    def _issued(self, whose: dict[str, Any]) -> web.Response:
        return web.json_response(self.issue(whose))

    def _in_trouble(self, method: str) -> web.Response | None:
        waiting = self.trouble.get(method)
        if not waiting:
            return None
        kind = waiting.pop(0)
        if kind == "garbage":
            return web.Response(text="<html>", content_type="application/json")
        if kind == "user token":
            return web.json_response({"ok": True, "token_type": "user", "access_token": "xoxp-of-somebody"})
        return web.Response(status=int(kind), text="") if kind.isdecimal() else _error(kind)

    def app(self) -> web.Application:
        app = web.Application()
        app.add_routes([web.post("/api/oauth.v2.access", self._access), web.post("/api/auth.test", self._test)])
        return app


def _error(code: str) -> web.Response:
    return web.json_response({"ok": False, "error": code})


@contextmanager
def running() -> Iterator[Authority]:
    """The server, until the end of the block."""
    authority, ready, stop = Authority(), threading.Event(), asyncio.Event()
    loop = asyncio.new_event_loop()

    async def serve() -> None:
        runner = web.AppRunner(authority.app(), shutdown_timeout=1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        authority.url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
        ready.set()
        await stop.wait()
        await runner.cleanup()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()))
    thread.start()
    try:
        assert ready.wait(10)
        yield authority
    finally:
        authority.gate.set()
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)
        loop.close()
