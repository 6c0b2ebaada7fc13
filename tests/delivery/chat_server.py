"""The fake chat behind a real socket, in a thread of the tests: it outlives the bots, and can break connections."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from threading import Condition, Event, Thread

from aiohttp import web

from tests.delivery.fake_chat import BROKEN, BROKEN_AFTER, HANGS, LOST, REFUSED, Busy, FakeChat


class ChatServer:
    """Serves a `FakeChat` on loopback until `close`. What the chat objects to is in `objections`."""

    def __init__(self) -> None:
        self.chat = FakeChat()
        self.objections: list[str] = []
        self.on_accept: Callable[[], None] = lambda: None
        self.changed = Condition()
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._ended = asyncio.Event()
        self._ready = Event()
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()
        self._ready.wait(timeout=10)

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._ended.set)
        self._thread.join(timeout=10)

    def wait_for(self, is_so: Callable[[], bool], *, seconds: float = 30) -> bool:
        """Until it is so, looked at whenever a message comes in."""
        with self.changed:
            return self.changed.wait_for(is_so, timeout=seconds)

    def _run(self) -> None:
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        app = web.Application()
        app.add_routes([web.post("/send", self._send), web.get("/find", self._find)])
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.port = runner.addresses[0][1]
        self._ready.set()
        await self._ended.wait()
        await runner.cleanup()

    async def _send(self, request: web.Request) -> web.StreamResponse:
        sent = await request.json()
        with self.changed:
            try:
                fault = self.chat.accept(sent["conversation"], sent["message"], sent["key"])
            except AssertionError as objection:
                self.objections.append(str(objection))
                return web.json_response({"error": "bad"}, status=400)
            id = self.chat.look_up(sent["conversation"], sent["key"])
            self.changed.notify_all()
        self.on_accept()
        match fault:
            case Busy():
                headers = {} if fault.retry_after is None else {"Retry-After": fault.retry_after}
                return web.json_response({"error": "busy"}, status=429, headers=headers)
            case x if x in (BROKEN, BROKEN_AFTER):
                return web.json_response({"error": "broken"}, status=500)
            case x if x == REFUSED:
                return web.json_response({"error": "is_archived"}, status=403)
            case x if x == HANGS:
                await asyncio.wait([asyncio.create_task(self._ended.wait())], timeout=5)
            case x if x == LOST and request.transport is not None:
                request.transport.abort()
        return web.json_response({"id": id})

    async def _find(self, request: web.Request) -> web.Response:
        return web.json_response({"id": self.chat.look_up(request.query["conversation"], request.query["key"])})
