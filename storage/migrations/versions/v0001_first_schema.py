"""The first schema: people, customers' files, registrations, conversations, and the log that only grows."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import Instant

revision = "0001"
down_revision = None

_APPEND_ONLY_SQLITE = """
CREATE TRIGGER events_no_{name} BEFORE {verb} ON events
BEGIN SELECT RAISE(ABORT, 'events are append-only'); END
"""

_APPEND_ONLY_POSTGRESQL = (
    """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$
""",
    """
CREATE TRIGGER events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON events
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
""",
)


def upgrade() -> None:
    _tables()
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(_APPEND_ONLY_SQLITE.format(name=verb.lower(), verb=verb))
    else:
        for statement in _APPEND_ONLY_POSTGRESQL:
            op.execute(statement)
        _jobs()


def _jobs() -> None:
    """The tables and functions of procrastinate 3.10.0, which carries the outbox; a newer one needs a migration of its own."""
    from procrastinate.schema import SchemaManager  # only PostgreSQL needs it, and it takes long to import

    # Past SQLAlchemy: many statements at once, in which a percent sign is one.
    op.get_bind().connection.cursor().execute(SchemaManager.get_schema())


def _tables() -> None:
    serial = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "customers",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("is_customer", sa.Boolean(), nullable=False),
        sa.Column("named_account_owner", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customers")),
    )
    op.create_table(
        "link_attempts",
        sa.Column("id", serial, autoincrement=True, nullable=False),
        sa.Column("chat", sa.String(length=16), nullable=False),
        sa.Column("tenant", sa.String(length=128), nullable=False),
        sa.Column("user_id", sa.String(length=320), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_attempts")),
    )
    op.create_index("ix_link_attempts_sender", "link_attempts", ["chat", "tenant", "user_id", "at"], unique=False)
    op.create_table(
        "partners",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("tier", sa.String(length=16), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partners")),
    )
    op.create_table(
        "products",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("family", sa.String(length=200), nullable=False),
        sa.Column("aliases", sa.JSON(), nullable=False),
        sa.Column("is_complex", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_products")),
    )
    op.create_table(
        "customer_keys",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_customer_keys_customer_id_customers")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_customer_keys")),
    )
    op.create_index(op.f("ix_customer_keys_customer_id"), "customer_keys", ["customer_id"], unique=False)
    op.create_table(
        "members",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("partner_id", sa.String(length=64), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("role", sa.String(length=24), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["partner_id"], ["partners.id"], name=op.f("fk_members_partner_id_partners")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_members")),
        sa.UniqueConstraint("email", name=op.f("uq_members_email")),
    )
    op.create_index(op.f("ix_members_partner_id"), "members", ["partner_id"], unique=False)
    op.create_table(
        "customer_blocks",
        sa.Column("block", sa.BigInteger(), nullable=False),
        sa.Column("customer_id", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("block", "customer_id", name=op.f("pk_customer_blocks")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "territories",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("countries", sa.JSON(), nullable=False),
        sa.Column("industries", sa.JSON(), nullable=False),
        sa.Column("min_employees", sa.Integer(), nullable=True),
        sa.Column("max_employees", sa.Integer(), nullable=True),
        sa.Column("partner_id", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["partner_id"], ["partners.id"], name=op.f("fk_territories_partner_id_partners")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_territories")),
    )
    op.create_table(
        "accounts",
        sa.Column("chat", sa.String(length=16), nullable=False),
        sa.Column("tenant", sa.String(length=128), nullable=False),
        sa.Column("user_id", sa.String(length=320), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("linked_at", Instant(), nullable=False),
        sa.Column("private", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_accounts_member_id_members")),
        sa.PrimaryKeyConstraint("chat", "tenant", "user_id", name=op.f("pk_accounts")),
    )
    op.create_index(op.f("ix_accounts_member_id"), "accounts", ["member_id"], unique=False)
    op.create_table(
        "assignments",
        sa.Column("partner_id", sa.String(length=64), nullable=False),
        sa.Column("manager_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["manager_id"], ["members.id"], name=op.f("fk_assignments_manager_id_members")),
        sa.ForeignKeyConstraint(["partner_id"], ["partners.id"], name=op.f("fk_assignments_partner_id_partners")),
        sa.PrimaryKeyConstraint("partner_id", name=op.f("pk_assignments")),
    )
    op.create_index(op.f("ix_assignments_manager_id"), "assignments", ["manager_id"], unique=False)
    op.create_table(
        "conversations",
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.Column("chat", sa.String(length=16), nullable=True),
        sa.Column("tenant", sa.String(length=128), nullable=True),
        sa.Column("user_id", sa.String(length=320), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_conversations_member_id_members")),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_conversations")),
    )
    op.create_table(
        "deputies",
        sa.Column("manager_id", sa.String(length=32), nullable=False),
        sa.Column("deputy_id", sa.String(length=32), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["deputy_id"], ["members.id"], name=op.f("fk_deputies_deputy_id_members")),
        sa.ForeignKeyConstraint(["manager_id"], ["members.id"], name=op.f("fk_deputies_manager_id_members")),
        sa.PrimaryKeyConstraint("manager_id", "deputy_id", "first", name=op.f("pk_deputies")),
    )
    op.create_index(op.f("ix_deputies_deputy_id"), "deputies", ["deputy_id"], unique=False)
    op.create_table(
        "events",
        sa.Column("id", serial, autoincrement=True, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("actor_id", sa.String(length=32), nullable=True),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["members.id"], name=op.f("fk_events_actor_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
    )
    op.create_index("ix_events_kind", "events", ["kind", "subject"], unique=False)
    op.create_index(op.f("ix_events_subject"), "events", ["subject"], unique=False)
    op.create_table(
        "inbox",
        sa.Column("id", serial, autoincrement=True, nullable=False),
        sa.Column("key", sa.String(length=400), nullable=False),
        sa.Column("chat", sa.String(length=16), nullable=False),
        sa.Column("tenant", sa.String(length=128), nullable=False),
        sa.Column("user_id", sa.String(length=320), nullable=False),
        sa.Column("conversation", sa.Text(), nullable=False),
        sa.Column("private", sa.Text(), nullable=True),
        sa.Column("lane", sa.String(length=480), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("what", sa.JSON(), nullable=False),
        sa.Column("reply", sa.JSON(), nullable=True),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("leased_until", Instant(), nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_inbox_member_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.UniqueConstraint("key", name=op.f("uq_inbox_key")),
    )
    op.create_index("ix_inbox_sender", "inbox", ["chat", "tenant", "user_id", "at"], unique=False)
    unanswered = sa.text("reply IS NULL")
    op.create_index("ix_inbox_waiting", "inbox", ["lane", "id"], postgresql_where=unanswered, sqlite_where=unanswered)
    op.create_table(
        "link_codes",
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_link_codes_member_id_members")),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_link_codes")),
    )
    op.create_index(op.f("ix_link_codes_member_id"), "link_codes", ["member_id"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("id", serial, autoincrement=True, nullable=False),
        sa.Column("key", sa.String(length=420), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("reply", sa.JSON(), nullable=False),
        sa.Column("delivered_at", Instant(), nullable=True),
        sa.Column("chat", sa.String(length=16), nullable=True),
        sa.Column("conversation", sa.Text(), nullable=True),
        sa.Column("bulk", sa.Boolean(), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("leased_until", Instant(), nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("doubts", sa.Integer(), nullable=False),
        sa.Column("troubles", sa.Integer(), nullable=False),
        sa.Column("posted", sa.JSON(), nullable=False),
        sa.Column("trouble", sa.String(length=64), nullable=True),
        sa.Column("failed_at", Instant(), nullable=True),
        sa.Column("about", sa.String(length=16), nullable=True),
        sa.Column("closed_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_outbox_member_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_key")),
    )
    op.create_index("ix_outbox_member", "outbox", ["member_id", "delivered_at"], unique=False)
    asking = sa.text("about IS NOT NULL AND closed_at IS NULL")
    op.create_index("ix_outbox_asking", "outbox", ["about"], postgresql_where=asking, sqlite_where=asking)
    unposted = sa.text("chat IS NOT NULL AND delivered_at IS NULL AND failed_at IS NULL")
    op.create_index(
        "ix_outbox_waiting",
        "outbox",
        ["chat", "conversation", "bulk", "id"],
        postgresql_where=unposted,
        sqlite_where=unposted,
    )
    op.create_table(
        "opportunities",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("customer_id", sa.String(length=32), nullable=False),
        sa.Column("family", sa.String(length=200), nullable=True),
        sa.Column("seller", sa.Text(), nullable=False),
        sa.Column("opened_at", Instant(), nullable=False),
        sa.Column("closed_at", Instant(), nullable=True),
        sa.Column("seller_id", sa.String(length=32), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("company", sa.Text(), nullable=True),
        sa.Column("contact_name", sa.Text(), nullable=True),
        sa.Column("contact_email", sa.Text(), nullable=True),
        sa.Column("contact_phone", sa.Text(), nullable=True),
        sa.Column("close_date", sa.Date(), nullable=True),
        sa.Column("amount_minor", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("product", sa.Text(), nullable=True),
        sa.Column("ended", sa.String(length=16), nullable=True),
        sa.Column("statement", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(["seller_id"], ["members.id"], name=op.f("fk_opportunities_seller_id_members")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_opportunities_customer_id_customers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opportunities")),
    )
    op.create_index(op.f("ix_opportunities_customer_id"), "opportunities", ["customer_id"], unique=False)
    op.create_index(op.f("ix_opportunities_seller_id"), "opportunities", ["seller_id"], unique=False)
    op.create_table(
        "opportunity_files",
        sa.Column("opportunity_id", sa.String(length=32), nullable=False),
        sa.Column("customer_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["opportunity_id"], ["opportunities.id"], name=op.f("fk_opportunity_files_opportunity_id_opportunities")
        ),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_opportunity_files_customer_id_customers")),
        sa.PrimaryKeyConstraint("opportunity_id", "customer_id", name=op.f("pk_opportunity_files")),
    )
    op.create_index(op.f("ix_opportunity_files_customer_id"), "opportunity_files", ["customer_id"], unique=False)
    op.create_table(
        "registrations",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.String(length=64), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("registered_at", Instant(), nullable=False),
        sa.Column("policy_version", sa.String(length=32), nullable=False),
        sa.Column("reviewer", sa.String(length=16), nullable=True),
        sa.Column("protected_from", Instant(), nullable=True),
        sa.Column("protected_until", Instant(), nullable=True),
        sa.Column("company", sa.Text(), nullable=False),
        sa.Column("company_folded", sa.Text(), nullable=False),
        sa.Column("domain", sa.Text(), nullable=True),
        sa.Column("register_number", sa.Text(), nullable=True),
        sa.Column("contact_name", sa.Text(), nullable=True),
        sa.Column("contact_email", sa.Text(), nullable=True),
        sa.Column("contact_phone", sa.Text(), nullable=True),
        sa.Column("close_date", sa.Date(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("product", sa.Text(), nullable=True),
        sa.Column("family", sa.String(length=200), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("industry", sa.Text(), nullable=True),
        sa.Column("employees", sa.Integer(), nullable=True),
        sa.Column("vendor_engaged", sa.Boolean(), nullable=True),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("decided_at", Instant(), nullable=True),
        sa.Column("decided_by", sa.String(length=32), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("on_behalf", sa.Boolean(), nullable=False),
        sa.Column("renews", sa.String(length=16), nullable=True),
        sa.Column("extensions", sa.Integer(), nullable=False),
        sa.Column("review_since", Instant(), nullable=True),
        sa.Column("appealed_at", Instant(), nullable=True),
        sa.Column("statement", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("sourced", sa.String(length=8), nullable=True),
        sa.Column("partner_percent", sa.Integer(), nullable=True),
        sa.Column("split_with", sa.String(length=32), nullable=True),
        sa.Column("closed_at", Instant(), nullable=True),
        sa.Column("final_minor", sa.BigInteger(), nullable=True),
        sa.Column("final_currency", sa.String(length=3), nullable=True),
        sa.Column("final_products", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("loss_reason", sa.String(length=16), nullable=True),
        sa.CheckConstraint(
            "status <> 'approved' OR protected_until IS NOT NULL", name=op.f("ck_registrations_approved_is_protected")
        ),
        sa.CheckConstraint("(amount_minor IS NULL) = (currency IS NULL)", name=op.f("ck_registrations_amount_has_currency")),
        sa.CheckConstraint("(status IN ('won', 'lost')) = (closed_at IS NOT NULL)", name=op.f("ck_registrations_closed_is_closed")),
        sa.ForeignKeyConstraint(["renews"], ["registrations.id"], name=op.f("fk_registrations_renews_registrations")),
        sa.ForeignKeyConstraint(["split_with"], ["opportunities.id"], name=op.f("fk_registrations_split_with_opportunities")),
        sa.ForeignKeyConstraint(["decided_by"], ["members.id"], name=op.f("fk_registrations_decided_by_members")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_registrations_member_id_members")),
        sa.ForeignKeyConstraint(["partner_id"], ["partners.id"], name=op.f("fk_registrations_partner_id_partners")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registrations")),
    )
    op.create_index(op.f("ix_registrations_member_id"), "registrations", ["member_id"], unique=False)
    op.create_index("ix_registrations_partner", "registrations", ["partner_id", "registered_at"], unique=False)
    op.create_index("ix_registrations_waiting", "registrations", ["status", "registered_at"], unique=False)
    op.create_table(
        "requests",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("partner_id", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.String(length=32), nullable=True),
        sa.Column("answered_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["answered_by"], ["members.id"], name=op.f("fk_requests_answered_by_members")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_requests_member_id_members")),
        sa.ForeignKeyConstraint(["partner_id"], ["partners.id"], name=op.f("fk_requests_partner_id_partners")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requests")),
    )
    op.create_index(op.f("ix_requests_partner_id"), "requests", ["partner_id"], unique=False)
    op.create_table(
        "registration_files",
        sa.Column("registration_id", sa.String(length=16), nullable=False),
        sa.Column("customer_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_registration_files_customer_id_customers")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"], name=op.f("fk_registration_files_registration_id_registrations")
        ),
        sa.Column("relation", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("registration_id", "customer_id", name=op.f("pk_registration_files")),
    )
    op.create_index(op.f("ix_registration_files_customer_id"), "registration_files", ["customer_id"], unique=False)
