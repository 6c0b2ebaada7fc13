"""A message that asks somebody to decide on a registration or a quote, and what stands in its place once that is done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Final

from handlers.outcome import short
from handlers.reply import Choices, Part, Reply, Text
from handlers.wording import Words
from program.quoting import QuoteStatus
from program.registrations import Status

#: The buttons by which a registration or a quote is decided; its id follows.
DECIDING: Final = ("review.approve/", "step/decline/", "quote.approve/", "step/quote.decline/")
_DECLINED: Final = (Status.DECLINED, QuoteStatus.DECLINED)
#: So much of what was said with a decision stands on a card.
_NOTE: Final = 300


def asks_to_decide(reply: Reply) -> str | None:
    """The id of the registration or the quote that the reply's buttons decide, None when they decide none."""
    return next((action.split("/")[2 if action.startswith("step/") else 1] for action in _deciding(reply.parts)), None)


def deciding(parts: Iterable[Part]) -> frozenset[str]:
    """The actions of the buttons that decide; they change with everything that the decision rests on."""
    return frozenset(_deciding(parts))


def _deciding(parts: Iterable[Part]) -> Iterator[str]:
    choices = (choice for part in parts if isinstance(part, Choices) for choice in part.choices)
    return (choice.action for choice in choices if choice.action.startswith(DECIDING))


def where_it_stands(status: Status | QuoteStatus, who: str | None, at: datetime | None, words: Words, *, note: str = "") -> Text:
    """What was decided, by whom and when, and why where it was declined; nobody for a rule of the program."""
    named = words(f"quote.status.{status.value}" if isinstance(status, QuoteStatus) else f"status.{status.value}")
    if at is None:
        return Text(text=words("review.not_decided", status=named))
    said = words("review.decided", status=named, who=who or words("role.by_rule"), when=words.moment(at))
    return Text(
        text=f"{said}\n{words('review.declined_because', note=short(note, _NOTE))}" if note and status in _DECLINED else said
    )


def once_decided(reply: Reply, *stands: Part) -> Reply:
    """The same with nothing to press any more, and what was decided."""
    return replace(reply, parts=(*(part for part in reply.parts if not isinstance(part, Choices)), *stands))
