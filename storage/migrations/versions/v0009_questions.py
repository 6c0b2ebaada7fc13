"""Questions: what was put to the library and what came of it, what askers said of it, and how far a waiting question climbed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import Instant

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("requests", sa.Column("language", sa.String(length=2), nullable=False, server_default="en"))
    op.add_column("requests", sa.Column("reason", sa.String(length=16), nullable=False, server_default="asked"))
    op.add_column("requests", sa.Column("answer_id", sa.String(length=32), nullable=True))
    op.add_column("requests", sa.Column("withdrawn_at", Instant(), nullable=True))
    op.add_column("requests", sa.Column("kept_as", sa.String(length=16), nullable=True))
    _questions()
    op.create_table(
        "request_rungs",
        sa.Column("request_id", sa.String(length=16), nullable=False),
        sa.Column("rung", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_request_rungs_request_id_requests")),
        sa.PrimaryKeyConstraint("request_id", "rung", name=op.f("pk_request_rungs")),
    )


def _questions() -> None:
    op.create_table(
        "asked_questions",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("partner_id", sa.String(length=64), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("confidence_permille", sa.Integer(), nullable=False),
        sa.Column("is_worded", sa.Boolean(), nullable=False),
        sa.CheckConstraint("confidence_permille BETWEEN 0 AND 1000", name=op.f("ck_asked_questions_confidence_is_a_share")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_asked_questions_member_id_members")),
        sa.ForeignKeyConstraint(["partner_id"], ["partners.id"], name=op.f("fk_asked_questions_partner_id_partners")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asked_questions")),
    )
    op.create_index(op.f("ix_asked_questions_at"), "asked_questions", ["at"], unique=False)
    op.create_index(op.f("ix_asked_questions_member_id"), "asked_questions", ["member_id"], unique=False)
    op.create_index("ix_asked_questions_partner_at", "asked_questions", ["partner_id", "at"], unique=False)
    op.create_table(
        "asked_citations",
        sa.Column("answer_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.String(length=16), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("contradicts", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["answer_id"], ["asked_questions.id"], name=op.f("fk_asked_citations_answer_id_asked_questions")),
        sa.PrimaryKeyConstraint("answer_id", "number", name=op.f("pk_asked_citations")),
    )
    op.create_index(op.f("ix_asked_citations_document_id"), "asked_citations", ["document_id"], unique=False)
    op.create_table(
        "answer_feedback",
        sa.Column("answer_id", sa.String(length=32), nullable=False),
        sa.Column("is_helpful", sa.Boolean(), nullable=False),
        sa.Column("complaint", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["answer_id"], ["asked_questions.id"], name=op.f("fk_answer_feedback_answer_id_asked_questions")),
        sa.PrimaryKeyConstraint("answer_id", name=op.f("pk_answer_feedback")),
    )
