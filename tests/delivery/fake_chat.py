"""A chat of the tests: strict about what it is sent, as slow, busy, broken and forgetful as it is told to be.

It is a `bot.delivery.channel.Channel`. What it must not be sent, it answers with AssertionError; what people see twice, it counts.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.delivery.channel import (
    Absent,
    CannotTell,
    Found,
    Later,
    Limit,
    Outcome,
    Refused,
    Rendered,
    Sent,
    Unknown,
    read_retry_after,
)
from bot.plain import render
from handlers.reply import Reply
from tests.bot.house import NOW

#: What a send may meet, as a server would do it to a client.
LOST: Final = "lost"  # accepted, then the connection breaks
BROKEN: Final = "broken"  # 500, and nothing accepted
BROKEN_AFTER: Final = "broken after"  # accepted, then 500
HANGS: Final = "hangs"  # accepted, and never answered
UNREACHED: Final = "unreached"  # no connection at all
REFUSED: Final = "refused"  # the conversation is archived


@dataclass(frozen=True, slots=True, kw_only=True)
class Busy:
    """HTTP 429, with this Retry-After header, or none."""

    retry_after: str | None = None


Fault = str | Busy


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What a conversation shows."""

    id: str
    conversation: str
    key: str
    text: str


class FakeChat:
    """`faults` are met by the next sends, one each; `looks` by the next looks ("later"). `limits_` are enforced, too."""

    def __init__(self, *, can_find: bool = True, longest: int = 10_000, elapsed: Callable[[], float] = lambda: 0) -> None:
        self.can_find = can_find
        self.longest = longest
        self.elapsed = elapsed
        self.faults: deque[Fault | None] = deque()
        self.looks: deque[str] = deque()
        self.per_conversation: Limit | None = None
        self.messages: list[Message] = []
        self.asked: list[str] = []
        self.tries = 0
        self.on_accept: Callable[[], None] = lambda: None
        self.too_many = 0
        self._sent_at: dict[str, list[float]] = {}

    # ── the channel ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def render(self, reply: Reply) -> Sequence[Rendered]:
        text = render(reply)
        return [{"text": text[start : start + self.longest]} for start in range(0, len(text), self.longest)]

    def limits(self, conversation: str) -> Sequence[Limit]:
        limit = self.per_conversation
        return () if limit is None else (Limit(bucket=conversation, count=limit.count, per=limit.per),)

    async def send(self, conversation: str, message: Rendered, key: str) -> Outcome:
        fault = self.accept(conversation, message, key)
        match fault:
            case Busy():
                return Later(code="busy", after=read_retry_after(fault.retry_after, NOW), is_busy=True)
            case "hangs":
                await asyncio.Event().wait()
            case "lost" | "broken" | "broken after":
                return Unknown(code=fault)
            case "unreached":
                return Later(code=fault)
            case "refused":
                return Refused(code="is_archived")
        return Sent(id=self.messages[-1].id)

    async def find(self, conversation: str, key: str) -> Found:
        self.asked.append(key)
        if not self.can_find:
            return CannotTell()
        if self.looks and self.looks.popleft():
            return Later(code="unreached")
        id = self.look_up(conversation, key)
        return Absent() if id is None else Sent(id=id)

    # ── the chat behind it ───────────────────────────────────────────────────────────────────────────────────────────────

    def accept(self, conversation: str, message: Rendered, key: str) -> Fault | None:
        """Takes the message, unless the next fault says otherwise; what went wrong, None if nothing did."""
        assert re.fullmatch(r"[0-9a-f]{40}", key), "a key is forty hex digits"
        assert json.loads(json.dumps(message)) == message, "a message is plain JSON"
        assert message["text"].strip(), "a message says something"
        self.tries += 1
        if self._is_too_much(conversation):
            self.too_many += 1
            return Busy(retry_after="1")
        fault = self.faults.popleft() if self.faults else None
        if conversation.startswith("archived"):
            return REFUSED
        if isinstance(fault, Busy) or fault in (BROKEN, UNREACHED, REFUSED):
            return fault
        id = f"m{len(self.messages) + 1}"
        self.messages.append(Message(id=id, conversation=conversation, key=key, text=message["text"]))
        self.on_accept()
        return fault

    def look_up(self, conversation: str, key: str) -> str | None:
        return next((each.id for each in self.messages if (each.conversation, each.key) == (conversation, key)), None)

    def texts(self, conversation: str) -> list[str]:
        """What is read there, in order."""
        return [message.text for message in self.messages if message.conversation == conversation]

    @property
    def doubled(self) -> int:
        """How many messages people read more than once."""
        return sum(count - 1 for count in Counter(message.key for message in self.messages).values())

    def _is_too_much(self, conversation: str) -> bool:
        limit = self.per_conversation
        if limit is None:
            return False
        now, sent = self.elapsed(), self._sent_at.setdefault(conversation, [])
        recent = [at for at in sent if at > now - limit.per.total_seconds() + 0.001]
        sent.append(now)
        return len(recent) >= limit.count


def once_per(seconds: float) -> Limit:
    return Limit(bucket="", count=1, per=timedelta(seconds=seconds))
