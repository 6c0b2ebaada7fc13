"""Disputes of the lines that a viewer may see: each opened once, settled once, and climbing each rung once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, RowMapping, exists, func, insert, select

from handlers.ports_payouts import Waiting
from program.access import Viewer
from program.disputes import Dispute, DisputeOutcome, Settlement
from program.money import Money
from program.partners import Role
from program.review_time import Rung
from storage.books import read_line
from storage.ledger_tables import statement_lines
from storage.payout_tables import dispute_outcomes, dispute_rungs, disputes, payout_decisions, payout_lines, payout_runs
from storage.people import in_sight, read_partner
from storage.tables import partners, registrations
from storage.upsert import insert_new

_CLIMBED: Final = (
    select(func.max(dispute_rungs.c.rung)).where(dispute_rungs.c.dispute_id == disputes.c.id).scalar_subquery().label("climbed")
)
_OUTCOME: Final = tuple(
    dispute_outcomes.c[name].label(f"settled_{name}")
    for name in ("outcome", "decided_at", "decided_by", "reason", "amount_minor", "currency")
)
_DISPUTE: Final = tuple(column.label(f"dispute_{column.name}") for column in disputes.columns)


#: Made once: making it takes longer than running it.
_WAITING: Final = (
    select(
        *_DISPUTE, *_OUTCOME, _CLIMBED, statement_lines,
        *(column.label(f"their_{column.name}") for column in partners.columns),
    )
    .join(statement_lines, statement_lines.c.id == disputes.c.line_id)
    .join(partners, partners.c.id == disputes.c.partner_id)
    .outerjoin(dispute_outcomes, dispute_outcomes.c.dispute_id == disputes.c.id)
    .where(dispute_outcomes.c.dispute_id.is_(None))
    .order_by(disputes.c.opened_at, disputes.c.id)
)  # fmt: skip


class SqlDisputes:
    """`handlers.ports_payouts.Disputes` on a connection, for one viewer."""

    def __init__(self, connection: Connection, viewer: Viewer) -> None:
        self._connection = connection
        self._viewer = viewer

    def add(self, dispute: Dispute) -> None:
        row = {
            "id": dispute.id,
            "line_id": dispute.line_id,
            "partner_id": dispute.partner_id,
            "registration_id": dispute.registration_id,
            "policy_version": dispute.policy_version,
            "opened_at": dispute.opened_at,
            "opened_by": dispute.opened_by,
            "reason": dispute.reason,
        }
        self._connection.execute(insert(disputes), row)

    def get(self, dispute_id: str) -> Dispute | None:
        return self._one(disputes.c.id == dispute_id)

    def of_line(self, line_id: str) -> Dispute | None:
        return self._one(disputes.c.line_id == line_id)

    def hold(self, line_id: str) -> None:
        # The line first: whoever puts it into a run meanwhile waits for its key.
        self._connection.execute(select(statement_lines.c.id).where(statement_lines.c.id == line_id).with_for_update())
        decided = exists(select(1).where(payout_decisions.c.run_id == payout_runs.c.id))
        runs = select(payout_lines.c.run_id).where(payout_lines.c.line_id == line_id)
        self._connection.execute(select(payout_runs.c.id).where(payout_runs.c.id.in_(runs), ~decided).with_for_update())

    def waiting(self) -> tuple[Waiting, ...]:
        query = _WAITING.where(*self._sight())
        return tuple(
            Waiting(dispute=_read(row), partner=read_partner(row, "their_"), line=read_line(row))
            for row in self._connection.execute(query).mappings()
        )

    def settle(self, dispute_id: str, settlement: Settlement) -> None:
        amount = settlement.amount
        row = {
            "dispute_id": dispute_id,
            "outcome": settlement.outcome.value,
            "decided_at": settlement.at,
            "decided_by": settlement.by,
            "reason": settlement.reason,
            "amount_minor": amount.minor if amount else None,
            "currency": amount.currency if amount else None,
        }
        self._connection.execute(insert(dispute_outcomes), row)

    def climb(self, dispute_id: str, rung: Rung, at: datetime) -> bool:
        row = {"dispute_id": dispute_id, "rung": rung.value, "at": at}
        return self._connection.execute(insert_new(self._connection, dispute_rungs), row).rowcount == 1

    def _one(self, condition: ColumnElement[bool]) -> Dispute | None:
        query = (
            select(*_DISPUTE, *_OUTCOME, _CLIMBED)
            .outerjoin(dispute_outcomes, dispute_outcomes.c.dispute_id == disputes.c.id)
            .where(condition, *self._sight())
        )
        row = self._connection.execute(query).mappings().first()
        return None if row is None else _read(row)

    def _sight(self) -> tuple[ColumnElement[bool], ...]:
        sight = in_sight(disputes.c.partner_id, self._viewer)
        if self._viewer.member.role is not Role.SELLER:
            return (sight,)
        own = select(registrations.c.id).where(registrations.c.member_id == self._viewer.member.id)
        return (sight, disputes.c.registration_id.in_(own))


def _read(row: RowMapping | Mapping[str, Any]) -> Dispute:
    settlement = None
    if row["settled_outcome"] is not None:
        amount = row["settled_amount_minor"]
        settlement = Settlement(
            outcome=DisputeOutcome(row["settled_outcome"]),
            at=row["settled_decided_at"],
            by=row["settled_decided_by"],
            reason=row["settled_reason"],
            amount=None if amount is None else Money.from_minor(amount, row["settled_currency"]),
        )
    return Dispute(
        id=row["dispute_id"],
        line_id=row["dispute_line_id"],
        partner_id=row["dispute_partner_id"],
        registration_id=row["dispute_registration_id"],
        policy_version=row["dispute_policy_version"],
        opened_at=row["dispute_opened_at"],
        opened_by=row["dispute_opened_by"],
        reason=row["dispute_reason"],
        climbed=None if row["climbed"] is None else Rung(row["climbed"]),
        settlement=settlement,
    )
