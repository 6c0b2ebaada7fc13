"""Payouts and disputes: runs with their lines and totals, one decision each; disputes with their clock and one outcome each."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import Instant
from storage.migrations.append_only import append_only

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    _runs()
    _lines()
    _disputes()
    append_only(
        *("payout_runs", "payout_decisions", "payout_lines", "payout_totals"), *("disputes", "dispute_rungs", "dispute_outcomes")
    )


def _runs() -> None:
    op.create_table(
        "payout_runs",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("prepared_at", Instant(), nullable=False),
        sa.Column("prepared_by", sa.String(length=32), nullable=False),
        sa.Column("through", sa.Date(), nullable=False),
        sa.Column("policy_version", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["prepared_by"], ["members.id"], name=op.f("fk_payout_runs_prepared_by_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout_runs")),
        sa.UniqueConstraint("id", "prepared_by", name=op.f("uq_payout_runs_id_prepared_by")),
    )
    op.create_table(
        "payout_decisions",
        sa.Column("run_id", sa.String(length=16), nullable=False),
        sa.Column("prepared_by", sa.String(length=32), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("decided_at", Instant(), nullable=False),
        sa.Column("decided_by", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("released", sa.String(length=16), nullable=True),
        sa.CheckConstraint("outcome <> 'approved' OR decided_by <> prepared_by", name=op.f("ck_payout_decisions_two_people")),
        sa.CheckConstraint("(outcome = 'cancelled') = (released IS NOT NULL)", name=op.f("ck_payout_decisions_cancelled_releases")),
        sa.CheckConstraint("released IS NULL OR released = run_id", name=op.f("ck_payout_decisions_releases_itself")),
        sa.ForeignKeyConstraint(["decided_by"], ["members.id"], name=op.f("fk_payout_decisions_decided_by_members")),
        sa.ForeignKeyConstraint(
            ["run_id", "prepared_by"],
            ["payout_runs.id", "payout_runs.prepared_by"],
            name=op.f("fk_payout_decisions_run_id_payout_runs"),
        ),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_payout_decisions")),
        sa.UniqueConstraint("released", name=op.f("uq_payout_decisions_released")),
    )
    op.create_table(
        "payout_totals",
        sa.Column("run_id", sa.String(length=16), nullable=False),
        sa.Column("partner_id", sa.String(length=64), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("clawed_back_minor", sa.BigInteger(), nullable=False),
        sa.Column("clawbacks", sa.Integer(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("carried", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(["partner_id"], ["partners.id"], name=op.f("fk_payout_totals_partner_id_partners")),
        sa.ForeignKeyConstraint(["run_id"], ["payout_runs.id"], name=op.f("fk_payout_totals_run_id_payout_runs")),
        sa.PrimaryKeyConstraint("run_id", "partner_id", "currency", name=op.f("pk_payout_totals")),
    )


def _lines() -> None:
    op.create_table(
        "payout_lines",
        sa.Column("line_id", sa.String(length=16), nullable=False),
        sa.Column("run_id", sa.String(length=16), nullable=False),
        sa.Column("partner_id", sa.String(length=64), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("after", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(["after"], ["payout_decisions.released"], name=op.f("fk_payout_lines_after_payout_decisions")),
        sa.ForeignKeyConstraint(
            ["line_id", "after"],
            ["payout_lines.line_id", "payout_lines.run_id"],
            name=op.f("fk_payout_lines_line_id_payout_lines"),
        ),
        sa.ForeignKeyConstraint(["line_id"], ["statement_lines.id"], name=op.f("fk_payout_lines_line_id_statement_lines")),
        sa.ForeignKeyConstraint(["run_id"], ["payout_runs.id"], name=op.f("fk_payout_lines_run_id_payout_runs")),
        sa.PrimaryKeyConstraint("line_id", "run_id", name=op.f("pk_payout_lines")),
        sa.UniqueConstraint("line_id", "after", name=op.f("uq_payout_lines_line_id_after")),
    )
    first = sa.text("after IS NULL")
    op.create_index("uq_payout_lines_first", "payout_lines", ["line_id"], unique=True, sqlite_where=first, postgresql_where=first)
    op.create_index("ix_payout_lines_run", "payout_lines", ["run_id", "partner_id", "due_on"], unique=False)


def _disputes() -> None:
    op.create_table(
        "disputes",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("line_id", sa.String(length=16), nullable=False),
        sa.Column("partner_id", sa.String(length=64), nullable=False),
        sa.Column("registration_id", sa.String(length=16), nullable=False),
        sa.Column("policy_version", sa.String(length=32), nullable=False),
        sa.Column("opened_at", Instant(), nullable=False),
        sa.Column("opened_by", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["line_id"], ["statement_lines.id"], name=op.f("fk_disputes_line_id_statement_lines")),
        sa.ForeignKeyConstraint(["opened_by"], ["members.id"], name=op.f("fk_disputes_opened_by_members")),
        sa.ForeignKeyConstraint(["partner_id"], ["partners.id"], name=op.f("fk_disputes_partner_id_partners")),
        sa.ForeignKeyConstraint(["registration_id"], ["registrations.id"], name=op.f("fk_disputes_registration_id_registrations")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disputes")),
        sa.UniqueConstraint("line_id", name=op.f("uq_disputes_line_id")),
    )
    op.create_index(op.f("ix_disputes_partner_id"), "disputes", ["partner_id"], unique=False)
    op.create_table(
        "dispute_rungs",
        sa.Column("dispute_id", sa.String(length=16), nullable=False),
        sa.Column("rung", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["dispute_id"], ["disputes.id"], name=op.f("fk_dispute_rungs_dispute_id_disputes")),
        sa.PrimaryKeyConstraint("dispute_id", "rung", name=op.f("pk_dispute_rungs")),
    )
    op.create_table(
        "dispute_outcomes",
        sa.Column("dispute_id", sa.String(length=16), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("decided_at", Instant(), nullable=False),
        sa.Column("decided_by", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.CheckConstraint("(amount_minor IS NULL) = (currency IS NULL)", name=op.f("ck_dispute_outcomes_amount_has_currency")),
        sa.CheckConstraint("(outcome = 'upheld') = (amount_minor IS NOT NULL)", name=op.f("ck_dispute_outcomes_upheld_has_amount")),
        sa.ForeignKeyConstraint(["decided_by"], ["members.id"], name=op.f("fk_dispute_outcomes_decided_by_members")),
        sa.ForeignKeyConstraint(["dispute_id"], ["disputes.id"], name=op.f("fk_dispute_outcomes_dispute_id_disputes")),
        sa.PrimaryKeyConstraint("dispute_id", name=op.f("pk_dispute_outcomes")),
    )
