"""Where a message is to go in Teams, as the text that the rest of the house keeps for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from typing_extensions import override

from bot.teams.ids import is_id, read_guid

#: Stands behind the asker.
_PRESSING: Final = "!"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A conversation of a tenant, and the Bot Connector that serves it.

    With an `asker` others read along there: what is for the asker alone goes to their personal chat with the bot. One who
    `is_pressing` a button there was told so in place, and nobody else is.
    """

    tenant: str
    conversation: str
    service_url: str
    asker: str | None = None
    is_pressing: bool = False

    @property
    def is_personal(self) -> bool:
        """Whether it is surely a chat between the bot and one person."""
        return self.asker is None and self.conversation.startswith("a:")

    @override
    def __str__(self) -> str:
        return "/".join((self.tenant, self.conversation, (self.asker or "") + _PRESSING * self.is_pressing, self.service_url))


def read_address(text: str) -> Address | None:
    """What `str(address)` made the text from; None for anything else."""
    parts = text.split("/", 3)
    if len(parts) != 4:
        return None
    tenant, conversation, who, service_url = parts
    asker = who.removesuffix(_PRESSING)
    if read_guid(tenant) != tenant or not is_id(conversation) or not service_url or (asker and read_guid(asker) != asker):
        return None
    return Address(tenant=tenant, conversation=conversation, service_url=service_url, asker=asker or None, is_pressing=asker != who)
