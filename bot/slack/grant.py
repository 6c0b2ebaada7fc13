"""What Slack hands over when somebody installs the bot, or a token is renewed: read, and nothing made up that is not there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.slack.identity import read_id, tenant_of


class BadGrant(Exception):
    """The answer holds no bot token that could be used. It says no more: the answer may hold another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """A bot's token, with what renews it; without `expires_at` it is good until it is revoked."""

    token: str = field(repr=False)
    refresh_token: str | None = field(default=None, repr=False)
    expires_at: datetime | None = None

    def is_worn(self, at: datetime, left: timedelta) -> bool:
        """Whether it expires within that time, and can be renewed."""
        return self.refresh_token is not None and self.expires_at is not None and self.expires_at - at <= left


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """An installation as `oauth.v2.access` hands it over; `name` is the workspace's or organisation's, as people wrote it."""

    tenant: str
    team_id: str | None
    enterprise_id: str | None
    bot_user_id: str
    scopes: tuple[str, ...]
    app_id: str
    name: str
    tokens: Tokens


def read_tokens(answer: Mapping[str, Any], at: datetime) -> Tokens:
    """Of an answer that came at the instant. A token that expires has to bring what renews it; raises BadGrant."""
    token, refresh, seconds = answer.get("access_token"), answer.get("refresh_token"), answer.get("expires_in")
    if answer.get("token_type") != "bot" or not isinstance(token, str) or not token:
        raise BadGrant
    if refresh is None and seconds is None:
        return Tokens(token=token)
    if not isinstance(refresh, str) or not refresh or not isinstance(seconds, int) or not 0 < seconds <= timedelta.max.days:
        raise BadGrant
    return Tokens(token=token, refresh_token=refresh, expires_at=at + timedelta(seconds=seconds))


def read_grant(answer: Mapping[str, Any], at: datetime) -> Grant:
    """Of an answer that came at the instant; raises BadGrant. An organisation's installation has no team, whatever is said."""
    tokens = read_tokens(answer, at)
    is_organisation = answer.get("is_enterprise_install") is True
    enterprise, team = _part(answer, "enterprise"), {} if is_organisation else _part(answer, "team")
    enterprise_id, team_id = read_id(enterprise.get("id")), read_id(team.get("id"))
    tenant = tenant_of(enterprise_id=enterprise_id, team_id=team_id, is_enterprise_install=is_organisation)
    bot_user_id = read_id(answer.get("bot_user_id"))
    if tenant is None or bot_user_id is None:
        raise BadGrant
    return Grant(
        tenant=tenant,
        team_id=team_id,
        enterprise_id=enterprise_id,
        bot_user_id=bot_user_id,
        scopes=tuple(scope for part in (_text(answer, "scope") or "").split(",") if (scope := part.strip())),
        app_id=read_id(answer.get("app_id")) or "",
        name=_text(enterprise if is_organisation else team, "name") or tenant,
        tokens=tokens,
    )


def _part(answer: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = answer.get(name)
    return found if isinstance(found, Mapping) else {}


def _text(part: Mapping[str, Any], name: str) -> str | None:
    found = part.get(name)
    return found if isinstance(found, str) and found else None
