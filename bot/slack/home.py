"""The Home tab: what somebody sees of the program without asking, drawn for their role."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import structlog

from bot.clock import Clock
from bot.delivery.channel import Later, Limit, Outcome, Refused, Sent
from bot.slack import limits
from bot.slack.address import is_id
from bot.slack.calls import Api
from bot.slack.judge import faults_of_view
from bot.slack.labels import labels
from bot.slack.read import Home
from bot.slack.render import render, split
from bot.slack.words import plain
from bot.slack.workspaces import Workspaces
from bot.turns import Turns
from handlers.message import Sender
from handlers.reply import Reply
from handlers.wording import Words
from storage.engine import Database
from storage.homes import HOME, begin_picture, open_home, shown

_log = structlog.get_logger("slack")


def home_view(reply: Reply) -> dict[str, Any]:
    """The reply as a Home tab; what does not fit is left out, since all of it can be asked for, and so are thumbs.

    Slack takes one table here, as in a message: of the others every row is a line.
    """
    drawn = [block for message in render(reply, labels(reply.language)) for block in message.blocks]
    first = next((index for index, block in enumerate(drawn) if block["type"] == "table"), 0)
    blocks = [
        one
        for index, block in enumerate(drawn)
        if block["type"] != "context_actions"
        for one in ([block] if block["type"] != "table" or index == first else _in_lines(block))
    ][: limits.VIEW_BLOCKS]
    view = {"type": "home", "blocks": blocks}
    if faults := list(faults_of_view(view)):
        _log.error("slack.home_downgraded", faults=faults)
        said = plain(Words(reply.language)("slack.home_failed"), most=limits.SECTION_TEXT)
        return {"type": "home", "blocks": [{"type": "section", "text": said}]}
    return view


def _in_lines(table: dict[str, Any]) -> list[dict[str, Any]]:
    """Without what the columns are called and what is nowhere: a line says by itself what it says."""
    rows = "\n".join(" · ".join(cell["text"] for cell in row if cell["text"] != "–") for row in table["rows"][1:])
    return [{"type": "section", "text": plain(some, most=limits.SECTION_TEXT)} for some in split(rows, limits.SECTION_TEXT)]


class HomeTabs:
    """The Home tabs of everybody, shown when somebody looks and anew when what they show has changed. Use from one event loop."""

    def __init__(self, api: Api, workspaces: Workspaces, turns: Turns, database: Database, clock: Clock) -> None:
        self._api = api
        self._workspaces = workspaces
        self._turns = turns
        self._database = database
        self._clock = clock

    @staticmethod
    def limits(conversation: str) -> tuple[Limit, ...]:
        sender = read_home(conversation)
        return () if sender is None else (Limit(bucket=f"slack:{sender.tenant}:homes", count=80, per=timedelta(minutes=1)),)

    async def open(self, opened: Home) -> None:
        """Somebody looks: shows it, unless somebody showed something newer meanwhile."""
        await asyncio.to_thread(self._opened, opened.sender)
        answer = await self._publish(opened.sender, opened.hash or None)
        if not isinstance(answer, Sent):
            _log.info("slack.home_not_shown", code=answer.code)

    async def send(self, conversation: str) -> Outcome:
        """Something changed: shows it as it is now. It may be repeated."""
        sender = read_home(conversation)
        if sender is None:
            return Refused(code="no_such_address")
        is_looked_at, hash = await asyncio.to_thread(self._begun, sender)
        return await self._publish(sender, hash) if is_looked_at else Sent(id=sender.user)

    async def _publish(self, sender: Sender, hash: str | None) -> Outcome:
        token = await self._workspaces.token(sender.tenant)
        if token is None:
            return Refused(code="not_installed")
        reply = await asyncio.to_thread(self._turns.look, sender)
        client = self._api.client(token)
        answer = await self._api.call(client.views_publish(user_id=sender.user, view=home_view(reply), hash=hash))
        if isinstance(answer, Mapping):
            await asyncio.to_thread(self._shown, sender, str((answer.get("view") or {}).get("hash") or "") or None)
            return Sent(id=sender.user)
        if answer == Refused(code="hash_conflict"):
            # Somebody was quicker, perhaps a process that could not say so any more. What it showed may be older than this.
            await asyncio.to_thread(self._shown, sender, None)
            return Later(code="hash_conflict")
        return answer

    def _opened(self, sender: Sender) -> None:
        with self._database.transaction() as connection:
            open_home(connection, sender, self._clock())

    def _begun(self, sender: Sender) -> tuple[bool, str | None]:
        with self._database.transaction() as connection:
            return begin_picture(connection, sender)

    def _shown(self, sender: Sender, hash: str | None) -> None:
        with self._database.transaction() as connection:
            shown(connection, sender, hash, self._clock())


def read_home(conversation: str) -> Sender | None:
    """Whose Home tab the address is of; None for any other address."""
    kind, _, rest = conversation.partition("/")
    tenant, _, user = rest.partition("/")
    return Sender(chat="slack", tenant=tenant, user=user) if kind == HOME and is_id(tenant) and is_id(user) else None
