"""What a handler gives back: the parts of the reply, the conversation as it stands then, and how to name that standing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from handlers.reply import Choice, Choices, Part, Text, Tone
from handlers.state import Conversation, Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """`state` and `draft` override what follows from the conversation ("submitted" and the draft that was, say).

    `result` is what a program that asked for it is told. `place` is as in `Reply`.
    """

    parts: tuple[Part, ...]
    conversation: Conversation
    state: str | None = None
    draft: Draft | None = None
    language: str | None = None
    result: Mapping[str, str] = field(default_factory=dict)
    place: str = ""


def say(conversation: Conversation, *sentences: str, tone: Tone = Tone.PLAIN) -> Outcome:
    """An outcome of sentences only."""
    return Outcome(parts=tuple(Text(text=sentence, tone=tone) for sentence in sentences), conversation=conversation)


def offer(choices: Iterable[Choice], prompt: str = "") -> tuple[Part, ...]:
    """The choices as a part, nothing when there are none."""
    picked = tuple(choices)
    return (Choices(choices=picked, prompt=prompt),) if picked else ()


def short(text: str, most: int = 60) -> str:
    """The text for a cell, a label or a list: cut, with a sign that it is, when it has more than `most` characters."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
