"""Whose workspace a delivery belongs to, and the token that speaks there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from slack_sdk.web.async_client import AsyncWebClient


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """An installation as it acts. `tenant` is its team's id, or the "E…" of an organisation all of which installed the bot."""

    tenant: str
    team_id: str | None
    enterprise_id: str | None
    bot_user_id: str
    bot_id: str
    token: str


class Workspaces(Protocol):
    """Every installation that the bot has. Neither call raises for one that is not there, or is no longer."""

    async def authorize(self, enterprise_id: str | None, team_id: str | None, is_enterprise_install: bool) -> Workspace | None:
        """The installation that a delivery was made for, as its authorisation names it; None when there is none."""
        ...

    async def token(self, tenant: str) -> str | None:
        """A token that is good now, for writing by oneself; None when the tenant has no installation."""
        ...


class SingleWorkspace:
    """The one workspace, or organisation, of a token that the operator configured."""

    def __init__(self, client: AsyncWebClient, token: str) -> None:
        self._client = client
        self._token = token
        self._workspace: Workspace | None = None

    async def start(self) -> None:
        """Asks Slack once whose token it is. Raises what slack_sdk raises when Slack does not know it or cannot be reached."""
        said = await self._client.auth_test(token=self._token)
        is_organisation = bool(said.get("is_enterprise_install"))
        team, enterprise = said.get("team_id"), said.get("enterprise_id")
        self._workspace = Workspace(
            tenant=str(enterprise if is_organisation else team),
            team_id=None if is_organisation else team,
            enterprise_id=enterprise,
            bot_user_id=str(said.get("user_id") or ""),
            bot_id=str(said.get("bot_id") or ""),
            token=self._token,
        )

    async def authorize(self, enterprise_id: str | None, team_id: str | None, is_enterprise_install: bool) -> Workspace | None:
        ours = self._workspace
        if ours is None:
            return None
        named = enterprise_id if ours.team_id is None else team_id
        return ours if named == ours.tenant else None

    async def token(self, tenant: str) -> str | None:
        return self._token if self._workspace is not None and tenant == self._workspace.tenant else None
