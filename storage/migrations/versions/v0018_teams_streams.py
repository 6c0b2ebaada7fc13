"""Messages in Teams that are begun before their text is whole: whichever process has the reply puts it there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import Instant

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.create_table(
        "teams_streams",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("stream", sa.Text(), nullable=False),
        sa.Column("begun_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_teams_streams")),
    )
    op.create_index(op.f("ix_teams_streams_begun_at"), "teams_streams", ["begun_at"])
