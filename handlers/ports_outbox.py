"""What must arrive though nobody waits for it: promises that storage keeps, stated here and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from handlers.reply import Reply


class Outbox(Protocol):
    """What must arrive though nobody waits for it; sent after the commit, once for each key."""

    def put(self, key: str, member_id: str, reply: Reply, *, bulk: bool = False, due_at: datetime | None = None) -> None:
        """What is `bulk` waits for what is not, and is never sent a second time on a doubt; only bulk can be due later."""
        ...

    def post(self, key: str, member_id: str | None, reply: Reply, *, chat: str, conversation: str, bulk: bool = False) -> None:
        """The same, to be posted at this address of the chat."""
        ...

    def put_bulk(self, messages: Sequence[tuple[str, str, Reply]]) -> None:
        """Many of them, each with its key and its member, in bulk."""
        ...
