"""The tables of money: deals as they were won, what billing says, exchange rates and the lines of statements; all only grow."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
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
    UniqueConstraint,
)

from storage.columns import Instant
from storage.tables import metadata

billing_facts = Table(
    "billing_facts",
    metadata,
    Column("kind", String(16), nullable=False),
    Column("source", String(200), nullable=False),
    Column("registration_id", String(16), ForeignKey("registrations.id"), nullable=False, index=True),
    Column("on", Date, nullable=False),
    Column("amount_minor", BigInteger),
    Column("currency", String(3)),
    Column("recorded_at", Instant, nullable=False),
    PrimaryKeyConstraint("kind", "source"),
    CheckConstraint("(amount_minor IS NULL) = (currency IS NULL)", name="amount_has_currency"),
)

# A deal as it was won, for good: a catalogue, a tier or a partner that changes later changes nothing about it. A deal that was
# opened and won again has a row for each win.
sales = Table(
    "sales",
    metadata,
    Column("registration_id", String(16), ForeignKey("registrations.id"), nullable=False),
    Column("won_at", Instant, nullable=False),
    Column("partner_id", String(64), ForeignKey("partners.id"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("tier", String(16), nullable=False),
    Column("currency", String(3), nullable=False),
    Column("won_on", Date, nullable=False),
    Column("value_minor", BigInteger, nullable=False),
    Column("value_currency", String(3), nullable=False),
    Column("products", JSON, nullable=False),
    Column("industry", Text),
    Column("renewal", Boolean, nullable=False),
    Column("rewarded", Boolean, nullable=False),
    Column("sourced", String(8)),
    Column("partner_percent", Integer, nullable=False),
    PrimaryKeyConstraint("registration_id", "won_at"),
    Index("ix_sales_partner", "partner_id", "won_at"),
    Index("ix_sales_won_at", "won_at"),
)

# `rate` is an exact decimal as text: units of the program's currency for one unit of `currency`.
exchange_rates = Table(
    "exchange_rates",
    metadata,
    Column("currency", String(3), nullable=False),
    Column("month", Date, nullable=False),
    Column("rate", String(40), nullable=False),
    Column("recorded_at", Instant, nullable=False),
    PrimaryKeyConstraint("currency", "month"),
)

# `percent` is an exact decimal as text. The key of a line is its deal, its item and its number: whoever books it twice meets it.
statement_lines = Table(
    "statement_lines",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("partner_id", String(64), ForeignKey("partners.id"), nullable=False),
    Column("registration_id", String(16), ForeignKey("registrations.id"), nullable=False),
    Column("item", String(220), nullable=False),
    Column("number", Integer, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("policy_version", String(32), nullable=False),
    Column("base_minor", BigInteger, nullable=False),
    Column("base_currency", String(3), nullable=False),
    Column("percent", String(24)),
    Column("amount_minor", BigInteger, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("steps", JSON, nullable=False),
    Column("earned_on", Date, nullable=False),
    Column("booked_at", Instant, nullable=False),
    Column("corrects", String(16), ForeignKey("statement_lines.id")),
    UniqueConstraint("registration_id", "item", "number"),
    Index("ix_statement_lines_partner", "partner_id", "earned_on"),
    Index("ix_statement_lines_earned_on", "earned_on"),
)

# Of several days of one line, the earliest counts.
line_dues = Table(
    "line_dues",
    metadata,
    Column("line_id", String(16), ForeignKey("statement_lines.id"), nullable=False),
    Column("on", Date, nullable=False, index=True),
    PrimaryKeyConstraint("line_id", "on"),
)
