"""Territories from a file: areas of countries, industries and sizes, and the partner who has one alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.ids import FreshIds
from bot.importing import values
from bot.importing.plan import Counted, Plan
from bot.importing.problems import quoted
from bot.importing.rows import Cells, Once, Placed, Problems, cells_of
from bot.importing.sheet import Column, Line
from program.policy_table import nearest
from program.routing import Territory
from storage.loading import Loader

COLUMNS: Final = (
    Column(name="id"),
    Column(name="name"),
    Column(name="countries", needed=False),
    Column(name="industries", needed=False),
    Column(name="min_employees", needed=False),
    Column(name="max_employees", needed=False),
    Column(name="partner", needed=False),
)


def read(lines: Sequence[Line], problems: Problems, at: datetime) -> Plan:
    """A territory is known by its id."""
    once = Once("id", problems)
    found: list[Placed[Territory]] = []
    for cells in cells_of(lines, COLUMNS, problems):
        territory = _territory(cells)
        once.note(territory.id, cells.number)
        found.append(Placed(line=cells.number, record=territory))

    def bring_in(loader: Loader, problems: Problems, ids: FreshIds) -> Counted:
        partners = loader.partners_there()
        for each in found:
            partner = each.record.partner_id
            if partner is not None and partner not in partners:
                meant = nearest(partner, partners)
                advice = f"did you mean {meant}?" if meant else "import partners first"
                problems.add(each.line, "partner", f"{quoted(partner)} is not a partner's id; {advice}")
        return Counted() if problems else Counted.of(loader.territories([each.record for each in found]))

    return bring_in


def _territory(cells: Cells) -> Territory:
    none: tuple[str, ...] = ()
    unknown: int | None = None
    nobody: str | None = None
    territory = Territory(
        id=cells.take("id", values.slug, ""),
        name=cells.take("name", values.text, ""),
        countries=frozenset(cells.take("countries", values.several(values.country), none)),
        industries=frozenset(cells.take("industries", values.several(values.text), none)),
        min_employees=cells.take("min_employees", values.whole, unknown),
        max_employees=cells.take("max_employees", values.whole, unknown),
        partner_id=cells.take("partner", values.slug, nobody),
    )
    least, most = territory.min_employees, territory.max_employees
    if least is not None and most is not None and least > most:
        cells.wrong("max_employees", f"{most} is less than min_employees, {least}")
    if territory.partner_id and not (territory.countries or territory.industries or least is not None or most is not None):
        cells.wrong("countries", "is empty, and so is every other limit; one partner alone would have every customer there is")
    return territory
