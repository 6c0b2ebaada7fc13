"""Decides what a message is for: phrases and trained weights each have a say, and a registration needs evidence of a deal."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from handlers.understanding.deals import Half, read_half, task_run
from handlers.understanding.intent_features import Features, features
from handlers.understanding.intent_lexicon import groups_of
from handlers.understanding.intent_model import shipped
from handlers.understanding.intents import ASK, NOTHING, REGISTER, WITHDRAW, Evidence, may_register, registers_plainly, ruled_intent
from handlers.understanding.letters import read_letter
from handlers.understanding.names import Run
from handlers.understanding.readings import Context, Product, Slot
from handlers.understanding.text import Kind, clean
from handlers.understanding.wording import SLOT_NAMES

# Over small letters, which is much quicker than to pass over their case.
_LABELS = re.compile(rf"(?:^|[\n;,|•*-])[ ]*(?:{'|'.join(SLOT_NAMES.values())})[ ]?[:=]")
#: What the weights decide inside a registration, they have to be this sure of: most messages there are answers.
_SURE: Final = 0.85
#: What they say against the phrases they have to be this sure of.
_SURER: Final = 0.5
#: What is the likeliest of a message that is about somebody has to be this likely.
_LIKELY: Final = 0.2
#: What they alone take for a registration, or for the end of one, they have to be this sure of.
_SURE_OF_A_DEAL: Final = 0.7
_UNSURE: Final = 0.6
#: So many different things of a deal are only said to register it, where the phrases say so, too.
_MUCH: Final = 3
_OPEN: Final = frozenset({"", ASK, NOTHING})


def read_intent(half: Half, text: str, context: Context) -> str:
    """The task the message is for; "" when there is none in it and it may be an answer."""
    evidence = evidence_of(half, text, context)
    ruled = ruled_intent(half.page.line, evidence)
    if _certain(ruled, half, evidence) or (evidence.drafting and ruled not in (ASK, NOTHING)):
        return ruled
    likely = shipped().probabilities(features(half.page.tokens, named_runs(half), evidence, ruled))
    if not may_register(half.page.line, evidence) or likely[REGISTER] < (_SURER if ruled == REGISTER else _SURE_OF_A_DEAL):
        likely.pop(REGISTER)
    if ruled != WITHDRAW and likely[WITHDRAW] < _SURE_OF_A_DEAL:
        likely.pop(WITHDRAW)
    best = max(likely, key=lambda intent: likely[intent])
    if evidence.drafting:
        return best if best not in (REGISTER, NOTHING) and likely[best] >= _SURE else ruled
    task = ruled not in _OPEN and ruled != REGISTER
    if best == NOTHING and (ruled == "" or (task and evidence.named and likely[best] < _SURE)):
        return ruled
    if best == NOTHING and evidence.named and likely[best] < _UNSURE:  # with a name in it, it is about somebody
        about = max((intent for intent in likely if intent not in (REGISTER, NOTHING)), key=lambda intent: likely[intent])
        return about if likely[about] >= _LIKELY else NOTHING
    return best if best == ruled or likely[best] >= _SURER or ruled not in likely else ruled


def _certain(ruled: str, half: Half, evidence: Evidence) -> bool:
    """Whether the phrases leave no doubt: the queue, a registration's id, a wish to register with nothing or much said of it."""
    much = evidence.company and evidence.kinds >= _MUCH
    plainly = ruled == REGISTER and (much or registers_plainly(half.page.line))
    return ruled == "review_queue" or plainly or (ruled not in _OPEN and identified(half))


def evidence_of(half: Half, text: str, context: Context) -> Evidence:
    """What was found in the message beside its words."""
    slots = half.slots
    contact = bool(slots.keys() & {Slot.CONTACT_EMAIL, Slot.CONTACT_PHONE, Slot.DOMAIN})
    dated = Slot.CLOSE_DATE in slots
    of_a_deal = (Slot.AMOUNT, Slot.CLOSE_DATE, Slot.PRODUCT, Slot.CONTACT_NAME, Slot.EMPLOYEES, Slot.VENDOR_ENGAGED)
    kinds = contact + sum(slot in slots for slot in of_a_deal)
    company = half.names.company
    named = company is not None and (company.run.cased or company.cued) and company.weight >= 15 and not _private(company.run)
    return Evidence(
        kinds=kinds,
        dated=dated,
        company=named,
        legal=company is not None and company.run.legal,
        named=task_run(half) is not None or identified(half),
        labels=len(_LABELS.findall(half.page.text.lower())) if ":" in text or "=" in text else 0,
        product=bool(half.page.products),
        drafting=drafting(context),
        several=company is not None and len(company.run.words) > 1,
        short_name=context.asked in (Slot.COMPANY, Slot.CONTACT_NAME) and len(half.page.tokens) <= 7,
    )


def _private(run: Run) -> bool:
    """Whether the name is a word of private life: "der Nachbar", "my landlord"."""
    return not run.legal and len(run.words) == 1 and "private" in groups_of(run.words[0])


def drafting(context: Context) -> bool:
    """Whether a registration is in progress."""
    return context.asked is not None or any(context.values.values())


def identified(half: Half) -> bool:
    """Whether the message names a registration by its id."""
    return any(token.kind is Kind.IDENTIFIER for token in half.page.tokens)


def named_runs(half: Half) -> Sequence[Run]:
    """The stretches of the message that are the names of its customer and its contacts."""
    company = half.names.company.run if half.names.company else task_run(half)
    return (*((company,) if company else ()), *half.names.contacts)


def featured(text: str, *, today: date, catalogue: Sequence[Product]) -> Features:
    """The features of a message by itself, as the weights are trained with them."""
    text = clean(text)
    half = read_half(read_letter(text).body, today=today, catalogue=catalogue, context=Context())
    evidence = evidence_of(half, text, Context())
    return features(half.page.tokens, named_runs(half), evidence, ruled_intent(half.page.line, evidence))
