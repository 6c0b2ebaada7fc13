"""The tables of tiers: each partner's history, which only grows, and what counts for the next tier beside deals."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Date, ForeignKey, Index, Integer, String, Table, Text, text

from storage.columns import Instant
from storage.tables import metadata

tier_changes = Table(
    "tier_changes",
    metadata,
    # SQLite counts only a plain INTEGER primary key by itself.
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("partner_id", String(64), ForeignKey("partners.id"), nullable=False),
    Column("tier", String(16), nullable=False),
    Column("at", Instant, nullable=False),
    Column("cause", String(16), nullable=False),
    Column("clause", String(16), nullable=False),
    Column("policy_version", String(32), nullable=False),
    Column("reason", Text, nullable=False),
    Column("actor_id", String(32), ForeignKey("members.id")),
    Column("until", Instant),
    Index("ix_tier_changes_partner", "partner_id", "at", "id"),
    Index("ix_tier_changes_cause", "cause", "at"),
)

# A certificate has its member and its area as its kind; a reference, a practice or a sponsor has its name. The id is made of what
# it is known by, so that what is brought in twice is there once.
qualifications = Table(
    "qualifications",
    metadata,
    Column("id", Text, primary_key=True),
    Column("partner_id", String(64), ForeignKey("partners.id"), nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("member_id", String(32), ForeignKey("members.id")),
    Column("family", String(200)),
    Column("name", Text, nullable=False),
    Column("first", Date, nullable=False),
    Column("last", Date),
    Index("ix_qualifications_last", "last"),
)

# What the last look at a partner's tier found: nothing is due before `again_at` unless something touches the partner, or the
# policy's `rules` are others. `looks` counts the looks: whoever looked before somebody else did writes nothing.
tier_looks = Table(
    "tier_looks",
    metadata,
    Column("partner_id", String(64), ForeignKey("partners.id"), primary_key=True),
    Column("looks", Integer, nullable=False),
    Column("rules", String(32), nullable=False, index=True),
    Column("again_at", Instant, nullable=False, index=True),
    Column("is_below", Boolean, nullable=False),
    Index("ix_tier_looks_below", "partner_id", sqlite_where=text("is_below"), postgresql_where=text("is_below")),
)

# Written by triggers whenever something is recorded that a tier rests on; taken out by the look that has seen it.
tier_touches = Table(
    "tier_touches",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("partner_id", String(64), nullable=False, index=True),
)
