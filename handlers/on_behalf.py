"""Registering on a partner's behalf: the vendor's person names the partner, and that partner's rules hold for all the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from handlers import registering
from handlers.assigning import partners_named
from handlers.outcome import Outcome, say
from handlers.ports import Work
from handlers.reply import Lookup, Option, Part, Text, Tone
from handlers.state import Conversation
from handlers.steps import Asked, Question, Step
from handlers.steps import begin as begin_step
from handlers.understanding.readings import Slot, SlotReading, Understanding
from handlers.wording import Words
from program.access import Act
from program.partners import Partner

#: A list to pick from holds so many partners; who looks after more names one.
MOST_OPTIONS: Final = 25


def begin(work: Work, conversation: Conversation, understood: Understanding) -> Outcome:
    """A registration for the partner that the message names; without one, or with several, that is asked first."""
    words = Words.of(work.viewer.member)
    if not work.viewer.may(Act.REGISTER_FOR):
        return say(conversation, words("register.not_allowed"))
    draft, said = conversation.draft, understood.subject
    if draft is not None and draft.partner_id == said and understood.slots:
        return registering.queue_another(work, conversation, draft, understood)
    if draft is not None:
        return registering.resume(work, conversation, draft, lead=(Text(text=words("register.one_at_a_time")),))
    partner = work.people.partner(said) if said else None
    if partner is not None:
        return registering.start(work, conversation, understood, partner_id=partner.id)
    known = {slot.value: reading.value for slot, reading in understood.slots.items() if not reading.alternatives}
    if not said or partners_named(work, said):
        return begin_step(work, conversation, REGISTER_FOR, said, known)
    return _again(work, conversation, said, known)


def _again(work: Work, conversation: Conversation, said: str, known: Mapping[str, str]) -> Outcome:
    """The question again, after an answer that names no partner in sight."""
    asked = begin_step(work, conversation, REGISTER_FOR, "", known)
    return replace(asked, parts=(unknown_partner(said, Words.of(work.viewer.member)), *asked.parts))


def which_partner(work: Work, subject: str = "") -> Question:
    """The question for which partner: those in sight that the words name, or all, to pick from while they are not too many."""
    words = Words.of(work.viewer.member)
    partners = partners_named(work, subject) if subject else work.people.partners()
    options = tuple(Option(value=partner.id, label=partner.name) for partner in partners)
    few = len(options) <= MOST_OPTIONS
    return Question(name="partner", label=words("fact.partner"), options=options if few else (), lookup=Lookup.PARTNER)


def partner_meant(work: Work, answer: str) -> Partner | None:
    """The one partner in sight that the answer to `which_partner` names."""
    found = partners_named(work, answer)
    return found[0] if len(found) == 1 else None


def unknown_partner(said: str, words: Words) -> Text:
    return Text(text=words("assign.unknown_partner", partner=said[:60]), tone=Tone.WARNING)


def _ask(work: Work, subject: str) -> Asked | tuple[Part, ...]:
    words = Words.of(work.viewer.member)
    if not work.viewer.may(Act.REGISTER_FOR):
        return (Text(text=words("register.not_allowed")),)
    if not work.people.partners():
        return (Text(text=words("behalf.no_partners")),)
    question = which_partner(work, subject)
    return Asked(title=words("behalf.which_partner"), submit=words("form.register.submit"), questions=(question,))


def _do(work: Work, conversation: Conversation, subject: str, values: Mapping[str, str]) -> Outcome:
    words = Words.of(work.viewer.member)
    partner = partner_meant(work, values["partner"])
    if partner is None:
        return _again(work, conversation, values["partner"], {**values, "partner": ""})
    if conversation.draft is not None:
        lead = (Text(text=words("register.one_at_a_time")),)
        return registering.resume(work, conversation, conversation.draft, lead=lead)
    slots = {slot: SlotReading(value=values[slot.value]) for slot in Slot if slot.value in values}
    return registering.start(work, conversation, Understanding(slots=slots), partner_id=partner.id)


REGISTER_FOR: Final = Step(verb="register_for", ask=_ask, do=_do)
