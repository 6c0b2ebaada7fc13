"""Slack's news that is about access, not for a conversation: the bot was uninstalled, its token revoked, a user deactivated."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any, Final

import structlog

from bot.clock import Clock
from bot.slack.identity import ends_installation, read_authorisation, read_deactivated, read_event_time
from bot.slack.installations import InstalledWorkspaces
from handlers.message import Sender
from storage.engine import Database
from storage.links import end_access

#: What the bot must be told of for this, by its names in the manifest.
EVENTS: Final = ("app_uninstalled", "tokens_revoked", "user_change")
_log = structlog.get_logger("slack.news")


class News:
    """`installed` is None where one workspace is configured by its token: that is the operator's to take back."""

    def __init__(self, database: Database, clock: Clock, installed: InstalledWorkspaces | None) -> None:
        self._database = database
        self._clock = clock
        self._installed = installed

    async def hear(self, payload: Mapping[str, Any]) -> None:
        """Does what an event's envelope asks for, if it is such news; safe to repeat. Raises what the database raises."""
        event, named = payload.get("event"), read_authorisation(payload)
        if not isinstance(event, Mapping) or named is None:
            return
        if ends_installation(event) and self._installed is not None:
            # The nearest only: a workspace that takes the bot out does not take it from its organisation.
            await self._installed.revoke(named.tenants[0], made_by=read_event_time(payload))
        elif (user := read_deactivated(event)) is not None:
            for tenant in named.tenants:
                await asyncio.to_thread(self._end_access, Sender(chat="slack", tenant=tenant, user=user))

    def _end_access(self, sender: Sender) -> None:
        with self._database.transaction() as connection:
            owner = end_access(connection, sender, self._clock())
        if owner is not None:
            _log.info("slack.deactivated", tenant=sender.tenant, member=owner)
