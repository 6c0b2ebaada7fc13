"""The ledger: deals as they were won, what billing says, exchange rates, lines of statements and when they fall due."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import Instant
from storage.migrations.append_only import append_only

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    _sales()
    _billing()
    _lines()
    append_only("sales", "billing_facts", "exchange_rates", "statement_lines", "line_dues")


def _sales() -> None:
    op.create_table(
        "sales",
        sa.Column("registration_id", sa.String(length=16), nullable=False),
        sa.Column("won_at", Instant(), nullable=False),
        sa.Column("partner_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("tier", sa.String(length=16), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("won_on", sa.Date(), nullable=False),
        sa.Column("value_minor", sa.BigInteger(), nullable=False),
        sa.Column("value_currency", sa.String(length=3), nullable=False),
        sa.Column("products", sa.JSON(), nullable=False),
        sa.Column("industry", sa.Text(), nullable=True),
        sa.Column("renewal", sa.Boolean(), nullable=False),
        sa.Column("rewarded", sa.Boolean(), nullable=False),
        sa.Column("sourced", sa.String(length=8), nullable=True),
        sa.Column("partner_percent", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["partner_id"], ["partners.id"], name=op.f("fk_sales_partner_id_partners")),
        sa.ForeignKeyConstraint(["registration_id"], ["registrations.id"], name=op.f("fk_sales_registration_id_registrations")),
        sa.PrimaryKeyConstraint("registration_id", "won_at", name=op.f("pk_sales")),
    )
    op.create_index("ix_sales_partner", "sales", ["partner_id", "won_at"], unique=False)


def _billing() -> None:
    op.create_table(
        "billing_facts",
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("registration_id", sa.String(length=16), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.CheckConstraint("(amount_minor IS NULL) = (currency IS NULL)", name=op.f("ck_billing_facts_amount_has_currency")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"], name=op.f("fk_billing_facts_registration_id_registrations")
        ),
        sa.PrimaryKeyConstraint("kind", "source", name=op.f("pk_billing_facts")),
    )
    op.create_index(op.f("ix_billing_facts_registration_id"), "billing_facts", ["registration_id"], unique=False)
    op.create_table(
        "exchange_rates",
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("rate", sa.String(length=40), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("currency", "month", name=op.f("pk_exchange_rates")),
    )


def _lines() -> None:
    op.create_table(
        "statement_lines",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("partner_id", sa.String(length=64), nullable=False),
        sa.Column("registration_id", sa.String(length=16), nullable=False),
        sa.Column("item", sa.String(length=220), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("policy_version", sa.String(length=32), nullable=False),
        sa.Column("base_minor", sa.BigInteger(), nullable=False),
        sa.Column("base_currency", sa.String(length=3), nullable=False),
        sa.Column("percent", sa.String(length=24), nullable=True),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("earned_on", sa.Date(), nullable=False),
        sa.Column("booked_at", Instant(), nullable=False),
        sa.Column("corrects", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(["corrects"], ["statement_lines.id"], name=op.f("fk_statement_lines_corrects_statement_lines")),
        sa.ForeignKeyConstraint(["partner_id"], ["partners.id"], name=op.f("fk_statement_lines_partner_id_partners")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"], name=op.f("fk_statement_lines_registration_id_registrations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement_lines")),
        sa.UniqueConstraint("registration_id", "item", "number", name=op.f("uq_statement_lines_registration_id_item_number")),
    )
    op.create_index("ix_statement_lines_partner", "statement_lines", ["partner_id", "earned_on"], unique=False)
    op.create_table(
        "line_dues",
        sa.Column("line_id", sa.String(length=16), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["line_id"], ["statement_lines.id"], name=op.f("fk_line_dues_line_id_statement_lines")),
        sa.PrimaryKeyConstraint("line_id", "on", name=op.f("pk_line_dues")),
    )
    op.create_index(op.f("ix_line_dues_on"), "line_dues", ["on"], unique=False)
