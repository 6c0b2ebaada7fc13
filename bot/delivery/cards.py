"""Cards that ask for a decision, brought up to date wherever they were posted: the buttons go, and who decided when is said.

Putting a message in the place of another may be repeated, so any number of processes may do it, and one that stops loses nothing.
"""

from __future__ import annotations

import asyncio
from datetime import datetime
from itertools import zip_longest
from typing import Final, Protocol

import structlog

from bot.clock import Clock
from bot.delivery.channel import Channel, Later, Open, Outcome, Refused, Rendered, Sent
from bot.delivery.drain import wait_for
from handlers.asked_to_decide import once_decided, where_it_stands
from handlers.ports_approvals import Closed
from handlers.reply import Reply, Text
from handlers.wording import Words
from storage.copies import Copies, Copy
from storage.engine import Database

_log = structlog.get_logger("cards")
#: In seconds, between two looks; with so many at a time it stays below what any chat takes in a minute.
_PAUSE: Final = 5
_MOST: Final = 4


class Updating(Channel, Protocol):
    """A channel of a chat in which what was posted can be changed."""

    async def look_at(self, place: str) -> Open | Closed | Later:
        """As `bot.delivery.channel.Placing`."""
        ...

    async def update(self, conversation: str, id: str, message: Rendered) -> Outcome:
        """Puts the message in the place of what was posted as `id`; may be repeated."""
        ...


class Cards:
    """Looks for cards of the chat that are out of date until `stop`."""

    def __init__(self, chat: str, database: Database, channel: Updating, clock: Clock) -> None:
        self._chat = chat
        self._database = database
        self._channel = channel
        self._clock = clock
        self._stopped = asyncio.Event()

    async def run(self) -> None:
        while not self._stopped.is_set():
            try:
                await self.update()
            except Exception as error:  # noqa: BLE001 - a database that is away comes back, and the cards are looked at then
                _log.error("cards.failed", chat=self._chat, exc_info=error)
            await wait_for(self._stopped, _PAUSE)

    def stop(self) -> None:
        self._stopped.set()

    async def update(self) -> int:
        """Once; how many were brought up to date, or can never be."""
        outdated = await asyncio.to_thread(self._outdated)
        done = [copy.id for copy in outdated if await self._update(copy)]
        if done:
            await asyncio.to_thread(self._close, done, self._clock())
        return len(done)

    async def _update(self, copy: Copy) -> bool:
        words = Words(copy.reply.language, copy.zone)
        is_gone = copy.is_gone
        if copy.reply.place and not is_gone:
            found = await self._channel.look_at(copy.reply.place)
            if isinstance(found, Later):
                return False
            is_gone = isinstance(found, Closed)
        stands = where_it_stands(copy.status, copy.who, copy.decided_at, words, note=copy.note)
        shown = Text(text=words("approvals.gone")) if is_gone else stands
        (alone,) = self._channel.render(Reply(parts=(shown,), language=copy.reply.language, place=copy.reply.place))
        messages = [alone] if is_gone else self._channel.render(once_decided(copy.reply, stands))
        for id, message in zip_longest(copy.posted, messages[: len(copy.posted)], fillvalue=alone):
            outcome = await self._channel.update(copy.conversation, str(id), message)
            if not isinstance(outcome, Sent | Refused):
                return False
        return True

    def _outdated(self) -> tuple[Copy, ...]:
        with self._database.reading() as connection:
            return Copies(connection).outdated(self._chat, most=_MOST)

    def _close(self, ids: list[int], at: datetime) -> None:
        with self._database.transaction() as connection:
            Copies(connection).close(ids, at)
