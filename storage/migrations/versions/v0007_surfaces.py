"""What stands outside conversations: the link by which a registration is opened, and the Home tabs that people look at."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

from storage.columns import Instant

revision = "0007"
down_revision = "0006"

# A link is made of nothing: who has one knows nothing by it. It is the database that makes it, so that there is none without.
_BY_ITSELF_SQLITE: Final = (
    "INSERT INTO deal_links (token, registration_id) SELECT lower(hex(randomblob(16))), id FROM registrations",
    """
CREATE TRIGGER registrations_link AFTER INSERT ON registrations
BEGIN INSERT INTO deal_links (token, registration_id) VALUES (lower(hex(randomblob(16))), NEW.id); END
""",
)
_BY_ITSELF_POSTGRESQL: Final = (
    "INSERT INTO deal_links (token, registration_id) SELECT replace(gen_random_uuid()::text, '-', ''), id FROM registrations",
    """
CREATE FUNCTION link_registration() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO deal_links (token, registration_id) VALUES (replace(gen_random_uuid()::text, '-', ''), NEW.id);
    RETURN NULL;
END $$
""",
    "CREATE TRIGGER registrations_link AFTER INSERT ON registrations FOR EACH ROW EXECUTE FUNCTION link_registration()",
)


def upgrade() -> None:
    op.create_table(
        "deal_links",
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("registration_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"], name=op.f("fk_deal_links_registration_id_registrations")
        ),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_deal_links")),
        sa.UniqueConstraint("registration_id", name=op.f("uq_deal_links_registration_id")),
    )
    op.create_table(
        "slack_homes",
        sa.Column("tenant", sa.String(length=128), nullable=False),
        sa.Column("user_id", sa.String(length=320), nullable=False),
        sa.Column("hash", sa.Text(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("shown_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "user_id", name=op.f("pk_slack_homes")),
    )
    for statement in _BY_ITSELF_SQLITE if op.get_bind().dialect.name == "sqlite" else _BY_ITSELF_POSTGRESQL:
        op.execute(statement)
