"""Which releases can work with the database, and when each sweep last ended."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import Instant

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    floor = op.create_table(
        "schema_floor",
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_schema_floor")),
    )
    op.bulk_insert(floor, [{"version": revision}])
    op.create_table(
        "sweep_runs",
        sa.Column("sweep", sa.String(length=64), nullable=False),
        sa.Column("ended_at", Instant(), nullable=False),
        sa.Column("failed", sa.Boolean(), nullable=False),
        sa.Column("done_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("sweep", name=op.f("pk_sweep_runs")),
    )
