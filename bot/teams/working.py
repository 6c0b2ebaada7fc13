"""That an answer is on its way: shown if it is not there at once, and shown again while it takes long.

Teams shows it for some three seconds, or until the bot posts.
"""

from __future__ import annotations

import asyncio
from typing import Final

from bot.delivery.drain import wait_for
from bot.incoming import Incoming
from bot.teams.address import read_address
from bot.teams.connector import Connector
from storage.answers import Answer, answers
from storage.engine import Database

#: In seconds. An answer that is there so soon needs nobody to say that it comes.
_SOON: Final = 0.4
#: Between two signs, and for how many at most: nobody looks at a screen for longer.
_PAUSE: Final = 3
_SIGNS: Final = 20
#: So many are shown at a time; at a load that has more, the rest are answered without.
_MOST: Final = 500


class Working:
    """The signs of one process; what another process answers is seen in the database. Use from one event loop."""

    def __init__(self, connector: Connector, database: Database) -> None:
        self._connector = connector
        self._database = database
        self._waiting: dict[str, tuple[str, asyncio.Event]] = {}

    async def show(self, incoming: Incoming) -> None:
        """Until the message is answered."""
        to, key = read_address(incoming.conversation), incoming.key
        if to is None or key in self._waiting or len(self._waiting) >= _MOST:
            return
        done = asyncio.Event()
        self._waiting[key] = (incoming.conversation, done)
        try:
            await wait_for(done, _SOON)
            for number in range(_SIGNS):
                if done.is_set() or (number and not await asyncio.to_thread(self._waits, key)):
                    return
                await self._connector.post(to.service_url, to.conversation, {"type": "typing"})
                await wait_for(done, _PAUSE)
        finally:
            del self._waiting[key]

    def posted(self, conversation: str) -> None:
        """The bot posted in the conversation: whoever has waited there for longest does so no more."""
        done = next((done for where, done in self._waiting.values() if where == conversation and not done.is_set()), None)
        if done is not None:
            done.set()

    def stop(self) -> None:
        for _, done in self._waiting.values():
            done.set()

    def _waits(self, key: str) -> bool:
        with self._database.reading() as connection:
            return answers(connection, [key])[key] is Answer.WAITING
