"""What every delivery is kept under: who sent it, and a key that is the same whenever it is delivered again."""

from __future__ import annotations

from hashlib import sha256

from bot.incoming import Incoming, Sender
from bot.slack.address import Address, Execution
from bot.slack.workspaces import Workspace
from handlers.message import What


def sender_of(ours: Workspace, user: str) -> Sender:
    return Sender(chat="slack", tenant=ours.tenant, user=user)


def incoming_of(key: str, ours: Workspace, user: str, what: What, to: Address | Execution) -> Incoming:
    private = str(Address(tenant=ours.tenant, channel=user))
    return Incoming(
        key=f"slack:{ours.tenant}:{key}", sender=sender_of(ours, user), conversation=str(to), what=what, private=private
    )


def digest(*parts: str) -> str:
    """Short and the same at every delivery; what it is made of cannot be read from it."""
    return sha256("\x1e".join(parts).encode("utf-8", "replace")).hexdigest()[:32]
