"""Certificates from a file: who at which partner is certified in what, from when, and until when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from bot.ids import FreshIds
from bot.importing import values
from bot.importing.plan import Counted, Plan
from bot.importing.problems import quoted
from bot.importing.rows import Cells, Placed, Problems, cells_of
from bot.importing.sheet import Column, Line
from program.partners import Member
from program.policy_table import nearest
from program.tier_facts import Area, Certificate
from storage.loading import Loader

COLUMNS: Final = (
    Column(name="email"),
    Column(name="area"),
    Column(name="product_family", needed=False),
    Column(name="from"),
    Column(name="until", needed=False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listed:
    """A certificate as the file has it; "" and None where it says nothing."""

    email: str
    area: Area
    family: str
    first: date
    last: date | None


def read(lines: Sequence[Line], problems: Problems, at: datetime) -> Plan:
    """A certificate is known by its person, area, family and first day; a line with another last day changes it."""
    found: list[Placed[_Listed]] = []
    first_lines: dict[tuple[str, Area, str, date], int] = {}
    for cells in cells_of(lines, COLUMNS, problems):
        listed = _listed(cells, at)
        before = first_lines.setdefault((listed.email, listed.area, listed.family, listed.first), cells.number)
        if before != cells.number and listed.email:
            problems.add(cells.number, "", f"says the same certificate as line {before}")
        found.append(Placed(line=cells.number, record=listed))

    def bring_in(loader: Loader, problems: Problems, ids: FreshIds) -> Counted:
        people, families = loader.members_there(), loader.families_there()
        certificates = [_certificate(each, people, families, problems) for each in found]
        if problems:
            return Counted()
        kept = loader.tiers.certificates([one for one in certificates if one is not None])
        return Counted(added=kept.added, changed=kept.changed, unchanged=kept.unchanged)

    return bring_in


def _listed(cells: Cells, at: datetime) -> _Listed:
    no_end: date | None = None
    listed = _Listed(
        email=cells.take("email", values.email, ""),
        area=cells.take("area", values.code_of(Area), Area.SALES),
        family=cells.take("product_family", values.text, ""),
        first=cells.take("from", values.day_until(at), date.min),
        last=cells.take("until", values.any_day, no_end),
    )
    if listed.last is not None and listed.last < listed.first:
        cells.wrong("until", f"{listed.last} is before the first day, {listed.first}")
    return listed


def _certificate(
    each: Placed[_Listed], people: Mapping[str, Member], families: frozenset[str], problems: Problems
) -> Certificate | None:
    listed = each.record
    member = people.get(listed.email)
    if listed.family and listed.family not in families:
        meant = nearest(listed.family, families)
        advice = f"did you mean {meant}?" if meant else "import products first"
        problems.add(each.line, "product_family", f"{quoted(listed.family)} is not a family of the catalogue; {advice}")
    if member is None or member.partner_id is None:
        problems.add(each.line, "email", f"{quoted(listed.email)} is nobody at a partner; import members first")
        return None
    return Certificate(
        partner_id=member.partner_id,
        member_id=member.id,
        area=listed.area,
        family=listed.family or None,
        first=listed.first,
        last=listed.last,
    )
