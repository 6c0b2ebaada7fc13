"""What may be due of each kind of reminder, found by indexed questions: by the days that its day lies between, or by its subjects.

Each question says what must hold so that there is something to say at all: a reminder is asked about anew before it is sent, and
what is done by then is not among the answers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, String, and_, exists, literal, or_, select

from handlers.ports_nudges import Seen
from program.partners import Tier
from program.periods import local_date, start_of_day
from program.policy_nudges import NudgeKind
from program.registrations import Status
from program.tier_history import Cause
from storage.among import Among
from storage.ledger_tables import sales, statement_lines
from storage.nudge_tables import partner_starts
from storage.tables import assignments, events, members, partners, registrations
from storage.tier_tables import qualifications, tier_changes

Ranges = Sequence[tuple[date, date]]
#: Made once: an alias takes longer to make than the question takes to be answered.
_WON: Final = registrations.alias("won")
_DAY: Final = timedelta(days=1)
_BOTH: Final = timedelta(hours=14)  # no zone is further from UTC


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    """The rows of a kind; `subject` and `on` are what they are narrowed by."""

    query: Select[Any]
    subject: Any
    on: Any
    is_instant: bool = False


def find(connection: Connection, kind: NudgeKind, at: datetime, *, ranges: Ranges = (), subjects: Sequence[str] = ()) -> list[Seen]:
    """What of the kind lies in the ranges, or is one of the subjects."""
    question = _QUESTIONS[kind](at)
    if subjects:
        only: ColumnElement[bool] = Among(question.subject, subjects)
    else:
        only = or_(*(_between(question, first, last) for first, last in ranges))
    rows = connection.execute(question.query.where(only))
    return [Seen(kind=kind, subject=row.subject, partner_id=row.partner_id, zone=row.zone, on=row.on) for row in rows]


def _between(question: _Question, first: date, last: date) -> ColumnElement[bool]:
    """A little wider than the days: which day it is in its own zone is told afterwards."""
    if question.is_instant:
        start, end = start_of_day(first, "UTC") - _BOTH, start_of_day(last + _DAY, "UTC") + _BOTH
        return and_(question.on >= start, question.on < end)
    between: ColumnElement[bool] = question.on.between(first - _DAY, last + _DAY)
    return between


# ── deals ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _deals(on: Any, *conditions: ColumnElement[bool], is_instant: bool) -> _Question:
    query = (
        select(registrations.c.id.label("subject"), registrations.c.partner_id, partners.c.zone, on.label("on"))
        .join(partners, partners.c.id == registrations.c.partner_id)
        .where(registrations.c.status == literal(Status.APPROVED.value, String, literal_execute=True), *conditions)
    )
    return _Question(query=query, subject=registrations.c.id, on=on, is_instant=is_instant)


def _expiring(at: datetime) -> _Question:
    return _deals(registrations.c.protected_until, registrations.c.protected_until > at, is_instant=True)


def _expired(at: datetime) -> _Question:
    return _deals(registrations.c.protected_until, registrations.c.protected_until <= at, is_instant=True)


def _close_date(at: datetime) -> _Question:
    return _deals(registrations.c.close_date, registrations.c.protected_until > at, is_instant=False)


def _stalled(at: datetime) -> _Question:
    """By the last thing that happened to the deal."""
    later = events.alias("later")
    question = _deals(
        events.c.at,
        registrations.c.protected_until > at,
        ~exists().where(later.c.subject == events.c.subject, later.c.at > events.c.at),
        is_instant=True,
    )
    query = question.query.join(events, events.c.subject == registrations.c.id).distinct()
    return _Question(query=query, subject=registrations.c.id, on=events.c.at, is_instant=True)


# ── partners ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def has_won(partner_id: Any) -> ColumnElement[bool]:
    return exists().where(_WON.c.partner_id == partner_id, _WON.c.status == Status.WON.value)


def _first_deal(_: datetime) -> _Question:
    query = (
        select(
            partners.c.id.label("subject"),
            partners.c.id.label("partner_id"),
            partners.c.zone,
            partner_starts.c.joined_on.label("on"),
        )
        .join(partner_starts, partner_starts.c.partner_id == partners.c.id)
        .where(~has_won(partners.c.id))
    )
    return _Question(query=query, subject=partners.c.id, on=partner_starts.c.joined_on)


def _inactive(_: datetime) -> _Question:
    """By the last registration of a partner that has won before."""
    later = registrations.alias("later")
    newer = exists().where(later.c.partner_id == registrations.c.partner_id, later.c.registered_at > registrations.c.registered_at)
    query = (
        select(
            partners.c.id.label("subject"),
            partners.c.id.label("partner_id"),
            partners.c.zone,
            registrations.c.registered_at.label("on"),
        )
        .join(partners, partners.c.id == registrations.c.partner_id)
        .where(registrations.c.status.in_([status.value for status in Status]), ~newer, has_won(partners.c.id))
        .distinct()
    )
    return _Question(query=query, subject=partners.c.id, on=registrations.c.registered_at, is_instant=True)


def _within_reach(_: datetime) -> _Question:
    """By the last deal won."""
    later = sales.alias("later")
    query = (
        select(partners.c.id.label("subject"), partners.c.id.label("partner_id"), partners.c.zone, sales.c.won_at.label("on"))
        .join(partners, partners.c.id == sales.c.partner_id)
        .where(~exists().where(later.c.partner_id == sales.c.partner_id, later.c.won_at > sales.c.won_at))
        .distinct()
    )
    return _Question(query=query, subject=partners.c.id, on=sales.c.won_at, is_instant=True)


def _at_risk(at: datetime) -> _Question:
    """Everybody who has a tier to lose; which day is meant is the same for all, and the policy's."""
    today = literal(local_date(at, "UTC"))
    query = select(partners.c.id.label("subject"), partners.c.id.label("partner_id"), partners.c.zone, today.label("on"))
    return _Question(query=query.where(partners.c.tier != Tier.REGISTERED.value), subject=partners.c.id, on=today)


def _certificate(_: datetime) -> _Question:
    """Unless whoever holds it has a newer one of the same."""
    newer = qualifications.alias("newer")
    renewed = exists().where(
        newer.c.member_id == qualifications.c.member_id,
        newer.c.kind == qualifications.c.kind,
        newer.c.family.is_not_distinct_from(qualifications.c.family),
        or_(newer.c.last.is_(None), newer.c.last > qualifications.c.last),
    )
    query = (
        select(
            qualifications.c.id.label("subject"), qualifications.c.partner_id, partners.c.zone, qualifications.c.last.label("on")
        )
        .join(partners, partners.c.id == qualifications.c.partner_id)
        .join(members, and_(members.c.id == qualifications.c.member_id, members.c.partner_id == partners.c.id, members.c.active))
        .where(qualifications.c.last.is_not(None), ~renewed)
    )
    return _Question(query=query, subject=qualifications.c.id, on=qualifications.c.last)


def _promotion(_: datetime) -> _Question:
    """By the day of the promotion, unless the partner has moved again since."""
    later = tier_changes.alias("later")
    moved = exists().where(
        later.c.partner_id == tier_changes.c.partner_id,
        later.c.at > tier_changes.c.at,
        later.c.cause.in_([Cause.PROMOTION.value, Cause.DEMOTION.value]),
    )
    query = (
        select(partners.c.id.label("subject"), partners.c.id.label("partner_id"), partners.c.zone, tier_changes.c.at.label("on"))
        .join(partners, partners.c.id == tier_changes.c.partner_id)
        .where(tier_changes.c.cause == Cause.PROMOTION.value, ~moved)
    )
    return _Question(query=query, subject=partners.c.id, on=tier_changes.c.at, is_instant=True)


def _statement(_: datetime) -> _Question:
    """Every partner that earned something on a day."""
    query = (
        select(
            partners.c.id.label("subject"),
            partners.c.id.label("partner_id"),
            partners.c.zone,
            statement_lines.c.earned_on.label("on"),
        )
        .join(partners, partners.c.id == statement_lines.c.partner_id)
        .distinct()
    )
    return _Question(query=query, subject=partners.c.id, on=statement_lines.c.earned_on)


def _digest(at: datetime) -> _Question:
    today = literal(local_date(at, "UTC"))
    query = select(
        members.c.id.label("subject"), literal(None, String).label("partner_id"), members.c.zone, today.label("on")
    ).where(members.c.active, members.c.id.in_(select(assignments.c.manager_id)))
    return _Question(query=query, subject=members.c.id, on=today)


_QUESTIONS: Final[dict[NudgeKind, Callable[[datetime], _Question]]] = {
    NudgeKind.FIRST_DEAL: _first_deal,
    NudgeKind.EXPIRING: _expiring,
    NudgeKind.EXPIRED: _expired,
    NudgeKind.STALLED: _stalled,
    NudgeKind.CLOSE_DATE: _close_date,
    NudgeKind.WITHIN_REACH: _within_reach,
    NudgeKind.AT_RISK: _at_risk,
    NudgeKind.CERTIFICATE: _certificate,
    NudgeKind.PROMOTION: _promotion,
    NudgeKind.STATEMENT: _statement,
    NudgeKind.INACTIVE: _inactive,
    NudgeKind.DAILY: _digest,
    NudgeKind.WEEKLY: _digest,
}
