"""Whose workspace a delivery belongs to, and the token that speaks there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import structlog

from bot.chats import CannotStart
from bot.delivery.channel import Refused
from bot.slack.calls import Api

_log = structlog.get_logger("slack")


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """An installation as it acts. `tenant` is its team's id, or the "E…" of an organisation all of which installed the bot."""

    tenant: str
    team_id: str | None
    enterprise_id: str | None
    bot_user_id: str
    bot_id: str
    token: str = field(repr=False)


class Workspaces(Protocol):
    """Every installation that the bot has. Neither call raises for one that is not there, or is no longer."""

    async def authorize(self, enterprise_id: str | None, team_id: str | None, is_enterprise_install: bool) -> Workspace | None:
        """The installation that a delivery was made for, as its authorisation names it; None when there is none."""
        ...

    async def token(self, tenant: str) -> str | None:
        """A token that is good now, for writing by oneself; None when the tenant has no installation."""
        ...

    async def refused(self, tenant: str, token: str, code: str) -> None:
        """To be told when Slack refuses a call with this token: one that is dead ends the installation."""
        ...

    async def start(self) -> None:
        """Before the first delivery. Raises CannotStart when it cannot be right."""
        ...

    async def stop(self) -> None:
        """Ends what is in work; nothing is asked of it afterwards."""
        ...


class SingleWorkspace:
    """The one workspace, or organisation, of a token that the operator configured."""

    def __init__(self, api: Api, token: str) -> None:
        self._api = api
        self._token = token
        self._workspace: Workspace | None = None

    def use_token(self, token: str) -> None:
        """From the next call on; whose it is, Slack is asked again."""
        if token != self._token:
            self._token, self._workspace = token, None

    async def authorize(self, enterprise_id: str | None, team_id: str | None, is_enterprise_install: bool) -> Workspace | None:
        """Asks Slack once whose token it is. Raises CannotStart for a token that Slack refuses, ConnectionError while it does not
        answer: then the delivery is made again."""
        ours = await self.whose()
        named = enterprise_id if ours.team_id is None else team_id
        return ours if named == ours.tenant else None

    async def whose(self) -> Workspace:
        """The workspace of the token; raises as `authorize` does."""
        if self._workspace is None:
            self._workspace = await self._ask()
        return self._workspace

    async def token(self, tenant: str) -> str | None:
        """Before Slack has said whose it is, for every tenant: what is to be posted came from there."""
        return self._token if self._workspace is None or tenant == self._workspace.tenant else None

    async def refused(self, tenant: str, token: str, code: str) -> None:
        """The token is the operator's to change."""

    async def start(self) -> None:
        """So that a token that is no good is known at once; Slack out of reach is no reason not to begin."""
        try:
            await self.authorize(None, None, False)
        except ConnectionError as error:
            _log.warning("slack.unreached", code=str(error))

    async def stop(self) -> None:
        """There is nothing in work."""

    async def _ask(self) -> Workspace:
        said = await self._api.call(self._api.client(self._token).auth_test())
        if isinstance(said, Refused):
            raise CannotStart(f"Slack does not accept SLACK_BOT_TOKEN ({said.code}). Copy it again from “OAuth & Permissions”.")
        if not isinstance(said, Mapping):
            raise ConnectionError(said.code)
        is_organisation = bool(said.get("is_enterprise_install"))
        team, enterprise = said.get("team_id"), said.get("enterprise_id")
        return Workspace(
            tenant=str(enterprise if is_organisation else team),
            team_id=None if is_organisation else team,
            enterprise_id=enterprise,
            bot_user_id=str(said.get("user_id") or ""),
            bot_id=str(said.get("bot_id") or ""),
            token=self._token,
        )
