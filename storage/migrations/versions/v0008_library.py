"""The library: documents with their files and chunks, for whom they are, and what their chunks are filed under."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import Instant

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    _documents()
    _contents()
    _index()


def _documents() -> None:
    op.create_table(
        "library_audiences",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("tiers", sa.Text(), nullable=False),
        sa.Column("kinds", sa.Text(), nullable=False),
        sa.Column("countries", sa.Text(), nullable=False),
        sa.Column("is_internal", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_audiences")),
        sa.UniqueConstraint(
            "tiers", "kinds", "countries", "is_internal", name=op.f("uq_library_audiences_tiers_kinds_countries_is_internal")
        ),
    )
    op.create_table(
        "library_documents",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("media_type", sa.String(length=128), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("added_at", Instant(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("product", sa.Text(), nullable=False),
        sa.Column("industry", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.String(length=32), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("audience_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["audience_id"], ["library_audiences.id"], name=op.f("fk_library_documents_audience_id_library_audiences")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["members.id"], name=op.f("fk_library_documents_owner_id_members")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_library_documents")),
        sa.UniqueConstraint("id", name=op.f("uq_library_documents_id")),
        sa.UniqueConstraint("name", "version", name=op.f("uq_library_documents_name_version")),
    )
    current = sa.text("is_current")
    op.create_index(
        "uq_library_documents_current", "library_documents", ["name"], unique=True, sqlite_where=current, postgresql_where=current
    )
    op.create_index(op.f("ix_library_documents_audience_id"), "library_documents", ["audience_id"], unique=False)
    op.create_index(op.f("ix_library_documents_owner_id"), "library_documents", ["owner_id"], unique=False)


def _contents() -> None:
    op.create_table(
        "library_contents",
        sa.Column("document_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_number"], ["library_documents.number"], name=op.f("fk_library_contents_document_number_library_documents")
        ),
        sa.PrimaryKeyConstraint("document_number", name=op.f("pk_library_contents")),
    )
    op.create_table(
        "library_chunks",
        sa.Column("document_number", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("slide", sa.Integer(), nullable=True),
        sa.Column("headings", sa.JSON(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_number"], ["library_documents.number"], name=op.f("fk_library_chunks_document_number_library_documents")
        ),
        sa.PrimaryKeyConstraint("document_number", "number", name=op.f("pk_library_chunks")),
    )


def _index() -> None:
    op.create_table(
        "library_postings",
        sa.Column("term", sa.Integer(), nullable=False),
        sa.Column("document_number", sa.Integer(), nullable=False),
        sa.Column("chunk_number", sa.Integer(), nullable=False),
        sa.Column("impact", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("term", "document_number", "chunk_number", name=op.f("pk_library_postings")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "library_grams",
        sa.Column("gram", sa.Integer(), nullable=False),
        sa.Column("term", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("gram", "term", name=op.f("pk_library_grams")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "library_counts",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("audience_id", sa.Integer(), nullable=False),
        sa.Column("chunks", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", "audience_id", name=op.f("pk_library_counts")),
        sqlite_with_rowid=False,
    )
