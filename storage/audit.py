"""Reading the event log from beginning to end, with who is behind each entry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from program.partners import Member
from storage.people import read_member
from storage.tables import events, members

_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What happened; `actor` is missing where it happened by rule. `named` leads from each name and address, folded, to an id."""

    id: int
    at: datetime
    kind: str
    subject: str
    actor_id: str | None
    actor: Member | None
    fields: Mapping[str, str]
    named: Mapping[str, str]


def entries(connection: Connection, *, since: datetime | None, until: datetime | None) -> Iterator[Entry]:
    """In the order in which they were written; `until` is not included."""
    people = {row["id"]: read_member(row) for row in connection.execute(select(members)).mappings()}
    named = {word.casefold(): id for id, person in people.items() for word in (person.name, person.email) if word}
    query = select(events).order_by(events.c.id)
    if since is not None:
        query = query.where(events.c.at >= since)
    if until is not None:
        query = query.where(events.c.at < until)
    for row in connection.execution_options(yield_per=_AT_ONCE).execute(query).mappings():
        yield Entry(
            id=row["id"],
            at=row["at"],
            kind=row["kind"],
            subject=row["subject"],
            actor_id=row["actor_id"],
            actor=people.get(row["actor_id"] or ""),
            fields={name: str(value) for name, value in row["fields"].items()},
            named=named,
        )
