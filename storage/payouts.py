"""Payout runs, for whoever may pay out: prepared from the ledger, kept as they are, decided once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, case, exists, func, insert, select

from handlers.ports_payouts import PaidLine
from program.access import Act, Viewer
from program.money import Money
from program.partners import Member, Role
from program.payouts import CarriedOver, Payable, Prepared, Run, RunDecision, RunOutcome, Total
from program.periods import local_date, start_of_day
from program.punctuality import Counted, Paid
from program.reckoning import LineKind
from storage.books import IS_DISPUTED, read_line
from storage.ledger_tables import line_dues, statement_lines
from storage.payout_tables import payout_decisions, payout_lines, payout_runs, payout_totals
from storage.people import in_sight, read_member, read_partner
from storage.tables import members, partners, registrations

#: So many rows are written, or fetched, at once.
_AT_ONCE: Final = 2000
_DECIDED: Final = payout_decisions.c.run_id == payout_runs.c.id
_OF_RUN: Final = payout_decisions.c.run_id == payout_lines.c.run_id
_APPROVED: Final = payout_decisions.c.outcome == RunOutcome.APPROVED.value
_CANCELLED: Final = payout_decisions.c.outcome == RunOutcome.CANCELLED.value
_HELD: Final = exists(
    select(1).where(payout_lines.c.line_id == statement_lines.c.id, ~exists(select(1).where(_OF_RUN, _CANCELLED)))
)
_later = payout_lines.alias("later_lines")
#: Of the runs that held a line, all cancelled, the one that no other came after.
_HELD_LAST: Final = (
    select(payout_lines.c.run_id)
    .where(
        payout_lines.c.line_id == statement_lines.c.id,
        ~exists(select(1).where(_later.c.line_id == payout_lines.c.line_id, _later.c.after == payout_lines.c.run_id)),
    )
    .scalar_subquery()
)
#: What a partner keeps when buying is never paid out.
_TO_BE_PAID: Final = statement_lines.c.kind != LineKind.MARGIN.value


class SqlPayouts:
    """`handlers.ports_payouts.Payouts` on a connection, for one viewer."""

    def __init__(self, connection: Connection, viewer: Viewer) -> None:
        self._connection = connection
        self._viewer = viewer

    def payable(self, today: date) -> tuple[Payable, ...]:
        line = statement_lines.c
        query = (
            select(
                line.id, line.partner_id, line.kind, line.amount_minor, line.currency, line.earned_on,
                func.min(line_dues.c.on).label("due_on"), _HELD_LAST.label("after"),
            )
            .join(line_dues, line_dues.c.line_id == line.id)
            .where(line_dues.c.on <= today, _TO_BE_PAID, ~_HELD, ~IS_DISPUTED)
            .group_by(line.id)
        )  # fmt: skip
        return tuple(
            Payable(
                line_id=row.id,
                partner_id=row.partner_id,
                kind=LineKind(row.kind),
                amount=Money.from_minor(row.amount_minor, row.currency),
                earned_on=row.earned_on,
                due_on=row.due_on,
                after=row.after,
            )
            for row in self._connection.execute(query)
        )

    def add(self, run: Run, prepared: Prepared) -> None:
        self._connection.execute(
            insert(payout_runs),
            {
                "id": run.id,
                "prepared_at": run.prepared_at,
                "prepared_by": run.prepared_by,
                "through": run.through,
                "policy_version": run.policy_version,
            },
        )
        totals = [_total_row(run.id, total) for total in prepared.totals]
        # In one order, so that two who prepare at once never wait for each other.
        lines = [_line_row(run.id, line) for line in sorted(prepared.lines, key=lambda line: line.line_id)]
        for table, rows in ((payout_totals, totals), (payout_lines, lines)):
            for start in range(0, len(rows), _AT_ONCE):
                self._connection.execute(insert(table), rows[start : start + _AT_ONCE])

    def get(self, run_id: str) -> Run | None:
        found = self._runs(payout_runs.c.id == run_id)
        return found[0] if found else None

    def lock(self, run_id: str) -> Run | None:
        self._connection.execute(select(payout_runs.c.id).where(payout_runs.c.id == run_id).with_for_update())
        return self.get(run_id)

    def waiting(self) -> tuple[Run, ...]:
        return self._runs(payout_decisions.c.run_id.is_(None))[::-1]

    def latest(self, most: int) -> tuple[Run, ...]:
        return self._runs(limit=most)

    def _runs(self, *conditions: ColumnElement[bool], limit: int | None = None) -> tuple[Run, ...]:
        """The newest first; none for whoever may not pay out."""
        if not self._viewer.may(Act.PAY_OUT):
            return ()
        decision = payout_decisions.c
        query = (
            select(payout_runs, decision.outcome, decision.decided_at, decision.decided_by, decision.reason)
            .outerjoin(payout_decisions, _DECIDED)
            .where(*conditions)
            .order_by(payout_runs.c.prepared_at.desc(), payout_runs.c.id)
            .limit(limit)
        )
        return tuple(_read_run(row) for row in self._connection.execute(query).mappings())

    def totals(self, run_id: str) -> tuple[Total, ...]:
        if not self._viewer.may(Act.PAY_OUT):
            return ()
        query = select(payout_totals).where(payout_totals.c.run_id == run_id)
        ordered = query.order_by(payout_totals.c.amount_minor.desc(), payout_totals.c.partner_id, payout_totals.c.currency)
        return tuple(_read_total(row) for row in self._connection.execute(ordered).mappings())

    def before(self, run: Run) -> Mapping[tuple[str, str], Money]:
        last = (
            select(payout_decisions.c.run_id)
            .where(_APPROVED, payout_decisions.c.decided_at <= run.prepared_at)
            .order_by(payout_decisions.c.decided_at.desc())
            .limit(1)
        )
        found = self._connection.execute(last).scalar()
        paid = [total for total in self.totals(found) if total.carried is None] if found is not None else []
        return {(total.partner_id, total.amount.currency): total.amount for total in paid}

    def disputed(self, run_id: str) -> tuple[str, ...]:
        query = (
            select(payout_lines.c.line_id)
            .join(statement_lines, statement_lines.c.id == payout_lines.c.line_id)
            .where(payout_lines.c.run_id == run_id, IS_DISPUTED)
            .order_by(payout_lines.c.line_id)
        )
        return tuple(self._connection.execute(query).scalars())

    def lines(self, run_id: str) -> Iterator[PaidLine]:
        if not self._viewer.may(Act.PAY_OUT):
            return
        query = (
            select(
                statement_lines, registrations.c.company, payout_lines.c.due_on.label("was_due_on"),
                *(column.label(f"their_{column.name}") for column in partners.columns),
            )
            .join(payout_lines, payout_lines.c.line_id == statement_lines.c.id)
            .join(partners, partners.c.id == statement_lines.c.partner_id)
            .join(registrations, registrations.c.id == statement_lines.c.registration_id)
            .where(payout_lines.c.run_id == run_id)
            .order_by(partners.c.name, statement_lines.c.partner_id, statement_lines.c.earned_on, statement_lines.c.id)
        )  # fmt: skip
        for row in self._connection.execute(query, execution_options={"yield_per": _AT_ONCE}).mappings():
            yield PaidLine(
                partner=read_partner(row, "their_"), company=row["company"], line=read_line(row), due_on=row["was_due_on"]
            )

    def decide(self, run: Run, decision: RunDecision) -> None:
        row = {
            "run_id": run.id,
            "prepared_by": run.prepared_by,
            "outcome": decision.outcome.value,
            "decided_at": decision.at,
            "decided_by": decision.by,
            "reason": decision.reason,
            "released": run.id if decision.outcome is RunOutcome.CANCELLED else None,
        }
        self._connection.execute(insert(payout_decisions), row)

    def payees(self, run_id: str) -> Mapping[str, tuple[Member, ...]]:
        paid = select(payout_totals.c.partner_id).where(payout_totals.c.run_id == run_id, payout_totals.c.carried.is_(None))
        query = select(members).where(
            members.c.role == Role.PARTNER_ADMIN.value, members.c.active, members.c.partner_id.in_(paid),
            in_sight(members.c.partner_id, self._viewer),
        )  # fmt: skip
        found: dict[str, list[Member]] = defaultdict(list)
        for row in self._connection.execute(query.order_by(members.c.name)).mappings():
            found[row["partner_id"]].append(read_member(row))
        return {partner_id: tuple(people) for partner_id, people in found.items()}

    def paid(self, since: date, zone: str, partner_id: str | None = None) -> tuple[Paid, ...]:
        days = self._paid_days(start_of_day(since, zone), zone)
        of_one = () if partner_id is None else (payout_lines.c.partner_id == partner_id,)
        query = (
            select(payout_lines.c.run_id, payout_lines.c.due_on, func.count().label("lines"))
            .where(payout_lines.c.run_id.in_(sorted(days)), in_sight(payout_lines.c.partner_id, self._viewer), *of_one)
            .group_by(payout_lines.c.run_id, payout_lines.c.due_on)
        )
        return tuple(Paid(due_on=row.due_on, paid_on=days[row.run_id], lines=row.lines) for row in self._connection.execute(query))

    def punctual(self, since: date, zone: str, *, every_days: int) -> Iterator[Counted]:
        for run_id, paid_on in self._paid_days(start_of_day(since, zone), zone).items():
            on_time = func.sum(case((payout_lines.c.due_on >= paid_on - timedelta(days=every_days), 1), else_=0))
            query = (
                select(payout_lines.c.partner_id, func.count().label("lines"), on_time.label("on_time"))
                .where(payout_lines.c.run_id == run_id, in_sight(payout_lines.c.partner_id, self._viewer))
                .group_by(payout_lines.c.partner_id)
            )
            for row in self._connection.execute(query):
                yield Counted(partner_id=row.partner_id, lines=row.lines, on_time=row.on_time)

    def _paid_days(self, since: datetime, zone: str) -> Mapping[str, date]:
        """Of the runs approved since the instant, the days on which they were."""
        query = select(payout_decisions.c.run_id, payout_decisions.c.decided_at).where(
            _APPROVED, payout_decisions.c.decided_at >= since
        )
        return {row.run_id: local_date(row.decided_at, zone) for row in self._connection.execute(query)}

    def overdue(self, before: date) -> int:
        unpaid = ~exists(select(1).where(payout_lines.c.line_id == statement_lines.c.id, _OF_RUN, _APPROVED))
        query: Select[Any] = (
            select(func.count(statement_lines.c.id.distinct()))
            .join(line_dues, line_dues.c.line_id == statement_lines.c.id)
            .where(line_dues.c.on < before, _TO_BE_PAID, unpaid, in_sight(statement_lines.c.partner_id, self._viewer))
        )
        return int(self._connection.execute(query).scalar_one())


# ── rows ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _read_run(row: RowMapping) -> Run:
    decision = None
    if row["outcome"] is not None:
        decision = RunDecision(outcome=RunOutcome(row["outcome"]), at=row["decided_at"], by=row["decided_by"], reason=row["reason"])
    return Run(
        id=row["id"],
        prepared_at=row["prepared_at"],
        prepared_by=row["prepared_by"],
        through=row["through"],
        policy_version=row["policy_version"],
        decision=decision,
    )


def _read_total(row: RowMapping) -> Total:
    return Total(
        partner_id=row["partner_id"],
        amount=Money.from_minor(row["amount_minor"], row["currency"]),
        lines=row["lines"],
        clawed_back=Money.from_minor(row["clawed_back_minor"], row["currency"]),
        clawbacks=row["clawbacks"],
        first=row["first"],
        last=row["last"],
        carried=CarriedOver(row["carried"]) if row["carried"] else None,
    )


def _total_row(run_id: str, total: Total) -> dict[str, Any]:
    return {
        "run_id": run_id,
        "partner_id": total.partner_id,
        "currency": total.amount.currency,
        "amount_minor": total.amount.minor,
        "lines": total.lines,
        "clawed_back_minor": total.clawed_back.minor,
        "clawbacks": total.clawbacks,
        "first": total.first,
        "last": total.last,
        "carried": total.carried.value if total.carried else None,
    }


def _line_row(run_id: str, line: Payable) -> dict[str, Any]:
    return {
        "line_id": line.line_id,
        "run_id": run_id,
        "partner_id": line.partner_id,
        "due_on": line.due_on,
        "after": line.after,
    }
