"""The Home tab: what somebody sees of the program without asking, drawn for their role."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack import limits
from bot.slack.calls import Api
from bot.slack.judge import faults_of_view
from bot.slack.labels import labels
from bot.slack.read import Home
from bot.slack.render import render, split
from bot.slack.words import plain
from bot.turns import Turns
from handlers.reply import Reply
from handlers.wording import Words

_log = structlog.get_logger("slack")


def home_view(reply: Reply) -> dict[str, Any]:
    """The reply as a Home tab; what does not fit is left out, since all of it can be asked for.

    Slack takes one table here, as in a message: of the others every row is a line.
    """
    drawn = [block for message in render(reply, labels(reply.language)) for block in message.blocks]
    first = next((index for index, block in enumerate(drawn) if block["type"] == "table"), 0)
    blocks = [
        one
        for index, block in enumerate(drawn)
        for one in ([block] if block["type"] != "table" or index == first else _in_lines(block))
    ][: limits.VIEW_BLOCKS]
    view = {"type": "home", "blocks": blocks}
    if faults := list(faults_of_view(view)):
        _log.error("slack.home_downgraded", faults=faults)
        said = plain(Words(reply.language)("slack.home_failed"), most=limits.SECTION_TEXT)
        return {"type": "home", "blocks": [{"type": "section", "text": said}]}
    return view


def _in_lines(table: dict[str, Any]) -> list[dict[str, Any]]:
    rows = "\n".join(" · ".join(cell["text"] for cell in row) for row in table["rows"])
    return [{"type": "section", "text": plain(some, most=limits.SECTION_TEXT)} for some in split(rows, limits.SECTION_TEXT)]


async def publish(api: Api, turns: Turns, client: AsyncWebClient, opened: Home) -> None:
    """Shows it, unless somebody showed something newer meanwhile."""
    reply = await asyncio.to_thread(turns.look, opened.sender)
    publishing = client.views_publish(user_id=opened.sender.user, view=home_view(reply), hash=opened.hash or None)
    answer = await api.call(publishing)
    if not isinstance(answer, Mapping):
        _log.info("slack.home_not_shown", code=answer.code)
