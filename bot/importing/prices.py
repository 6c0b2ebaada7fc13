"""The price list from a file: what a unit costs from a day on. A price that is there is never changed, only followed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from bot.ids import FreshIds
from bot.importing import values
from bot.importing.amounts import money_of
from bot.importing.plan import Counted, Plan
from bot.importing.problems import quoted
from bot.importing.rows import Cells, Placed, Problems, cells_of
from bot.importing.sheet import Column, Line
from program.policy_table import nearest
from program.pricing import MOST_UNITS, Price, Unit
from storage.loading import Loader
from storage.pricing_loading import PriceKey, price_key

COLUMNS: Final = (
    Column(name="product"),
    Column(name="valid_from"),
    Column(name="price"),
    Column(name="currency"),
    Column(name="unit"),
    Column(name="from_quantity", needed=False),
)


def read(lines: Sequence[Line], problems: Problems, at: datetime) -> Plan:
    """A price is known by its product, currency, day and quantity; the lines of one product, currency and day are one list."""
    found: list[Placed[Price]] = []
    first: dict[PriceKey, int] = {}
    for cells in cells_of(lines, COLUMNS, problems):
        price = _price(cells)
        if price is None:
            continue
        before = first.setdefault(price_key(price), cells.number)
        if before != cells.number:
            cells.wrong("product", f"has a price for this day and quantity in line {before} already")
        found.append(Placed(line=cells.number, record=price))

    def bring_in(loader: Loader, problems: Problems, ids: FreshIds) -> Counted:
        _products_are_known(loader, found, problems)
        there = loader.pricing.prices_there()
        for each in found:
            _stays(there.get(price_key(each.record)), each, problems)
        if problems:
            return Counted()
        new = [each.record for each in found if price_key(each.record) not in there]
        loader.pricing.add_prices(new, at)
        return Counted(added=len(new), unchanged=len(found) - len(new))

    return bring_in


def _price(cells: Cells) -> Price | None:
    """None for a line that has a problem, which is kept."""
    currency = cells.take("currency", values.currency, "EUR")
    quantity = cells.take("from_quantity", values.whole, 1)
    if not 0 < quantity <= MOST_UNITS:
        cells.wrong("from_quantity", f"must be from 1 to {MOST_UNITS}")
        return None
    return Price(
        product=cells.take("product", values.text, ""),
        valid_from=cells.take("valid_from", values.any_day, date.min),
        unit=cells.take("unit", values.code_of(Unit), Unit.SEAT),
        amount=money_of(cells, "price", currency),
        from_quantity=quantity,
    )


def _products_are_known(loader: Loader, found: Sequence[Placed[Price]], problems: Problems) -> None:
    names = loader.pricing.products_there()
    for each in found:
        name = each.record.product
        if name not in names:
            meant = nearest(name, names)
            advice = f"; did you mean {meant}?" if meant else "; import products first"
            problems.add(each.line, "product", f"{quoted(name)} is not a product{advice}")


def _stays(before: Price | None, each: Placed[Price], problems: Problems) -> None:
    if before is not None and before != each.record:
        reason = (
            "is on the price list already, with another price or unit; a price never changes: give the new one a later valid_from"
        )
        problems.add(each.line, "product", reason)
