"""Amounts and days of a file that may lie ahead: a number is taken where it can be read in one way only."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from bot.importing.problems import quoted
from bot.importing.rows import Cells
from bot.importing.values import Wrong
from program.money import Money, minor_digits

#: Far above every price and every month's costs.
_DIGITS: Final = 12
_PLAIN: Final = re.compile(r"\d{1,12}(?:[.,]\d{1,4})?")
_GROUPED: Final = re.compile(r"\d{1,3}(?:([.,' ])\d{3})+(?:([.,])\d{1,4})?")
_UNCLEAR: Final = re.compile(r"\d{1,3}[.,]\d{3}")
_MONTH: Final = re.compile(r"(\d{4})-(\d{2})|(\d{1,2})[./](\d{4})")


def amount(cell: str) -> Decimal:
    """An amount that is not below zero: 1234.5, 1234,50, 1,234.50 or 1.234,50; never one that may be read in two ways."""
    if _UNCLEAR.fullmatch(cell):
        plain = re.sub(r"[.,]", "", cell)
        raise Wrong(f"{quoted(cell)} may mean two amounts; write {plain} or {cell[:-4]}.{cell[-3:]}0")
    grouped = _GROUPED.fullmatch(cell)
    if grouped is not None and grouped[1] != grouped[2]:
        whole = cell[: grouped.start(2)] if grouped[2] else cell
        return Decimal(re.sub(r"\D", "", whole) + ("." + cell[grouped.end(2) :] if grouped[2] else ""))
    if _PLAIN.fullmatch(cell) is None:
        raise Wrong(f"{quoted(cell)} is not an amount such as 1234.50; the currency has a column of its own")
    return Decimal(cell.replace(",", "."))


def money_of(cells: Cells, column: str, currency: str) -> Money:
    """The amount of a cell in the currency; zero after a problem, which is kept."""
    value = cells.take(column, amount, Decimal(0))
    if value != round(value, minor_digits(currency)) or value >= 10**_DIGITS:
        cells.wrong(column, f"is no amount of {currency}, which has {minor_digits(currency)} digits after the point")
        value = Decimal(0)
    return Money.rounded(value, currency)


def month_until(at: datetime) -> Callable[[str], date]:
    """A reader of a month that has begun, as its first day: 2026-05, or 05.2026."""

    def read(cell: str) -> date:
        found = _MONTH.fullmatch(cell)
        year, month = (found[1] or found[4], found[2] or found[3]) if found else ("0", "0")
        if not (1 <= int(month) <= 12 and int(year)):
            raise Wrong(f"{quoted(cell)} is not a month such as 2026-05")
        first = date(int(year), int(month), 1)
        if first > at.date():
            raise Wrong(f"{quoted(cell)} is still to come")
        return first

    return read
