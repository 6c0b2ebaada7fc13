"""What the chunks of the library mean to embedding models."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import Vector

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.create_table(
        "library_embedders",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("dimensions", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_embedders")),
        sa.UniqueConstraint("model", "dimensions", name=op.f("uq_library_embedders_model_dimensions")),
    )
    op.create_table(
        "library_vectors",
        sa.Column("document_number", sa.Integer(), nullable=False),
        sa.Column("chunk_number", sa.Integer(), nullable=False),
        sa.Column("embedder_id", sa.Integer(), nullable=False),
        sa.Column("vector", Vector(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_number"], ["library_documents.number"], name=op.f("fk_library_vectors_document_number_library_documents")
        ),
        sa.ForeignKeyConstraint(
            ["embedder_id"], ["library_embedders.id"], name=op.f("fk_library_vectors_embedder_id_library_embedders")
        ),
        sa.PrimaryKeyConstraint("document_number", "chunk_number", "embedder_id", name=op.f("pk_library_vectors")),
    )
