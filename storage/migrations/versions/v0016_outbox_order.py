"""What is to be posted next is found in its order, however much waits."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    waits = sa.text("chat IS NOT NULL AND delivered_at IS NULL AND failed_at IS NULL")
    op.create_index("ix_outbox_next", "outbox", ["bulk", "id"], unique=False, sqlite_where=waits, postgresql_where=waits)
