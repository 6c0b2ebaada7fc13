"""Every table of the system of record. Money is whole minor units with its currency; the event log only ever grows."""

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
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    and_,
    literal_column,
)

from storage.columns import Instant

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite counts only a plain INTEGER primary key by itself.
_Serial = BigInteger().with_variant(Integer, "sqlite")
#: JSON whose None is the database's NULL.
_Json = JSON(none_as_null=True)

partners = Table(
    "partners",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column("kinds", JSON, nullable=False),
    Column("tier", String(16), nullable=False),
    Column("country", String(2), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("currency", String(3), nullable=False),
)

members = Table(
    "members",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("partner_id", String(64), ForeignKey("partners.id"), index=True),
    Column("name", Text, nullable=False),
    Column("email", String(320), nullable=False, unique=True),
    Column("role", String(24), nullable=False),
    Column("language", String(2), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("active", Boolean, nullable=False),
)

assignments = Table(
    "assignments",
    metadata,
    Column("partner_id", String(64), ForeignKey("partners.id"), primary_key=True),
    Column("manager_id", String(32), ForeignKey("members.id"), nullable=False, index=True),
)

deputies = Table(
    "deputies",
    metadata,
    Column("manager_id", String(32), ForeignKey("members.id"), nullable=False),
    Column("deputy_id", String(32), ForeignKey("members.id"), nullable=False, index=True),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False),
    PrimaryKeyConstraint("manager_id", "deputy_id", "first"),
)

accounts = Table(
    "accounts",
    metadata,
    Column("chat", String(16), nullable=False),
    Column("tenant", String(128), nullable=False),
    Column("user_id", String(320), nullable=False),
    Column("member_id", String(32), ForeignKey("members.id"), nullable=False, index=True),
    Column("linked_at", Instant, nullable=False),
    Column("private", Text),
    PrimaryKeyConstraint("chat", "tenant", "user_id"),
)

link_codes = Table(
    "link_codes",
    metadata,
    Column("code_hash", String(64), primary_key=True),
    Column("member_id", String(32), ForeignKey("members.id"), nullable=False, index=True),
    Column("expires_at", Instant, nullable=False),
)

link_attempts = Table(
    "link_attempts",
    metadata,
    Column("id", _Serial, primary_key=True, autoincrement=True),
    Column("chat", String(16), nullable=False),
    Column("tenant", String(128), nullable=False),
    Column("user_id", String(320), nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_link_attempts_sender", "chat", "tenant", "user_id", "at"),
)

products = Table(
    "products",
    metadata,
    Column("name", String(200), primary_key=True),
    Column("family", String(200), nullable=False),
    Column("aliases", JSON, nullable=False),
    Column("is_complex", Boolean, nullable=False),
    Column("position", Integer, nullable=False),
)

territories = Table(
    "territories",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column("countries", JSON, nullable=False),
    Column("industries", JSON, nullable=False),
    Column("min_employees", Integer),
    Column("max_employees", Integer),
    Column("partner_id", String(64), ForeignKey("partners.id")),
)

customers = Table(
    "customers",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("name", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("is_customer", Boolean, nullable=False),
    Column("named_account_owner", Text),
)

customer_keys = Table(
    "customer_keys",
    metadata,
    Column("key", Text, primary_key=True),
    Column("customer_id", String(32), ForeignKey("customers.id"), nullable=False, index=True),
)

# A dozen rows for each customer, so the table is its primary key and no more. A foreign key would want an index as large again.
customer_blocks = Table(
    "customer_blocks",
    metadata,
    Column("block", BigInteger, nullable=False),
    Column("customer_id", String(32), nullable=False),
    PrimaryKeyConstraint("block", "customer_id"),
    sqlite_with_rowid=False,
)

opportunities = Table(
    "opportunities",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("customer_id", String(32), ForeignKey("customers.id"), nullable=False, index=True),
    Column("family", String(200)),
    Column("seller", Text, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("closed_at", Instant),
    Column("seller_id", String(32), ForeignKey("members.id"), index=True),
    Column("revision", Integer, nullable=False),
    Column("company", Text),
    Column("contact_name", Text),
    Column("contact_email", Text),
    Column("contact_phone", Text),
    Column("close_date", Date),
    Column("amount_minor", BigInteger),
    Column("currency", String(3)),
    Column("product", Text),
    Column("ended", String(16)),
    Column("statement", _Json),
)

#: The further files of one customer, where an opportunity stands on more than the one of `customer_id`.
opportunity_files = Table(
    "opportunity_files",
    metadata,
    Column("opportunity_id", String(32), ForeignKey("opportunities.id"), nullable=False),
    Column("customer_id", String(32), ForeignKey("customers.id"), nullable=False, index=True),
    PrimaryKeyConstraint("opportunity_id", "customer_id"),
)

registrations = Table(
    "registrations",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("partner_id", String(64), ForeignKey("partners.id"), nullable=False),
    Column("member_id", String(32), ForeignKey("members.id"), nullable=False, index=True),
    Column("status", String(16), nullable=False),
    Column("registered_at", Instant, nullable=False),
    Column("policy_version", String(32), nullable=False),
    Column("reviewer", String(16)),
    Column("protected_from", Instant),
    Column("protected_until", Instant),
    Column("company", Text, nullable=False),
    Column("company_folded", Text, nullable=False),
    Column("domain", Text),
    Column("register_number", Text),
    Column("contact_name", Text),
    Column("contact_email", Text),
    Column("contact_phone", Text),
    Column("close_date", Date, nullable=False),
    Column("amount_minor", BigInteger),
    Column("currency", String(3)),
    Column("product", Text),
    Column("family", String(200)),
    Column("country", String(2)),
    Column("industry", Text),
    Column("employees", Integer),
    Column("vendor_engaged", Boolean),
    Column("reasons", JSON, nullable=False),
    Column("decided_at", Instant),
    Column("decided_by", String(32), ForeignKey("members.id")),
    Column("note", Text, nullable=False),
    Column("on_behalf", Boolean, nullable=False),
    Column("renews", String(16), ForeignKey("registrations.id")),
    Column("extensions", Integer, nullable=False),
    Column("review_since", Instant),
    Column("appealed_at", Instant),
    Column("statement", _Json),
    Column("sourced", String(8)),
    Column("partner_percent", Integer),
    Column("split_with", String(32), ForeignKey("opportunities.id")),
    Column("closed_at", Instant),
    Column("final_minor", BigInteger),
    Column("final_currency", String(3)),
    Column("final_products", _Json),
    Column("loss_reason", String(16)),
    CheckConstraint("(amount_minor IS NULL) = (currency IS NULL)", name="amount_has_currency"),
    CheckConstraint("(status IN ('won', 'lost')) = (closed_at IS NOT NULL)", name="closed_is_closed"),
    CheckConstraint("status <> 'approved' OR protected_until IS NOT NULL", name="approved_is_protected"),
    Index("ix_registrations_partner", "partner_id", "registered_at"),
    Index("ix_registrations_waiting", "status", "registered_at"),
)
_APPROVED = registrations.c.status == literal_column("'approved'")
for _column in (registrations.c.protected_until, registrations.c.close_date):
    Index(f"ix_registrations_{_column.name}", _column, postgresql_where=_APPROVED, sqlite_where=_APPROVED)

registration_files = Table(
    "registration_files",
    metadata,
    Column("registration_id", String(16), ForeignKey("registrations.id"), nullable=False),
    Column("customer_id", String(32), ForeignKey("customers.id"), nullable=False, index=True),
    Column("relation", String(16), nullable=False),
    PrimaryKeyConstraint("registration_id", "customer_id"),
)

# One for every registration, which the database makes by itself. Who has a token may still see nothing by it.
deal_links = Table(
    "deal_links",
    metadata,
    Column("token", String(32), primary_key=True),
    Column("registration_id", String(16), ForeignKey("registrations.id"), nullable=False, unique=True),
)

events = Table(
    "events",
    metadata,
    Column("id", _Serial, primary_key=True, autoincrement=True),
    Column("at", Instant, nullable=False),
    Column("kind", String(64), nullable=False),
    Column("subject", String(64), nullable=False, index=True),
    Column("actor_id", String(32), ForeignKey("members.id")),
    Column("fields", JSON, nullable=False),
    Index("ix_events_kind", "kind", "subject"),
    Index("ix_events_at", "at"),
)

requests = Table(
    "requests",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("member_id", String(32), ForeignKey("members.id"), nullable=False),
    Column("partner_id", String(64), ForeignKey("partners.id"), nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("answer", Text, nullable=False),
    Column("answered_by", String(32), ForeignKey("members.id")),
    Column("answered_at", Instant),
    Column("language", String(2), nullable=False, server_default="en"),
    Column("reason", String(16), nullable=False, server_default="asked"),
    Column("answer_id", String(32)),
    Column("withdrawn_at", Instant),
    Column("kept_as", String(16)),
)

# ── what comes in and what goes out ──────────────────────────────────────────────────────────────────────────────────────

# `chat`, `tenant` and `user_id` name the account that the member spoke from last: notices look for them there.
conversations = Table(
    "conversations",
    metadata,
    Column("member_id", String(32), ForeignKey("members.id"), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("state", JSON, nullable=False),
    Column("chat", String(16)),
    Column("tenant", String(128)),
    Column("user_id", String(320)),
)

# A message waits while it has no reply. `lane`: messages of one lane are answered one after the other. `reference` is set when
# it was given up: the number that the person was told.
inbox = Table(
    "inbox",
    metadata,
    Column("id", _Serial, primary_key=True, autoincrement=True),
    Column("key", String(400), nullable=False, unique=True),
    Column("chat", String(16), nullable=False),
    Column("tenant", String(128), nullable=False),
    Column("user_id", String(320), nullable=False),
    Column("conversation", Text, nullable=False),
    Column("private", Text),
    Column("lane", String(480), nullable=False),
    Column("member_id", String(32), ForeignKey("members.id")),
    Column("at", Instant, nullable=False),
    Column("what", JSON, nullable=False),
    Column("reply", JSON(none_as_null=True)),
    Column("due_at", Instant, nullable=False),
    Column("leased_until", Instant),
    Column("attempt", Integer, nullable=False),
    Column("reference", String(16)),
    Index("ix_inbox_sender", "chat", "tenant", "user_id", "at"),
)
Index("ix_inbox_waiting", inbox.c.lane, inbox.c.id, postgresql_where=inbox.c.reply.is_(None), sqlite_where=inbox.c.reply.is_(None))

# A row waits while it is neither delivered nor given up. With a `chat` it is posted there; without one it waits for the member to
# look. `doubts` counts the tries of which nobody knows whether the chat took them, `troubles` those that it surely did not.
# `about` is the registration that it asks to decide; `closed_at`, since when what was posted says that it is decided.
outbox = Table(
    "outbox",
    metadata,
    Column("id", _Serial, primary_key=True, autoincrement=True),
    Column("key", String(420), nullable=False, unique=True),
    Column("member_id", String(32), ForeignKey("members.id")),
    Column("at", Instant, nullable=False),
    Column("reply", JSON, nullable=False),
    Column("delivered_at", Instant),
    Column("chat", String(16)),
    Column("conversation", Text),
    Column("bulk", Boolean, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("leased_until", Instant),
    Column("attempt", Integer, nullable=False),
    Column("doubts", Integer, nullable=False),
    Column("troubles", Integer, nullable=False),
    Column("posted", JSON, nullable=False),
    Column("trouble", String(64)),
    Column("failed_at", Instant),
    Column("about", String(16)),
    Column("closed_at", Instant),
    Index("ix_outbox_member", "member_id", "delivered_at"),
)
_ASKING = and_(outbox.c.about.is_not(None), outbox.c.closed_at.is_(None))
Index("ix_outbox_asking", outbox.c.about, postgresql_where=_ASKING, sqlite_where=_ASKING)
_UNPOSTED = and_(outbox.c.chat.is_not(None), outbox.c.delivered_at.is_(None), outbox.c.failed_at.is_(None))
Index("ix_outbox_next", outbox.c.bulk, outbox.c.id, postgresql_where=_UNPOSTED, sqlite_where=_UNPOSTED)
Index(
    "ix_outbox_waiting",
    outbox.c.chat,
    outbox.c.conversation,
    outbox.c.bulk,
    outbox.c.id,
    postgresql_where=_UNPOSTED,
    sqlite_where=_UNPOSTED,
)
