"""Channels in which people have posted what waits for their decision."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import Instant

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.create_table(
        "approval_places",
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("chat", sa.String(length=16), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("chosen_at", Instant(), nullable=False),
        sa.Column("opened_at", Instant(), nullable=True),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("why", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_approval_places_member_id_members")),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_approval_places")),
    )
    op.create_index("ix_approval_places_address", "approval_places", ["chat", "address"], unique=False)
