"""The tables of reminders: those that were found, when partners joined, who does without, and what readers wish."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from storage.columns import Instant
from storage.tables import metadata

#: Where a reminder stands: `waiting` to be sent, `told` (it is in a message of the outbox), `dropped` (`why` says the reason), or
#: `held_out`, for a reader who does without.
WAITING, TOLD, DROPPED, HELD_OUT = "waiting", "told", "dropped", "held_out"

partner_starts = Table(
    "partner_starts",
    metadata,
    Column("partner_id", String(64), ForeignKey("partners.id"), primary_key=True),
    Column("joined_on", Date, nullable=False, index=True),
)

# `key` is program:rule:subject:local date, once for each reader. `message_key` is the row of the outbox that tells it.
nudges = Table(
    "nudges",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("key", String(420), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("subject", Text, nullable=False),
    Column("partner_id", String(64), ForeignKey("partners.id")),
    Column("member_id", String(32), ForeignKey("members.id"), nullable=False),
    Column("step", Integer, nullable=False),
    Column("day", Date, nullable=False),
    Column("found_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("times", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("why", String(32)),
    Column("message_key", String(470), index=True),
    Column("told_at", Instant),
    UniqueConstraint("key", "member_id"),
    Index("ix_nudges_due", "state", "due_at"),
    Index("ix_nudges_member", "member_id", "state", "told_at"),
)

nudge_lots = Table(
    "nudge_lots",
    metadata,
    Column("kind", String(16), nullable=False),
    Column("partner_id", String(64), ForeignKey("partners.id"), nullable=False),
    Column("is_held_out", Boolean, nullable=False),
    Column("drawn_at", Instant, nullable=False),
    PrimaryKeyConstraint("kind", "partner_id"),
)

nudge_stops = Table(
    "nudge_stops",
    metadata,
    Column("member_id", String(32), ForeignKey("members.id"), nullable=False),
    Column("kind", String(16), nullable=False),
    PrimaryKeyConstraint("member_id", "kind"),
)

# Full hours of the member's zone, 0 to 24.
nudge_hours = Table(
    "nudge_hours",
    metadata,
    Column("member_id", String(32), ForeignKey("members.id"), primary_key=True),
    Column("quiet_until", Integer),
    Column("quiet_after", Integer),
)

nudge_pauses = Table(
    "nudge_pauses",
    metadata,
    Column("member_id", String(32), ForeignKey("members.id"), primary_key=True),
    Column("until", Instant, nullable=False),
)
