"""A form that came back: all its faults are shown at once, or it does what it is for."""

from __future__ import annotations

from collections.abc import Mapping

from handlers import draft_view, registering, steps, unattended
from handlers.fields import read_fields
from handlers.outcome import Outcome, say
from handlers.ports import Work
from handlers.registration_form import form_slots
from handlers.state import Conversation, Draft
from handlers.step_table import STEPS
from handlers.understanding.readings import Product
from handlers.wording import Words
from program.periods import local_date


def take_submitted(work: Work, conversation: Conversation, form: str, values: Mapping[str, str]) -> Outcome:
    """What a submitted form does; one that is not ours, or of a draft that is gone, changes nothing and says so."""
    verb, _, subject = form[:200].partition("/")
    draft = conversation.draft
    if verb == "register" and draft is not None and draft.id == subject:
        return _register(work, conversation, draft, values)
    if verb == unattended.VERB:
        return unattended.register_at_once(work, conversation, subject, values)
    if verb in STEPS:
        return steps.submitted(work, conversation, STEPS[verb], subject, values)
    return say(conversation, Words.of(work.viewer.member)("press.outdated"))


def _register(work: Work, conversation: Conversation, draft: Draft, values: Mapping[str, str]) -> Outcome:
    rules = draft_view.rules_of(work, draft)
    catalogue = tuple(Product(name=product.name, aliases=product.aliases) for product in rules.products)
    partner = draft_view.registrant(work, draft)
    understood = read_fields(
        {slot: values.get(slot.value, "") for slot in form_slots(partner, rules.policy)},
        today=local_date(work.at, work.viewer.member.zone),
        catalogue=catalogue,
        language=work.viewer.member.language,
        country=partner.country if partner else "DE",
        values=draft.values,
    )
    return registering.take_form(work, conversation, draft, understood, values)
