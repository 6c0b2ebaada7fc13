"""Tiers: each partner's history, which only grows, and what counts for the next tier beside deals."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.columns import Instant
from storage.migrations.append_only import append_only

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    _history()
    _qualifications()
    append_only("tier_changes")


def _history() -> None:
    present: Any = {
        "partner_id": sa.String(length=64),
        "tier": sa.String(length=16),
        "at": Instant(),
        "cause": sa.String(length=16),
    }
    present |= {"clause": sa.String(length=16), "policy_version": sa.String(length=32), "reason": sa.Text()}
    op.create_table(
        "tier_changes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        *(sa.Column(name, kind, nullable=False) for name, kind in present.items()),
        sa.Column("actor_id", sa.String(length=32), nullable=True),
        sa.Column("until", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["partner_id"], ["partners.id"], name=op.f("fk_tier_changes_partner_id_partners")),
        sa.ForeignKeyConstraint(["actor_id"], ["members.id"], name=op.f("fk_tier_changes_actor_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tier_changes")),
    )
    op.create_index("ix_tier_changes_partner", "tier_changes", ["partner_id", "at", "id"], unique=False)


def _qualifications() -> None:
    op.create_table(
        "qualifications",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("partner_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=True),
        sa.Column("family", sa.String(length=200), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["partner_id"], ["partners.id"], name=op.f("fk_qualifications_partner_id_partners")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_qualifications_member_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_qualifications")),
    )
    op.create_index(op.f("ix_qualifications_partner_id"), "qualifications", ["partner_id"], unique=False)
