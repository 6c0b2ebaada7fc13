"""What an operator does when a person asks what is held about them, or to be forgotten; the event log has an entry of both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.operator import Refused
from program.access import BY_RULE
from program.partners import Member, Role
from storage.engine import Database, Transaction
from storage.feed import SqlLog
from storage.people import SqlPeople
from storage.persons import Erased, erase, find_person, held_about, partners_looked_after, pseudonym


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """Who is known by their id and a pseudonym only, and what became of what was theirs."""

    id: str
    name: str
    erased: Erased


def export(database: Database, who: str, at: datetime) -> dict[str, Any]:
    """Everything held about the person of the e-mail address or id, as JSON values; raises Refused for nobody's."""
    with database.transaction() as connection:
        person = _person(connection, who)
        held = held_about(connection, person)
        SqlLog(connection, None, at).add("member.exported", person.id)
    return held


def forget_person(database: Database, who: str, at: datetime) -> Forgotten:
    """Takes the person out, but for what the record keeps; raises Refused for nobody's address, and where others need them."""
    with database.transaction() as connection:
        person = erasable(connection, who, at)
        erased = erase(connection, person)
        counts = {name: str(getattr(erased, name)) for name in ("accounts", "messages", "notices", "requests")}
        SqlLog(connection, None, at).add("member.erased", person.id, **counts)
    return Forgotten(id=person.id, name=pseudonym(person.id), erased=erased)


def erasable(connection: Transaction, who: str, at: datetime) -> Member:
    """The person, if nobody is left alone by their going; raises Refused with what has to be done first."""
    person = _person(connection, who)
    if not person.active:
        return person
    if person.role is Role.CHANNEL_ADMIN and len(SqlPeople(connection, BY_RULE, at).channel_admins()) == 1:
        raise Refused(
            f"{person.email} is the only channel admin. Invite another one first: partnerbot invite EMAIL --role channel_admin"
        )
    looked_after = partners_looked_after(connection, person.id)
    if looked_after:
        raise Refused(f"{person.email} looks after {', '.join(looked_after)}. A channel admin assigns them to somebody else first.")
    return person


def _person(connection: Transaction, who: str) -> Member:
    person = find_person(connection, who)
    if person is None:
        raise Refused(f"Nobody in the program has the address or id “{who.strip()[:60]}”.")
    return person
