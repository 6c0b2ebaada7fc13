"""Messages in Slack that are begun before their text is whole."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import Instant

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "slack_streams",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("ts", sa.String(length=64), nullable=True),
        sa.Column("begun_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_slack_streams")),
    )
    op.create_index(op.f("ix_slack_streams_begun_at"), "slack_streams", ["begun_at"])
