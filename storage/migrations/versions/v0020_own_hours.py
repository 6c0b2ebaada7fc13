"""Quiet hours of people's own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.create_table(
        "nudge_hours",
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("quiet_until", sa.Integer(), nullable=True),
        sa.Column("quiet_after", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_nudge_hours_member_id_members")),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_nudge_hours")),
    )
