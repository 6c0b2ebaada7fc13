"""What there is in the fake: tenants, the people in them, the conversations that they have, and what the bot posted there."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final
from uuid import UUID

Json = dict[str, Any]
PERSONAL: Final = "personal"
GROUP: Final = "groupChat"
CHANNEL: Final = "channel"


@dataclass(slots=True, kw_only=True)
class Message:  # a record of the fake, which grows
    """What the bot posted; `revisions` are what it put in its place, the last one is shown.

    `views` are what is shown of it to single people instead, by their account, until it is put in its place.
    """

    id: str
    conversation: str
    revisions: list[Json]
    views: dict[str, Json] = field(default_factory=dict)

    @property
    def shown(self) -> Json:
        return self.revisions[-1]


@dataclass(slots=True, kw_only=True)
class Conversation:
    id: str
    tenant: str
    kind: str
    members: list[str]
    team: str | None = None
    #: By their accounts: people of other tenants, and guests of this one.
    foreign: dict[str, str] = field(default_factory=dict)
    guests: set[str] = field(default_factory=set)
    #: Takes nothing of the bot's: uninstalled, or blocked.
    is_closed: bool = False


@dataclass(slots=True, kw_only=True)
class World:
    """Everything, by its id."""

    conversations: dict[str, Conversation] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    #: How many people are in a team.
    teams: dict[str, int] = field(default_factory=dict)
    numbers: Any = field(default_factory=lambda: count(1))

    def new_id(self) -> str:
        return f"17{next(self.numbers):011d}"

    def of(self, conversation: str) -> list[Message]:
        return [message for message in self.messages if message.conversation == conversation]


def guid(number: int) -> str:
    """The same for the same number, and like any other."""
    return str(UUID(int=(number * 0x9E3779B97F4A7C15F39CC0605CEDC835) % 2**128, version=4))
