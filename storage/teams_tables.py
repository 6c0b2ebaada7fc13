"""The tables that only Teams needs: how people are written to there, and what was begun to be said."""

from __future__ import annotations

from sqlalchemy import Column, PrimaryKeyConstraint, String, Table, Text

from storage.columns import Instant
from storage.tables import metadata

# Everybody who was heard of, linked or not. `conversation` is their personal chat with the bot, missing until there was one and
# after it was closed to the bot (`retired_at`). `locale` and `zone` are what their client says of itself, "" when it does not.
teams_references = Table(
    "teams_references",
    metadata,
    Column("tenant", String(36), nullable=False),
    Column("user_id", String(36), nullable=False),
    Column("mri", Text, nullable=False),
    Column("service_url", Text, nullable=False),
    Column("conversation", Text),
    Column("locale", String(64), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("retired_at", Instant),
    PrimaryKeyConstraint("tenant", "user_id"),
)

# A message that was begun while its text was still being made; gone once the reply is in it. `key` is the one under which the
# reply's first message goes out, `stream` what Teams calls the message.
teams_streams = Table(
    "teams_streams",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("stream", Text, nullable=False),
    Column("begun_at", Instant, nullable=False, index=True),
)
