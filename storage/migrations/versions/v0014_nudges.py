"""Reminders: what was found, when partners joined, who does without, what readers wish; and how what is due is found quickly."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import Instant

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "partner_starts",
        sa.Column("partner_id", sa.String(length=64), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["partner_id"], ["partners.id"], name=op.f("fk_partner_starts_partner_id_partners")),
        sa.PrimaryKeyConstraint("partner_id", name=op.f("pk_partner_starts")),
    )
    op.create_index(op.f("ix_partner_starts_joined_on"), "partner_starts", ["joined_on"])
    _nudges()
    op.create_table(
        "nudge_lots",
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("partner_id", sa.String(length=64), nullable=False),
        sa.Column("is_held_out", sa.Boolean(), nullable=False),
        sa.Column("drawn_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["partner_id"], ["partners.id"], name=op.f("fk_nudge_lots_partner_id_partners")),
        sa.PrimaryKeyConstraint("kind", "partner_id", name=op.f("pk_nudge_lots")),
    )
    op.create_table(
        "nudge_stops",
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_nudge_stops_member_id_members")),
        sa.PrimaryKeyConstraint("member_id", "kind", name=op.f("pk_nudge_stops")),
    )
    op.create_table(
        "nudge_pauses",
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("until", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_nudge_pauses_member_id_members")),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_nudge_pauses")),
    )
    approved = sa.text("status = 'approved'")
    for column in ("protected_until", "close_date"):
        op.create_index(f"ix_registrations_{column}", "registrations", [column], sqlite_where=approved, postgresql_where=approved)
    op.create_index("ix_events_at", "events", ["at"])
    op.create_index("ix_sales_won_at", "sales", ["won_at"])
    op.create_index("ix_qualifications_last", "qualifications", ["last"])
    op.create_index("ix_tier_changes_cause", "tier_changes", ["cause", "at"])
    op.create_index("ix_statement_lines_earned_on", "statement_lines", ["earned_on"])


def _nudges() -> None:
    op.create_table(
        "nudges",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("key", sa.String(length=420), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("partner_id", sa.String(length=64), nullable=True),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("found_at", Instant(), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("why", sa.String(length=32), nullable=True),
        sa.Column("message_key", sa.String(length=470), nullable=True),
        sa.Column("told_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["partner_id"], ["partners.id"], name=op.f("fk_nudges_partner_id_partners")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_nudges_member_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nudges")),
        sa.UniqueConstraint("key", "member_id", name=op.f("uq_nudges_key_member_id")),
    )
    op.create_index("ix_nudges_due", "nudges", ["state", "due_at"])
    op.create_index("ix_nudges_member", "nudges", ["member_id", "state", "told_at"])
    op.create_index(op.f("ix_nudges_message_key"), "nudges", ["message_key"])
