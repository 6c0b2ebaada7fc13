"""Prices: the price list, quotes, and what the vendor spends on its channels."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import Instant
from storage.migrations.append_only import append_only

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    _prices()
    _quotes()
    op.create_table(
        "channel_costs",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("segment", sa.String(length=8), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("month", "channel", "segment", "currency", name=op.f("pk_channel_costs")),
    )


def _prices() -> None:
    op.create_table(
        "prices",
        sa.Column("product", sa.String(length=200), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("from_quantity", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=16), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["product"], ["products.name"], name=op.f("fk_prices_product_products")),
        sa.PrimaryKeyConstraint("product", "currency", "valid_from", "from_quantity", name=op.f("pk_prices")),
    )
    append_only("prices")


def _quotes() -> None:
    op.create_table(
        "quotes",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.String(length=64), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("tier", sa.String(length=16), nullable=False),
        sa.Column("company", sa.Text(), nullable=False),
        sa.Column("company_folded", sa.Text(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("policy_version", sa.String(length=32), nullable=False),
        sa.Column("valid_until", Instant(), nullable=False),
        sa.Column("reviewer", sa.String(length=16), nullable=True),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("decided_at", Instant(), nullable=True),
        sa.Column("decided_by", sa.String(length=32), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint("(status = 'open') = (decided_at IS NULL)", name=op.f("ck_quotes_open_is_undecided")),
        sa.ForeignKeyConstraint(["decided_by"], ["members.id"], name=op.f("fk_quotes_decided_by_members")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_quotes_member_id_members")),
        sa.ForeignKeyConstraint(["partner_id"], ["partners.id"], name=op.f("fk_quotes_partner_id_partners")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quotes")),
    )
    op.create_index(op.f("ix_quotes_member_id"), "quotes", ["member_id"], unique=False)
    op.create_index("ix_quotes_partner", "quotes", ["partner_id", "asked_at"], unique=False)
    op.create_index("ix_quotes_waiting", "quotes", ["status", "asked_at"], unique=False)
