"""The tables of prices: the price list, which only grows, quotes, and what the vendor spends on its channels."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

from storage.columns import Instant
from storage.tables import metadata

# All rows of a product, a currency and a day are one list: it replaces what was in force before.
prices = Table(
    "prices",
    metadata,
    Column("product", String(200), ForeignKey("products.name"), nullable=False),
    Column("currency", String(3), nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("from_quantity", Integer, nullable=False),
    Column("unit", String(16), nullable=False),
    Column("amount_minor", BigInteger, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    PrimaryKeyConstraint("product", "currency", "valid_from", "from_quantity"),
)

# `lines` are what is offered, with the list prices of the day: a newer list changes nothing about them.
quotes = Table(
    "quotes",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("partner_id", String(64), ForeignKey("partners.id"), nullable=False),
    Column("member_id", String(32), ForeignKey("members.id"), nullable=False, index=True),
    Column("tier", String(16), nullable=False),
    Column("company", Text, nullable=False),
    Column("company_folded", Text, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("lines", JSON, nullable=False),
    Column("status", String(16), nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("policy_version", String(32), nullable=False),
    Column("valid_until", Instant, nullable=False),
    Column("reviewer", String(16)),
    Column("reasons", JSON, nullable=False),
    Column("decided_at", Instant),
    Column("decided_by", String(32), ForeignKey("members.id")),
    Column("note", Text, nullable=False),
    CheckConstraint("(status = 'open') = (decided_at IS NULL)", name="open_is_undecided"),
    Index("ix_quotes_partner", "partner_id", "asked_at"),
    Index("ix_quotes_waiting", "status", "asked_at"),
)

# `segment` is "" for what was spent for all of them.
channel_costs = Table(
    "channel_costs",
    metadata,
    Column("month", Date, nullable=False),
    Column("channel", String(8), nullable=False),
    Column("segment", String(8), nullable=False),
    Column("currency", String(3), nullable=False),
    Column("amount_minor", BigInteger, nullable=False),
    PrimaryKeyConstraint("month", "channel", "segment", "currency"),
)
