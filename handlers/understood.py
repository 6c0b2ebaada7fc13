"""What a member's words mean at the point where the conversation stands: read by rules first, a model may propose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from handlers.ports import CatalogueProduct
from handlers.proposing import Proposer
from handlers.state import Conversation
from handlers.understanding.behalf import Named, read_behalf
from handlers.understanding.proposal import improved
from handlers.understanding.reader import understand as read
from handlers.understanding.readings import Context, Product, Understanding
from program.access import Viewer


def understand(
    text: str,
    *,
    conversation: Conversation,
    viewer: Viewer,
    products: Sequence[CatalogueProduct],
    today: date,
    partners: Sequence[Named] = (),
    proposer: Proposer | None = None,
) -> Understanding:
    """What a member's words mean at this point of the conversation. Reads nothing else and writes nothing.

    `partners` are those that the member may register for, where the words may name one. A `proposer` is asked where the reader
    alone is unsure, unless the words were asked for as they are: a reason, an answer.
    """
    draft = conversation.draft
    context = Context(
        asked=conversation.asked if draft else None,
        values=draft.values if draft else {},
        offered=tuple(choice.label for choice in conversation.offered),
        language=conversation.language or viewer.member.language,
        default_country=viewer.partner.country if viewer.partner else "DE",
    )
    catalogue = tuple(Product(name=product.name, aliases=product.aliases) for product in products)
    found = read(text, today=today, catalogue=catalogue, context=context)
    behalf = read_behalf(text, partners) if partners else None
    if behalf is not None:
        rest = read(behalf.rest, today=today, catalogue=catalogue, context=context)
        if behalf.sure or rest.intent == "register_deal":
            return replace(rest, intent="register_for", subject=behalf.subject, language=found.language)
    if proposer is None or conversation.pending is not None:
        return found
    return improved(found, text, proposer=proposer, today=today, catalogue=catalogue, context=context)
