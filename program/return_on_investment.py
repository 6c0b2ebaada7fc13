"""Whether a product pays for an end customer: what it saves in time and in what it replaces, against what it costs by the list.

Saved a year = what it replaces + people x hours a week x weeks worked x what an hour costs. Cost a year = units x list price. The
first year's cost and the introduction are paid at the beginning; the cost of later years is spread over their months, which is how
the payback is reckoned. Amounts are exact and rounded half-even where they are shown. No discount, no rise of prices, no interest:
a customer can check every line by hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Final

from program.money import Money

#: A year without holidays, leave and the usual days of illness.
WEEKS: Final = 46
YEARS: Final = 3
_MONTHS: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What the end customer has today, in one currency, nothing below zero.

    `replaced` is what is paid a year for what the product replaces; `people` save `hours` a week each (exact, two digits at most),
    and an hour of them costs `hourly`; `units` are bought at `price` each a year, and the `introduction` is paid once.
    """

    replaced: Money
    people: int
    hours: Decimal
    hourly: Money
    units: int
    price: Money
    introduction: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class YearEnd:
    """The end of a year, from 1: everything that was saved, less everything that was paid until then."""

    number: int
    balance: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """What comes of it. `payback` is the month, from 1, in which everything that was paid has come back; None: in none.

    `value` is what is left after three years, `percent` the same in hundredths of everything that was paid, None where nothing was.
    """

    time_saved: Money
    saved: Money
    cost: Money
    first_outlay: Money
    paid: Money
    value: Money
    percent: int | None
    payback: int | None
    years: tuple[YearEnd, ...]


def reckon(situation: Situation) -> Return:
    """The return on the product in three years."""
    currency = situation.price.currency
    time_saved = situation.people * situation.hours * WEEKS * situation.hourly.amount
    saved = time_saved + situation.replaced.amount
    cost = situation.units * situation.price.amount
    once = situation.introduction.amount
    paid = once + YEARS * cost
    value = YEARS * saved - paid

    def money(amount: Decimal) -> Money:
        return Money.rounded(amount, currency)

    return Return(
        time_saved=money(time_saved),
        saved=money(saved),
        cost=money(cost),
        first_outlay=money(once + cost),
        paid=money(paid),
        value=money(value),
        percent=int((value * 100 / paid).to_integral_value()) if paid else None,
        payback=_payback(Fraction(saved), Fraction(cost), Fraction(once)),
        years=tuple(YearEnd(number=year, balance=money(year * (saved - cost) - once)) for year in range(1, YEARS + 1)),
    )


def _payback(saved: Fraction, cost: Fraction, once: Fraction) -> int | None:
    """The first month whose end has brought back what was paid: the first year in advance, later ones month by month."""
    first = once + cost
    if saved <= 0:
        return 1 if first == 0 else None
    if saved >= first:
        return max(1, ceil(first * _MONTHS / saved))
    if saved <= cost:
        return None
    return _MONTHS + ceil((first - saved) * _MONTHS / (saved - cost))
