"""What else counts for partners' tiers, from files: customer references, dedicated practices, executive sponsors."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from functools import partial
from typing import Final

from bot.ids import FreshIds
from bot.importing import values
from bot.importing.plan import Counted, Kind, Plan
from bot.importing.problems import quoted
from bot.importing.rows import Cells, Once, Placed, Problems, cells_of
from bot.importing.sheet import Column, Line
from program.policy_table import nearest
from program.tier_facts import FactKind, PartnerFact
from storage.loading import Loader

COLUMNS: Final = (Column(name="partner"), Column(name="name"), Column(name="from"), Column(name="until", needed=False))


def read(kind: FactKind, lines: Sequence[Line], problems: Problems, at: datetime) -> Plan:
    """Known by its partner and its name; a line with other days changes it."""
    once = Once("name", problems)
    found: list[Placed[PartnerFact]] = []
    for cells in cells_of(lines, COLUMNS, problems):
        fact = _fact(kind, cells, at)
        if fact.partner_id and fact.name:
            once.note(f"{fact.name}, {fact.partner_id}", cells.number)
        found.append(Placed(line=cells.number, record=fact))

    def bring_in(loader: Loader, problems: Problems, ids: FreshIds) -> Counted:
        _check(found, loader.partners_there(), problems)
        if problems:
            return Counted()
        kept = loader.tiers.facts([each.record for each in found])
        return Counted(added=kept.added, changed=kept.changed, unchanged=kept.unchanged)

    return bring_in


def kind_of(kind: FactKind) -> Kind:
    """The kind of file that holds such facts."""
    return Kind(columns=COLUMNS, read=partial(read, kind))


def _fact(kind: FactKind, cells: Cells, at: datetime) -> PartnerFact:
    no_end: date | None = None
    fact = PartnerFact(
        partner_id=cells.take("partner", values.slug, ""),
        kind=kind,
        name=cells.take("name", values.text, ""),
        first=cells.take("from", values.day_until(at), date.min),
        last=cells.take("until", values.any_day, no_end),
    )
    if fact.last is not None and fact.last < fact.first:
        cells.wrong("until", f"{fact.last} is before the first day, {fact.first}")
    return fact


def _check(found: Sequence[Placed[PartnerFact]], partners: Collection[str], problems: Problems) -> None:
    for each in found:
        partner_id = each.record.partner_id
        if partner_id not in partners:
            meant = nearest(partner_id, partners)
            advice = f"did you mean {meant}?" if meant else "import partners first"
            problems.add(each.line, "partner", f"{quoted(partner_id)} is not a partner's id; {advice}")
