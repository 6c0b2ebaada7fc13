"""Slack: the workspaces that installed the bot, and the installations that have begun."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.columns import Instant

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    id, text, instant = sa.String(length=64), sa.Text(), Instant()
    absent: Any = {"team_id": id, "enterprise_id": id, "token": text, "refresh_token": text, "expires_at": instant}
    absent |= {"revoked_at": instant, "renewing_until": instant}
    present: Any = {"tenant": sa.String(length=128), "bot_user_id": id, "bot_id": id, "scopes": sa.JSON()}
    present |= {"revision": sa.Integer(), "installed_at": instant}
    op.create_table(
        "slack_installations",
        *(sa.Column(name, kind, nullable=False) for name, kind in present.items()),
        *(sa.Column(name, kind, nullable=True) for name, kind in absent.items()),
        sa.PrimaryKeyConstraint("tenant", name=op.f("pk_slack_installations")),
    )
    expires: Any = sa.Column("expires_at", instant, nullable=False)
    key = sa.PrimaryKeyConstraint("state_hash", name=op.f("pk_slack_states"))
    op.create_table("slack_states", sa.Column("state_hash", id, nullable=False), expires, key)
    op.create_index(op.f("ix_slack_states_expires_at"), "slack_states", ["expires_at"], unique=False)
