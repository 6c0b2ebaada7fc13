"""Money is an exact decimal amount with its ISO 4217 currency; nothing here ever passes through a float."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cache
from typing import Final

#: Digits after the decimal point where they are not two (ISO 4217).
_EXPONENTS: Final = {
    "BHD": 3, "CLP": 0, "IQD": 3, "ISK": 0, "JOD": 3, "JPY": 0, "KRW": 0, "KWD": 3,
    "LYD": 3, "OMR": 3, "PYG": 0, "TND": 3, "UGX": 0, "VND": 0, "XAF": 0, "XOF": 0,
}  # fmt: skip


def minor_digits(currency: str) -> int:
    """How many digits the currency has after the decimal point (ISO 4217)."""
    return _EXPONENTS.get(currency, 2)


@dataclass(frozen=True, slots=True, kw_only=True, order=False)
class Money:
    """An amount in units of its currency, already rounded to the currency's minor unit.

    Raises TypeError for anything but a Decimal, ValueError for a currency that is not three capital letters, for an amount
    that is not finite or not below 10^20, and for one with more digits than the currency has.
    """

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal):
            raise TypeError("an amount is a Decimal")
        quantum = _quantum(self.currency)
        if self.amount.same_quantum(quantum) and -_TOO_MUCH < self.amount < _TOO_MUCH and self.amount:
            return  # as it has to be already, which is the usual case
        rounded = _to_minor_unit(self.amount, self.currency)
        if rounded != self.amount:
            raise ValueError(f"{self.currency} has {minor_digits(self.currency)} digits after the point")
        object.__setattr__(self, "amount", rounded)

    @classmethod
    def rounded(cls, amount: Decimal, currency: str) -> Money:
        """The amount rounded half-even to the currency's minor unit."""
        return cls(amount=_to_minor_unit(amount, currency), currency=currency)

    @classmethod
    def from_minor(cls, units: int, currency: str) -> Money:
        """The amount of so many cents (or whatever the currency's minor unit is)."""
        return cls(amount=Decimal(units).scaleb(-minor_digits(currency)), currency=currency)

    @property
    def minor(self) -> int:
        """The amount in minor units, exact."""
        return int(self.amount.scaleb(minor_digits(self.currency)))

    def __add__(self, other: Money) -> Money:
        if self.currency != other.currency:
            raise ValueError("amounts of two currencies are never added")
        return Money(amount=self.amount + other.amount, currency=self.currency)

    def split(self, shares: Sequence[int]) -> tuple[Money, ...]:
        """Parts in proportion to the shares, by largest remainder: they always sum to the whole.

        Shares are whole and not negative, at least one is above zero, else ValueError. Between equal remainders the
        earlier part gets the unit.
        """
        total = sum(shares)
        if total <= 0 or any(share < 0 for share in shares):
            raise ValueError("shares are not negative and one is above zero")
        sign, units = (-1, -self.minor) if self.minor < 0 else (1, self.minor)
        parts = [units * share // total for share in shares]
        remainders = [units * share % total for share in shares]
        for index in sorted(range(len(shares)), key=lambda i: (-remainders[i], i))[: units - sum(parts)]:
            parts[index] += 1
        return tuple(Money.from_minor(sign * part, self.currency) for part in parts)


#: Far above every contract, and so low that sums stay exact in the 28 digits of the default context.
_TOO_MUCH: Final = Decimal(10) ** 20


@cache
def _quantum(currency: str) -> Decimal:
    """The currency's minor unit: 0.01 of most."""
    if len(currency) != 3 or not (currency.isascii() and currency.isalpha() and currency.isupper()):
        raise ValueError("a currency is three capital letters")
    return Decimal(1).scaleb(-minor_digits(currency))


def _to_minor_unit(amount: Decimal, currency: str) -> Decimal:
    if not amount.is_finite() or abs(amount) >= _TOO_MUCH:
        raise ValueError("an amount is a finite number below 10^20")
    rounded = amount.quantize(_quantum(currency), rounding=ROUND_HALF_EVEN)
    return rounded + 0  # a zero never keeps a minus
