"""What of the library has no vector of a model yet, and the vectors that are made for it: kept as they come, of what is current.

On PostgreSQL a model's vectors need pgvector, which is set up with the first of them: a database without it goes on as it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, and_, delete, func, insert, or_, select, text
from sqlalchemy.exc import DBAPIError

from handlers.ports_library import Chunk, Meaning
from program.collateral import Document
from storage.library import COLUMNS, DOCUMENTS, chunk_of, document_of
from storage.library_tables import library_chunks, library_documents, library_embedders, library_vectors
from storage.library_vectors import PgVector, embedder_of, kind_of
from storage.upsert import insert_new

#: Any constant serves, so long as every process takes the same one for the same purpose.
_SETTING_UP: Final = 7_206_654
#: Older ones stop looking before they have found what somebody may see.
_OLDEST: Final = (0, 8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfilled:
    """A chunk without a vector, in its document."""

    document_number: int
    document: Document
    chunk: Chunk


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """How many chunks of current documents there are, and how many of them have a vector of the model."""

    chunks: int
    with_vector: int


class NoVectors(Exception):
    """This database cannot look vectors up: PostgreSQL without pgvector, or with too old a one."""


def can_look_up(connection: Connection) -> bool:
    """Whether the database has what looking vectors up takes, or could have it."""
    if connection.dialect.name != "postgresql":
        return True
    query = "SELECT coalesce(installed_version, default_version) FROM pg_available_extensions WHERE name = 'vector'"
    version = connection.execute(text(query)).scalar()
    return version is not None and tuple(map(int, str(version).split(".")[:2])) >= _OLDEST


def set_up(connection: Connection) -> None:
    """Adds pgvector to a PostgreSQL database; raises NoVectors where it is not there, or we may not."""
    if connection.dialect.name != "postgresql":
        return
    if not can_look_up(connection):
        raise NoVectors
    if connection.execute(text("SELECT 1 FROM pg_extension WHERE extname = 'vector'")).scalar() is not None:
        return
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _SETTING_UP})
    try:
        connection.execute(text("CREATE EXTENSION IF NOT EXISTS vector"))
    except DBAPIError as error:
        raise NoVectors from error


def known_embedder(connection: Connection, model: str, dimensions: int | None) -> tuple[int | None, int | None]:
    """Under which number vectors of the model are kept, and how many numbers they have; None where there are none.

    Without `dimensions`, the newest kind counts.
    """
    embedder = library_embedders.c
    query = select(embedder.id, embedder.dimensions).where(embedder.model == model).order_by(embedder.id.desc())
    row = connection.execute(query if dimensions is None else query.where(embedder.dimensions == dimensions)).first()
    return (None, dimensions) if row is None else (row.id, row.dimensions)


def unfilled(connection: Connection, embedder_id: int | None, *, most: int) -> tuple[Unfilled, ...]:
    """Chunks of current documents without a vector of the embedder, oldest documents first."""
    chunk, vector = library_chunks.c, library_vectors.c
    theirs = and_(
        vector.document_number == chunk.document_number,
        vector.chunk_number == chunk.number,
        vector.embedder_id == (embedder_id or 0),
    )
    query = (
        select(*COLUMNS, chunk.number.label("chunk_number"), *(chunk[name] for name in ("page", "slide", "headings", "text")))
        .select_from(DOCUMENTS.join(library_chunks, chunk.document_number == library_documents.c.number))
        .outerjoin(library_vectors, theirs)
        .where(library_documents.c.is_current, vector.chunk_number.is_(None))
        .order_by(chunk.document_number, chunk.number)
        .limit(most)
    )
    return tuple(
        Unfilled(document_number=row["number"], document=document_of(row), chunk=chunk_of(row, row["chunk_number"]))
        for row in connection.execute(query).mappings()
    )


def filled(connection: Connection, model: str, dimensions: int | None) -> Filled:
    embedder_id, _ = known_embedder(connection, model, dimensions)
    chunk, vector = library_chunks.c, library_vectors.c
    current = select(library_documents.c.number).where(library_documents.c.is_current)
    chunks = select(func.count()).select_from(library_chunks).where(chunk.document_number.in_(current))
    own = and_(vector.embedder_id == (embedder_id or 0), vector.document_number.in_(current))
    with_vector = select(func.count()).select_from(library_vectors).where(own)
    return Filled(chunks=connection.execute(chunks).scalar_one(), with_vector=connection.execute(with_vector).scalar_one())


def keep(connection: Connection, made: Sequence[tuple[Unfilled, Meaning]]) -> int:
    """Keeps the vectors, all of one model, as far as their documents are current still; how many that are. After `set_up`."""
    embedder_id = _embedder(connection, made[0][1])
    numbers = {one.document_number for one, _ in made}
    # Whoever replaces or removes a document takes its vectors out, and waits for this lock or is waited for.
    held = select(library_documents.c.number).where(library_documents.c.number.in_(numbers), library_documents.c.is_current)
    current = set(connection.execute(held.order_by(library_documents.c.number).with_for_update(read=True)).scalars())
    rows = [
        {
            "document_number": one.document_number,
            "chunk_number": one.chunk.number,
            "embedder_id": embedder_id,
            "vector": meaning.vector,
        }
        for one, meaning in made
        if one.document_number in current
    ]
    if rows:
        connection.execute(insert_new(connection, library_vectors), rows)
    return len(rows)


def drop_others(connection: Connection, model: str, dimensions: int | None) -> None:
    """Takes out the vectors of every other model; without `dimensions`, those of this one stay, whatever they are."""
    embedder = library_embedders.c
    other = or_(embedder.model != model, embedder.dimensions != dimensions) if dimensions else embedder.model != model
    ids = connection.execute(select(embedder.id).where(other)).scalars().all()
    connection.execute(delete(library_vectors).where(library_vectors.c.embedder_id.in_(ids)))
    connection.execute(delete(library_embedders).where(embedder.id.in_(ids)))
    if connection.dialect.name == "postgresql":
        for id in ids:
            connection.execute(text(f"DROP INDEX IF EXISTS {_index(id)}"))


def _embedder(connection: Connection, meaning: Meaning) -> int:
    found = embedder_of(connection, meaning.model, meaning.dimensions)
    if found is not None:
        return found
    if connection.dialect.name != "postgresql":
        return _added(connection, meaning)
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _SETTING_UP})
    found = embedder_of(connection, meaning.model, meaning.dimensions)
    if found is not None:
        return found
    added = _added(connection, meaning)
    kind = PgVector(kind_of(meaning.dimensions), meaning.dimensions)
    what = f"(CAST(vector AS {kind.get_col_spec()})) {kind.kind}_cosine_ops"
    connection.execute(text(f"CREATE INDEX {_index(added)} ON library_vectors USING hnsw ({what}) WHERE embedder_id = {added:d}"))
    return added


def _added(connection: Connection, meaning: Meaning) -> int:
    written = connection.execute(insert(library_embedders).values(model=meaning.model, dimensions=meaning.dimensions))
    added: Any = written.inserted_primary_key
    return int(added[0])


def _index(embedder_id: int) -> str:
    return f"ix_library_vectors_{embedder_id:d}"
