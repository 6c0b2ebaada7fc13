"""What stands behind the page: the turns, called from the event loop by way of threads."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Final

from bot.incoming import Incoming, Sender
from bot.turns import Turns
from bot.web.app import Exchange, Persona
from handlers.reply import Reply

#: How often the outbox is looked at while the page waits for notices, in seconds.
_PAUSE: Final = 0.5


def sender_of(persona: str) -> Sender:
    """The account of a demo persona on the page."""
    return Sender(chat="web", tenant="demo", user=persona)


class DemoChat:
    """`bot.web.app.WebChat` over the turns, for the demo's personas."""

    def __init__(self, turns: Turns, personas: Sequence[Persona]) -> None:
        self._turns = turns
        self._personas = tuple(personas)

    async def personas(self) -> Sequence[Persona]:
        return self._personas

    async def turn(self, incoming: Incoming) -> Reply:
        return await asyncio.to_thread(self._turns.take, incoming)

    async def notices(self, persona: str, timeout: float) -> Sequence[tuple[str, Reply]]:
        for pauses_left in range(int(timeout / _PAUSE), -1, -1):
            found = await asyncio.to_thread(self._turns.notices, sender_of(persona))
            if found or not pauses_left:
                return found
            await asyncio.sleep(_PAUSE)
        return ()

    async def seen(self, persona: str, keys: Sequence[str]) -> None:
        await asyncio.to_thread(self._turns.notices_seen, sender_of(persona), keys)

    async def transcript(self, persona: str) -> Sequence[Exchange]:
        turns = await asyncio.to_thread(self._turns.transcript, sender_of(persona))
        return [Exchange(key=turn.key, at=turn.at, what=turn.what, reply=turn.reply) for turn in turns]
