"""Texts that stand each for one slot, in a form or a line of a table: every one is read as the answer to its question would be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from handlers.understanding.reader import understand
from handlers.understanding.readings import Context, Product, Slot, SlotReading, Understanding
from handlers.understanding.text import clean

#: Slots whose whole text is the value: nothing in it is read as anything else.
_PLAIN: Final = frozenset({Slot.COMPANY, Slot.CONTACT_NAME, Slot.INDUSTRY, Slot.PRODUCT, Slot.VENDOR_ENGAGED})


def read_fields(
    texts: Mapping[Slot, str],
    *,
    today: date,
    catalogue: Sequence[Product],
    language: str,
    country: str,
    values: Mapping[str, str] | None = None,
) -> Understanding:
    """What the texts say: an empty one clears its slot, one that cannot be read is `invalid`. `values` are known already.

    An amount's own currency counts where no other text says one.
    """
    slots: dict[Slot, SlotReading] = {}
    invalid: dict[Slot, str] = {}
    clears = set()
    for slot, typed in texts.items():
        text = clean(typed)
        if not text:
            clears.add(slot)
            continue
        if slot in _PLAIN:
            slots[slot] = SlotReading(value=text, text=text)
            continue
        context = Context(asked=slot, values=values or {}, language=language, default_country=country)
        read = understand(text, today=today, catalogue=catalogue, context=context)
        if slot in read.slots:
            slots[slot] = read.slots[slot]
            if slot is Slot.AMOUNT and Slot.CURRENCY in read.slots:
                slots.setdefault(Slot.CURRENCY, read.slots[Slot.CURRENCY])
        else:
            invalid[slot] = text
    return Understanding(slots=slots, invalid=invalid, clears=frozenset(clears))
