"""What a language model has been asked since the start, and what that cost: counted, for whoever watches the bot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from threading import Lock
from typing import Final

_A_MILLION: Final = 1_000_000


class Failure(StrEnum):
    """Why a question to the model has no answer."""

    TIMEOUT = "timeout"
    CONNECTION = "connection"
    UNAUTHORIZED = "unauthorized"  # 401, 403
    LIMITED = "limited"  # 429
    REJECTED = "rejected"  # any other status below 500
    SERVER = "server"  # 500 and above
    REFUSED = "refused"  # the model declined, or a filter stepped in
    TRUNCATED = "truncated"  # longer than it may be
    NONSENSE = "nonsense"  # no JSON, or not of the shape that was asked for
    STOPPED = "stopped"  # nobody waited for it any more
    BUSY = "busy"  # too many questions are under way; it was not sent
    RESTING = "resting"  # the provider failed a moment ago; it was not sent


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What a million tokens cost, in whatever currency the provider bills."""

    tokens_in: Decimal
    tokens_out: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """The count at one moment. `calls` were begun, `failures` are those without an answer, by kind; `cost` is None without a price.

    Tokens are as the provider counts them. A call that was given up may be billed and not be counted.
    """

    calls: int = 0
    failures: Mapping[str, int] = field(default_factory=dict)
    tokens_in: int = 0
    tokens_out: int = 0
    cost: Decimal | None = None


def together(*spent: Spent) -> Spent:
    """What several models cost; without a price of each there is no cost of all."""
    failures: Counter[str] = Counter()
    for one in spent:
        failures.update(one.failures)
    costs = [one.cost for one in spent if one.cost is not None]
    return Spent(
        calls=sum(one.calls for one in spent),
        failures=failures,
        tokens_in=sum(one.tokens_in for one in spent),
        tokens_out=sum(one.tokens_out for one in spent),
        cost=sum(costs, Decimal(0)) if len(costs) == len(spent) else None,
    )


class Usage:
    """The running count; safe to use from many threads."""

    def __init__(self, price: Price | None = None) -> None:
        self._price = price
        self._lock = Lock()
        self._calls = 0
        self._failures: Counter[str] = Counter()
        self._tokens_in = 0
        self._tokens_out = 0

    def called(self) -> None:
        with self._lock:
            self._calls += 1

    def failed(self, kind: Failure) -> None:
        with self._lock:
            self._failures[kind.value] += 1

    def used(self, *, tokens_in: int, tokens_out: int) -> None:
        with self._lock:
            self._tokens_in += tokens_in
            self._tokens_out += tokens_out

    def spent(self) -> Spent:
        with self._lock:
            price, tokens_in, tokens_out = self._price, self._tokens_in, self._tokens_out
            cost = None if price is None else (price.tokens_in * tokens_in + price.tokens_out * tokens_out) / _A_MILLION
            return Spent(calls=self._calls, failures=dict(self._failures), tokens_in=tokens_in, tokens_out=tokens_out, cost=cost)
