"""What billing delivers, read: a JSON object with events, each of them one fact about a won deal, every fault by its place.

Faults are codes: nothing of what was sent is repeated.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final, TypeVar

from bot.importing import figures
from bot.importing.values import Wrong, currency, day_up_to
from handlers.billing import ClaimedFact, Objection
from program.billing import BillingFact, FactKind
from program.money import Money

Value = TypeVar("Value")

#: More than that in one delivery would keep the others waiting.
MOST_EVENTS: Final = 500
#: Of an event, at most; nothing in it is long.
_LONGEST: Final = 200


class Malformed(Exception):
    """The delivery is no object with events."""


class TooMany(Exception):
    """The delivery holds more events than are taken at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """The events that could be read, by their number from 0, and what is wrong with the others."""

    claims: tuple[ClaimedFact, ...]
    objections: tuple[Objection, ...]


def read_delivery(body: bytes, today: date) -> Delivery:
    """The events of a body as of a day in the program's zone. Raises Malformed or TooMany."""
    events = _events(body)
    claims: list[ClaimedFact] = []
    objections: list[Objection] = []
    for place, event in enumerate(events):
        reader = _Event(place, event, today)
        fact = reader.fact()
        if reader.faults or fact is None:
            objections += reader.faults
        else:
            claims.append(ClaimedFact(place=place, fact=fact))
    return Delivery(claims=tuple(claims), objections=tuple(objections))


def _events(body: bytes) -> list[object]:
    try:
        found = json.loads(body.decode("utf-8"), parse_float=Decimal, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise Malformed from None
    events = found.get("events") if isinstance(found, dict) else None
    if not isinstance(events, list) or not events:
        raise Malformed
    if len(events) > MOST_EVENTS:
        raise TooMany
    return events


def _refuse(constant: str) -> object:
    """NaN and Infinity are no numbers of JSON."""
    raise ValueError(constant)


class _Event:
    """One event, taken field by field; its faults are kept."""

    def __init__(self, place: int, event: object, today: date) -> None:
        self.faults: list[Objection] = []
        self._place = place
        self._fields: Mapping[str, Any] = event if isinstance(event, dict) else {}
        self._today = today

    def fact(self) -> BillingFact | None:
        """The fact that it says; None, with a fault kept, when that cannot be read."""
        kind = self._take("type", FactKind)
        source = self._take("id", figures.source)
        deal = self._take("deal", _deal)
        day = "month" if kind is FactKind.USAGE else "date"
        on = self._take(day, figures.month_until(self._today) if kind is FactKind.USAGE else day_up_to(self._today))
        amount = None if kind in (None, FactKind.CHURN) else self._amount(signed=kind in (FactKind.INVOICE, FactKind.USAGE))
        if kind is None or source is None or deal is None or on is None:
            return None
        return BillingFact(source=source, kind=kind, registration_id=deal, on=on, amount=amount)

    def _amount(self, *, signed: bool) -> Money | None:
        amount, code = self._take("amount", figures.number), self._take("currency", currency)
        if amount is None or code is None:
            return None
        try:
            if signed or amount > 0:
                return figures.money(amount, code)
        except Wrong:
            pass
        self._fault("amount")
        return None

    def _take(self, name: str, read: Callable[[str], Value]) -> Value | None:
        value = self._fields.get(name)
        if name == "amount" and isinstance(value, int | Decimal) and not isinstance(value, bool):
            value = str(value)  # never "f": an exponent of nine digits would fill the memory
        try:
            if isinstance(value, str) and 0 < len(value) <= _LONGEST:
                return read(value)
        except (Wrong, ValueError):
            pass
        self._fault(name)
        return None

    def _fault(self, name: str) -> None:
        self.faults.append(Objection(place=self._place, code="event.field", fields={"field": name}))


def _deal(value: str) -> str:
    if not value.isascii() or not value.isprintable():
        raise Wrong("is no registration")
    return value.upper()
