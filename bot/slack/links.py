"""Links to deals in Slack: under our messages, and unfurled in other people's with nothing of the deal in it.

Everybody in a channel sees what a link unfurls to. So it says what a link is, whether it leads to a deal or not; the deal itself is
shown to whoever presses the button, if they may see it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.channel import Refused
from bot.slack import limits
from bot.slack.calls import Api, Failure
from bot.slack.entities import entity, warnings
from bot.slack.happenings import Shared
from bot.slack.read import PEEK
from bot.slack.render import Message
from bot.slack.words import mrkdwn, plain
from handlers.deal_links import PATH, is_token
from handlers.wording import Words, both

_log = structlog.get_logger("slack")
#: What Slack answers where "Work Object Previews" are off, or where it knows no such thing.
_NO_OBJECTS: Final = frozenset({"feature_not_enabled", "invalid_arguments"})


class DealLinks:
    """Of the bot that people reach at `public_url`; without one there are none."""

    def __init__(self, public_url: str | None) -> None:
        self._blocks_only: set[str] = set()
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

    async def unfurl(self, api: Api, client: AsyncWebClient, shared: Shared, tenant: str) -> None:
        """Says below the message what its links of ours are. It may be repeated; if it cannot be said, the link is a link.

        They are work objects besides, until Slack says that the workspace takes none; from then to the next start, blocks alone.
        """
        tokens = {url: token for url in shared.urls if (token := self.token(url)) is not None}
        if not tokens:
            return
        unfurls = {url: {"blocks": blocks(token)} for url, token in tokens.items()}
        send = partial(client.chat_unfurl, unfurl_id=shared.unfurl, source=shared.source, unfurls=unfurls)
        if tenant not in self._blocks_only:
            entities = [entity(url, token) for url, token in tokens.items()]
            answer = await api.call(send(metadata={"entities": entities}))
            why = _why_no_objects(answer)
            if why is None:
                return
            self._blocks_only.add(tenant)
            _log.warning("slack.no_work_objects", tenant=tenant, codes=why)
        answer = await api.call(send())
        if not isinstance(answer, Mapping):
            _log.info("slack.not_unfurled", code=answer.code)


def _why_no_objects(answer: Mapping[str, Any] | Failure) -> list[str] | None:
    """What Slack has against the work objects of a call; None where it took them, or failed over something else."""
    if isinstance(answer, Mapping):
        return warnings(answer) or None
    if isinstance(answer, Refused) and (answer.code in _NO_OBJECTS or "metadata" in answer.code):
        return [answer.code]
    _log.info("slack.not_unfurled", code=answer.code)
    return None


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
