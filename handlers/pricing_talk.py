"""What people say of prices, quotes and whether it pays, handed to whatever does it."""

from __future__ import annotations

import re
from typing import Final

from handlers import asking, channel_costs, prices, quote_review, quoting, steps
from handlers.message import Sender
from handlers.outcome import Outcome
from handlers.ports import Work
from handlers.profiting import PROFIT
from handlers.quoting import QUOTE
from handlers.roi import ROI
from handlers.state import Conversation, Pending
from handlers.understanding.readings import Understanding

#: Steps whose answers are figures, never a sentence that may read like a question.
_OF_FIGURES: Final = frozenset({QUOTE.verb, PROFIT.verb, ROI.verb})
#: What the reader takes an answer for.
_ANSWERS: Final = frozenset({"", "out_of_scope", "ask_question"})
_REGISTERS: Final = re.compile(r"\b(?:regist|anmeld|new deal|neuer deal)", re.IGNORECASE)
_QUOTE: Final = re.compile(r"\bA-[0-9A-Z]{4,8}\b", re.IGNORECASE)


def quote_in(text: str) -> str:
    """The id of the quote that the words name, "" for none."""
    found = _QUOTE.search(text)
    return found[0].upper() if found else ""


def asks_anew(work: Work, pending: Pending, text: str, understood: Understanding) -> bool:
    """Whether a message asks for something else while a quote or a calculation is open; a quote for another customer does, too."""
    if pending.kind not in _OF_FIGURES or (understood.intent in _ANSWERS and not understood.argument):
        return False
    if understood.intent == "register_deal":
        return _REGISTERS.search(text) is not None
    return understood.intent != "quote" or text.rstrip().endswith("?") or bool(prices.offer_in(work, text).company)


def question(work: Work, conversation: Conversation, _: Sender, text: str, understood: Understanding) -> Outcome:
    """A price or a discount that is asked for; any other question is answered from the policy, or by a person."""
    if understood.argument == "price":
        return prices.show_price(work, conversation, text)
    if understood.argument == "quote":
        return quoting.ask_quote(work, conversation, text)
    return asking.answer(work, conversation, text)


def quote(work: Work, conversation: Conversation, _: Sender, text: str, __: Understanding) -> Outcome:
    return quoting.ask_quote(work, conversation, text)


def my_quotes(work: Work, conversation: Conversation, _: Sender, text: str, __: Understanding) -> Outcome:
    """One quote by its number, or the list."""
    named = quote_in(text)
    return quoting.show_quote(work, conversation, named) if named else quoting.list_quotes(work, conversation)


def profitability(work: Work, conversation: Conversation, *_: object) -> Outcome:
    return steps.begin(work, conversation, PROFIT, "new")


def channel_economics(work: Work, conversation: Conversation, _: Sender, text: str, __: Understanding) -> Outcome:
    return channel_costs.show_economics(work, conversation, text)


def decide(work: Work, conversation: Conversation, understood: Understanding, quote_id: str) -> Outcome:
    """An approval or a refusal of the quote in words; every other command on a quote shows it."""
    if understood.intent == "approve":
        return quote_review.approve(work, conversation, quote_id)
    if understood.intent == "decline":
        return steps.begin(work, conversation, quote_review.DECLINE, quote_id, {"text": understood.argument})
    return quoting.show_quote(work, conversation, quote_id)
