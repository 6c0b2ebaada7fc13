"""What Slack suggests to say in the direct messages, for the role and in the language of whoever opens them.

Slack shows everybody those of the manifest until an app sets others. They are words of buttons: what a button says can be typed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Final

import structlog

from bot.delivery.channel import Refused
from bot.slack.calls import Api
from bot.slack.read import Talk
from bot.slack.workspaces import Workspace
from bot.turns import Turns
from handlers.reply import Choices, Reply
from handlers.wording import Words

_log = structlog.get_logger("slack")
#: Slack takes no more.
_MOST: Final = 4
#: Buttons whose words are a question of their own; the others are about something that was just said.
_SAID_ALONE: Final = frozenset({"register.start", "deals.list", "earnings.now", "review.queue", "payout.list"})
#: What Slack answers where the app was installed before it asked for this, or knows no such thing.
_NOT_HERE: Final = frozenset({"missing_scope", "not_agent_app", "unknown_method"})


def prompts(reply: Reply) -> list[dict[str, str]]:
    """What can be said, of what the Home tab offers first; none where something is in progress, or of a stranger's."""
    choices = next((part.choices for part in reply.parts if isinstance(part, Choices)), ())
    said = [choice.label for choice in choices if choice.action in _SAID_ALONE][: _MOST - 1]
    words = Words(reply.language)
    return [{"title": text, "message": text} for text in (*said, words("prompt.help"))] if said else []


class Prompts:
    """Use from one event loop."""

    def __init__(self, api: Api, turns: Turns) -> None:
        self._api = api
        self._turns = turns
        self._without: set[str] = set()

    async def suggest(self, opened: Talk, workspace: Workspace) -> None:
        """Tried once: without, there are those of the manifest. `thread_ts` would make Slack take it and do nothing."""
        if workspace.tenant in self._without:
            return
        found = prompts(await asyncio.to_thread(self._turns.look, opened.sender))
        if not found:
            return
        client = self._api.client(workspace.token)
        answer = await self._api.call(client.assistant_threads_setSuggestedPrompts(channel_id=opened.channel, prompts=found))
        if not isinstance(answer, Mapping):
            _log.info("slack.not_suggested", code=answer.code)
            if isinstance(answer, Refused) and answer.code in _NOT_HERE:
                self._without.add(workspace.tenant)  # until the next start
