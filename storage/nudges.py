"""Reminders on record: each once for its reader, taken into a message once, with what readers wish and who does without."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import ARRAY, Column, Connection, RowMapping, Table, bindparam, delete, exists, func, or_, select, update

from handlers.ports_nudges import Followed, Nudge, Reader, Seen, Waits
from program.governor import OwnHours, Wishes
from program.partners import Member, Partner
from program.periods import local_date
from program.policy_nudges import NudgeKind
from program.registrations import Status
from program.tier_history import Cause
from storage.among import Among
from storage.many import insert_many
from storage.nudge_finding import find, has_won
from storage.nudge_tables import (
    DROPPED,
    HELD_OUT,
    TOLD,
    WAITING,
    nudge_hours,
    nudge_lots,
    nudge_pauses,
    nudge_stops,
    nudges,
    partner_starts,
)
from storage.payout_tables import dispute_outcomes, disputes
from storage.people import read_member, read_partner
from storage.prepared import Prepared
from storage.tables import members, partners, registrations, requests
from storage.tier_tables import tier_changes
from storage.upsert import insert_new, upsert

#: So many values in one question: SQLite takes 32,766 and PostgreSQL 65,535 in a statement.
_AT_ONCE: Final = 500
#: What somebody was sent lately, as far back as it counts for anything.
_LATELY: Final = timedelta(days=8)
#: What was told so short a time ago comes again when it is put off.
_JUST_NOW: Final = timedelta(days=4)


_TAKEN: Final = Prepared(
    update(nudges)
    .where(nudges.c.id == bindparam("nudge"))
    .values(state=TOLD, message_key=bindparam("message"), told_at=bindparam("now"), why=None)
)


class SqlNudges:
    """`handlers.ports_nudges.Nudges` on a connection, at an instant."""

    def __init__(self, connection: Connection, at: datetime) -> None:
        self._connection = connection
        self._at = at

    # ── finding ──────────────────────────────────────────────────────────────────────────────────────────────────────────

    def enrol(self) -> None:
        """On the day of the first line of the tier's history or of the first registration, if there was one, else today."""
        started = partner_starts.c.partner_id == partners.c.id
        missing = (
            select(partners.c.id, partners.c.zone).outerjoin(partner_starts, started).where(partner_starts.c.partner_id.is_(None))
        )
        zones = {row.id: row.zone for row in self._connection.execute(missing)}
        known: dict[str, datetime] = {}
        for some in _parts(sorted(zones)):
            brought = select(tier_changes.c.partner_id, func.min(tier_changes.c.at).label("at")).where(
                tier_changes.c.cause == Cause.INITIAL.value, Among(tier_changes.c.partner_id, some)
            )
            deals = select(registrations.c.partner_id, func.min(registrations.c.registered_at).label("at")).where(
                Among(registrations.c.partner_id, some)
            )
            for query in (brought.group_by(tier_changes.c.partner_id), deals.group_by(registrations.c.partner_id)):
                for row in self._connection.execute(query):
                    known[row.partner_id] = min(row.at, known.get(row.partner_id, row.at))
        rows = [
            {"partner_id": id, "joined_on": local_date(min(known.get(id, self._at), self._at), zone)} for id, zone in zones.items()
        ]
        self._insert(partner_starts, rows)

    def seen(self, kind: NudgeKind, days: Sequence[tuple[date, date]]) -> tuple[Seen, ...]:
        return tuple(find(self._connection, kind, self._at, ranges=days)) if days else ()

    def seen_of(self, kind: NudgeKind, subjects: Sequence[str]) -> tuple[Seen, ...]:
        return tuple(each for some in _parts(subjects) for each in find(self._connection, kind, self._at, subjects=some))

    def unknown(self, keys: Sequence[str]) -> frozenset[str]:
        known: set[str] = set()
        for some in _parts(keys):
            known.update(self._connection.execute(select(nudges.c.key).where(self._is_one_of(nudges.c.key, some))).scalars())
        return frozenset(keys) - known

    def people_of(self, partner_ids: Sequence[str]) -> Mapping[str, tuple[Member, ...]]:
        found: dict[str, list[Member]] = defaultdict(list)
        for some in _parts(partner_ids):
            query = select(members).where(Among(members.c.partner_id, some), members.c.active).order_by(members.c.id)
            for row in self._connection.execute(query).mappings():
                found[row["partner_id"]].append(read_member(row))
        return {id: tuple(people) for id, people in found.items()}

    def partners_of(self, partner_ids: Sequence[str]) -> Mapping[str, Partner]:
        rows = self._in(partners, partners.c.id, partner_ids)
        return {row["id"]: read_partner(row) for row in rows}

    def registrants(self, registration_ids: Sequence[str]) -> Mapping[str, str]:
        rows = self._in(registrations, registrations.c.id, registration_ids)
        return {row["id"]: row["member_id"] for row in rows}

    def lots(self, kind: NudgeKind, partner_ids: Sequence[str]) -> Mapping[str, bool]:
        found: dict[str, bool] = {}
        for some in _parts(partner_ids):
            query = select(nudge_lots).where(nudge_lots.c.kind == kind.value, Among(nudge_lots.c.partner_id, some))
            found |= {row.partner_id: row.is_held_out for row in self._connection.execute(query)}
        return found

    def draw(self, kind: NudgeKind, lots: Mapping[str, bool]) -> None:
        rows = [
            {"kind": kind.value, "partner_id": id, "is_held_out": is_held_out, "drawn_at": self._at}
            for id, is_held_out in lots.items()
        ]
        self._insert(nudge_lots, rows)

    def keep(self, nudges_: Sequence[Nudge], *, held_out: bool = False) -> None:
        state = HELD_OUT if held_out else WAITING
        self._insert(nudges, [_row(nudge) | {"found_at": self._at, "state": state} for nudge in nudges_])

    # ── sending ──────────────────────────────────────────────────────────────────────────────────────────────────────────

    def readers_due(self, most: int) -> tuple[str, ...]:
        query = (
            select(nudges.c.member_id)
            .where(nudges.c.state == WAITING, nudges.c.due_at <= self._at)
            .group_by(nudges.c.member_id)
            .order_by(func.min(nudges.c.due_at), nudges.c.member_id)
            .limit(most)
        )
        return tuple(self._connection.execute(query).scalars())

    def readers(self, member_ids: Sequence[str]) -> Mapping[str, Reader]:
        rows = {row["id"]: row for some in _parts(member_ids) for row in self._connection.execute(_readers(some)).mappings()}
        people = {id: read_member(row) for id, row in rows.items()}
        companies = self.partners_of(sorted({one.partner_id for one in people.values() if one.partner_id}))
        stopped: dict[str, set[NudgeKind]] = defaultdict(set)
        for row in self._in(nudge_stops, nudge_stops.c.member_id, member_ids):
            stopped[row["member_id"]].add(NudgeKind(row["kind"]))
        told = self._told(member_ids)
        return {
            id: Reader(
                member=person,
                partner=companies.get(person.partner_id or ""),
                wishes=_wishes(rows[id], frozenset(stopped[id])),
                told=tuple(told[id]),
            )
            for id, person in people.items()
        }

    def waiting(self, member_ids: Sequence[str]) -> Mapping[str, tuple[Nudge, ...]]:
        due = nudges.c.state == WAITING, nudges.c.due_at <= self._at
        found: dict[str, list[Nudge]] = defaultdict(list)
        for row in self._in(nudges, nudges.c.member_id, member_ids, *due):
            found[row["member_id"]].append(_read(row))
        return {id: tuple(sorted(each, key=lambda one: one.id)) for id, each in found.items()}

    def of_message(self, message_key: str) -> tuple[Nudge, ...]:
        query = select(nudges).where(nudges.c.message_key == message_key, nudges.c.state == TOLD).order_by(nudges.c.id)
        return tuple(_read(row) for row in self._connection.execute(query).mappings())

    def take(self, messages: Mapping[str, Sequence[Nudge]]) -> frozenset[str]:
        ids = sorted(nudge.id for each in messages.values() for nudge in each)
        waits = (
            select(nudges.c.id).where(Among(nudges.c.id, ids), nudges.c.state == WAITING).order_by(nudges.c.id).with_for_update()
        )
        waiting = set(self._connection.execute(waits).scalars())
        taken = frozenset(key for key, each in messages.items() if waiting.issuperset(nudge.id for nudge in each))
        told = [{"nudge": nudge.id, "message": key, "now": self._at} for key in taken for nudge in messages[key]]
        _TAKEN.run_all(self._connection, told)
        return taken

    def postpone(self, nudges_: Sequence[Nudge], until: datetime) -> None:
        self._change(nudges_, nudges.c.state == WAITING, due_at=until)

    def drop(self, nudges_: Sequence[Nudge], why: str) -> None:
        self._change(nudges_, nudges.c.state.in_([WAITING, TOLD]), state=DROPPED, why=why, told_at=None)

    # ── what readers wish ────────────────────────────────────────────────────────────────────────────────────────────────

    def wishes(self, member_id: str) -> Wishes:
        return self.readers([member_id])[member_id].wishes

    def stop(self, member_id: str, kinds: Sequence[NudgeKind]) -> None:
        rows = [{"member_id": member_id, "kind": kind.value} for kind in kinds]
        self._connection.execute(insert_new(self._connection, nudge_stops), rows)

    def allow(self, member_id: str, kinds: Sequence[NudgeKind]) -> None:
        theirs = nudge_stops.c.member_id == member_id, nudge_stops.c.kind.in_([kind.value for kind in kinds])
        self._connection.execute(delete(nudge_stops).where(*theirs))

    def keep_quiet(self, member_id: str, quiet: OwnHours | None) -> None:
        if quiet is None:
            self._connection.execute(delete(nudge_hours).where(nudge_hours.c.member_id == member_id))
            return
        row = {"member_id": member_id, "quiet_until": quiet.until, "quiet_after": quiet.after}
        self._connection.execute(upsert(self._connection, nudge_hours, ["member_id"]), row)

    def put_off(self, member_id: str, until: datetime | None) -> None:
        if until is None:
            self._connection.execute(delete(nudge_pauses).where(nudge_pauses.c.member_id == member_id))
            return
        pause = upsert(self._connection, nudge_pauses, ["member_id"])
        self._connection.execute(pause, {"member_id": member_id, "until": until})
        mine = nudges.c.member_id == member_id
        last = select(func.max(nudges.c.told_at)).where(mine, nudges.c.state == TOLD, nudges.c.told_at > self._at - _JUST_NOW)
        again = update(nudges).where(mine, nudges.c.state == TOLD, nudges.c.told_at == last.scalar_subquery())
        self._connection.execute(again.values(state=WAITING, due_at=until, times=nudges.c.times + 1, message_key=None))

    # ── what partner managers are told ───────────────────────────────────────────────────────────────────────────────────

    def waits(self, *, ends_before: datetime) -> Waits:
        undecided = exists().where(dispute_outcomes.c.dispute_id == disputes.c.id)
        questions = {
            "reviews": select(registrations.c.partner_id).where(registrations.c.status == Status.IN_REVIEW.value),
            "questions": select(requests.c.partner_id).where(requests.c.answered_by.is_(None), requests.c.withdrawn_at.is_(None)),
            "disputes": select(disputes.c.partner_id).where(~undecided),
        }
        found = {name: frozenset(self._connection.execute(query.distinct()).scalars()) for name, query in questions.items()}
        runs = registrations.c.status == Status.APPROVED.value, registrations.c.protected_until > self._at
        ends = select(registrations.c.partner_id, func.count().label("of")).where(
            *runs, registrations.c.protected_until < ends_before
        )
        ending = {row.partner_id: row.of for row in self._connection.execute(ends.group_by(registrations.c.partner_id))}
        return Waits(reviews=found["reviews"], questions=found["questions"], disputes=found["disputes"], ending=ending)

    def ending(self, partner_ids: Sequence[str], *, before: datetime) -> tuple[tuple[str, str, datetime], ...]:
        found: list[tuple[str, str, datetime]] = []
        # Not by the index of the status, under which SQLite would read every approved registration there is.
        runs = func.coalesce(registrations.c.status, "") == Status.APPROVED.value, registrations.c.protected_until > self._at
        for some in _parts(partner_ids):
            ends = select(registrations.c.id, registrations.c.partner_id, registrations.c.protected_until).where(
                Among(registrations.c.partner_id, some), *runs, registrations.c.protected_until < before
            )
            found += [(row.id, row.partner_id, row.protected_until) for row in self._connection.execute(ends)]
        return tuple(sorted(found, key=lambda each: (each[2], each[0])))

    def without_deal(self, partner_ids: Sequence[str], *, joined_by: date) -> tuple[tuple[str, date], ...]:
        found: list[tuple[str, date]] = []
        for some in _parts(partner_ids):
            joined = select(partner_starts).where(Among(partner_starts.c.partner_id, some), partner_starts.c.joined_on <= joined_by)
            missing = joined.where(~has_won(partner_starts.c.partner_id))
            found += [(row.partner_id, row.joined_on) for row in self._connection.execute(missing)]
        return tuple(sorted(found, key=lambda each: (each[1], each[0])))

    # ── measuring ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def followed(self, kind: NudgeKind, partner_ids: Sequence[str] | None = None) -> tuple[Followed, ...]:
        first_win = (
            select(registrations.c.partner_id, func.min(registrations.c.closed_at).label("at"))
            .where(registrations.c.status == Status.WON.value)
            .group_by(registrations.c.partner_id)
            .subquery()
        )
        query = (
            select(nudge_lots, first_win.c.at)
            .outerjoin(first_win, first_win.c.partner_id == nudge_lots.c.partner_id)
            .where(nudge_lots.c.kind == kind.value, or_(first_win.c.at.is_(None), first_win.c.at > nudge_lots.c.drawn_at))
        )
        if partner_ids is not None:
            query = query.where(nudge_lots.c.partner_id.in_(list(partner_ids)))
        return tuple(
            Followed(partner_id=row.partner_id, is_held_out=row.is_held_out, since=row.drawn_at, won_at=row.at)
            for row in self._connection.execute(query.order_by(nudge_lots.c.partner_id))
        )

    # ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _told(self, member_ids: Sequence[str]) -> Mapping[str, list[datetime]]:
        """When each was sent a message lately; whatever is in it counts once."""
        found: dict[str, list[datetime]] = defaultdict(list)
        for some in _parts(member_ids):
            lately = Among(nudges.c.member_id, some), nudges.c.told_at > self._at - _LATELY
            for row in self._connection.execute(select(nudges.c.member_id, nudges.c.told_at).where(*lately).distinct()):
                found[row.member_id].append(row.told_at)
        return found

    def _is_one_of(self, column: Column[str], values: Sequence[str]) -> Any:
        """As `Among`; where PostgreSQL takes the table for empty still, it reads it once, and not with all values for each row."""
        if self._connection.dialect.name == "sqlite":
            return Among(column, values)
        listed = func.unnest(bindparam(None, list(values), type_=ARRAY(column.type))).table_valued("value").render_derived()
        return column.in_(select(listed.c.value))

    def _in(self, table: Table, column: Any, ids: Sequence[str], *more: Any) -> Iterable[RowMapping]:
        for some in _parts(ids):
            yield from self._connection.execute(select(table).where(Among(column, some), *more)).mappings()

    def _insert(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """What is there already is left alone."""
        if rows:
            insert_many(self._connection, table, {name: [row[name] for row in rows] for name in rows[0]})

    def _change(self, nudges_: Sequence[Nudge], which: Any, **values: Any) -> None:
        for some in _parts([nudge.id for nudge in nudges_]):
            self._connection.execute(update(nudges).where(Among(nudges.c.id, some), which).values(values))


def _parts(values: Sequence[Any]) -> Iterable[list[Any]]:
    listed = list(values)
    return (listed[start : start + _AT_ONCE] for start in range(0, len(listed), _AT_ONCE))


def _readers(member_ids: Sequence[str]) -> Any:
    """With what they wish but the kinds that they have stopped."""
    query = select(members, nudge_pauses.c.until, nudge_hours.c.quiet_until, nudge_hours.c.quiet_after)
    query = query.outerjoin(nudge_pauses, nudge_pauses.c.member_id == members.c.id)
    return query.outerjoin(nudge_hours, nudge_hours.c.member_id == members.c.id).where(Among(members.c.id, member_ids))


def _wishes(row: RowMapping, stopped: frozenset[NudgeKind]) -> Wishes:
    until, after = row["quiet_until"], row["quiet_after"]
    quiet = None if until is None and after is None else OwnHours(until=until, after=after)
    return Wishes(stopped=stopped, put_off_until=row["until"], quiet=quiet)


def _row(nudge: Nudge) -> dict[str, Any]:
    return {
        "key": nudge.key,
        "kind": nudge.kind.value,
        "subject": nudge.subject,
        "partner_id": nudge.partner_id,
        "member_id": nudge.member_id,
        "step": nudge.step,
        "day": nudge.day,
        "due_at": nudge.due_at,
        "times": nudge.times,
    }


def _read(row: RowMapping) -> Nudge:
    return Nudge(
        id=row["id"],
        key=row["key"],
        kind=NudgeKind(row["kind"]),
        subject=row["subject"],
        partner_id=row["partner_id"],
        member_id=row["member_id"],
        step=row["step"],
        day=row["day"],
        due_at=row["due_at"],
        times=row["times"],
    )
