"""Partners' logos, for documents that carry a partner's name."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import Instant

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "partner_logos",
        sa.Column("partner_id", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("replaced_at", Instant(), nullable=False),
        sa.CheckConstraint("width > 0 AND height > 0", name=op.f("ck_partner_logos_has_dots")),
        sa.ForeignKeyConstraint(["partner_id"], ["partners.id"], name=op.f("fk_partner_logos_partner_id_partners")),
        sa.PrimaryKeyConstraint("partner_id", name=op.f("pk_partner_logos")),
    )
