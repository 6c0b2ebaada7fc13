"""One delivery of a chat, read: who sent it, where from, and what it says, under the key by which it is known again."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.message import Sender, What

__all__ = ["Incoming", "Sender"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """`key` is unique for the message and the same at every delivery of it; `conversation` is the address to answer to.

    An address is text that only its chat can read: workspace, channel, thread, whatever it needs to find the place again.
    `private` is the address at which the bot can write to this person alone and by itself; None where the chat did not say, or
    where the person has to look, as at a terminal.
    """

    key: str
    sender: Sender
    conversation: str
    what: What
    private: str | None = None
