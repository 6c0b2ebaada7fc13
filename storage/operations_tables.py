"""The tables that whoever runs the bot looks into: how old a release may be to work here, and when each sweep last ended."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, String, Table

from storage.columns import Instant
from storage.tables import metadata

# One row. Steps that only add leave it alone: a release of that version, or a later one, works with the database as it is.
schema_floor = Table("schema_floor", metadata, Column("version", String(32), primary_key=True))

# `done_at` is when it last ended well; missing if it never did.
sweep_runs = Table(
    "sweep_runs",
    metadata,
    Column("sweep", String(64), primary_key=True),
    Column("ended_at", Instant, nullable=False),
    Column("failed", Boolean, nullable=False),
    Column("done_at", Instant),
)
