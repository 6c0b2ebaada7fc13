"""What the operator of the machine can do without a chat: the first admin, invitations, and the list of deals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.composition import House
from handlers.linking import issue_code, name_from, read_address
from handlers.wording import LANGUAGES
from program.access import BY_RULE
from program.partners import Member, Role
from storage.feed import SqlLog
from storage.links import SqlLinks
from storage.people import SqlPeople
from storage.registrations import SqlRegistrations


class Refused(Exception):
    """The operator asked for something that cannot be done; the message says what to do instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """`code` is shown this once; only its hash is kept."""

    member: Member
    code: str
    hours: int


def begin(house: House, email: str, *, name: str, language: str, at: datetime) -> Invitation:
    """The first channel admin of a program; raises Refused when there is one already."""
    return invite(house, email, role=Role.CHANNEL_ADMIN, partner_id=None, name=name, language=language, at=at, only_first=True)


def invite(
    house: House,
    email: str,
    *,
    role: Role | None,
    partner_id: str | None,
    name: str,
    language: str,
    at: datetime,
    only_first: bool = False,
) -> Invitation:
    """A fresh code for a member, who is added if new; raises Refused with the reason, with `only_first` if there is an admin."""
    address = read_address(email)
    if address is None:
        raise Refused(f"“{email[:60]}” is no e-mail address.")
    if language not in LANGUAGES:
        raise Refused(f"The language must be one of: {', '.join(LANGUAGES)}.")
    rules = house.program.in_force(at).access
    with house.database.transaction() as connection:
        people = SqlPeople(connection, BY_RULE, at)
        if only_first and people.channel_admins():
            raise Refused("There is a channel admin already. Use: partnerbot invite EMAIL --role channel_admin")
        member = people.by_email(address)
        if member is None:
            member = _new(house, people, address, role=role, partner_id=partner_id, name=name, language=language)
            people.add(member)
            member = people.by_email(address) or member
        elif (role is not None and role is not member.role) or (partner_id is not None and partner_id != member.partner_id):
            raise Refused(f"{address} is in the program already as {member.role.value}. Change that by: partnerbot import members")
        code = issue_code(SqlLinks(connection, at), house.ids, member.id, rules=rules, at=at)
        SqlLog(connection, None, at).add("member.invited", member.id, role=member.role.value)
    return Invitation(member=member, code=code, hours=rules.code_hours)


def _new(
    house: House, people: SqlPeople, address: str, *, role: Role | None, partner_id: str | None, name: str, language: str
) -> Member:
    if role is None:
        raise Refused(f"{address} is not in the program yet. Say what they are with --role, and --partner for a partner's side.")
    if role.is_partner_side != (partner_id is not None):
        side = "a partner: add --partner ID" if role.is_partner_side else "the vendor: leave --partner out"
        raise Refused(f"A {role.value} belongs to {side}.")
    partner = people.partner(partner_id) if partner_id else None
    if partner_id and partner is None:
        raise Refused(f"There is no partner “{partner_id[:60]}”. Import it first: partnerbot import partners FILE.csv")
    return Member(
        id=house.ids.member(),
        partner_id=partner_id,
        name=name or name_from(address),
        email=address,
        role=role,
        language=language,
        zone=partner.zone if partner else house.program.zone,
    )


def deals(house: House, *, at: datetime) -> Iterator[dict[str, Any]]:
    """Every registration, newest first, as JSON values: instants ISO in UTC, amounts as plain decimals in text."""
    with house.database.reading() as connection:
        people = SqlPeople(connection, BY_RULE, at)
        names = {partner.id: partner.name for partner in people.partners()}
        for found in SqlRegistrations(connection, BY_RULE, at).all():
            sale = found.opportunity
            yield {
                "id": found.id,
                "company": sale.company,
                "partner": names[found.partner_id],
                "status": found.status_at(at).value,
                "protected_until": found.protected.end.isoformat() if found.protected else None,
                "amount": str(sale.amount.amount) if sale.amount else None,
                "currency": sale.amount.currency if sale.amount else None,
                "close_date": sale.close_date.isoformat(),
            }
