"""Partners from a file: the companies of the program, each with its manager where one is named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from bot.ids import FreshIds
from bot.importing import values
from bot.importing.people_named import vendor_member
from bot.importing.plan import Counted, Plan
from bot.importing.rows import Cells, Once, Placed, Problems, cells_of
from bot.importing.sheet import Column, Line
from handlers.ports import Happened
from program.partners import Member, Partner, PartnerKind, Role, Tier
from storage.loading import Loader

COLUMNS: Final = (
    Column(name="id"),
    Column(name="name"),
    Column(name="kinds"),
    Column(name="tier"),
    Column(name="country"),
    Column(name="time_zone"),
    Column(name="currency"),
    Column(name="manager", needed=False),
    Column(name="joined", needed=False),
)
_MANAGERS: Final = frozenset({Role.PARTNER_MANAGER, Role.CHANNEL_ADMIN})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listed:
    """A partner, the address of its manager and its day of joining; "" and None leave these as they are."""

    partner: Partner
    manager: str
    joined: date | None


def read(lines: Sequence[Line], problems: Problems, at: datetime) -> Plan:
    """A partner is known by its id."""
    once = Once("id", problems)
    found: list[Placed[_Listed]] = []
    for cells in cells_of(lines, COLUMNS, problems):
        listed = _listed(cells, at)
        once.note(listed.partner.id, cells.number)
        found.append(Placed(line=cells.number, record=listed))

    def bring_in(loader: Loader, problems: Problems, ids: FreshIds) -> Counted:
        people = loader.members_there()
        managers = {
            each.record.partner.id: manager.id
            for each in found
            if each.record.manager and (manager := _manager(each, people, problems)) is not None
        }
        if problems:
            return Counted()
        written = loader.partners([each.record.partner for each in found])
        loader.joined({each.record.partner.id: each.record.joined for each in found if each.record.joined})
        assigned = loader.assignments(managers)
        given = assigned.added | assigned.changed
        loader.happened([_assigned(partner_id, managers[partner_id], at) for partner_id in sorted(given)])
        changed = (written.changed | given) - written.added
        return Counted(added=len(written.added), changed=len(changed), unchanged=len(found) - len(written.added) - len(changed))

    return bring_in


def _listed(cells: Cells, at: datetime) -> _Listed:
    none: tuple[PartnerKind, ...] = ()
    partner = Partner(
        id=cells.take("id", values.slug, ""),
        name=cells.take("name", values.text, ""),
        kinds=frozenset(cells.take("kinds", values.several(values.code_of(PartnerKind)), none)),
        tier=cells.take("tier", values.code_of(Tier), Tier.REGISTERED),
        country=cells.take("country", values.country, ""),
        zone=cells.take("time_zone", values.zone, ""),
        currency=cells.take("currency", values.currency, ""),
    )
    manager = cells.take("manager", values.email, "")
    return _Listed(partner=partner, manager=manager, joined=cells.take("joined", values.day_until(at), None))


def _manager(each: Placed[_Listed], people: dict[str, Member], problems: Problems) -> Member | None:
    return vendor_member(each.record.manager, people, roles=_MANAGERS, line=each.line, column="manager", problems=problems)


def _assigned(partner_id: str, manager_id: str, at: datetime) -> Happened:
    return Happened(kind="partner.assigned", subject=partner_id, at=at, actor_id=None, fields={"manager": manager_id})
