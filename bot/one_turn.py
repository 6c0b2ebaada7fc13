"""What one turn is made of: the message at its turn, what was read before its transaction, and what it came to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.aids import Aids
from bot.incoming import Incoming
from handlers.message import Said, Uploaded
from handlers.ports import CatalogueProduct
from handlers.ports_library import Answer, Question, Tell
from handlers.received import Received, receive
from handlers.reply import Reply
from handlers.state import Conversation
from handlers.understanding.behalf import Named
from handlers.understanding.readings import Understanding
from handlers.understood import understand
from program.access import Viewer
from program.periods import local_date
from program.policy import Program
from storage.arrival import Arrival
from storage.postings import Posting


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What was read before the transaction: who speaks, where the conversation stood, and what is for sale."""

    arrival: Arrival
    viewer: Viewer
    conversation: Conversation
    products: tuple[CatalogueProduct, ...]
    partners: tuple[Named, ...] = ()

    def understood(self, message: AtItsTurn, program: Program) -> Understanding | Received | None:
        """What the words mean there, or what a file is; None for anything else."""
        what, today = message.incoming.what, local_date(message.at, self.viewer.member.zone)
        if isinstance(what, Uploaded):
            return receive(
                what,
                viewer=self.viewer,
                products=self.products,
                today=today,
                reader=message.aids.reader,
                branding=program.in_force(message.at).branding,
            )
        if not isinstance(what, Said):
            return None
        return understand(
            what.text,
            conversation=self.conversation,
            viewer=self.viewer,
            products=self.products,
            today=today,
            partners=self.partners,
            proposer=message.aids.proposer,
        )


#: Whether a reply goes out through the outbox, as part of its turn.
Posts = Callable[[Reply], bool]


class AlreadyAnswered(Exception):
    """Another turn with the same message was quicker."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AtItsTurn:
    """A message at its turn. Its reply is handed back to who asked, and goes out through the outbox where `posts` says so.

    With `hold`, the row of the outbox is leased for so long to whoever asked. `tell` hears an answer as it is made.
    """

    incoming: Incoming
    at: datetime
    aids: Aids
    posts: Posts
    answers: dict[Question, Answer] = field(default_factory=dict)
    hold: timedelta | None = None
    tell: Tell | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """A reply, and the row of the outbox in which it is, where that is held."""

    reply: Reply
    posting: Posting | None = None
