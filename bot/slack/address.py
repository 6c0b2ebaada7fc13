"""Where a message is to go in Slack, as the text that the rest of the house keeps for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, TypeGuard

from typing_extensions import override

_ID: Final = re.compile(r"[A-Z0-9]{1,40}", re.ASCII)
_TS: Final = re.compile(r"\d{1,20}\.\d{1,20}", re.ASCII)

#: Stands behind the asker.
_PRESSING: Final = "!"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A channel, or a user, whose direct messages are meant; `thread` is the message that was answered to.

    With an `asker` others read along there: what is for the asker alone goes to their direct messages. One who `is_pressing` a
    button there may be shown a word on it in place, which only they see.
    """

    tenant: str
    channel: str
    thread: str | None = None
    asker: str | None = None
    is_pressing: bool = False

    @property
    def is_user(self) -> bool:
        return self.channel.startswith(("U", "W"))

    @property
    def everywhere(self) -> str:
        """What the addresses of all threads of the channel begin with."""
        return f"{self.tenant}/{self.channel}/"

    @property
    def private(self) -> Address:
        """The direct messages of whoever asked."""
        return Address(tenant=self.tenant, channel=self.asker or self.channel)

    @override
    def __str__(self) -> str:
        return "/".join((self.tenant, self.channel, self.thread or "", (self.asker or "") + _PRESSING * self.is_pressing))


def read_address(text: str) -> Address | None:
    """What `str(address)` made the text from; None for anything else."""
    parts = text.split("/")
    if len(parts) != 4:
        return None
    tenant, channel, thread, who = parts
    asker = who.removesuffix(_PRESSING)
    fits = _ID.fullmatch(tenant) and _ID.fullmatch(channel) and (not thread or _TS.fullmatch(thread))
    if not fits or (asker and not _ID.fullmatch(asker)):
        return None
    return Address(tenant=tenant, channel=channel, thread=thread or None, asker=asker or None, is_pressing=asker != who)


def is_id(value: object) -> TypeGuard[str]:
    """Whether it looks like an id of Slack's: of a team, a channel, a user."""
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def is_ts(value: object) -> TypeGuard[str]:
    """Whether it looks like what Slack calls a message by in its channel."""
    return isinstance(value, str) and _TS.fullmatch(value) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Execution:
    """A step of a workflow that waits to be told what came of it; its conversation is that alone."""

    tenant: str
    id: str

    @override
    def __str__(self) -> str:
        return "/".join((STEP, self.tenant, self.id))


#: What stands before the address of an execution: no id of a workspace has small letters.
STEP: Final = "step"
_EXECUTION: Final = re.compile(r"[A-Za-z0-9]{1,64}", re.ASCII)


def read_execution(text: str) -> Execution | None:
    """What `str(execution)` made the text from; None for anything else."""
    kind, _, rest = text.partition("/")
    tenant, _, id = rest.partition("/")
    if kind != STEP or not is_id(tenant) or not is_execution(id):
        return None
    return Execution(tenant=tenant, id=id)


def is_execution(value: object) -> TypeGuard[str]:
    """Whether it looks like what Slack calls one run of a step by."""
    return isinstance(value, str) and _EXECUTION.fullmatch(value) is not None
