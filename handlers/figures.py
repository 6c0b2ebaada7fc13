"""Figures that somebody types into a calculation, read into one form or not at all."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Final

from handlers.understanding.money import read_amount_answer
from handlers.understanding.pricing import quantity_in
from program.money import minor_digits

#: Beyond it an amount is a slip.
_MOST_MONEY: Final = Decimal(10) ** 9
NOTHING: Final = "0"


def amount_in(text: str, currency: str) -> str | None:
    """An amount of the currency, not below zero, in canonical form; None for anything else, another currency too."""
    read = read_amount_answer(text.strip())
    if read is None or read.currency not in (None, currency):  # of "3.000" the likelier: it is read back
        return None
    is_fine = 0 <= read.amount <= _MOST_MONEY and read.amount == round(read.amount, minor_digits(currency))
    return f"{read.amount:f}" if is_fine else None


def count_in(text: str, most: int) -> str | None:
    """A whole number from nothing to `most`."""
    found = NOTHING if text.strip() == NOTHING else quantity_in(text)
    return found if found is not None and int(found) <= most else None


def decimal_in(text: str, most: Decimal) -> str | None:
    """A number from nothing to `most` with two digits after the point at the most: "1.5", "1,5 hours"."""
    first = text.strip().split()[0] if text.strip() else ""
    try:
        value = Decimal(first.replace(",", "."))
    except InvalidOperation:
        return None
    fits = value.is_finite() and 0 <= value <= most and value == round(value, 2)
    return f"{value:f}" if fits else None
