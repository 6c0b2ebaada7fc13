"""What channels for approvals need of the record: promises that storage keeps, stated here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class Closed(StrEnum):
    """Why nothing that waits for a decision is posted in a channel."""

    SHARED = "shared"  # with another organisation
    GUESTS = "guests"  # are in it
    FOREIGN = "foreign"  # it is not in the vendor's own workspace or tenant
    LARGE = "large"  # too many people read along
    ARCHIVED = "archived"
    GONE = "gone"  # the bot is not in it, or it is not there any more
    UNKNOWN = "unknown"  # the bot may not see who reads along there


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalPlace:
    """The channel that somebody chose for what waits for their decision. `address` is the chat's own, `name` what people call it.

    It counts once it `is_open`: once the chat has said who reads along there. A name is "" where the chat does not tell it.
    """

    member_id: str
    chat: str
    address: str
    name: str
    chosen_at: datetime
    is_open: bool


class ApprovalPlaces(Protocol):
    """At most one for each member. Of somebody who has left, or decides nothing any more, there is none."""

    def of(self, member_id: str) -> ApprovalPlace | None: ...
    def last(self, member_id: str) -> ApprovalPlace | None:
        """The same, or the one that they gave up themselves."""
        ...

    def at(self, chat: str, address: str) -> tuple[ApprovalPlace, ...]:
        """Of everybody who has chosen that channel."""
        ...

    def choose(self, member_id: str, chat: str, address: str) -> None: ...
    def open(self, chat: str, address: str, name: str) -> None:
        """Whoever has chosen that channel has what waits posted there from now on."""
        ...

    def end(self, member_id: str, *, why: Closed | None = None) -> None:
        """None: they gave it up themselves."""
        ...
