"""Who reads along in a channel or a group of Teams: asked before anything is posted there that is for the vendor's own people.

The Bot Connector lists everybody in it, with the tenant that each is of and whether they are a guest there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import quote

from bot.delivery.channel import Later, Open, Refused, Unknown
from bot.teams.address import Address
from bot.teams.connector import Connector, Failure
from bot.teams.ids import read_guid
from handlers.ports_approvals import Closed

#: Where more people read along, nobody knows who they are.
MOST: Final = 100
#: What the connector answers where the bot is not, or not any more.
_GONE: Final = frozenset({"ConversationNotFound", "BotNotInConversationRoster", "MessageWritesBlocked", "http_404", "http_403"})


class Rooms:
    """`home` is the vendor's own tenant, None where nobody said which it is. Use from one event loop."""

    def __init__(self, connector: Connector, home: str | None) -> None:
        self._connector = connector
        self._home = home

    async def look(self, room: Address) -> Open | Closed | Later:
        """Whether only the vendor's people read along; if not, why. Teams does not tell a bot what a channel is called."""
        if room.tenant != self._home:
            return Closed.FOREIGN
        path = f"conversations/{quote(room.conversation, safe='')}/pagedmembers?pageSize={MOST + 1}"
        answer = await self._connector.call("GET", room.service_url, path)
        if not isinstance(answer, Mapping):
            return _failed(answer)
        listed = answer.get("members")
        members = [each for each in listed if isinstance(each, Mapping)] if isinstance(listed, list) else []
        if not members:
            return Closed.UNKNOWN
        if len(members) > MOST or answer.get("continuationToken"):
            return Closed.LARGE
        return self._among(members) or Open(name="")

    def _among(self, members: list[Mapping[str, object]]) -> Closed | None:
        """Who of them is not of the vendor; None where all are."""
        tenants = {read_guid(member.get("tenantId")) for member in members}
        if tenants - {self._home, None}:
            return Closed.SHARED
        if any(member.get("userRole") not in ("user", "owner") for member in members):
            return Closed.GUESTS
        return Closed.UNKNOWN if None in tenants else None


def room_of(address: Address) -> Address:
    """The channel or the group itself, where one of its conversations was spoken in."""
    return Address(tenant=address.tenant, conversation=address.conversation.partition(";")[0], service_url=address.service_url)


def _failed(failure: Failure) -> Closed | Later:
    match failure:
        case Refused(code=code):
            return Closed.GONE if code in _GONE else Closed.UNKNOWN
        case Unknown(code=code):
            return Later(code=code)
        case Later():
            return failure
