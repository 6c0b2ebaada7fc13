"""The catalogue from a file: what the vendor sells, in the order in which it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.ids import FreshIds
from bot.importing import values
from bot.importing.plan import Counted, Plan
from bot.importing.rows import Cells, Once, Problems, cells_of
from bot.importing.sheet import Column, Line
from handlers.ports import CatalogueProduct
from storage.loading import Loader

COLUMNS: Final = (
    Column(name="name"),
    Column(name="family"),
    Column(name="aliases", needed=False),
    Column(name="complex", needed=False),
)


def read(lines: Sequence[Line], problems: Problems, at: datetime) -> Plan:
    """A product is known by its name."""
    once = Once("name", problems)
    found: list[CatalogueProduct] = []
    for cells in cells_of(lines, COLUMNS, problems):
        product = _product(cells)
        once.note(product.name, cells.number)
        found.append(product)

    def bring_in(loader: Loader, problems: Problems, ids: FreshIds) -> Counted:
        return Counted.of(loader.products(found))

    return bring_in


def _product(cells: Cells) -> CatalogueProduct:
    none: tuple[str, ...] = ()
    return CatalogueProduct(
        name=cells.take("name", values.text, ""),
        family=cells.take("family", values.text, ""),
        aliases=cells.take("aliases", values.several(values.text), none),
        is_complex=cells.take("complex", values.yes, False),
    )
