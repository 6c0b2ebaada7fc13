"""A deal that a program hands in for somebody, a workflow say: registered at once or not at all, since nobody is there to be asked.

It is the person's registration as if they had said yes themselves, under their rights and their rules; they are told of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from handlers.bulk_lines import check_lines, register_lines
from handlers.draft_view import rules_of
from handlers.fields import read_fields
from handlers.outcome import Outcome, offer, say
from handlers.ports import Work
from handlers.registration_form import SHOWN, form_slots
from handlers.reply import Choice, Choices, Reply, Text, Tone
from handlers.sheet_reading import SheetLine, as_in_tables
from handlers.state import Conversation
from handlers.submitting import Registered, verdict_parts
from handlers.understanding.readings import Product, Slot, Understanding
from handlers.wording import Words
from program.access import Act
from program.partners import Partner
from program.periods import local_date

#: What stands before the name of such a form, and the name of the one that there is.
VERB: Final = "unattended"
REGISTER: Final = "register_deal"
#: What can be handed in, by the names of the fields.
SLOTS: Final = SHOWN


def register_at_once(work: Work, conversation: Conversation, name: str, values: Mapping[str, str]) -> Outcome:
    """The verdict, or everything that is wrong; `result` has the registration's number and status where there is one."""
    words, partner = Words.of(work.viewer.member), work.viewer.partner
    if name != REGISTER:
        return say(conversation, words("press.outdated"))
    if partner is None or not work.viewer.may(Act.REGISTER):
        return say(conversation, words("unattended.not_allowed"))
    (checked,) = check_lines(work, partner, (SheetLine(number=1, read=_read(work, partner, values)),))
    if checked.faults:
        return say(conversation, *checked.faults, tone=Tone.WARNING)
    if checked.similar:
        return say(conversation, words("unattended.similar"), tone=Tone.WARNING)
    if checked.ours is not None:
        return _has_it(work, conversation, checked.ours)
    (decided,) = register_lines(work, partner, (checked,))
    if not isinstance(decided.found, Registered):
        return _has_it(work, conversation, decided.found.claim.registration_id)
    return _registered(work, conversation, decided.found)


def _read(work: Work, partner: Partner, values: Mapping[str, str]) -> Understanding:
    rules, member = rules_of(work), work.viewer.member
    texts: dict[Slot, str] = {slot: values.get(slot.value, "") for slot in SLOTS if slot in form_slots(partner, rules.policy)}
    catalogue = tuple(Product(name=product.name, aliases=product.aliases) for product in rules.products)
    today = local_date(work.at, member.zone)
    read = read_fields(texts, today=today, catalogue=catalogue, language=member.language, country=partner.country)
    return as_in_tables(read, texts, catalogue)


def _has_it(work: Work, conversation: Conversation, id: str) -> Outcome:
    """The partner has registered this deal before: that one counts."""
    words, known = Words.of(work.viewer.member), work.registrations.get(id)
    status = "" if known is None else known.status_at(work.at).value
    return replace(say(conversation, words("bulk.is_ours", id=id)), result={"registration": id, "status": status})


def _registered(work: Work, conversation: Conversation, found: Registered) -> Outcome:
    words, registration = Words.of(work.viewer.member), found.registration
    parts = tuple(part for part in verdict_parts(work, found, words) if not isinstance(part, Choices))
    show = Choice(label=words("choice.show", id=registration.id), action=f"deals.show/{registration.id}")
    told = (Text(text=words("unattended.told"), tone=Tone.TITLE), *parts, *offer([show]))
    member = work.viewer.member
    work.outbox.put(f"registration.unattended:{registration.id}", member.id, Reply(parts=told, language=words.language))
    result = {"registration": registration.id, "status": registration.status.value}
    return Outcome(parts=parts, conversation=conversation, state="submitted", result=result)
