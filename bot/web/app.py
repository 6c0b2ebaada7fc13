"""The demo's web server: the page, and the few JSON addresses the page speaks to, over a chat that is handed in.

Only `partnerbot demo` serves it, on the loopback interface: whoever opens it may be anybody in the demo, so it must
never stand where others reach it (`bot.web.guard`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from typing import Protocol, assert_never

from aiohttp import web

from bot.incoming import Incoming
from bot.web.guard import BODY_LIMIT, Refused, guard, put_headers, read_object
from bot.web.read import prefix, read_seen, read_turn
from bot.web.render import render
from handlers.deal_links import PATH
from handlers.message import Opened, Pressed, Said, Submitted, Uploaded, What
from handlers.reply import Reply

LONGEST_WAIT = 20  # seconds that one question for notices may stay open
_MEDIA_TYPES = {".css": "text/css", ".html": "text/html", ".js": "text/javascript", ".svg": "image/svg+xml"}
_POLLS: web.AppKey[set[asyncio.Future[Sequence[tuple[str, Reply]]]]] = web.AppKey("polls", set)


@dataclass(frozen=True, slots=True, kw_only=True)
class Persona:
    """Somebody of the demo that the reader can be.

    `role` in the words of the program: seller, partner admin, partner manager, channel admin, direct seller or stranger;
    the page words it in both languages and picks its examples by it. `company` may be empty.
    """

    id: str
    name: str
    role: str
    company: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """An earlier turn: what was done (None: the bot wrote on its own) and the reply.

    `key` is that of the delivery, or of the notice; `at` is aware.
    """

    key: str
    at: datetime
    what: What | None
    reply: Reply


class WebChat(Protocol):
    """What the page needs behind it."""

    async def personas(self) -> Sequence[Persona]:
        """Everybody the reader can be, in the order of the list."""

    async def turn(self, incoming: Incoming) -> Reply:
        """One turn; the same key again gives the same reply and has no second effect."""

    async def notices(self, persona: str, timeout: float) -> Sequence[tuple[str, Reply]]:
        """What the bot wrote on its own and the page has not confirmed, oldest first; waits up to `timeout` seconds for some."""

    async def seen(self, persona: str, keys: Sequence[str]) -> None:
        """The page has shown these notices; unknown keys and repetitions are harmless."""

    async def transcript(self, persona: str) -> Sequence[Exchange]:
        """Earlier turns and shown notices of the persona, oldest first."""


def build_app(chat: WebChat) -> web.Application:
    """To be served on the loopback interface only, plain HTTP; the port is taken from the socket."""
    api = _Api(chat)
    app = web.Application(middlewares=[guard], client_max_size=BODY_LIMIT)
    app[_POLLS] = set()
    app.on_response_prepare.append(put_headers)
    app.on_shutdown.append(_end_polls)
    assets = _assets()
    page = assets["index.html"].serve
    app.add_routes([web.get("/", page), web.get(f"{PATH}{{token}}", page), web.get("/healthz", _healthz), *api.routes()])
    app.add_routes([web.get(f"/static/{name}", asset.serve) for name, asset in assets.items() if name != "index.html"])
    return app


class _Asset:
    """A file of the page, read once: what is not in the folder cannot be asked for."""

    def __init__(self, content: bytes, media_type: str) -> None:
        self.content = content
        self.media_type = media_type

    async def serve(self, request: web.Request) -> web.Response:
        return web.Response(body=self.content, content_type=self.media_type, charset="utf-8")


def _assets() -> dict[str, _Asset]:
    folder = files("bot.web") / "static"
    found = {}
    for file in folder.iterdir():
        suffix = file.name[file.name.rfind(".") :]
        if suffix in _MEDIA_TYPES:
            found[file.name] = _Asset(file.read_bytes(), _MEDIA_TYPES[suffix])
    return found


async def _healthz(request: web.Request) -> web.Response:
    return web.json_response({"status": "ok"})


async def _end_polls(app: web.Application) -> None:
    """Stopping the server does not wait for questions that are kept open: they are answered with nothing."""
    for poll in app[_POLLS]:
        poll.cancel()


class _Api:
    def __init__(self, chat: WebChat) -> None:
        self._chat = chat

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/api/personas", self.personas),
            web.get("/api/transcript", self.transcript),
            web.get("/api/notices", self.notices),
            web.post("/api/turn", self.turn),
            web.post("/api/seen", self.seen),
        ]

    async def personas(self, request: web.Request) -> web.Response:
        return web.json_response({"personas": [_persona(each) for each in await self._chat.personas()]})

    async def turn(self, request: web.Request) -> web.Response:
        incoming = read_turn(await read_object(request))
        await self._known(incoming.conversation)
        return web.json_response(render(await self._chat.turn(incoming)))

    async def notices(self, request: web.Request) -> web.Response:
        persona = await self._known(request.query.get("persona", ""))
        timeout = _wait(request.query.get("wait", str(LONGEST_WAIT)))
        poll = asyncio.ensure_future(self._chat.notices(persona, timeout))
        request.app[_POLLS].add(poll)
        try:
            await asyncio.wait({poll})
        finally:
            request.app[_POLLS].discard(poll)
            poll.cancel()
        found = () if poll.cancelled() else poll.result()
        return web.json_response({"notices": [{"key": key, "reply": render(reply)} for key, reply in found]})

    async def seen(self, request: web.Request) -> web.Response:
        persona, keys = read_seen(await read_object(request))
        await self._chat.seen(await self._known(persona), keys)
        return web.json_response({"status": "ok"})

    async def transcript(self, request: web.Request) -> web.Response:
        persona = await self._known(request.query.get("persona", ""))
        return web.json_response({"exchanges": [_exchange(persona, each) for each in await self._chat.transcript(persona)]})

    async def _known(self, persona: str) -> str:
        if all(each.id != persona for each in await self._chat.personas()):
            raise Refused(404, "There is nobody of that name in this demo.")
        return persona


def _wait(text: str) -> float:
    if not (text.isascii() and text.isdigit() and len(text) <= 2 and int(text) <= LONGEST_WAIT):
        raise Refused(400, f'"wait" has to be a whole number of seconds from 0 to {LONGEST_WAIT}.')
    return float(text)


def _persona(persona: Persona) -> dict[str, object]:
    return {
        "id": persona.id,
        "name": persona.name,
        "role": persona.role,
        "company": persona.company,
        "language": persona.language,
    }


def _exchange(persona: str, exchange: Exchange) -> dict[str, object]:
    return {
        "key": exchange.key.removeprefix(prefix(persona)),
        "at": exchange.at.astimezone(UTC).isoformat(),
        "what": None if exchange.what is None else _what(exchange.what),
        "reply": render(exchange.reply),
    }


def _what(what: What) -> dict[str, object]:
    match what:
        case Said():
            return {"said": what.text}
        case Pressed():
            return {"pressed": what.action}
        case Submitted():
            return {"form": what.form, "values": dict(what.values)}
        case Uploaded():
            return {"file": {"name": what.name}}
        case Opened():
            return {"opened": True}
        case _:
            assert_never(what)
