"""A form that came back: each field is read as the answer to its question would be, and all faults are shown at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from handlers import draft_view, registering, steps
from handlers.outcome import Outcome, say
from handlers.ports import Work
from handlers.registration_form import form_slots
from handlers.state import Conversation, Draft
from handlers.step_table import STEPS
from handlers.understanding.reader import understand
from handlers.understanding.readings import Context, Product, Slot, SlotReading, Understanding
from handlers.understanding.text import clean
from handlers.wording import Words
from program.periods import local_date

#: Slots whose whole text is the value: nothing in it is read as anything else.
_PLAIN: Final = frozenset({Slot.COMPANY, Slot.CONTACT_NAME, Slot.INDUSTRY, Slot.PRODUCT, Slot.VENDOR_ENGAGED})


def take_submitted(work: Work, conversation: Conversation, form: str, values: Mapping[str, str]) -> Outcome:
    """What a submitted form does; one that is not ours, or of a draft that is gone, changes nothing and says so."""
    verb, _, subject = form[:200].partition("/")
    draft = conversation.draft
    if verb == "register" and draft is not None and draft.id == subject:
        return _register(work, conversation, draft, values)
    if verb in STEPS:
        return steps.submitted(work, conversation, STEPS[verb], subject, values)
    return say(conversation, Words.of(work.viewer.member)("press.outdated"))


def _register(work: Work, conversation: Conversation, draft: Draft, values: Mapping[str, str]) -> Outcome:
    rules = draft_view.rules_of(work, draft)
    catalogue = tuple(Product(name=product.name, aliases=product.aliases) for product in rules.products)
    partner = draft_view.registrant(work, draft)
    slots: dict[Slot, SlotReading] = {}
    invalid: dict[Slot, str] = {}
    clears = set()
    for slot in form_slots(partner, rules.policy):
        text = clean(values.get(slot.value, ""))
        if not text:
            clears.add(slot)
            continue
        if slot in _PLAIN:
            slots[slot] = SlotReading(value=text, text=text)
            continue
        context = Context(
            asked=slot,
            values=draft.values,
            language=work.viewer.member.language,
            default_country=partner.country if partner else "DE",
        )
        read = understand(text, today=local_date(work.at, work.viewer.member.zone), catalogue=catalogue, context=context)
        if slot in read.slots:
            slots[slot] = read.slots[slot]
            if slot is Slot.AMOUNT and Slot.CURRENCY in read.slots:
                slots[Slot.CURRENCY] = read.slots[Slot.CURRENCY]
        else:
            invalid[slot] = text
    understood = Understanding(slots=slots, invalid=invalid, clears=frozenset(clears))
    return registering.take_form(work, conversation, draft, understood, values)
