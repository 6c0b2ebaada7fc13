"""Reads messages line by line for whoever measures or tries the reader: JSON in, JSON out, no database and no conversation."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final, TextIO

from bot.clock import now
from bot.lines import BadLine, read_objects
from handlers.understanding.reader import understand
from handlers.understanding.readings import DateReading, MoneyReading, Product, Slot, Understanding

#: The slots that are printed, in this order.
SLOTS: Final = (
    Slot.COMPANY, Slot.DOMAIN, Slot.CONTACT_NAME, Slot.CONTACT_EMAIL, Slot.CONTACT_PHONE,
    Slot.AMOUNT, Slot.CURRENCY, Slot.CLOSE_DATE, Slot.PRODUCT, Slot.COUNTRY,
)  # fmt: skip


#: What a line looks like.
EXAMPLE: Final = '{"id": 1, "text": "Register Acme", "reference": "2026-11-23", "catalog": [{"name": "Vault", "aliases": []}]}'


def understand_lines(source: TextIO, sink: TextIO, *, today: date | None = None) -> None:
    """Writes one line for each line read: what the message `text` wants and says.

    A line is {"id", "text", "reference"?: the writer's day as ISO, "catalog"?: [{"name", "aliases"}]}; without a reference it is
    `today`, without that the day in UTC. Raises BadLine for a line that is no such object.
    """
    rows = read_objects(source, _fits, EXAMPLE)
    sink.writelines(json.dumps(_answer(row, today, number), ensure_ascii=False) + "\n" for number, row in rows)


def _fits(row: Mapping[str, Any]) -> bool:
    catalogue, reference = row.get("catalog") or [], row.get("reference") or ""
    named = isinstance(catalogue, list) and all(isinstance(product, dict) and _names(product) for product in catalogue)
    return isinstance(row.get("text"), str) and isinstance(reference, str) and named


def _names(product: Mapping[str, Any]) -> bool:
    aliases = product.get("aliases", [])
    return isinstance(aliases, list) and all(isinstance(name, str) for name in (product.get("name"), *aliases))


def _answer(row: Mapping[str, Any], today: date | None, number: int) -> dict[str, Any]:
    reference = row.get("reference")
    try:
        day = date.fromisoformat(reference[:10]) if reference else today or now().date()
    except ValueError:
        raise BadLine(f"Line {number} cannot be used. It should look like this: {EXAMPLE}") from None
    found = understand(row["text"], today=day, catalogue=_catalogue(row.get("catalog") or ()))
    return {
        "id": row.get("id"),
        "intent": _intent(found),
        "slots": {slot.value: _value(found, slot) for slot in SLOTS},
        "dates": [_date(reading) for reading in found.dates],
        "money": [_money(reading) for reading in found.money],
    }


def _catalogue(rows: Sequence[Mapping[str, Any]]) -> tuple[Product, ...]:
    return tuple(Product(name=row["name"], aliases=tuple(row.get("aliases", ()))) for row in rows)


def _intent(found: Understanding) -> str:
    """The intent; a message that only acts is named by its act, and one that means nothing by itself is out of scope."""
    return found.intent or next(iter(sorted(found.acts)), "out_of_scope")


def _value(found: Understanding, slot: Slot) -> str | int | float | None:
    reading = found.slots.get(slot)
    if reading is None:
        return None
    return _number(Decimal(reading.value)) if slot is Slot.AMOUNT else reading.value


def _number(amount: Decimal) -> int | float:
    """A JSON number for a reader of JSON; nothing is computed with it."""
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def _date(reading: DateReading) -> dict[str, str]:
    return {
        "text": reading.text,
        "start": reading.start.isoformat(),
        "end_excl": reading.end.isoformat(),
        "value": reading.value.isoformat(),
    }


def _money(reading: MoneyReading) -> dict[str, str | int | float | None]:
    return {"text": reading.text, "amount": _number(reading.amount), "currency": reading.currency}
