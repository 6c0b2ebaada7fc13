"""Teams as a chat of the house: what it delivers comes in here and is answered in time.

Who sent it is proven by `bot.teams.edge`, what it means says `bot.teams.read`. A message is kept before it is acknowledged, a
button of a card is answered at once, and what comes of it is posted.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import structlog
from aiohttp import web

from bot.chats import Receive
from bot.clock import Clock, elapsed
from bot.delivery.cards import Cards
from bot.delivery.channel import Later
from bot.incoming import Incoming
from bot.teams.asked import read_asked
from bot.teams.channel import TeamsChannel
from bot.teams.connector import Connector
from bot.teams.dialogs import Dialogs
from bot.teams.edge import Edge, Raw
from bot.teams.files import Files
from bot.teams.keys import Keys
from bot.teams.meeting import Meeting, language_of
from bot.teams.read import Consent, Installed, Message, Removed, Scope, account_of, read
from bot.teams.streams import Streams
from bot.teams.working import Working
from bot.turns import Turns
from handlers.message import LARGEST_FILE, Uploaded
from handlers.wording import LANGUAGES, Words
from storage.engine import Database

_log = structlog.get_logger("teams")
PATH: Final = "/api/messages"


class TeamsChat:
    """`bot.chats.Chat`. `tenants` are those whose people may use the bot; `keys` is None in development without sign-in.

    With `streams`, an answer that is made for long is seen while it is made. `home` is the vendor's own tenant.
    """

    name = "teams"

    def __init__(
        self,
        app_id: str,
        connector: Connector,
        keys: Keys | None,
        tenants: Sequence[str],
        turns: Turns,
        database: Database,
        clock: Clock,
        *,
        streams: bool = False,
        home: str | None = None,
    ) -> None:
        self._connector = connector
        self._keys = keys
        self._edge = Edge(app_id, connector.places, keys)
        self._working = Working(connector, database)
        self._streams = Streams(connector, database, clock, begun=self._working.posted) if streams else None
        self.channel = TeamsChannel(
            app_id, connector, database, clock, posted=self._working.posted, streams=self._streams, home=home
        )
        self._files = Files(connector, database, clock)
        self._cards = Cards(self.name, database, self.channel, clock)
        self._updating: asyncio.Task[None] | None = None
        self._meeting = Meeting(connector, tenants, database, clock)
        self._dialogs = Dialogs(turns, database)
        self._tasks: set[asyncio.Task[None]] = set()
        self._receive: Receive | None = None

    def admit(self, tenants: Sequence[str]) -> None:
        """Only their people may use the bot from now on. From any thread."""
        self._meeting.tenants = frozenset(tenants)

    # ── the chat ─────────────────────────────────────────────────────────────────────────────────────────────────────────

    def routes(self, receive: Receive) -> Sequence[web.AbstractRouteDef]:
        return [web.route("*", PATH, self._delivered)]

    async def start(self, receive: Receive) -> None:
        session = self._connector.open()
        if self._keys is not None:
            self._keys.open(session)
            self._begin(self._keys.warm())
        self._receive = receive
        self._updating = asyncio.create_task(self._cards.run())

    async def is_ready(self) -> bool:
        """Without Microsoft's keys nobody can be believed."""
        if self._keys is None:
            return True
        await self._keys.warm()
        return self._keys.are_there

    async def stop(self) -> None:
        self._working.stop()
        self._cards.stop()
        if self._updating is not None:
            await asyncio.wait([self._updating])

    async def close(self) -> None:
        """After what is still being delivered was answered."""
        while self._tasks:
            self._working.stop()
            await asyncio.wait(self._tasks)
        await self._dialogs.finish()
        if self._streams is not None:
            await self._streams.finish()
        await self._connector.close()

    # ── what comes in ────────────────────────────────────────────────────────────────────────────────────────────────────

    async def _delivered(self, request: web.Request) -> web.Response:
        if self._receive is None:
            return web.Response(status=503)  # the route is open a moment before the chat is
        began = elapsed()
        answer = await self._edge.process(request, self._heard)
        self._connector.metrics.acknowledged(self.name, elapsed() - began)
        return answer

    async def _heard(self, raw: Raw) -> Mapping[str, Any] | None:
        """An invoke is answered in its own form whatever happens; anything else that fails is not acknowledged."""
        try:
            return await self._hear(raw)
        except Exception as error:
            if raw.get("type") != "invoke":
                raise
            _log.error("teams.invoke_failed", exc_info=error)
            return _failed(raw)

    async def _hear(self, raw: Raw) -> Mapping[str, Any] | None:
        """What Teams is to be told for an invoke."""
        account = account_of(raw)
        if account is None:
            return _told(raw, None, "")
        if not self._meeting.may_use(account):
            self._begin(self._meeting.refuse(raw, account))
            return _told(raw, None, "")
        if (asked := read_asked(raw, account)) is not None:
            await self._meeting.note(asked.account)
            return await self._dialogs.answer(asked)
        found = read(raw, account)
        match found:
            case Message():
                await self._meeting.note(account)
                incoming = await self._with_file(found)
                if await self._kept(incoming):
                    self._begin(self._working.show(incoming))
            case Installed():
                await self._meeting.note(account)
                if found.team is None and account.address.asker is None:
                    await self._kept(found.incoming)
                else:
                    self._begin(self._meeting.welcome(found))
            case Removed():
                await self._meeting.end(account)
            case Consent():
                self._begin(self._files.answer(found))
            case None:
                _log.debug("teams.passed_over", type=str(raw.get("type"))[:40])
        return _told(raw, found, language_of(account))

    async def _kept(self, incoming: Incoming) -> bool:
        """False when it was known already. Raises what the database raises: then Teams must not be told that it arrived."""
        return self._receive is not None and await self._receive(incoming)

    async def _with_file(self, found: Message) -> Incoming:
        """What is kept is the file itself. One that cannot be had just now is delivered again; one that cannot be had is empty."""
        if found.attached is None:
            return found.incoming
        content = await self._connector.fetch(found.attached.url, most=LARGEST_FILE)
        if not isinstance(content, bytes):
            _log.warning("teams.file_not_had", code=content.code)
            if isinstance(content, Later):
                raise ConnectionError(content.code)
        what = Uploaded(name=found.attached.name, content=content if isinstance(content, bytes) else b"")
        return replace(found.incoming, what=what)

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        """What Teams need not wait for."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("teams.failed", exc_info=error)


def _failed(raw: Raw) -> Mapping[str, Any]:
    """In every language: nobody knows the reader's just now."""
    said = " ".join(Words(language)("teams.not_now") for language in LANGUAGES)
    match raw.get("name"):
        case "adaptiveCard/action":
            error = {"code": "InternalError", "message": said}
            return {"statusCode": 500, "type": "application/vnd.microsoft.error", "value": error}
        case "task/fetch" | "task/submit" | "composeExtension/fetchTask" | "composeExtension/submitAction":
            return {"task": {"type": "message", "value": said}}
    return {}


def _told(raw: Raw, found: object, language: str) -> Mapping[str, Any] | None:
    """To a button of a card, that it was heard, or what was wrong with it; to anything else, nothing."""
    if raw.get("type") != "invoke":
        return None
    if raw.get("name") != "adaptiveCard/action":
        return {}
    if found is None:
        error = {"code": "BadRequest", "message": "The card says nothing that the bot knows."}
        return {"statusCode": 400, "type": "application/vnd.microsoft.error", "value": error}
    is_elsewhere = isinstance(found, Message) and found.account.scope is not Scope.PERSONAL
    heard = Words(language)("teams.heard_elsewhere" if is_elsewhere else "teams.heard")
    return {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": heard}
