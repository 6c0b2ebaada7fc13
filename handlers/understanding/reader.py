"""Reads a message of a partner: what it wants, what it does in the conversation and what it says of a deal."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from handlers.understanding.acts import Acting, read_acts, read_choice, read_kinship, slot_named
from handlers.understanding.answers import bare_words, read_answer, read_currency, scaled
from handlers.understanding.collateral import read_collateral
from handlers.understanding.commands import Command, may_be_command, read_command
from handlers.understanding.deals import (
    Half,
    in_place_of,
    mentioned,
    named_strictly,
    read_deals,
    read_half,
    task_company,
    with_sender,
)
from handlers.understanding.formal import familiar
from handlers.understanding.impossible import read_impossible
from handlers.understanding.intents import ASK, NOTHING, REGISTER, WITHDRAW
from handlers.understanding.judging import drafting, read_intent
from handlers.understanding.language import language_asked_for, language_of
from handlers.understanding.letters import Letter, read_letter
from handlers.understanding.money import read_amount_answer
from handlers.understanding.pricing import read_pricing
from handlers.understanding.readings import Act, Context, Product, Slot, SlotReading, Understanding
from handlers.understanding.side_by_side import shared, side_by_side
from handlers.understanding.text import Kind, clean

_EMPTY: Final = Context()
# Acts that are also what the person wants.
_WANTED: Final[Mapping[Act, str]] = {Act.HELP: "help", Act.GREET: "greet", Act.THANK: "thank", Act.HAND_OVER: "hand_over"}
_REGISTRATION = re.compile(r"\b[Rr]-[0-9A-Za-z]{6}\b")
_OF_A_CUSTOMER: Final = frozenset({"extend_registration", WITHDRAW})
_OF_A_REGISTERED_DEAL: Final = frozenset({"amend_registration", "won_deal", "reopen_deal", "renew_deal"})
#: Only where nothing is in progress.
_BY_THE_WAY: Final = frozenset({"go_on", "help", "how_to"})
#: Questions of which it is known what they are about.
_QUESTIONS: Final = frozenset({"explain_term", "how_to"})
_A_DEAL = re.compile(r"\b(?:deal|registration|registrierung)\b")
_NOT = re.compile(r"\b(?:not|nicht|statt|instead of|replace)\b")
# "The amount is in euros", "das sind Franken".
_IN_A_CURRENCY = re.compile(r"\b(?:in|is|are|ist|sind)\s(?P<currency>[^\W\d]{2,12}|[€$£])(?: ?[.!])?$")
_OF_A_TEAM = re.compile(r"\b(?:invit\w*|team|lade?|einladen|company|firma|member\w*|mitglied\w*)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Message:
    """A message on its way to be understood."""

    text: str
    letter: Letter
    half: Half
    acting: Acting
    switch_to: str | None
    today: date
    catalogue: Sequence[Product]
    context: Context

    @property
    def drafting(self) -> bool:
        return drafting(self.context)


def understand(text: str, *, today: date, catalogue: Sequence[Product], context: Context = _EMPTY) -> Understanding:
    """What the message says; never raises, whatever the text. `today` is the writer's day, from which "next month" is reckoned."""
    text = familiar(clean(text))
    if not text:
        return Understanding(intent="" if drafting(context) else NOTHING)
    letter = read_letter(text)
    half = read_half(letter.body, today=today, catalogue=catalogue, context=context)
    acting = read_acts(half.page.line, drafting=drafting(context), text=text)
    message = _Message(
        text=text, letter=letter, half=half, acting=acting, switch_to=language_asked_for(text), today=today, catalogue=catalogue,
        context=context,
    )  # fmt: skip
    found = _command(message) or _of_collateral(message) or _whole_act(message) or _of_prices(message) or _said(message)
    money = sorted((*half.page.money, *half.page.bare), key=lambda reading: reading.span)
    return Understanding(
        intent=found.intent, slots=found.slots, deals=found.deals, acts=found.acts, clears=found.clears, about=found.about,
        chosen=found.chosen, subject=found.subject, argument=found.argument, language=language_of(text), switch_to=found.switch_to,
        invalid=found.invalid, dates=half.page.dates, money=tuple(money),
    )  # fmt: skip


def _command(message: _Message) -> Understanding | None:
    if not may_be_command(message.half.page.line):
        return None
    found: Command | None = read_command(_corrected(message))
    if found is None:
        return None
    team = found.intent in ("invite", "remove_member")
    if team and message.drafting and not _OF_A_TEAM.search(message.text):
        return None  # "remove jane@acme.de" with a draft is about its contact
    if found.intent in _QUESTIONS and not (message.drafting and found.intent in _BY_THE_WAY):
        return Understanding(intent=ASK, subject=found.subject, argument=found.intent, switch_to=message.switch_to)
    if found.intent in _BY_THE_WAY and (message.drafting or message.context.asked):
        return None  # "ok" answers what was asked
    if found.intent == "amend_registration" and message.switch_to:
        return None  # "change the language to German"
    if message.drafting and found.intent in _OF_A_REGISTERED_DEAL and not _REGISTRATION.search(found.subject):
        return None  # "change the amount of the deal to 60k" with a draft is about the draft
    named = found.intent in _OF_A_CUSTOMER and found.subject and not _REGISTRATION.search(found.subject)
    slots = {Slot.COMPANY: SlotReading(value=found.subject, text=found.subject)} if named else {}
    acts = message.acting.acts & {Act.CONFIRM} if found.intent == "go_on" else frozenset()
    return Understanding(intent=found.intent, slots=slots, subject=found.subject, argument=found.argument, acts=acts)


def _of_collateral(message: _Message) -> Understanding | None:
    """The message when it asks for a document, or for the return that a product brings; a language in it is the document's."""
    intent = read_collateral(message.text, message.half.page.line, drafting=message.drafting)
    return Understanding(intent=intent) if intent else None


def _of_prices(message: _Message) -> Understanding | None:
    """The message when it asks for a price, a discount, or whether it all pays."""
    intent = read_pricing(message.text, message.half.page.line, drafting=message.drafting)
    if intent in ("price", "quote") and (intent == "price" or message.text.rstrip().endswith("?")):
        return Understanding(intent=ASK, argument=intent, switch_to=message.switch_to)  # a question, known what about
    return Understanding(intent=intent, switch_to=message.switch_to) if intent else None


def _corrected(message: _Message) -> str:
    """The text with typing errors in command words put right; nothing else is touched."""
    text = message.letter.body
    for kind, written, norm, start, end, _ in reversed(message.half.page.tokens):
        if kind is Kind.WORD and norm != written and norm != written.lower().rstrip("."):
            text = text[:start] + norm + text[end:]
    return text.strip()


def _whole_act(message: _Message) -> Understanding | None:
    """The message when it is an act and nothing else."""
    acting, context = message.acting, message.context
    chosen = read_choice(message.text, context.offered)
    if message.switch_to and not message.half.slots.keys() - {Slot.COMPANY, Slot.CONTACT_NAME} and len(message.text.split()) <= 12:
        return Understanding(intent="switch_language", switch_to=message.switch_to)
    if not acting.whole:
        return None
    if context.asked is Slot.VENDOR_ENGAGED and acting.acts & {Act.CONFIRM, Act.DENY, Act.SKIP}:
        answer = read_answer(message.half.page, {}, context, message.today)
        if answer.slots:
            return Understanding(slots=answer.slots, deals=(answer.slots,))
    if Act.CANCEL in acting.acts and not message.drafting and _A_DEAL.search(message.half.page.line):
        return None  # with no draft, "cancel the registration" is to withdraw one
    acts = acting.acts | ({Act.CHOOSE} if chosen is not None else frozenset())
    return Understanding(
        intent=next((_WANTED[act] for act in acting.acts if act in _WANTED), ""),
        acts=acts, about=acting.about or (context.asked if acting.acts & {Act.WHY, Act.SKIP} else None), chosen=chosen,
        subject=_as_written(acting.subject, message.text),
    )  # fmt: skip


def _as_written(words: str, text: str) -> str:
    at = text.lower().find(words) if words else -1
    return text[at : at + len(words)] if at >= 0 else words


def _said(message: _Message) -> Understanding:
    """The message as a task or as what it says of a deal."""
    half, context = message.half, message.context
    chosen = read_choice(message.text, context.offered)
    related = context.asked is Slot.COMPANY and bool(context.offered) and read_kinship(half.page.line) is not None
    intent = read_intent(half, message.text, context) if chosen is None and not related else ""
    told = Act.CORRECT in message.acting.acts or not message.text.rstrip().endswith("?")  # "can you make it July?"
    if message.drafting and intent == NOTHING and half.slots.keys() - {Slot.COMPANY} and told:
        intent = ""
    if message.drafting and intent == WITHDRAW and _takes_out_a_value(message):
        intent = ""
    if intent == "" and not message.drafting and chosen is None:
        kin = read_kinship(half.page.line) if context.offered else None
        acts = frozenset({kin}) if kin else message.acting.acts
        return Understanding(intent="" if acts else NOTHING, acts=acts)
    if intent == REGISTER:
        return _registering(message)
    if intent in (ASK, NOTHING):
        return Understanding(intent=intent, switch_to=message.switch_to, acts=message.acting.acts & {Act.THANK})
    if intent:
        return _task(message, intent)
    return _answering(message, chosen)


def _takes_out_a_value(message: _Message) -> bool:
    """Whether what is to be taken out is a value of the draft: "nimm die Mail raus"."""
    wrong = message.acting.wrong
    return wrong is not None and slot_named(message.half.page.line[slice(*wrong)]) is not None


def _registering(message: _Message) -> Understanding:
    deals = read_deals(message.half, today=message.today, catalogue=message.catalogue, context=message.context)
    deals = (with_sender(message.half, deals[0], message.letter, message.catalogue), *deals[1:]) if deals else ()
    impossible = read_impossible(message.half.page)
    if len(deals) == 1:
        deals = (_possible(deals[0], impossible),)
    first = deals[0] if deals else {}
    return Understanding(
        intent=REGISTER, slots=first, deals=deals, switch_to=message.switch_to, acts=message.acting.acts & {Act.THANK},
        invalid={slot: words for slot, words in impossible.items() if slot not in first},
    )  # fmt: skip


def _possible(slots: Mapping[Slot, SlotReading], impossible: Mapping[Slot, str]) -> dict[Slot, SlotReading]:
    """The slots without what was read from words that cannot be right ("February" in "30 February")."""
    return {slot: reading for slot, reading in slots.items() if not reading.text or reading.text not in impossible.get(slot, "")}


def _task(message: _Message, intent: str) -> Understanding:
    """One of the other things the bot does, with the deal it is about."""
    kept = {Slot.COMPANY, Slot.AMOUNT, Slot.CURRENCY}
    slots = {slot: reading for slot, reading in message.half.slots.items() if slot in kept}
    if Slot.COMPANY not in slots and (only := task_company(message.half)) is not None:
        slots[Slot.COMPANY] = only
    if intent in ("tier_progress", "review_queue") or (intent == "mdf_request" and not _legal(message)):
        slots.pop(Slot.COMPANY, None)
    identifier = _REGISTRATION.search(message.text)
    subject = identifier[0].upper() if identifier else slots[Slot.COMPANY].value if Slot.COMPANY in slots else ""
    return Understanding(intent=intent, slots=slots, subject=subject, switch_to=message.switch_to)


def _legal(message: _Message) -> bool:
    company = message.half.names.company
    return company is not None and company.run.legal


def _answering(message: _Message, chosen: int | None) -> Understanding:
    """A message inside a registration: answers, more than was asked, corrections, things to be removed."""
    context, acting = message.context, message.acting
    kin = read_kinship(message.half.page.line) if chosen is None or context.asked is Slot.COMPANY else None
    slots = named_strictly(message.half, context, correcting=Act.CORRECT in acting.acts)
    slots, clears = mentioned(slots, message.half.page, acting, context)
    if Act.CORRECT in acting.acts or _NOT.search(message.half.page.line):
        slots = {**slots, **in_place_of(message.half, context)}
    acts = set(acting.acts) - {Act.CLEAR}
    if kin is not None:
        acts.add(kin)
        slots.pop(Slot.COMPANY, None)
        acts -= {Act.DENY} if slots else {Act.DENY, Act.CORRECT}
    invalid: dict[Slot, str] = {}
    if chosen is not None:
        acts.add(Act.CHOOSE)
        slots = {**slots, **_of_choice(message, chosen)}
    elif kin is None and not clears:
        answer = read_answer(message.half.page, slots, context, message.today)
        slots = {**slots, **answer.slots}
        if answer.invalid and context.asked and not acts & {Act.CONFIRM, Act.CORRECT} and message.switch_to is None:
            invalid[context.asked] = answer.invalid
    slots = {**_loose(message, slots), **slots}
    impossible = read_impossible(message.half.page)
    slots = _possible(slots, impossible)
    invalid = {**invalid, **{slot: words for slot, words in impossible.items() if slot not in slots}}
    if clears:
        acts.add(Act.CLEAR)
        acts.discard(Act.CORRECT)
    about = slot_named(message.half.page.line) if Act.CORRECT in acts and not slots else None
    if Act.CORRECT in acts and not slots and about is None and Act.CONFIRM not in acts:
        acts.discard(Act.CORRECT)
        acts |= {Act.DENY} if re.match(r"(?:no|nein|nope|nee)\b", message.half.page.line) else set()
    return Understanding(
        slots=slots, deals=_with_others(message, slots), acts=frozenset(acts), clears=frozenset(clears), about=about, chosen=chosen,
        switch_to=message.switch_to, invalid=invalid,
    )  # fmt: skip


def _with_others(message: _Message, slots: Mapping[Slot, SlotReading]) -> tuple[Mapping[Slot, SlotReading], ...]:
    """The deal in progress, and those of further customers that are named beside its own."""
    if not slots:
        return ()
    customers = side_by_side(message.half.page, message.half.names) if Slot.COMPANY in slots else ()
    return (slots, *(shared(customers, message.half.page, slots)[1:] if customers else ()))


def _of_choice(message: _Message, chosen: int) -> dict[Slot, SlotReading]:
    """The value of the choice, where it was offered for the slot that was asked for."""
    context = message.context
    if context.asked is None or context.asked not in (Slot.CLOSE_DATE, Slot.AMOUNT, Slot.PRODUCT):
        return {}
    bare = Context(day_first=context.day_first)
    label = read_half(clean(context.offered[chosen]), today=message.today, catalogue=message.catalogue, context=bare)
    return {slot: reading for slot, reading in label.slots.items() if slot is context.asked and not reading.alternatives}


def _loose(message: _Message, slots: Mapping[Slot, SlotReading]) -> dict[Slot, SlotReading]:
    """What is said without its slot being asked for: a currency alone, a bare number in a correction."""
    if slots:
        return {}
    other = _IN_A_CURRENCY.search(message.half.page.line) if Act.CORRECT in message.acting.acts else None
    currency = read_currency(message.text) or (read_currency(other["currency"]) if other else None)
    if currency is not None:
        return {Slot.CURRENCY: currency}
    words = bare_words(message.text)
    short = len(words) < 24 and not message.half.page.phones
    amount = read_amount_answer(words) if short and Act.CORRECT in message.acting.acts else None
    if amount is None or amount.amount <= 0 or Slot.AMOUNT not in message.context.values:
        return {}
    return dict(scaled(amount, message.context))
