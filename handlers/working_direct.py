"""What a direct seller's messages about deals ask for: their own opportunities, and the leads handed over to direct sales."""

from __future__ import annotations

from collections.abc import Mapping

from handlers import closing_direct, opportunities, steps
from handlers.message import Sender
from handlers.outcome import Outcome
from handlers.ports import Work
from handlers.state import Conversation
from handlers.steps import Step
from handlers.understanding.life import read_change, read_loss
from handlers.understanding.readings import Slot, Understanding


def status(work: Work, conversation: Conversation, _: Sender, __: str, understood: Understanding) -> Outcome:
    if not understood.subject:
        return opportunities.list_opportunities(work, conversation)
    found = opportunities.find(work, conversation, understood.subject, "deals.show")
    return opportunities.show_opportunity(work, conversation, found) if isinstance(found, str) else found


def won(work: Work, conversation: Conversation, _: Sender, __: str, understood: Understanding) -> Outcome:
    return _begin(work, conversation, closing_direct.WON, understood.subject, said=understood.argument)


def withdraw(work: Work, conversation: Conversation, _: Sender, text: str, understood: Understanding) -> Outcome:
    """Given up, or lost where the message says so."""
    loss = read_loss(text)
    if loss is None:
        return _begin(work, conversation, closing_direct.WITHDRAW, understood.subject)
    return _begin(work, conversation, closing_direct.LOST, understood.subject, {"reason": loss})


def amend(work: Work, conversation: Conversation, _: Sender, text: str, understood: Understanding) -> Outcome:
    change = read_change(text)
    subject, said = (change.subject, change.value) if change else (understood.subject, understood.argument)
    return _begin(work, conversation, closing_direct.AMEND, subject, said=said, about=change.slot if change else None)


def _begin(
    work: Work,
    conversation: Conversation,
    step: Step,
    subject: str,
    given: Mapping[str, str] | None = None,
    *,
    said: str = "",
    about: Slot | None = None,
) -> Outcome:
    """The step on what the words name, with what was said to its questions already."""
    found = opportunities.find(work, conversation, subject, f"step/{step.verb}")
    if not isinstance(found, str):
        return found
    read = steps.read_for(work, step, found, said, about) if said else {}
    return steps.begin(work, conversation, step, found, {**(given or {}), **read})
