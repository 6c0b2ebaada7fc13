"""The tables of payouts and disputes; all of them only grow, and what must never happen twice is a key.

A line is in one standing run at most: its first run has no `after`; each further run names, as `after`, the run that held the line
before, which must have been cancelled and can be named once.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.columns import Instant
from storage.ledger_tables import statement_lines
from storage.tables import metadata

_FIRST: Final = text("after IS NULL")

payout_runs = Table(
    "payout_runs",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("prepared_at", Instant, nullable=False),
    Column("prepared_by", String(32), ForeignKey("members.id"), nullable=False),
    Column("through", Date, nullable=False),
    Column("policy_version", String(32), nullable=False),
    UniqueConstraint("id", "prepared_by"),
)

# One decision a run; whoever prepared it cannot approve it. `released` is the run itself where it was cancelled.
payout_decisions = Table(
    "payout_decisions",
    metadata,
    Column("run_id", String(16), primary_key=True),
    Column("prepared_by", String(32), nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("decided_at", Instant, nullable=False),
    Column("decided_by", String(32), ForeignKey("members.id"), nullable=False),
    Column("reason", Text, nullable=False),
    Column("released", String(16), unique=True),
    ForeignKeyConstraint(["run_id", "prepared_by"], ["payout_runs.id", "payout_runs.prepared_by"]),
    CheckConstraint("outcome <> 'approved' OR decided_by <> prepared_by", name="two_people"),
    CheckConstraint("(outcome = 'cancelled') = (released IS NOT NULL)", name="cancelled_releases"),
    CheckConstraint("released IS NULL OR released = run_id", name="releases_itself"),
)

# `due_on` is the first day on which the line was payable, as it was known when the run was prepared.
payout_lines = Table(
    "payout_lines",
    metadata,
    Column("line_id", String(16), ForeignKey(statement_lines.c.id), nullable=False),
    Column("run_id", String(16), ForeignKey("payout_runs.id"), nullable=False),
    Column("partner_id", String(64), nullable=False),
    Column("due_on", Date, nullable=False),
    Column("after", String(16), ForeignKey("payout_decisions.released")),
    PrimaryKeyConstraint("line_id", "run_id"),
    ForeignKeyConstraint(["line_id", "after"], ["payout_lines.line_id", "payout_lines.run_id"]),
    UniqueConstraint("line_id", "after"),
    Index("uq_payout_lines_first", "line_id", unique=True, sqlite_where=_FIRST, postgresql_where=_FIRST),
    Index("ix_payout_lines_run", "run_id", "partner_id", "due_on"),
)

# Of everybody whom a run looked at; `carried` says why somebody was not paid.
payout_totals = Table(
    "payout_totals",
    metadata,
    Column("run_id", String(16), ForeignKey("payout_runs.id"), nullable=False),
    Column("partner_id", String(64), ForeignKey("partners.id"), nullable=False),
    Column("currency", String(3), nullable=False),
    Column("amount_minor", BigInteger, nullable=False),
    Column("lines", Integer, nullable=False),
    Column("clawed_back_minor", BigInteger, nullable=False),
    Column("clawbacks", Integer, nullable=False),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False),
    Column("carried", String(16)),
    PrimaryKeyConstraint("run_id", "partner_id", "currency"),
)

# A line is disputed once.
disputes = Table(
    "disputes",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("line_id", String(16), ForeignKey(statement_lines.c.id), nullable=False, unique=True),
    Column("partner_id", String(64), ForeignKey("partners.id"), nullable=False, index=True),
    Column("registration_id", String(16), ForeignKey("registrations.id"), nullable=False),
    Column("policy_version", String(32), nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("opened_by", String(32), ForeignKey("members.id"), nullable=False),
    Column("reason", Text, nullable=False),
)

dispute_rungs = Table(
    "dispute_rungs",
    metadata,
    Column("dispute_id", String(16), ForeignKey("disputes.id"), nullable=False),
    Column("rung", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    PrimaryKeyConstraint("dispute_id", "rung"),
)

# One outcome a dispute.
dispute_outcomes = Table(
    "dispute_outcomes",
    metadata,
    Column("dispute_id", String(16), ForeignKey("disputes.id"), primary_key=True),
    Column("outcome", String(16), nullable=False),
    Column("decided_at", Instant, nullable=False),
    Column("decided_by", String(32), ForeignKey("members.id"), nullable=False),
    Column("reason", Text, nullable=False),
    Column("amount_minor", BigInteger),
    Column("currency", String(3)),
    CheckConstraint("(amount_minor IS NULL) = (currency IS NULL)", name="amount_has_currency"),
    CheckConstraint("(outcome = 'upheld') = (amount_minor IS NOT NULL)", name="upheld_has_amount"),
)
