"""The tables that only Slack needs: the workspaces that have the bot, and the Home tabs that people look at there."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Integer, PrimaryKeyConstraint, String, Table, Text

from storage.columns import Instant
from storage.tables import metadata

# `tenant` is the team's id, or the organisation's where the whole of it installed the bot (then there is no team). Tokens are
# sealed by whoever keeps them here, and gone once `revoked_at` is set. `revision` counts what replaced them; `renewing_until` is
# the lease of the one who does.
slack_installations = Table(
    "slack_installations",
    metadata,
    Column("tenant", String(128), primary_key=True),
    Column("team_id", String(64)),
    Column("enterprise_id", String(64)),
    Column("bot_user_id", String(64), nullable=False),
    Column("bot_id", String(64), nullable=False),
    Column("scopes", JSON, nullable=False),
    Column("token", Text),
    Column("refresh_token", Text),
    Column("expires_at", Instant),
    Column("installed_at", Instant, nullable=False),
    Column("revoked_at", Instant),
    Column("revision", Integer, nullable=False),
    Column("renewing_until", Instant),
)

slack_states = Table(
    "slack_states",
    metadata,
    Column("state_hash", String(64), primary_key=True),
    Column("expires_at", Instant, nullable=False, index=True),
)

# Who looks at the Home tab, and what of it they see: `hash` is Slack's of the picture that was shown last, `revision` counts what
# was begun to be shown. A change asks for the next one, once.
slack_homes = Table(
    "slack_homes",
    metadata,
    Column("tenant", String(128), nullable=False),
    Column("user_id", String(320), nullable=False),
    Column("hash", Text),
    Column("revision", Integer, nullable=False),
    Column("shown_at", Instant, nullable=False),
    PrimaryKeyConstraint("tenant", "user_id"),
)

# A message that was begun while its text was still being made; gone once the reply is in it. `key` is the one under which the
# reply's first message goes out; `ts` is missing until Slack has said what it calls the message.
slack_streams = Table(
    "slack_streams",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("ts", String(64)),
    Column("begun_at", Instant, nullable=False, index=True),
)
