"""Several customers named side by side in one message, each of which becomes a deal, and what is said of all of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final

from handlers.understanding.deal_slots import Names, date_slot, money_slots, plain
from handlers.understanding.deal_words import BOTH, EACH, SEVERAL_DEALS
from handlers.understanding.names import Run
from handlers.understanding.page import Page
from handlers.understanding.phrases import Phrases
from handlers.understanding.products import product_slot
from handlers.understanding.readings import Slot, SlotReading

_SEVERAL = Phrases((SEVERAL_DEALS, BOTH, EACH))
_EACH = re.compile(EACH)
_AND: Final = r"(?:and|und|plus|sowie|as well as|&|\+)"
_AGAIN: Final = (
    r"(?:(?:also|auch|then|dann|noch|for|with|at|für|mit|bei|the|die|der|das|den|dem|firma|company|customer|kunden?)\s+)"
)
#: What may stand between two customers that are named side by side …
_BESIDE = re.compile(rf"\s*,?\s*(?:{_AND}\s+)?{_AGAIN}*|\s*/\s*", re.IGNORECASE)
#: … and what cannot stand inside one customer's name.
_APART = re.compile(rf"\s*,?\s*(?:(?:plus|sowie|as well as)\s+{_AGAIN}*|(?:and|und)\s+{_AGAIN}+)", re.IGNORECASE)
_INSIDE = re.compile(r"\s(?:and|und)\s", re.IGNORECASE)
_RELATED = re.compile(r"(?:mutter|tochter|schwester|konzern)\w*")
#: What belongs to one customer and never to two.
_OF_ONE: Final = frozenset({Slot.COMPANY, Slot.DOMAIN, Slot.REGISTER_NUMBER, Slot.EMPLOYEES})
_CENT: Final = Decimal("0.01")


def side_by_side(page: Page, names: Names) -> tuple[Run, ...]:
    """The customers, in their order; none when the message names one, or says more of each in turn.

    Two legal forms are two customers ("Acme GmbH und Borax AG"). Without them, "and" may stand inside a name, so it parts two only
    where the message says that there are several ("both Acme Foods and Borax Steel"), or goes on as no name does ("as well as").
    """
    if names.company is None:
        return ()
    several = _SEVERAL.fit(page.line)
    cased = [candidate.run for candidate in names.all if candidate.run.cased]
    runs = [part for run in cased for part in _parted(run)] if several else cased
    found: list[Run] = []
    for run in runs:
        if found and not _goes_on(found[-1], run, page.text, several):
            if len(found) > 1 or found[0].start >= names.company.run.start:
                break
            found = []
        found.append(run)
    named = any(run.start <= names.company.run.start < run.end for run in found)
    return tuple(found) if named and len({run.text.casefold() for run in found}) == len(found) > 1 else ()


def _goes_on(first: Run, second: Run, text: str, several: bool) -> bool:
    between = text[first.end : second.start]
    if _RELATED.fullmatch(second.words[0]) or not between.strip():
        return False
    if _APART.fullmatch(between):
        return True
    return bool(_BESIDE.fullmatch(between)) and ((first.legal and second.legal) or several)


def _parted(run: Run) -> tuple[Run, ...]:
    """The run as several at its "and", where each part has a name with a capital of its own."""
    cuts = [match.span() for match in _INSIDE.finditer(run.text)]
    starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(run.text)]
    texts = [run.text[start:end] for start, end in zip(starts, ends, strict=True)]
    if len(texts) < 2 or not all(text[:1].isupper() and len(text) > 2 for text in texts):
        return (run,)
    return tuple(
        run._replace(
            text=text,
            start=run.start + start,
            end=run.start + start + len(text),
            words=tuple(text.lower().split()),
            legal=run.legal and text is texts[-1],
        )
        for text, start in zip(texts, starts, strict=True)
    )


def shared(runs: Sequence[Run], page: Page, slots: Mapping[Slot, SlotReading]) -> tuple[dict[Slot, SlotReading], ...]:
    """A deal for each customer: what is said as often as there are customers goes to them in order, all else to every one.

    One amount may be meant for each or for all of them together: unless that is said, it is asked back.
    """
    common = {slot: reading for slot, reading in slots.items() if slot not in _OF_ONE}
    if len(page.money) <= 1 and Slot.AMOUNT in common and not _EACH.search(page.line):
        common[Slot.AMOUNT] = _each_or_all(common[Slot.AMOUNT], len(runs))
    deals = [{Slot.COMPANY: SlotReading(value=run.text, text=run.text), **common} for run in runs]
    if len(page.dates) == len(runs):
        deals = [{**deal, Slot.CLOSE_DATE: date_slot(read)} for deal, read in zip(deals, page.dates, strict=True)]
    if len(page.money) == len(runs):
        amounts = [{slot: value for slot, value in money_slots(read).items() if value} for read in page.money]
        deals = [{**deal, **amount} for deal, amount in zip(deals, amounts, strict=True)]
    if len(page.products) == len(runs):
        products = [product_slot([read], page.text) for read in page.products]
        deals = [{**deal, Slot.PRODUCT: read} if read else deal for deal, read in zip(deals, products, strict=True)]
    return tuple(deals)


def _each_or_all(amount: SlotReading, count: int) -> SlotReading:
    part = (Decimal(amount.value) / count).quantize(_CENT, rounding=ROUND_HALF_EVEN)
    return replace(amount, alternatives=(*amount.alternatives, plain(part)))
