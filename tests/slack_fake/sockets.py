"""Socket Mode: up to ten connections, a hello, envelopes that want to be acknowledged, and the request to come again."""

from __future__ import annotations

import asyncio
import json
import secrets
from threading import Condition
from typing import Final

from aiohttp import WSMsgType, web

from tests.slack_fake.elements import Json

_MOST: Final = 10


class Sockets:
    """The open connections. An envelope goes to one of them, in turn."""

    def __init__(self, app_id: str, changed: Condition) -> None:
        self.tickets: set[str] = set()
        self.open: list[web.WebSocketResponse] = []
        self.acknowledged = 0
        self._app_id = app_id
        self._changed = changed
        self._waiting: dict[str, asyncio.Future[Json]] = {}
        self._next = 0

    def ticket(self) -> str:
        """Lets somebody connect, once."""
        ticket = secrets.token_hex(12)
        self.tickets.add(ticket)
        return ticket

    async def connect(self, request: web.Request) -> web.StreamResponse:
        ticket = request.query.get("ticket", "")
        if ticket not in self.tickets or len(self.open) >= _MOST:
            raise web.HTTPForbidden
        self.tickets.discard(ticket)
        socket = web.WebSocketResponse(autoping=True)
        await socket.prepare(request)
        self._note(socket, is_open=True)
        try:
            await socket.send_json(
                {
                    "type": "hello",
                    "num_connections": len(self.open),
                    "debug_info": {"host": "fake", "build_number": 1, "approximate_connection_time": 18060},
                    "connection_info": {"app_id": self._app_id},
                }
            )
            async for said in socket:
                if said.type is WSMsgType.TEXT:
                    self._hear(said.data)
        finally:
            self._note(socket, is_open=False)
        return socket

    async def deliver(self, kind: str, payload: Json, *, within: float, retry: int, reason: str) -> Json | None:
        """The acknowledgement, or None when none came in time or nobody is connected."""
        living = [socket for socket in self.open if not socket.closed]
        if not living:
            return None
        self._next += 1
        id = secrets.token_hex(8)
        self._waiting[id] = asyncio.get_running_loop().create_future()
        envelope: Json = {"envelope_id": id, "type": kind, "payload": payload, "accepts_response_payload": kind != "events_api"}
        if kind == "events_api":
            envelope |= {"retry_attempt": retry, "retry_reason": reason}
        try:
            await living[self._next % len(living)].send_json(envelope)
            return await asyncio.wait_for(self._waiting[id], within)
        except (TimeoutError, ConnectionError):
            return None
        finally:
            del self._waiting[id]

    async def refresh(self) -> None:
        """Asks every connection to come again, and closes it: what Slack does every few hours."""
        for socket in list(self.open):
            await socket.send_json({"type": "disconnect", "reason": "refresh_requested", "debug_info": {"host": "fake"}})
            await socket.close()

    async def close(self) -> None:
        for socket in list(self.open):
            await socket.close()

    def _note(self, socket: web.WebSocketResponse, *, is_open: bool) -> None:
        with self._changed:
            (self.open.append if is_open else self.open.remove)(socket)
            self._changed.notify_all()

    def _hear(self, text: str) -> None:
        said = json.loads(text)
        waiting = self._waiting.get(said.get("envelope_id", ""))
        if waiting is not None and not waiting.done():
            self.acknowledged += 1
            waiting.set_result(said)
