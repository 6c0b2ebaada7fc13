"""What a chat must offer so that the bot can write into it, and how it may answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Final, Protocol, runtime_checkable

from handlers.ports_approvals import Closed
from handlers.ports_library import Tell
from handlers.reply import Reply

#: One message as the chat takes it: plain JSON values.
Rendered = Mapping[str, Any]

#: Nobody is believed who asks to be left alone for longer.
LONGEST_WAIT: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """The chat has the message; `id` is what it calls it there."""

    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """The chat will never take the message; `code` is its reason."""

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """The chat surely did not take the message, but may. `after` is how long it asked to wait; None: not at all, or not sensibly.

    `is_busy` means that it was asked too much (HTTP 429): nothing else is sent there meanwhile.
    """

    code: str
    after: timedelta | None = None
    is_busy: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """Nobody knows whether the chat took the message: the connection broke, or it answered with a failure of its own."""

    code: str


Outcome = Sent | Refused | Later | Unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Absent:
    """The chat was asked, and has no message of the key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CannotTell:
    """The chat has no way of finding a message by its key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """Only the vendor's own people read along in a channel; `name` is what they call it, "" where the chat does not tell."""

    name: str


#: What reading back gives. `Later`: it could not be asked just now.
Found = Sent | Absent | CannotTell | Later


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """At most `count` messages in any stretch of `per`, counted over everything that names the same `bucket`."""

    bucket: str
    count: int
    per: timedelta


class Channel(Protocol):
    """Writing into one chat. Never raises for anything that the chat, or the way to it, can do; no retries of its own.

    An address is what the chat's edge put into `Incoming.conversation` or `.private`. A key is forty hex digits that tell nothing,
    and the same at every try; the chat keeps it with the message where it can.
    """

    def render(self, reply: Reply) -> Sequence[Rendered]:
        """The messages that say the reply, in order: the same ones at every call."""
        ...

    def limits(self, conversation: str) -> Sequence[Limit]:
        """Everything that a message to the address counts against: the channel, the workspace's tier, the app."""
        ...

    async def send(self, conversation: str, message: Rendered, key: str) -> Outcome:
        """Tries once."""
        ...

    async def find(self, conversation: str, key: str) -> Found:
        """Looks for the message of the key, as far back as a message to this address can be in doubt: a few hours."""
        ...


@runtime_checkable
class Placing(Protocol):
    """A chat with channels, in which everybody can be shown something."""

    async def look_at(self, place: str) -> Open | Closed | Later:
        """Who reads along at the address of a channel now; `Later` where that is not to be had."""
        ...


@runtime_checkable
class Telling(Protocol):
    """A chat that can show an answer while it is made."""

    def teller(self, conversation: str, message: str) -> Tell | None:
        """What hears the answer to the message of this key as it is made, in the thread that makes it; it waits for nothing.

        The reply comes through `Channel.send` all the same, and is what counts. None where only the whole is to be seen.
        """
        ...


def read_retry_after(text: str | None, at: datetime) -> timedelta | None:
    """The wait of a Retry-After header: seconds or an HTTP date, never below zero or above LONGEST_WAIT; None for anything else."""
    if text is None:
        return None
    try:
        wait = timedelta(seconds=int(text.strip()))
    except OverflowError:
        return LONGEST_WAIT
    except ValueError:
        wait_until = _read_date(text)
        if wait_until is None:
            return None
        wait = wait_until - at
    return min(max(wait, timedelta()), LONGEST_WAIT)


def _read_date(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None
