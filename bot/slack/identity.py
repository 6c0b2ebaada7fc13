"""Who is who in Slack: whose installation a delivery was made for, what ends it, and what an account may do.

A tenant is read from the authorisation of a delivery, never from its event: in a shared channel `event.team` is the team of whoever
wrote, and that may be somebody else's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
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


# ── what an account may do ───────────────────────────────────────────────────────────────────────────────────────────────


class Kind(StrEnum):
    """Of an account, seen from the workspace that has the bot."""

    OWN = "own"
    GUEST = "guest"  # of this workspace, for some channels
    EXTERNAL = "external"  # of another one, met in a shared channel: where most partners are
    UNKNOWN = "unknown"  # somebody whom Slack shows to nobody here ("is_stranger")
    BOT = "bot"


def read_kind(user: Mapping[str, Any], authorisation: Authorisation) -> Kind:
    """Of a user as users.info or an event gives them, for the installation that was asked."""
    if user.get("is_bot") is True or user.get("id") == "USLACKBOT":
        return Kind.BOT
    if user.get("is_stranger") is True:
        return Kind.UNKNOWN
    if not _is_home(user, authorisation):
        return Kind.EXTERNAL
    return Kind.GUEST if user.get("is_restricted") is True or user.get("is_ultra_restricted") is True else Kind.OWN


def may_use(kind: Kind, *, is_linked: bool) -> bool:
    """Whether an account of this kind may do what its member may; who may not can only link it, with a code.

    The link decides, not the kind: a code was handed to this person by somebody with the right to invite, whatever workspace their
    account is of. So an external partner may everything once linked, and a colleague of this workspace nothing before.
    """
    return is_linked and kind is not Kind.BOT


def _is_home(user: Mapping[str, Any], authorisation: Authorisation) -> bool:
    """Whether the user is of the team, or of any team of the organisation, that the installation is of."""
    team = read_id(user.get("team_id"))
    if team is not None and team == authorisation.team_id:
        return True
    organisation = user.get("enterprise_user")
    theirs = read_id(organisation.get("enterprise_id")) if isinstance(organisation, Mapping) else None
    return theirs is not None and theirs == authorisation.enterprise_id
