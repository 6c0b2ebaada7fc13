"""That an answer is on its way: said if it is not there at once, said again while it takes long, taken away when nothing comes,
stopped when asked to.

Slack takes a status away when the bot posts, or after two minutes. Only where neither is right something has to be done: for work
that takes longer, and for work of which nothing is posted in the thread.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import structlog

from bot.clock import Elapsed, elapsed
from bot.delivery.drain import wait_for
from bot.incoming import Incoming
from bot.slack.address import Address, read_address
from bot.slack.calls import Api
from bot.slack.happenings import Stopped
from bot.slack.keyed import sender_of
from bot.slack.workspaces import Workspace, Workspaces
from bot.turns import Turns
from handlers.wording import both
from storage.answers import Answer, answers
from storage.engine import Database

_log = structlog.get_logger("slack")
#: In seconds. An answer that is there so soon needs nobody to say that it comes, and no call to Slack for it.
_SOON: Final = 0.4
#: Between two looks, which is also how long work may take before anybody looks, or can stop it.
_PAUSE: Final = 5
#: A status is said again well before Slack's two minutes are over.
_AGAIN: Final = 80
#: Nobody waits for longer; an answer that comes later is posted all the same.
_LONGEST: Final = 3600
#: So many are watched; at a load that has more, the rest have their status for two minutes.
_MOST: Final = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Waiting:
    """A message whose sender waits in its thread; `since` and `said` are by the clock that does not jump.

    `said` is when a status was put there last, None before one was.
    """

    to: Address
    since: float
    said: float | None = None
    has_session: bool = False
    has_repeated: bool = False


class Working:
    """The statuses of one process; what another process answers is seen in the database. Use from one event loop."""

    def __init__(self, api: Api, workspaces: Workspaces, turns: Turns, database: Database, *, ticks: Elapsed = elapsed) -> None:
        self._api = api
        self._workspaces = workspaces
        self._turns = turns
        self._database = database
        self._ticks = ticks
        self._soon = _SOON
        self._waiting: dict[str, _Waiting] = {}
        self._stopped = asyncio.Event()

    async def begin(self, incoming: Incoming) -> None:
        """Says in the thread of the message that an answer is on its way, if none is there soon."""
        to, key = read_address(incoming.conversation), incoming.key
        if to is None or to.thread is None or len(self._waiting) >= _MOST:
            return
        self._waiting[key] = _Waiting(to=to, since=self._ticks())
        await asyncio.sleep(self._soon)
        one = self._waiting.get(key)
        if one is not None and one.said is None:
            self._waiting[key] = replace(one, said=self._ticks())
            await self._say(to, both(lambda words: words("slack.one_moment")))

    def posted(self, conversation: str) -> None:
        """The bot posted in the conversation: whoever has waited there for longest does so no more. One who saw a status is looked
        after all the same.
        """
        to = read_address(conversation)
        key = next((key for key, one in self._waiting.items() if one.to == to), None)
        if key is not None and self._waiting[key].said is None:
            del self._waiting[key]

    async def run(self) -> None:
        """Looks after them until `stop`."""
        while not self._stopped.is_set():
            try:
                await self.look()
            except Exception as error:  # noqa: BLE001 - a database that is away comes back, and they are looked at then
                _log.error("slack.statuses_failed", exc_info=error)
            await wait_for(self._stopped, _PAUSE)

    def stop(self) -> None:
        self._stopped.set()

    async def look(self) -> None:
        """Once: what is answered is over, what takes long is said again and can be stopped from now on."""
        now = self._ticks()
        old = [key for key, one in self._waiting.items() if now - one.since >= _PAUSE]
        found = await asyncio.to_thread(self._answers, old) if old else {}
        for key, answer in found.items():
            one = self._waiting.get(key)
            if one is None:
                continue
            if answer is Answer.WAITING and now - one.since < _LONGEST:
                await self._go_on(key, one, now)
            else:
                del self._waiting[key]
                await self._end(one, is_posted=one.said is None or (answer is Answer.POSTED and not one.has_repeated))

    async def halt(self, stopped: Stopped, workspace: Workspace) -> None:
        """Somebody pressed Stop: what they asked for there is not answered any more, and the session is theirs again."""
        asker = None if stopped.channel.startswith("D") else stopped.user
        to = Address(tenant=workspace.tenant, channel=stopped.channel, thread=stopped.thread, asker=asker)
        sender = sender_of(workspace, stopped.user)
        keys = await asyncio.to_thread(self._turns.stop, sender, str(to))
        for key in keys:
            self._waiting.pop(key, None)
        _log.info("slack.stopped", messages=len(keys))
        await self._end(_Waiting(to=to, since=0, has_session=True), is_posted=False)

    async def _go_on(self, key: str, one: _Waiting, now: float) -> None:
        if not one.has_session:
            await self._session(one.to, "processing")
        if now - (one.since if one.said is None else one.said) >= _AGAIN:
            await self._say(one.to, both(lambda words: words("slack.still_working")))
            one = replace(one, said=now, has_repeated=True)
        if key in self._waiting:  # it may have been stopped meanwhile
            self._waiting[key] = replace(one, has_session=True)

    async def _end(self, one: _Waiting, *, is_posted: bool) -> None:
        """What was posted took the status with it, but for one that was said again: that may have come after it."""
        if one.has_session:
            await self._session(one.to, "active")
        if not is_posted:
            await self._say(one.to, "")

    async def _say(self, to: Address, words: str) -> None:
        if (token := await self._workspaces.token(to.tenant)) is not None:
            client = self._api.client(token)
            await self._api.call(client.assistant_threads_setStatus(channel_id=to.channel, thread_ts=str(to.thread), status=words))

    async def _session(self, to: Address, status: str) -> None:
        """With a session that is processing, Slack offers to stop it. Where there are no sessions, there is nothing to stop."""
        if (token := await self._workspaces.token(to.tenant)) is not None:
            client = self._api.client(token)
            await self._api.call(client.agents_sessions_setStatus(channel_id=to.channel, thread_ts=str(to.thread), status=status))

    def _answers(self, keys: Sequence[str]) -> Mapping[str, Answer]:
        with self._database.reading() as connection:
            return answers(connection, keys)
