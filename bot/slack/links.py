"""Links to deals in Slack: under our messages, and unfurled in other people's with nothing of the deal in it.

Everybody in a channel sees what a link unfurls to. So it says what a link is, whether it leads to a deal or not; the deal itself is
shown to whoever presses the button, if they may see it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack import limits
from bot.slack.calls import Api
from bot.slack.happenings import Shared
from bot.slack.labels import both
from bot.slack.read import PEEK
from bot.slack.render import Message
from bot.slack.words import mrkdwn, plain
from handlers.deal_links import PATH, is_token
from handlers.wording import Words

_log = structlog.get_logger("slack")


class DealLinks:
    """Of the bot that people reach at `public_url`; without one there are none."""

    def __init__(self, public_url: str | None) -> None:
        self._base = None if public_url is None else public_url.rstrip("/") + PATH

    def under(self, messages: Sequence[Message], token: str, language: str) -> tuple[Message, ...]:
        """The messages with the link to their deal below the last one, where there is room."""
        if self._base is None or not is_token(token) or not messages or not messages[-1].blocks:
            return tuple(messages)
        last, url = messages[-1], self._base + token
        if len(last.blocks) >= limits.MESSAGE_BLOCKS or len(last.text) + len(url) + 1 > limits.FALLBACK_TEXT:
            return tuple(messages)
        said = mrkdwn(f"<{url}|{Words(language)('slack.open_deal')}>", most=limits.CONTEXT_TEXT)
        linked = replace(last, text=f"{last.text}\n{url}", blocks=(*last.blocks, {"type": "context", "elements": [said]}))
        return (*messages[:-1], linked)

    def token(self, url: str) -> str | None:
        """The token of a link of ours."""
        if self._base is None or not url.startswith(self._base):
            return None
        token = url.removeprefix(self._base).rstrip("/")
        return token if is_token(token) else None

    async def unfurl(self, api: Api, client: AsyncWebClient, shared: Shared) -> None:
        """Says below the message what its links of ours are. It may be repeated; if it cannot be said, the link is a link."""
        unfurls = {url: {"blocks": blocks(token)} for url in shared.urls if (token := self.token(url)) is not None}
        if not unfurls:
            return
        answer = await api.call(client.chat_unfurl(unfurl_id=shared.unfurl, source=shared.source, unfurls=unfurls))
        if not isinstance(answer, Mapping):
            _log.info("slack.not_unfurled", code=answer.code)


def blocks(token: str) -> list[dict[str, Any]]:
    """What everybody sees of a link: the same for every one. In every language: nobody knows who reads it."""
    button = {
        "type": "button",
        "action_id": "press:deal",
        "text": plain(both(lambda words: words("slack.show_deal")), most=limits.BUTTON_TEXT),
        "value": f"{PEEK}{token}",
    }
    said = plain(both(lambda words: words("slack.unfurled")), most=limits.SECTION_TEXT)
    return [{"type": "section", "text": said}, {"type": "actions", "elements": [button]}]
