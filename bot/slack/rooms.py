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
from bot.slack.identity import DEAD
from bot.slack.workspaces import Workspaces
from handlers.ports_approvals import Closed

#: Where more people read along, nobody knows who they are.
MOST: Final = 100
#: In seconds.
_BELIEVED: Final = 600
_REMEMBERED: Final = 10_000
#: What Slack answers where the bot is not, or not any more.
_GONE: Final = DEAD | {"channel_not_found", "not_in_channel", "team_not_found"}


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
        self._known: dict[tuple[str, str], tuple[Closed | None, float]] = {}

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
            found = await self._whose(client, room.tenant, member)
            if found is not None:
                return found
        return None

    async def _whose(self, client: AsyncWebClient, tenant: str, user: str) -> Closed | Later | None:
        """Why nothing is for the person in the vendor's channels; None for one of the vendor's own, and for a bot."""
        now = self._ticks()
        known = self._known.get((tenant, user))
        if known is not None and now < known[1]:
            return known[0]
        answer = await self._api.call(client.users_info(user=user))
        if not isinstance(answer, Mapping):
            return _failed(answer)
        told = answer.get("user")
        why = _other(told if isinstance(told, Mapping) else {}, tenant)
        if len(self._known) >= _REMEMBERED:
            self._known.clear()
        self._known[tenant, user] = (why, now + _BELIEVED)
        return why


def _other(user: Mapping[str, Any], tenant: str) -> Closed | None:
    """Of what Slack says of a person. A tenant that begins with E is an organisation, all of whose workspaces are the vendor's."""
    if user.get("is_bot") is True or user.get("id") == "USLACKBOT":
        return None
    organisation = user.get("enterprise_user")
    theirs = organisation.get("enterprise_id") if isinstance(organisation, Mapping) else None
    if user.get("is_stranger") is True or tenant not in (user.get("team_id"), theirs):
        return Closed.SHARED
    return Closed.GUESTS if user.get("is_restricted") is True or user.get("is_ultra_restricted") is True else None


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
