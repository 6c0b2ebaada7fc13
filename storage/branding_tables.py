"""The table of partners' logos."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, LargeBinary, String, Table

from storage.columns import Instant
from storage.tables import metadata

# `content` is a PNG that the bot drew itself; `width` and `height` are its dots.
partner_logos = Table(
    "partner_logos",
    metadata,
    Column("partner_id", String(64), ForeignKey("partners.id"), primary_key=True),
    Column("content", LargeBinary, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("replaced_at", Instant, nullable=False),
    CheckConstraint("width > 0 AND height > 0", name="has_dots"),
)
