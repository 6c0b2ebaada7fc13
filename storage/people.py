"""Members and partners, as far as a viewer may see them, and the vendor's people who look after them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, bindparam, delete, false, or_, select, true, update

from handlers.ports import Stale
from program.access import Viewer
from program.partners import Deputyship, Member, Partner, PartnerKind, Role, Tier
from program.periods import local_date
from storage.among import Among
from storage.prepared import Prepared, Row
from storage.tables import accounts, assignments, conversations, deputies, link_codes, members, outbox, partners
from storage.upsert import upsert

#: Nobody picks from more people than these.
_MOST_NAMED: Final = 20

_MEMBER: Final = Prepared(select(members).where(members.c.id == bindparam("of_id"), members.c.active))
_BY_EMAIL: Final = Prepared(select(members).where(members.c.email == bindparam("at"), members.c.active))
_PARTNER: Final = Prepared(select(partners).where(partners.c.id == bindparam("of_id")))
_COLLEAGUES: Final = Prepared(
    select(members).where(members.c.partner_id == bindparam("of_partner"), members.c.active).order_by(members.c.name)
)
_MANAGER: Final = Prepared(
    select(members)
    .join(assignments, assignments.c.manager_id == members.c.id)
    .where(assignments.c.partner_id == bindparam("of_partner"), members.c.active)
)
_MANAGERS: Final = Prepared(
    select(members).where(members.c.active, members.c.id.in_(select(assignments.c.manager_id))).order_by(members.c.name)
)
_DEPUTIES: Final = Prepared(
    select(members)
    .join(deputies, deputies.c.deputy_id == members.c.id)
    .where(
        deputies.c.manager_id == bindparam("of_manager"),
        deputies.c.first <= bindparam("today"),
        deputies.c.last >= bindparam("today"),
        members.c.active,
    )
    .distinct()
)
_OF_ROLE: Final = Prepared(select(members).where(members.c.role == bindparam("in_role"), members.c.active).order_by(members.c.name))
_STOOD_IN_FOR: Final = Prepared(
    select(deputies.c.manager_id, deputies.c.first, deputies.c.last, members.c.zone)
    .join(members, members.c.id == deputies.c.manager_id)
    .where(deputies.c.deputy_id == bindparam("deputy"))
)
_PORTFOLIO: Final = Prepared(
    select(assignments.c.partner_id).where(assignments.c.manager_id.in_(bindparam("managers", expanding=True)))
)


def read_member(row: Row, prefix: str = "") -> Member:
    """The member of a row whose columns may be named with a prefix."""
    return Member(
        id=row[f"{prefix}id"],
        partner_id=row[f"{prefix}partner_id"],
        name=row[f"{prefix}name"],
        email=row[f"{prefix}email"],
        role=Role(row[f"{prefix}role"]),
        language=row[f"{prefix}language"],
        zone=row[f"{prefix}zone"],
        active=row[f"{prefix}active"],
    )


def read_partner(row: Row, prefix: str = "") -> Partner:
    """The partner of a row whose columns may be named with a prefix."""
    return Partner(
        id=row[f"{prefix}id"],
        name=row[f"{prefix}name"],
        kinds=frozenset(PartnerKind(kind) for kind in row[f"{prefix}kinds"]),
        tier=Tier(row[f"{prefix}tier"]),
        country=row[f"{prefix}country"],
        zone=row[f"{prefix}zone"],
        currency=row[f"{prefix}currency"],
    )


def member_row(member: Member) -> dict[str, Any]:
    return {
        "id": member.id,
        "partner_id": member.partner_id,
        "name": member.name,
        "email": member.email,
        "role": member.role.value,
        "language": member.language,
        "zone": member.zone,
        "active": member.active,
    }


def viewer_of(connection: Connection, member: Member, at: datetime) -> Viewer:
    """The member with the reach of their role: own partner, or own portfolio and that of managers they stand in for today."""
    partner = None
    if member.partner_id is not None:
        (row,) = _PARTNER.rows(connection, {"of_id": member.partner_id})
        partner = read_partner(row)
    return viewer_from(connection, member, partner, at)


def viewer_from(connection: Connection, member: Member, partner: Partner | None, at: datetime) -> Viewer:
    """The same, where the member's partner was read already."""
    portfolio: frozenset[str] = frozenset()
    if member.role is Role.PARTNER_MANAGER:
        managed = (member.id, *_stood_in_for(connection, member.id, at))
        portfolio = frozenset(row["partner_id"] for row in _PORTFOLIO.rows(connection, {"managers": managed}))
    return Viewer(member=member, partner=partner, portfolio=portfolio)


def _stood_in_for(connection: Connection, deputy_id: str, at: datetime) -> tuple[str, ...]:
    """The managers whom the member is deputy for at the instant, each day counted in that manager's zone."""
    rows = _STOOD_IN_FOR.rows(connection, {"deputy": deputy_id})
    return tuple(row["manager_id"] for row in rows if row["first"] <= local_date(at, row["zone"]) <= row["last"])


class SqlPeople:
    """`handlers.ports.People` on a connection, for one viewer."""

    def __init__(self, connection: Connection, viewer: Viewer, at: datetime) -> None:
        self._connection = connection
        self._viewer = viewer
        self._at = at

    def member(self, member_id: str) -> Member | None:
        return self._one(_MEMBER, {"of_id": member_id})

    def colleagues(self, partner_id: str) -> tuple[Member, ...]:
        if not self._viewer.sees(partner_id):
            return ()
        return tuple(read_member(row) for row in _COLLEAGUES.rows(self._connection, {"of_partner": partner_id}))

    def by_email(self, email: str) -> Member | None:
        return self._one(_BY_EMAIL, {"at": email.casefold()})

    def named(self, words: str) -> tuple[Member, ...]:
        said = words.strip()
        if not said:
            return ()
        meant = or_(members.c.email == said.casefold(), members.c.name.icontains(said, autoescape=True))
        query = select(members).where(members.c.partner_id.is_not(None), meant, self._in_sight(members.c.partner_id))
        ordered = query.order_by(members.c.active.desc(), members.c.name, members.c.id).limit(_MOST_NAMED)
        return tuple(read_member(row) for row in self._connection.execute(ordered).mappings())

    def email_is_taken(self, email: str) -> bool:
        query = select(members.c.id).where(members.c.email == email.casefold(), members.c.active)
        return self._connection.execute(query).first() is not None

    def add(self, member: Member) -> None:
        """An inactive member of the same address comes back under the old id; raises Stale when an active one has it."""
        statement = upsert(self._connection, members, ["email"], keep=["id"], only=members.c.active.is_(False))
        if self._connection.execute(statement, member_row(member)).rowcount != 1:
            raise Stale

    def deactivate(self, member_id: str) -> None:
        """Their conversation and what was not told to them yet go too: who comes back, perhaps elsewhere, begins anew."""
        gone = update(members).where(members.c.id == member_id, self._in_sight(members.c.partner_id)).values(active=False)
        if self._connection.execute(gone).rowcount != 1:
            return
        for table in (accounts, link_codes, conversations):
            self._connection.execute(delete(table).where(table.c.member_id == member_id))
        self._connection.execute(delete(outbox).where(outbox.c.member_id == member_id, outbox.c.delivered_at.is_(None)))

    def set_language(self, member_id: str, language: str) -> None:
        theirs = or_(members.c.id == self._viewer.member.id, self._in_sight(members.c.partner_id))
        self._connection.execute(update(members).where(members.c.id == member_id, theirs).values(language=language))

    def partner(self, partner_id: str) -> Partner | None:
        if not self._viewer.sees(partner_id):
            return None
        row = _PARTNER.first(self._connection, {"of_id": partner_id})
        return None if row is None else read_partner(row)

    def partners(self) -> tuple[Partner, ...]:
        query = select(partners).where(self._in_sight(partners.c.id)).order_by(partners.c.name)
        return tuple(read_partner(row) for row in self._connection.execute(query).mappings())

    def manager_of(self, partner_id: str) -> Member | None:
        row = _MANAGER.first(self._connection, {"of_partner": partner_id})
        return None if row is None else read_member(row)

    def managers(self) -> tuple[Member, ...]:
        return tuple(read_member(row) for row in _MANAGERS.rows(self._connection, {}))

    def deciders_for(self, partner_id: str) -> tuple[Member, ...]:
        manager = self.manager_of(partner_id)
        if manager is None:
            return self.channel_admins()
        today = local_date(self._at, manager.zone)
        rows = _DEPUTIES.rows(self._connection, {"of_manager": manager.id, "today": today})
        return (manager, *map(read_member, rows))

    def channel_admins(self) -> tuple[Member, ...]:
        return self._vendor(Role.CHANNEL_ADMIN)

    def direct_sellers(self) -> tuple[Member, ...]:
        return self._vendor(Role.DIRECT_SELLER)

    def assign(self, partner_id: str, manager_id: str) -> None:
        statement = upsert(self._connection, assignments, ["partner_id"])
        self._connection.execute(statement, {"partner_id": partner_id, "manager_id": manager_id})

    def add_deputy(self, deputyship: Deputyship) -> None:
        row = {
            "manager_id": deputyship.manager_id,
            "deputy_id": deputyship.deputy_id,
            "first": deputyship.first,
            "last": deputyship.last,
        }
        self._connection.execute(upsert(self._connection, deputies, ["manager_id", "deputy_id", "first"]), row)

    def _vendor(self, role: Role) -> tuple[Member, ...]:
        return tuple(read_member(row) for row in _OF_ROLE.rows(self._connection, {"in_role": role.value}))

    def _one(self, query: Prepared, asked: Mapping[str, Any]) -> Member | None:
        """The vendor's people are known to everybody in the program; a partner's people to those who see the partner."""
        row = query.first(self._connection, asked)
        member = None if row is None else read_member(row)
        return member if member and (member.partner_id is None or self._viewer.sees(member.partner_id)) else None

    def _in_sight(self, column: ColumnElement[str]) -> ColumnElement[bool]:
        return in_sight(column, self._viewer)


def in_sight(column: ColumnElement[Any], viewer: Viewer) -> ColumnElement[bool]:
    """The condition that a partner's id is one that the viewer may see."""
    if viewer.sees_all:
        return true()
    if viewer.partner is not None:
        return column == viewer.partner.id
    return Among(column, sorted(viewer.portfolio)) if viewer.portfolio else false()
