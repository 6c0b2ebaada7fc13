"""Which step a message about a registered deal asks for, with what it says already."""

from __future__ import annotations

from collections.abc import Mapping

from handlers import amending, closing, living, renewing, steps, timeline
from handlers.deals import find
from handlers.draft_view import rules_of
from handlers.message import Sender
from handlers.outcome import Outcome
from handlers.ports import Work
from handlers.state import Conversation
from handlers.steps import Step
from handlers.understanding.life import read_change, read_loss
from handlers.understanding.reader import understand
from handlers.understanding.readings import Context, Product, Slot, Understanding
from program.periods import local_date
from program.registrations import UNDECIDED, Registration, Status

#: The standings in which each step is of use, so that of two deals of a customer the right one is meant.
_FITTING: Mapping[str, frozenset[Status]] = {
    "extend": frozenset({Status.APPROVED}),
    "withdraw": UNDECIDED | {Status.APPROVED},
    "won": frozenset({Status.APPROVED}),
    "lost": frozenset({Status.APPROVED}),
    "reopen": frozenset({Status.WON, Status.LOST}),
    "appeal": frozenset({Status.DECLINED}),
    "amend": UNDECIDED | {Status.APPROVED},
}


def extend(work: Work, conversation: Conversation, _: Sender, __: str, understood: Understanding) -> Outcome:
    return _begin(work, conversation, living.EXTEND, understood.subject, {"text": understood.argument})


def withdraw(work: Work, conversation: Conversation, _: Sender, text: str, understood: Understanding) -> Outcome:
    """Given up, or lost where the message says so: a deal that was protected is closed with its reason then."""
    loss = read_loss(text)
    if loss is None:
        return _begin(work, conversation, living.WITHDRAW, understood.subject, {})
    found = _find(work, conversation, understood.subject, closing.LOST)
    if isinstance(found, Registration) and found.status in UNDECIDED:
        return steps.begin(work, conversation, living.WITHDRAW, found.id)
    given = {"reason": loss, "note": text.strip() if loss else ""}
    return steps.begin(work, conversation, closing.LOST, found.id, given) if isinstance(found, Registration) else found


def won(work: Work, conversation: Conversation, _: Sender, __: str, understood: Understanding) -> Outcome:
    found = _find(work, conversation, understood.subject, closing.WON)
    if not isinstance(found, Registration):
        return found
    given = steps.read_for(work, closing.WON, found.id, understood.argument) if understood.argument else {}
    return steps.begin(work, conversation, closing.WON, found.id, given)


def reopen(work: Work, conversation: Conversation, _: Sender, __: str, understood: Understanding) -> Outcome:
    return _begin(work, conversation, living.REOPEN, understood.subject, {"text": understood.argument})


def appeal(work: Work, conversation: Conversation, _: Sender, __: str, understood: Understanding) -> Outcome:
    return _begin(work, conversation, living.APPEAL, understood.subject, {"text": understood.argument})


def amend(work: Work, conversation: Conversation, _: Sender, text: str, understood: Understanding) -> Outcome:
    """The change that the message names, or the form of everything that can be changed."""
    change = read_change(text)
    found = _find(work, conversation, change.subject if change else understood.subject, amending.AMEND)
    if not isinstance(found, Registration):
        return found
    given = steps.read_for(work, amending.AMEND, found.id, change.value, change.slot) if change else {}
    return steps.begin(work, conversation, amending.AMEND, found.id, given)


def renew(work: Work, conversation: Conversation, _: Sender, __: str, understood: Understanding) -> Outcome:
    member, products = work.viewer.member, rules_of(work).products
    catalogue = tuple(Product(name=product.name, aliases=product.aliases) for product in products)
    context = Context(asked=Slot.CLOSE_DATE, values={Slot.COMPANY.value: understood.subject}, language=member.language)
    said = understand(understood.argument, today=local_date(work.at, member.zone), catalogue=catalogue, context=context)
    return renewing.renew(work, conversation, understood.subject, Understanding(slots=said.slots))


def show_timeline(work: Work, conversation: Conversation, _: Sender, __: str, understood: Understanding) -> Outcome:
    found = find(work, conversation, understood.subject, "timeline")
    return timeline.show_timeline(work, conversation, found.id) if isinstance(found, Registration) else found


def _find(work: Work, conversation: Conversation, subject: str, step: Step) -> Registration | Outcome:
    fitting = _FITTING[step.verb]
    return find(work, conversation, subject, f"step/{step.verb}", fits=lambda one: one.status_at(work.at) in fitting)


def _begin(work: Work, conversation: Conversation, step: Step, subject: str, given: Mapping[str, str]) -> Outcome:
    found = _find(work, conversation, subject, step)
    return steps.begin(work, conversation, step, found.id, given) if isinstance(found, Registration) else found
