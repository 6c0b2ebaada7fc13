"""Somebody presses what decides without the right to: nothing changes, they hear what anybody would, and it is on record."""

from __future__ import annotations

from typing import Final

from handlers.approval_cards import SHOW
from handlers.asked_to_decide import DECIDING
from handlers.ports import Work
from program.quoting import QuoteStatus
from program.registrations import UNDECIDED

#: What a card in a channel, or a case, can be pressed for.
_ASKED: Final = (*DECIDING, SHOW, "step/ask/")


def note_refused(work: Work, action: str) -> None:
    """Only of what is there and open: of anything else there is nothing to decide, whoever presses."""
    if not action.startswith(_ASKED):
        return
    is_step, id = action.startswith("step/"), ""
    parts = action.split("/")
    if len(parts) > 1 + is_step:
        id = parts[1 + is_step]
    if id and _is_open(work.by_rule(), id) and not _may(work, id):
        work.log.add("decision.refused", id, pressed=parts[1] if is_step else parts[0])


def _is_open(ruled: Work, id: str) -> bool:
    registration, quote = ruled.registrations.get(id), ruled.quotes.get(id)
    if registration is not None:
        return registration.status in UNDECIDED
    return quote is not None and quote.status_at(ruled.at) is QuoteStatus.OPEN


def _may(work: Work, id: str) -> bool:
    registration, quote = work.registrations.get(id), work.quotes.get(id)
    if registration is not None:
        return work.viewer.may_decide(registration)
    return quote is not None and work.viewer.may_approve(quote.partner_id, quote.reviewer)
