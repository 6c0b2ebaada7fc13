"""An answer that is seen while it is made: sentence after sentence in a personal chat, and the reply in its place.

Teams shows what is streamed as one message that grows, sent anew with all of it every time, and ends it with the first message that
names the stream. The reply goes through the outbox as always, and whichever process posts it ends the stream with it. A stream that
takes no more, for two minutes are over, is a message like any other: the reply is put in its place.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import structlog

from bot.clock import Clock
from bot.delivery.channel import Outcome, Refused, Sent
from bot.delivery.dispatch import message_key
from bot.delivery.drain import wait_for
from bot.teams import limits
from bot.teams.address import Address, read_address
from bot.teams.answers import paragraphs
from bot.teams.connector import Connector
from bot.trace import reply_key
from handlers.ports_library import Tell
from storage import teams_streams
from storage.engine import Database, Transaction

_log = structlog.get_logger("teams")
#: In seconds: Teams takes one a second of a stream, and asks for some room between them.
_PAUSE: Final = 1.5
#: It gives a stream two minutes.
_LONGEST: Final = 100.0
#: So many at a time; the rest are told when they are whole.
_MOST: Final = 500


@dataclass(slots=True, kw_only=True)
class _Open:
    """A message in the making. `said` is what was told, `shown` what stands in Teams; `id` is what Teams calls the stream."""

    to: Address
    conversation: str
    said: str = ""
    shown: str = ""
    id: str | None = None
    count: int = 0
    over: asyncio.Event = field(default_factory=asyncio.Event)
    task: asyncio.Task[None] | None = None


class Streams:
    """Those of one process; what another one began is seen in the database. `begun` is told where one is. Use from one event loop,
    but for what `teller` gives.
    """

    def __init__(
        self,
        connector: Connector,
        database: Database,
        clock: Clock,
        *,
        begun: Callable[[str], None] = lambda conversation: None,
    ) -> None:
        self._connector = connector
        self._database = database
        self._clock = clock
        self._begun = begun
        self._open: dict[str, _Open] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def teller(self, conversation: str, message: str) -> Tell | None:
        """What hears the answer to the message, in any thread, and waits for nothing; None where only the whole is to be seen."""
        to = read_address(conversation)
        if to is None or not to.is_personal or len(self._open) >= _MOST:
            return None
        key, one = message_key(reply_key(message), 0), _Open(to=to, conversation=conversation)
        loop = asyncio.get_running_loop()

        def tell(text: str) -> None:
            loop.call_soon_threadsafe(self._hear, key, one, text)

        return tell

    def _hear(self, key: str, one: _Open, text: str) -> None:
        if self._open.setdefault(key, one) is not one:
            return  # the turn is run again: what was told the first time stands there
        one.said = f"{one.said} {text}".strip()
        if one.task is None:
            one.task = asyncio.create_task(self._show(key, one))
            self._tasks.add(one.task)
            one.task.add_done_callback(self._ended)

    async def _show(self, key: str, one: _Open) -> None:
        """Until the reply is there, or Teams takes no more of it, or it takes too long."""
        for _ in range(int(_LONGEST / _PAUSE)):
            if one.over.is_set() or (one.said != one.shown and not await self._send(key, one)):
                break
            await wait_for(one.over, _PAUSE)
        if not one.over.is_set():
            self._open.pop(key, None)  # where it stands is known to everybody

    async def _send(self, key: str, one: _Open) -> bool:
        if one.id is None and await asyncio.to_thread(self._find, key) is not None:
            return False  # what another process told before it stopped stands there, and the reply ends it
        said, one.count = one.said, one.count + 1
        stream: dict[str, Any] = {"type": "streaminfo", "streamType": "streaming", "streamSequence": one.count}
        stream |= {"streamId": one.id} if one.id else {}
        activity = {"type": "typing", "text": paragraphs(said)[: limits.MESSAGE_TEXT], "entities": [stream]}
        answer = await self._connector.post(one.to.service_url, one.to.conversation, activity)
        if not isinstance(answer, Mapping):
            _log.info("teams.stream_ended", code=answer.code)
            return False
        one.shown = said
        if one.id is None and (id := str(answer.get("id") or "")):
            await self._in_database(lambda connection: teams_streams.begun(connection, key, id, self._clock()))
            self._begun(one.conversation)
            one.id = id
        return one.id is not None

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("teams.stream_failed", exc_info=error)

    # ── once it is whole ─────────────────────────────────────────────────────────────────────────────────────────────────

    async def complete(self, key: str, to: Address, activity: Mapping[str, Any]) -> Outcome | None:
        """Puts the message in the place of what was streamed of it; None where it is to be posted by itself. May be repeated."""
        one = self._open.get(key)
        if one is not None:
            one.over.set()
            if one.task is not None:
                await asyncio.wait([one.task])  # what is on its way to Teams has arrived
        id = await asyncio.to_thread(self._find, key)
        outcome = None if id is None else await self._put(id, to, activity)
        if id is not None and (outcome is None or isinstance(outcome, Sent)):
            await self._in_database(lambda connection: teams_streams.end(connection, key))
        if outcome is None or isinstance(outcome, Sent):
            self._open.pop(key, None)
        return outcome

    async def _put(self, id: str, to: Address, activity: Mapping[str, Any]) -> Outcome | None:
        """A stream that is over may have been ended by this very message, and nobody heard: to put it there again is harmless."""
        stream = {"type": "streaminfo", "streamType": "final", "streamId": id}
        final = {**activity, "entities": [*activity.get("entities", ()), stream]}
        answer = await self._connector.post(to.service_url, to.conversation, final)
        if isinstance(answer, Refused):
            _log.info("teams.stream_over", code=answer.code)
            shown = {name: value for name, value in activity.items() if name != "suggestedActions"}
            answer = await self._connector.put(to.service_url, to.conversation, id, shown)
        if isinstance(answer, Mapping):
            return Sent(id=str(answer.get("id") or id))
        _log.info("teams.stream_not_completed", code=answer.code)
        return None if isinstance(answer, Refused) else answer

    async def finish(self) -> None:
        """Nothing more is streamed; what is on its way to Teams has arrived."""
        for one in self._open.values():
            one.over.set()
        while self._tasks:
            await asyncio.wait(self._tasks)

    def _find(self, key: str) -> str | None:
        with self._database.reading() as connection:
            return teams_streams.find(connection, key)

    async def _in_database(self, use: Callable[[Transaction], None]) -> None:
        def run() -> None:
            with self._database.transaction() as connection:
                use(connection)

        await asyncio.to_thread(run)
