"""What a language model may propose that a message means; nothing of it counts before the reader has found it in the message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Protocol

from handlers.understanding.readings import Act, Context, Product, Slot

#: What a model may say a message is for: a registration to draft, or something to look up. Nothing that decides, and no command.
INTENTS: Final = ("register_deal", "deal_status", "check_conflict", "commission_lookup", "tier_progress", "ask_question")
#: What a model may find in it. The other slots are rarely said, and asked for where the policy needs them.
SLOTS: Final = (
    Slot.COMPANY, Slot.DOMAIN, Slot.CONTACT_NAME, Slot.CONTACT_EMAIL, Slot.CONTACT_PHONE,
    Slot.AMOUNT, Slot.CURRENCY, Slot.CLOSE_DATE, Slot.PRODUCT, Slot.COUNTRY,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """A proposed value, and the words of the message that it is claimed to stand in."""

    value: str
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What a model makes of one message; empty where it sees nothing.

    Of the acts only CORRECT and CLEAR are heeded: a yes is always the person's own, read by the reader. `clears` are slots with the
    words that take them away.
    """

    intent: str = ""
    slots: Mapping[Slot, Quoted] = field(default_factory=dict)
    acts: frozenset[Act] = frozenset()
    clears: Mapping[Slot, str] = field(default_factory=dict)


class Proposer(Protocol):
    """Asked before any transaction is open, only for messages that the reader is unsure of."""

    def propose(self, text: str, *, today: date, context: Context, catalogue: Sequence[Product]) -> Proposal | None:
        """What the cleaned message may mean; None when the model has no answer, whatever the reason. May take 20 seconds."""
        ...
