"""Everything that is held about one person, to be handed to them; and taking it out, but for what the record has to keep.

The record keeps what was registered, decided and counted, and the event log: they name a member by an id that says nothing, and
whoever the id belonged to is a pseudonym afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, delete, func, or_, select, tuple_, update

from program.partners import Member
from storage.approval_tables import approval_places
from storage.asked_tables import answer_feedback, asked_citations, asked_questions, request_rungs
from storage.library_tables import library_documents
from storage.nudge_tables import nudge_hours, nudge_pauses, nudge_stops, nudges
from storage.payout_tables import dispute_outcomes, disputes, payout_decisions, payout_runs
from storage.people import read_member
from storage.pricing_tables import quotes
from storage.retention import overwrite
from storage.slack_tables import slack_homes
from storage.tables import (
    accounts,
    assignments,
    conversations,
    customers,
    deputies,
    events,
    inbox,
    link_attempts,
    link_codes,
    members,
    opportunities,
    outbox,
    partners,
    registrations,
    requests,
)
from storage.teams import references_of
from storage.teams_tables import teams_references
from storage.tier_tables import qualifications, tier_changes

#: Of a secret, nothing is told but that it is there; of a machine's bookkeeping, nothing at all.
_UNTOLD: Final = frozenset(
    {"code_hash", "leased_until", "attempt", "lane", "due_at", "revision", "doubts", "troubles", "company_folded"}
)
_ACCOUNT: Final = ("chat", "tenant", "user_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """How many of each were deleted, and how many stay without a name: what the person registered, and entries of the event log.

    `mentions` are those entries that hold the name or the address, because somebody wrote them there.
    """

    accounts: int
    messages: int
    notices: int
    requests: int
    registrations: int
    events: int
    mentions: int


def find_person(connection: Connection, who: str) -> Member | None:
    """The member of the e-mail address or the id, also one who has left."""
    query = select(members).where(or_(members.c.email == who.strip().casefold(), members.c.id == who.strip()))
    row = connection.execute(query).mappings().first()
    return None if row is None else read_member(row)


def partners_looked_after(connection: Connection, member_id: str) -> tuple[str, ...]:
    """The names of the partners that the member is assigned to."""
    query = select(partners.c.name).join(assignments, assignments.c.partner_id == partners.c.id)
    return tuple(connection.execute(query.where(assignments.c.manager_id == member_id).order_by(partners.c.name)).scalars())


# ── handing out ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def held_about(connection: Connection, person: Member) -> dict[str, Any]:
    """Everything about the member, as JSON values: instants ISO in UTC, days ISO, money in minor units with its currency."""
    id = person.id
    parts: dict[str, tuple[Table, ColumnElement[bool]]] = {
        "person": (members, members.c.id == id),
        "accounts": (accounts, accounts.c.member_id == id),
        "reached_in_teams": (teams_references, references_of(id)),
        "homes_in_slack": (slack_homes, _homes_of(id)),
        "invitations": (link_codes, link_codes.c.member_id == id),
        "tries_at_codes": (link_attempts, _from_accounts_of(link_attempts, id)),
        "looks_after": (assignments, assignments.c.manager_id == id),
        "deputies": (deputies, or_(deputies.c.manager_id == id, deputies.c.deputy_id == id)),
        "qualifications": (qualifications, qualifications.c.member_id == id),
        "conversation": (conversations, conversations.c.member_id == id),
        "messages": (inbox, _messages_of(id)),
        "notices": (outbox, outbox.c.member_id == id),
        "approval_places": (approval_places, approval_places.c.member_id == id),
        "nudges": (nudges, nudges.c.member_id == id),
        "nudge_stops": (nudge_stops, nudge_stops.c.member_id == id),
        "nudge_hours": (nudge_hours, nudge_hours.c.member_id == id),
        "nudge_pauses": (nudge_pauses, nudge_pauses.c.member_id == id),
        "registrations": (registrations, registrations.c.member_id == id),
        "opportunities": (opportunities, opportunities.c.seller_id == id),
        "asked_questions": (asked_questions, asked_questions.c.member_id == id),
        "library_documents": (library_documents, library_documents.c.owner_id == id),
        "answers_rated": (answer_feedback, answer_feedback.c.answer_id.in_(_asked_by(id))),
        "requests": (requests, or_(requests.c.member_id == id, requests.c.answered_by == id)),
        "quotes": (quotes, or_(quotes.c.member_id == id, quotes.c.decided_by == id)),
        "disputes": (disputes, disputes.c.opened_by == id),
        "dispute_outcomes": (dispute_outcomes, dispute_outcomes.c.decided_by == id),
        "payout_runs": (payout_runs, payout_runs.c.prepared_by == id),
        "payout_decisions": (payout_decisions, payout_decisions.c.decided_by == id),
        "tiers_decided": (tier_changes, tier_changes.c.actor_id == id),
        "events": (events, or_(events.c.actor_id == id, events.c.subject == id)),
    }
    held = {name: _rows(connection, select(table).where(condition)) for name, (table, condition) in parts.items()}
    columns = (registrations.c[name] for name in ("id", "status", "decided_at", "note"))
    held["registrations_decided"] = _rows(connection, select(*columns).where(registrations.c.decided_by == id))
    return held


def _rows(connection: Connection, query: Select[Any]) -> list[dict[str, Any]]:
    found = connection.execute(query).mappings().all()
    return [{name: _told(value) for name, value in row.items() if name not in _UNTOLD} for row in found]


def _told(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


# ── taking out ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def erase(connection: Connection, person: Member) -> Erased:
    """Deletes what is the person's own and puts a pseudonym in the place of name and address. Run again, it finds nothing more."""
    overwrite(connection)
    id = person.id
    connection.execute(select(members.c.id).where(members.c.id == id).with_for_update())
    messages = _delete(connection, inbox, _messages_of(id))
    _delete(connection, link_attempts, _from_accounts_of(link_attempts, id))
    _delete(connection, teams_references, references_of(id))
    _delete(connection, slack_homes, _homes_of(id))
    found = _delete(connection, accounts, accounts.c.member_id == id)
    for table in (link_codes, conversations, nudges, nudge_stops, nudge_pauses, nudge_hours, approval_places):
        _delete(connection, table, table.c.member_id == id)
    _delete(connection, deputies, or_(deputies.c.manager_id == id, deputies.c.deputy_id == id))
    notices = _delete(connection, outbox, outbox.c.member_id == id)
    waiting = select(requests.c.id).where(requests.c.member_id == id, requests.c.answered_by.is_(None))
    _delete(connection, request_rungs, request_rungs.c.request_id.in_(waiting))
    asked = _delete(connection, requests, requests.c.member_id == id, requests.c.answered_by.is_(None))
    _delete(connection, answer_feedback, answer_feedback.c.answer_id.in_(_asked_by(id)))
    _delete(connection, asked_citations, asked_citations.c.answer_id.in_(_asked_by(id)))
    asked += _delete(connection, asked_questions, asked_questions.c.member_id == id)
    asked += _change(connection, requests, {"text": ""}, requests.c.member_id == id, requests.c.text != "")
    _rename(connection, person)
    logged = events.c.actor_id == id
    return Erased(
        accounts=found,
        messages=messages,
        notices=notices,
        requests=asked,
        registrations=_count(connection, registrations, registrations.c.member_id == id),
        events=_count(connection, events, or_(logged, events.c.subject == id)),
        mentions=_mentions(connection, person),
    )


def _asked_by(member_id: str) -> Select[Any]:
    return select(asked_questions.c.id).where(asked_questions.c.member_id == member_id)


def pseudonym(member_id: str) -> str:
    """What a member is called afterwards; it says nothing, and is the same in every language."""
    return f"Person {member_id[-6:]}"


def _rename(connection: Connection, person: Member) -> None:
    name = pseudonym(person.id)
    nobody = {"name": name, "email": f"{person.id}@erased.invalid".casefold(), "active": False}
    _change(connection, members, nobody, members.c.id == person.id)
    _change(connection, opportunities, {"seller": name}, opportunities.c.seller_id == person.id)
    written = func.lower(customers.c.named_account_owner).in_([person.name.lower(), person.email.lower()])
    if person.partner_id is None:
        _change(connection, customers, {"named_account_owner": name}, written)


def _mentions(connection: Connection, person: Member) -> int:
    """Entries of the log in which somebody wrote the name or the address; the log cannot be changed."""
    if person.name == pseudonym(person.id):
        return 0
    wanted = person.name.casefold(), person.email.casefold()
    logged = connection.execute(select(events.c.fields)).scalars()
    return sum(any(word in str(value).casefold() for value in fields.values() for word in wanted) for fields in logged)


def _messages_of(member_id: str) -> ColumnElement[bool]:
    """Those that were answered, those that wait, and what the person's accounts wrote before they were linked."""
    before = and_(inbox.c.member_id.is_(None), _from_accounts_of(inbox, member_id))
    return or_(inbox.c.member_id == member_id, inbox.c.lane == member_id, before)


def _from_accounts_of(table: Table, member_id: str) -> ColumnElement[bool]:
    theirs = select(*(accounts.c[name] for name in _ACCOUNT)).where(accounts.c.member_id == member_id)
    return tuple_(*(table.c[name] for name in _ACCOUNT)).in_(theirs)


def _homes_of(member_id: str) -> ColumnElement[bool]:
    """The Home tabs that the person's accounts in Slack look at."""
    theirs = select(accounts.c.tenant, accounts.c.user_id).where(accounts.c.member_id == member_id, accounts.c.chat == "slack")
    return tuple_(slack_homes.c.tenant, slack_homes.c.user_id).in_(theirs)


def _delete(connection: Connection, table: Table, *conditions: ColumnElement[bool]) -> int:
    return connection.execute(delete(table).where(*conditions)).rowcount


def _change(connection: Connection, table: Table, values: Mapping[str, Any], *conditions: ColumnElement[bool]) -> int:
    return connection.execute(update(table).where(*conditions).values(dict(values))).rowcount


def _count(connection: Connection, table: Table, *conditions: ColumnElement[bool]) -> int:
    return connection.execute(select(func.count()).select_from(table).where(*conditions)).scalar_one()
