"""Reads the amounts of money that people write, English and German: "45k EUR", "1,2 Mio. €", "half a million", "40 to 60k"."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from handlers.understanding.cascade import Token
from handlers.understanding.money_grammar import GRAMMAR
from handlers.understanding.money_lexer import rows
from handlers.understanding.money_meaning import Amount, amount_of, bare
from handlers.understanding.readings import MoneyReading


def read_money(text: str) -> tuple[MoneyReading, ...]:
    """Every amount in the text, in written order, never overlapping.

    "$" is USD; a currency is given only when it is written. Of a range the amount is the lower bound. A number without
    currency or magnitude is read after a word such as "amount" (then with alternatives when it may be thousands), else only
    where it stands alone or has its thousands parted, as not `explicit`.
    """
    return tuple(reading for row in _reduced(text) for reading in _readings(text, row))


def read_amount_answer(text: str) -> MoneyReading | None:
    """The amount that answers "how much?", or None: "60k", "60.000", and "50", which may be 50 or 50,000."""
    found = list(_reduced(text))
    first = next((reading for row in found for reading in _readings(text, row)), None)
    if first is not None:
        return first
    numbers = [(number, after) for row in found for number, after in pairwise(row) if number.kind in "njNwtBV"]
    if len(numbers) != 1 or numbers[0][1].kind in "xu%m":
        return None
    return _reading(text, numbers[0][0], bare(amount_of(numbers[0][0]))._replace(explicit=False))


def _reduced(text: str) -> Iterator[list[Token]]:
    return (GRAMMAR.reduce(row, None) for row in rows(text))


def _readings(text: str, tokens: list[Token]) -> Iterator[MoneyReading]:
    for token in tokens:
        if token.kind in "MA":
            yield _reading(text, token, token.value)


def _reading(text: str, token: Token, amount: Amount) -> MoneyReading:
    return MoneyReading(
        text=text[token.start : token.end],
        span=(token.start, token.end),
        amount=amount.value,
        currency="USD" if amount.currency == "$" else amount.currency,
        upper=amount.upper,
        explicit=amount.explicit,
        alternatives=amount.others,
    )
