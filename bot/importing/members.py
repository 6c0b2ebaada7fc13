"""Members from a file: the people of the program. It links nobody: a chat account is nobody's until its code is used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.ids import FreshIds
from bot.importing import values
from bot.importing.plan import Counted, Plan
from bot.importing.problems import quoted
from bot.importing.rows import Cells, Once, Placed, Problems, cells_of
from bot.importing.sheet import Column, Line
from handlers.ports import Happened
from program.partners import Member, Partner, Role
from program.policy_table import nearest
from storage.loading import Loader

COLUMNS: Final = (
    Column(name="email"),
    Column(name="name"),
    Column(name="role"),
    Column(name="partner", needed=False),
    Column(name="language", needed=False),
    Column(name="time_zone", needed=False),
    Column(name="active", needed=False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listed:
    """A person as the file has them; "" where it says nothing."""

    email: str
    name: str
    role: Role
    partner: str
    language: str
    zone: str
    active: bool


def read(lines: Sequence[Line], problems: Problems, at: datetime) -> Plan:
    """A member is known by the address. An empty language or time zone stays what it is; at first it is English, the partner's."""
    once = Once("email", problems)
    found: list[Placed[_Listed]] = []
    for cells in cells_of(lines, COLUMNS, problems):
        listed = _listed(cells)
        once.note(listed.email, cells.number)
        found.append(Placed(line=cells.number, record=listed))

    def bring_in(loader: Loader, problems: Problems, ids: FreshIds) -> Counted:
        people, partners = loader.members_there(), loader.partners_there()
        for each in found:
            _check(each, people, partners, problems)
        if problems:
            return Counted()
        members = [_member(each.record, people, partners, ids) for each in found]
        written = loader.members(members)
        loader.happened([_removed(member, at) for member in members if _leaves(member, people)])
        return Counted.of(written)

    return bring_in


def _listed(cells: Cells) -> _Listed:
    listed = _Listed(
        email=cells.take("email", values.email, ""),
        name=cells.take("name", values.text, ""),
        role=cells.take("role", values.code_of(Role), Role.SELLER),
        partner=cells.take("partner", values.slug, ""),
        language=cells.take("language", values.language, ""),
        zone=cells.take("time_zone", values.zone, ""),
        active=cells.take("active", values.yes, True),
    )
    if listed.role.is_partner_side and not cells.has("partner"):
        cells.wrong("partner", f"is empty; a {listed.role.value} belongs to a partner")
    if not listed.role.is_partner_side and cells.has("partner"):
        cells.wrong(
            "partner", f"{quoted(listed.partner)} stands with a {listed.role.value}, who belongs to the vendor; leave it empty"
        )
    return listed


def _check(each: Placed[_Listed], people: Mapping[str, Member], partners: Mapping[str, Partner], problems: Problems) -> None:
    listed = each.record
    if listed.partner and listed.partner not in partners:
        meant = nearest(listed.partner, partners)
        advice = f"did you mean {meant}?" if meant else "import partners first"
        problems.add(each.line, "partner", f"{quoted(listed.partner)} is not a partner's id; {advice}")
    if not listed.zone and not listed.partner and listed.email not in people:
        problems.add(each.line, "time_zone", "is empty; somebody new at the vendor needs one")


def _member(listed: _Listed, people: Mapping[str, Member], partners: Mapping[str, Partner], ids: FreshIds) -> Member:
    before = people.get(listed.email)
    partner = partners.get(listed.partner)
    return Member(
        id=before.id if before else ids.member(),
        partner_id=partner.id if partner else None,
        name=listed.name,
        email=listed.email,
        role=listed.role,
        language=listed.language or (before.language if before else "en"),
        zone=listed.zone or (before.zone if before else partner.zone if partner else "UTC"),
        active=listed.active,
    )


def _leaves(member: Member, people: Mapping[str, Member]) -> bool:
    before = people.get(member.email)
    return not member.active and before is not None and before.active


def _removed(member: Member, at: datetime) -> Happened:
    return Happened(kind="member.removed", subject=member.id, at=at, actor_id=None, fields={})
