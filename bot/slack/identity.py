"""Who is who in Slack: whose installation a delivery was made for, what ends it, and what ends an account.

A tenant is read from the authorisation of a delivery, never from its event: in a shared channel `event.team` is the team of whoever
wrote, and that may be somebody else's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

#: What Slack answers for a token that nobody will ever use again.
DEAD: Final = frozenset({"account_inactive", "invalid_auth", "token_revoked"})
_ID: Final = re.compile(r"[A-Z0-9]{1,40}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorisation:
    """For which installation something was delivered, as Slack says it. Of an organisation's, `team_id` says where it happened."""

    enterprise_id: str | None
    team_id: str | None
    is_enterprise_install: bool

    @property
    def tenants(self) -> tuple[str, ...]:
        """Whose installation it can be, the nearest first: a team's own, else that of its whole organisation."""
        found = (self.enterprise_id,) if self.is_enterprise_install else (self.team_id, self.enterprise_id)
        return tuple(tenant for tenant in found if tenant)


def tenant_of(*, enterprise_id: str | None, team_id: str | None, is_enterprise_install: bool) -> str | None:
    """Under what an installation is kept: an organisation's under the organisation, whatever team it was begun in."""
    return (enterprise_id if is_enterprise_install else team_id) or None


def read_id(value: object) -> str | None:
    """An id of Slack's: of a team, an organisation, a user; None for what cannot be one."""
    return value if isinstance(value, str) and _ID.fullmatch(value) else None


def read_authorisation(payload: Mapping[str, Any]) -> Authorisation | None:
    """Of an event's envelope. `authorizations` counts; news about an installation itself comes without it, and names its team."""
    listed = payload.get("authorizations")
    found = listed[0] if isinstance(listed, list) and listed else payload
    if not isinstance(found, Mapping):
        return None
    read = Authorisation(
        enterprise_id=read_id(found.get("enterprise_id")),
        team_id=read_id(found.get("team_id")),
        is_enterprise_install=found.get("is_enterprise_install") is True,
    )
    return read if read.tenants else None


# ── the end of an installation, and of an account ────────────────────────────────────────────────────────────────────────


def ends_installation(event: Mapping[str, Any]) -> bool:
    """Whether the bot lost its token with this event: it was uninstalled, or the token (not only people's) revoked."""
    match event.get("type"):
        case "app_uninstalled":
            return True
        case "tokens_revoked":
            tokens = event.get("tokens")
            return isinstance(tokens, Mapping) and bool(tokens.get("bot"))
        case _:
            return False


def read_deactivated(event: Mapping[str, Any]) -> str | None:
    """The id of a user who was deactivated, as a `user_change` or `user_guest_status_changed` event tells it; else None."""
    user = event.get("user")
    if event.get("type") not in ("user_change", "user_guest_status_changed") or not isinstance(user, Mapping):
        return None
    return read_id(user.get("id")) if user.get("deleted") is True else None


def read_event_time(payload: Mapping[str, Any]) -> datetime | None:
    """When Slack says that it happened, aware UTC, to the second: the end of that second."""
    seconds = payload.get("event_time")
    if not isinstance(seconds, int) or isinstance(seconds, bool):
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC).replace(microsecond=999_999)
    except (OverflowError, OSError, ValueError):
        return None
