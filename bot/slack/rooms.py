"""Who reads along in a channel of Slack: asked before anything is posted there that is for the vendor's own people.

Slack says itself whether a channel is shared, archived or without the bot. Whether guests are in it, it says of each person; what
it said of somebody is believed for a while.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Elapsed, elapsed
from bot.delivery.channel import Later, Open, Refused, Unknown
from bot.slack.address import Address
from bot.slack.calls import Api, Failure
from bot.slack.identity import DEAD, Authorisation, Kind, read_kind
from bot.slack.workspaces import Workspaces
from handlers.ports_approvals import Closed

#: Where more people read along, nobody knows who they are.
MOST: Final = 100
#: In seconds.
_BELIEVED: Final = 600
_REMEMBERED: Final = 10_000
#: What Slack answers where the bot is not, or not any more.
_GONE: Final = DEAD | {"channel_not_found", "not_in_channel", "team_not_found"}
_OTHERS: Final = {Kind.GUEST: Closed.GUESTS, Kind.EXTERNAL: Closed.SHARED, Kind.UNKNOWN: Closed.SHARED}


class Rooms:
    """`home` is the vendor's own workspace, None where nobody said which it is; where the bot `is_only` in one, it is that.

    Use from one event loop.
    """

    def __init__(
        self, api: Api, workspaces: Workspaces, *, home: str | None = None, is_only: bool = True, ticks: Elapsed = elapsed
    ) -> None:
        self._api = api
        self._workspaces = workspaces
        self._home = home
        self._is_only = is_only
        self._ticks = ticks
        self._kinds: dict[tuple[str, str], tuple[Kind, float]] = {}

    async def look(self, room: Address) -> Open | Closed | Later:
        """What the channel is called, if only the vendor's own people read along; else why not."""
        if room.is_user or room.channel.startswith("D"):
            return Closed.GONE
        if not self._is_only and room.tenant != self._home:
            return Closed.FOREIGN
        token = await self._workspaces.token(room.tenant)
        if token is None:
            return Closed.GONE
        client = self._api.client(token)
        answer = await self._api.call(client.conversations_info(channel=room.channel))
        if not isinstance(answer, Mapping):
            return _failed(answer)
        channel = answer.get("channel")
        about = channel if isinstance(channel, Mapping) else {}
        if (why := _closed(about)) is not None:
            return why
        return await self._among(client, room) or Open(name=f"#{about.get('name') or room.channel}")

    async def _among(self, client: AsyncWebClient, room: Address) -> Closed | Later | None:
        """Who of the people in the channel is not of the vendor; None where all are."""
        answer = await self._api.call(client.conversations_members(channel=room.channel, limit=MOST + 1))
        if not isinstance(answer, Mapping):
            return _failed(answer)
        listed = answer.get("members")
        members = [str(member) for member in listed] if isinstance(listed, list) else []
        if len(members) > MOST or (answer.get("response_metadata") or {}).get("next_cursor"):
            return Closed.LARGE
        for member in members:
            kind = await self._kind(client, room.tenant, member)
            if not isinstance(kind, Kind):
                return kind
            if (why := _OTHERS.get(kind)) is not None:
                return why
        return None

    async def _kind(self, client: AsyncWebClient, tenant: str, user: str) -> Kind | Closed | Later:
        now = self._ticks()
        known = self._kinds.get((tenant, user))
        if known is not None and now < known[1]:
            return known[0]
        answer = await self._api.call(client.users_info(user=user))
        if not isinstance(answer, Mapping):
            return _failed(answer)
        is_organisation = tenant.startswith("E")
        ours = Authorisation(
            enterprise_id=tenant if is_organisation else None,
            team_id=None if is_organisation else tenant,
            is_enterprise_install=is_organisation,
        )
        told = answer.get("user")
        kind = read_kind(told if isinstance(told, Mapping) else {}, ours)
        if len(self._kinds) >= _REMEMBERED:
            self._kinds.clear()
        self._kinds[tenant, user] = (kind, now + _BELIEVED)
        return kind


def _closed(channel: Mapping[str, Any]) -> Closed | None:
    """What Slack says of the channel itself. One that an organisation shares within itself is judged by the people in it."""
    if channel.get("is_archived") is True:
        return Closed.ARCHIVED
    is_shared = channel.get("is_shared") is True and channel.get("is_org_shared") is not True
    if is_shared or channel.get("is_ext_shared") is True or channel.get("is_pending_ext_shared") is True:
        return Closed.SHARED
    if channel.get("is_member") is not True or channel.get("is_im") is True or channel.get("is_mpim") is True:
        return Closed.GONE
    return None


def _failed(failure: Failure) -> Closed | Later:
    match failure:
        case Refused(code="is_archived"):
            return Closed.ARCHIVED
        case Refused(code=code):
            return Closed.GONE if code in _GONE else Closed.UNKNOWN
        case Unknown(code=code):
            return Later(code=code)
        case Later():
            return failure
