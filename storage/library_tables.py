"""The library's tables: documents with their files and chunks, for whom they are, and what their chunks are filed under."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.columns import Instant, Vector
from storage.tables import metadata

# Few, and shared by many documents. `tiers`, `kinds` and `countries` are the values between bars, "|gold|platinum|", or nothing
# for everybody; all four together are unique.
library_audiences = Table(
    "library_audiences",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("tiers", Text, nullable=False),
    Column("kinds", Text, nullable=False),
    Column("countries", Text, nullable=False),
    Column("is_internal", Boolean, nullable=False),
    UniqueConstraint("tiers", "kinds", "countries", "is_internal"),
)

# A row for each version; of the versions of a name, one at most is current, and that one alone is filed below.
library_documents = Table(
    "library_documents",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String(16), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("is_current", Boolean, nullable=False),
    Column("title", Text, nullable=False),
    Column("kind", String(24), nullable=False),
    Column("media_type", String(128), nullable=False),
    Column("language", String(2), nullable=False),
    Column("added_at", Instant, nullable=False),
    Column("size", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("pages", Integer, nullable=False),
    Column("product", Text, nullable=False),
    Column("industry", Text, nullable=False),
    Column("owner_id", String(32), ForeignKey("members.id"), index=True),
    Column("valid_from", Date),
    Column("valid_until", Date),
    Column("audience_id", Integer, ForeignKey("library_audiences.id"), nullable=False, index=True),
    UniqueConstraint("name", "version"),
    Index(
        "uq_library_documents_current", "name", unique=True, sqlite_where=text("is_current"), postgresql_where=text("is_current")
    ),
)

library_contents = Table(
    "library_contents",
    metadata,
    Column("document_number", Integer, ForeignKey("library_documents.number"), primary_key=True, autoincrement=False),
    Column("content", LargeBinary, nullable=False),
)

# `words` is the text as the analyser took it apart when it was filed.
library_chunks = Table(
    "library_chunks",
    metadata,
    Column("document_number", Integer, ForeignKey("library_documents.number"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("page", Integer),
    Column("slide", Integer),
    Column("headings", JSON, nullable=False),
    Column("text", Text, nullable=False),
    Column("words", Text, nullable=False),
    PrimaryKeyConstraint("document_number", "number"),
)

# What chunks are filed under. The keys are small numbers made of the words, so that no table of words is needed; these tables are
# their primary keys and no more: foreign keys would want indexes as large again.
library_postings = Table(
    "library_postings",
    metadata,
    Column("term", Integer, nullable=False),
    Column("document_number", Integer, nullable=False),
    Column("chunk_number", Integer, nullable=False),
    Column("impact", SmallInteger, nullable=False),
    PrimaryKeyConstraint("term", "document_number", "chunk_number"),
    sqlite_with_rowid=False,
)

library_grams = Table(
    "library_grams",
    metadata,
    Column("gram", Integer, nullable=False),
    Column("term", Integer, nullable=False),
    PrimaryKeyConstraint("gram", "term"),
    sqlite_with_rowid=False,
)

# In how many chunks of an audience's documents a key is, a term's or a gram's; under the key 0, how many chunks there are. Kept by
# audience, so that what somebody may not see does not even weigh in what they are answered.
library_counts = Table(
    "library_counts",
    metadata,
    Column("key", Integer, nullable=False),
    Column("audience_id", Integer, nullable=False),
    Column("chunks", Integer, nullable=False),
    PrimaryKeyConstraint("key", "audience_id"),
    sqlite_with_rowid=False,
)

# Which models have made vectors, with how many numbers; and a vector of each for every chunk, as far as they have come. On
# PostgreSQL, each embedder has an index of its own, which is made with its row: it needs an extension that not every database has.
library_embedders = Table(
    "library_embedders",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("model", Text, nullable=False),
    Column("dimensions", Integer, nullable=False),
    UniqueConstraint("model", "dimensions"),
)

library_vectors = Table(
    "library_vectors",
    metadata,
    Column("document_number", Integer, ForeignKey("library_documents.number"), nullable=False),
    Column("chunk_number", Integer, nullable=False),
    Column("embedder_id", Integer, ForeignKey("library_embedders.id"), nullable=False),
    Column("vector", Vector, nullable=False),
    PrimaryKeyConstraint("document_number", "chunk_number", "embedder_id"),
)
