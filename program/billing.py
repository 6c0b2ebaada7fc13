"""What the vendor's billing says about a won deal: invoices, payments, refunds, that the customer left, and monthly usage.

A fact is never changed or taken away: a correction is a further fact. Its source names it once and for all, so that hearing it
again changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from enum import StrEnum

from program.money import Money
from program.periods import first_of_month

#: Digits of intermediate results: amounts below 10^20 times rates and percentages stay exact.
PRECISION = 80


class FactKind(StrEnum):
    INVOICE = "invoice"
    PAYMENT = "payment"
    REFUND = "refund"
    CHURN = "churn"
    USAGE = "usage"


@dataclass(frozen=True, slots=True, kw_only=True)
class BillingFact:
    """One thing that happened, on a day in the program's zone. `source` is unique among facts of the kind.

    `amount` is in the currency of the deal: what was invoiced, paid or refunded, or the recurring revenue of the month of `on`
    (further usage of a month adds to it, and may be negative). None for a customer who left.
    """

    source: str
    kind: FactKind
    registration_id: str
    on: date
    amount: Money | None = None


class NoExchangeRate(LookupError):
    """An amount cannot be converted yet: the program has no rate of the currency for the month (its first day)."""

    code = "exchange.no_rate"

    def __init__(self, currency: str, month: date) -> None:
        super().__init__(self.code)
        self.currency = currency
        self.month = month


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """The program's exchange rates: units of the program's currency for one unit of another, by the first day of the month."""

    currency: str
    rates: Mapping[tuple[str, date], Decimal]

    def rate(self, source: str, target: str, day: date) -> tuple[Decimal, Decimal]:
        """A numerator and a denominator that convert from one currency to another in the day's month, exactly.

        Raises NoExchangeRate.
        """
        return self._in_program(source, day), self._in_program(target, day)

    def converted(self, amount: Decimal, source: str, target: str, day: date) -> Decimal:
        """The amount in the target currency, not yet rounded to its minor unit. Raises NoExchangeRate."""
        if source == target:
            return amount
        numerator, denominator = self.rate(source, target, day)
        with localcontext(prec=PRECISION):
            return amount * numerator / denominator

    def money(self, amount: Money, target: str, day: date) -> Money:
        """The amount in the target currency, rounded half-even to its minor unit. Raises NoExchangeRate."""
        return Money.rounded(self.converted(amount.amount, amount.currency, target, day), target)

    def _in_program(self, currency: str, day: date) -> Decimal:
        if currency == self.currency:
            return Decimal(1)
        month = first_of_month(day)
        found = self.rates.get((currency, month))
        if found is None:
            raise NoExchangeRate(currency, month)
        return found
