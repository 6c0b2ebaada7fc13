"""Cards that ask for a decision, as each person sees them: Teams asks for somebody's own view when it shows such a card to them.

What a card says is what the outbox has; Teams keeps the view until the message is changed. A client that does not ask shows the
message, which is brought up to date for everybody all the same.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any, Final

import structlog

from bot.delivery.dispatch import message_number
from bot.teams.asked import Look
from bot.teams.elements import Element, card, lines
from bot.teams.judge import faults_of_card
from bot.teams.meeting import language_of
from bot.teams.render import last_card
from bot.turns import Turns
from handlers.asked_to_decide import asks_to_decide
from handlers.reply import Reply
from handlers.wording import Words

_log = structlog.get_logger("teams")
_CARD: Final = "application/vnd.microsoft.card.adaptive"
#: In seconds; Teams gives an invoke five.
_WAIT: Final = 3.5


def looking_again(content: Mapping[str, Any], key: str, mri: str) -> Element:
    """The card, with which Teams asks for what is to be shown to this person; by the key it is found again."""
    action = {"type": "Action.Execute", "verb": "view", "data": {"card": key}}
    return {**content, "refresh": {"action": action, "userIds": [mri]}}


class Views:
    """Use from one event loop."""

    def __init__(self, turns: Turns) -> None:
        self._turns = turns

    async def answer(self, look: Look) -> Mapping[str, Any]:
        """The card as it stands for the person. Another's looks like one that is not there. Raises TimeoutError where Teams waits
        no longer; the message stands as it was.
        """

        def is_it(row: str) -> bool:
            return message_number(look.card, row) is not None

        async with asyncio.timeout(_WAIT):
            reply = await asyncio.to_thread(self._turns.look_again, look.account.sender, is_it)
        return {"statusCode": 200, "type": _CARD, "value": self._shown(look, reply)}

    def _shown(self, look: Look, reply: Reply | None) -> Element:
        if reply is None:
            words = Words(language_of(look.account))
            return card(lines(words("teams.not_there")), language=words.language, fallback=words("teams.not_there"))
        words = Words(reply.language)
        shown = last_card(reply, words)
        if asks_to_decide(reply):
            shown = looking_again(shown, look.card, look.account.mri)
        if faults := list(faults_of_card(shown)):
            _log.error("teams.view_downgraded", faults=faults)
            shown = card(lines(str(shown["fallbackText"])), language=words.language, fallback=str(shown["fallbackText"]))
        return shown
