"""Where the reader is unsure, a language model may propose what a message means; the reader's own readings always win.

A model adds what the reader did not take, and only what the reader finds in the words that the model quotes. It can propose a
registration, which a person confirms, or a question to look up; it can neither decide nor command, whatever the message told it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from handlers.proposing import INTENTS, SLOTS, Proposal, Proposer
from handlers.understanding.contacts import read_domains
from handlers.understanding.deals import Half, read_half, with_sender
from handlers.understanding.impossible import read_impossible
from handlers.understanding.intents import NOTHING, REGISTER
from handlers.understanding.letters import Letter, read_letter
from handlers.understanding.quoted import Source, derive, find
from handlers.understanding.readings import Act, Context, Product, Slot, SlotReading, Understanding
from handlers.understanding.text import clean
from handlers.understanding.wording import COMMAND_WORDS, FRAME

#: A message of so few words is an answer, a command or small talk, all of which the reader knows.
FEW_WORDS: Final = 4
#: So many words that no reading accounts for, in a message about a deal of which something is still missing, are worth a question.
MANY_UNREAD: Final = 5
#: What has to speak for a company without legal form (companies_in_text.Candidate.weight) before it stands against a model's.
CERTAIN: Final = 40

_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
#: Acts beside which a message may still say something that was not read; any other act is what the message is there for.
_BESIDE: Final = frozenset({Act.CORRECT, Act.DENY, Act.THANK, Act.GREET})
#: What the reader recognises by its form, wherever it stands; names it only takes where something speaks for them.
_FORMED: Final = frozenset(SLOTS) - {Slot.COMPANY, Slot.CONTACT_NAME}
_WANTED: Final = (
    frozenset({Slot.COMPANY}), frozenset({Slot.CONTACT_NAME, Slot.CONTACT_EMAIL}), frozenset({Slot.CLOSE_DATE}),
    frozenset({Slot.AMOUNT}), frozenset({Slot.PRODUCT}),
)  # fmt: skip
_Slots = Mapping[Slot, SlotReading]


def improved(
    found: Understanding, text: str, *, proposer: Proposer, today: date, catalogue: Sequence[Product], context: Context
) -> Understanding:
    """`found`, what the reader made of the text, with what the proposer adds; itself where it is sure or nothing is added."""
    text = clean(text)
    if not is_unsure(text, found, context):
        return found
    proposal = proposer.propose(text, today=today, context=context, catalogue=catalogue)
    if proposal is None:
        return found
    return merged(found, proposal, text, today=today, catalogue=catalogue, context=context)


def is_unsure(text: str, found: Understanding, context: Context) -> bool:
    """Whether the reader alone did not get enough out of a message of more than a few words.

    That is so when it found neither a task, nor an act, nor a value, though words remain; and when many words remain of a message
    about one deal whose company, contact, day, amount or product is still missing.
    """
    if len(_WORD.findall(text)) <= FEW_WORDS or found.switch_to is not None or found.chosen is not None:
        return False
    if found.intent not in ("", NOTHING, REGISTER) or found.acts - _BESIDE or found.clears or found.about or len(found.deals) > 1:
        return False
    drafting = _drafting(context)
    if not found.slots and found.intent != REGISTER:
        return unread(text, found) > 0
    if found.intent == REGISTER and drafting:  # another deal: it waits for its own turn
        return False
    known = found.slots.keys() | {Slot(name) for name, value in context.values.items() if drafting and value}
    return any(not wanted & known for wanted in _WANTED) and unread(text, found) >= MANY_UNREAD


def unread(text: str, found: Understanding) -> int:
    """How many words of the text no reading accounts for, beside the words of every message."""
    rest = text
    read = [reading.text for deal in (*found.deals, found.slots) for reading in deal.values()]
    for words in sorted({*read, *(r.text for r in found.dates), *(r.text for r in found.money)}, key=len, reverse=True):
        rest = rest.replace(words, " ") if words else rest
    words_left = (word.lower() for word in _WORD.findall(rest))
    return sum(len(word) > 2 and word not in FRAME and word not in COMMAND_WORDS for word in words_left)


def merged(
    found: Understanding, proposal: Proposal, text: str, *, today: date, catalogue: Sequence[Product], context: Context
) -> Understanding:
    """What the reader found, with what it can itself find of the proposal; `text` is clean."""
    letter = read_letter(text)
    half = read_half(letter.body, today=today, catalogue=catalogue, context=context)
    source = Source(page=half.page, today=today, catalogue=catalogue, context=context)
    intent = proposal.intent if proposal.intent in INTENTS else ""
    proposed = _derived(proposal, source)
    open_ = found.intent in ("", NOTHING)
    if open_ and intent not in ("", REGISTER) and not found.slots:
        return _looked_up(found, intent, proposed)
    if _drafting(context) and open_:
        return _filled_in(found, proposal, proposed, half, context)
    if found.intent == REGISTER and not _drafting(context):
        return _completed(found, proposed, half)
    if open_ and intent == REGISTER and proposed:
        return _registered(found, proposed, half, letter, catalogue)
    return found


def _drafting(context: Context) -> bool:
    return context.asked is not None or any(context.values.values())


def _derived(proposal: Proposal, source: Source) -> _Slots:
    """The proposed slots, as far as the reader finds them where they are quoted."""
    slots: dict[Slot, SlotReading] = {}
    for slot in SLOTS:
        quoted = proposal.slots.get(slot)
        if quoted is not None:
            slots = {**derive(slot, quoted, source), **slots}
    company, contact = slots.get(Slot.COMPANY), slots.get(Slot.CONTACT_NAME)
    if company and contact and contact.value in company.value:
        del slots[Slot.CONTACT_NAME]
    return slots


def _looked_up(found: Understanding, intent: str, proposed: _Slots) -> Understanding:
    """Something to look up, with the company that it is about."""
    company = proposed.get(Slot.COMPANY)
    slots = {Slot.COMPANY: company} if company else {}
    subject = company.value if company else ""
    return replace(found, intent=intent, slots=slots, deals=(), subject=subject, acts=found.acts & {Act.THANK}, invalid={})


def _completed(found: Understanding, proposed: _Slots, half: Half) -> Understanding:
    """A registration with what the reader left open; a company that little spoke for gives way to the one that is quoted."""
    sure = {named.run.text for named in half.names.all if named.run.legal or named.weight >= CERTAIN}
    doubtful = {
        slot
        for slot, reading in found.slots.items()
        if slot is Slot.COMPANY and slot in proposed and reading.value not in sure and not read_domains(reading.value)
    }
    kept = {slot: reading for slot, reading in found.slots.items() if slot not in doubtful}
    added = {slot: reading for slot, reading in proposed.items() if slot not in kept}
    return _with(replace(found, slots=kept), added, half) if added else found


def _filled_in(found: Understanding, proposal: Proposal, proposed: _Slots, half: Half, context: Context) -> Understanding:
    """A message inside a registration: empty slots filled; what is there already changes only where the model saw a correction."""
    acts = proposal.acts
    held = {Slot(name) for name, value in context.values.items() if value}
    added = {
        slot: reading for slot, reading in proposed.items() if slot not in found.slots and (slot not in held or Act.CORRECT in acts)
    }
    clears = {
        slot
        for slot, quote in proposal.clears.items()
        if Act.CLEAR in acts and slot in held - added.keys() - found.slots.keys() and find(quote, half.page.text)
    }
    if not added and not clears:
        return found
    seen = {Act.CORRECT} if held & added.keys() else set()
    after = _with(found, added, half)
    return replace(
        after,
        intent="",
        acts=found.acts | seen | ({Act.CLEAR} if clears else set()),
        clears=found.clears | clears,
    )


def _registered(found: Understanding, proposed: _Slots, half: Half, letter: Letter, catalogue: Sequence[Product]) -> Understanding:
    """A registration where the reader saw none: the names are the model's, everything else also what the reader sees by itself."""
    formed = {slot: reading for slot, reading in half.slots.items() if slot in _FORMED}
    if Slot.AMOUNT in proposed:
        formed.pop(Slot.CURRENCY, None)
    slots = with_sender(half, {**formed, **proposed}, letter, catalogue)
    return _with(replace(found, intent=REGISTER, acts=found.acts & {Act.THANK}, invalid={}), slots, half)


def _with(found: Understanding, added: _Slots, half: Half) -> Understanding:
    """The understanding with the slots added, but for those whose words cannot be right ("30 February")."""
    impossible = read_impossible(half.page)
    possible = {s: reading for s, reading in added.items() if not reading.text or reading.text not in impossible.get(s, "")}
    slots = {**possible, **found.slots}
    invalid = {slot: words for slot, words in {**impossible, **found.invalid}.items() if slot not in slots}
    return replace(found, slots=slots, deals=(slots,) if slots else (), invalid=invalid)
