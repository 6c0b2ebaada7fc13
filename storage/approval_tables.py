"""The table of the channels in which people have posted what waits for their decision."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, String, Table, Text

from storage.columns import Instant
from storage.tables import metadata

# It counts from `opened_at` to `ended_at`; `why` says why the bot ended it, and is empty where the member did.
approval_places = Table(
    "approval_places",
    metadata,
    Column("member_id", String(32), ForeignKey("members.id"), primary_key=True),
    Column("chat", String(16), nullable=False),
    Column("address", Text, nullable=False),
    Column("name", String(120), nullable=False),
    Column("chosen_at", Instant, nullable=False),
    Column("opened_at", Instant),
    Column("ended_at", Instant),
    Column("why", String(16)),
    Index("ix_approval_places_address", "chat", "address"),
)
