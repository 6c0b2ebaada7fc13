"""One cell of a billing file as an amount, a rate or a month, read strictly: what could mean two things is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Final

from bot.importing.problems import quoted
from bot.importing.values import Wrong
from program.money import Money, minor_digits
from program.policy_table import LARGEST_AMOUNT

#: No separator of thousands: "1.234" would be one and a bit to some, and more than a thousand to others.
_NUMBER: Final = re.compile(r"(-?\d{1,13})(?:[.,](\d{1,12}))?", re.ASCII)
_MONTH: Final = re.compile(r"(\d{4})-(\d{2})(?:-01)?", re.ASCII)
_POINTED_MONTH: Final = re.compile(r"(\d{1,2})[./](\d{4})", re.ASCII)
#: A source is a name that billing made; nobody reads it aloud.
_LONGEST_SOURCE: Final = 200


def source(cell: str) -> str:
    """The id that billing gave to an invoice, a payment or the like."""
    if len(cell) > _LONGEST_SOURCE:
        raise Wrong(f"has {len(cell)} characters; at most {_LONGEST_SOURCE} are allowed")
    if not cell.isprintable():
        raise Wrong(f"{quoted(cell)} has a character that cannot be shown")
    return cell


def number(cell: str) -> Decimal:
    """A number in digits, with a point or a comma before its decimals and nothing between its thousands."""
    found = _NUMBER.fullmatch(cell)
    if found is None:
        raise Wrong(f"{quoted(cell)} is not a number such as 1234.50; leave out thousands separators, signs and currencies")
    return Decimal(f"{found[1]}.{found[2] or 0}")


def money(amount: Decimal, currency: str) -> Money:
    """The amount in the currency; Wrong when it has more decimals than the currency, or is out of all proportion."""
    digits = minor_digits(currency)
    if amount != round(amount, digits):
        raise Wrong(f"“{amount}” has more than {digits} digits after the point, which {currency} does not have")
    if abs(amount) >= LARGEST_AMOUNT:
        raise Wrong(f"“{amount}” is too much")
    return Money(amount=amount, currency=currency)


def rate(cell: str) -> Decimal:
    """An exchange rate: above 0, with at most twelve decimals, as short as it can be written."""
    found = number(cell)
    if not 0 < found < 10**9:
        raise Wrong(f"{quoted(cell)} is not an exchange rate such as 1.0825")
    return Decimal(format(found.normalize(), "f"))


def month_until(last: date) -> Callable[[str], date]:
    """A reader of a month as its first day, up to the month of the day: 2026-01, or 01/2026."""

    def read(cell: str) -> date:
        found = _MONTH.fullmatch(cell)
        pointed = _POINTED_MONTH.fullmatch(cell)
        year, month = (found[1], found[2]) if found else (pointed[2], pointed[1]) if pointed else ("0", "0")
        if not (int(year) and 1 <= int(month) <= 12):
            raise Wrong(f"{quoted(cell)} is not a month such as 2026-01")
        first = date(int(year), int(month), 1)
        if first > last:
            raise Wrong(f"{quoted(cell)} is still to come")
        return first

    return read
