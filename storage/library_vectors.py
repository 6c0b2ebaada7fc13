"""What the chunks of the library mean to an embedding model: kept beside them, and read to find those nearest to a question.

Both databases keep a vector for each chunk. SQLite compares with every one that the viewer may be answered from; PostgreSQL looks
them up in an index of pgvector, which is made when the first vector of a model is kept, and not before. Who may see a document
and whether it counts are conditions of the statement that chooses, before it is limited, as in `storage.library_index`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, String, and_, bindparam, cast, delete, func, literal, select, text, tuple_
from sqlalchemy.types import UserDefinedType
from typing_extensions import override

from handlers.ports_library import Meaning
from program.access import Viewer
from storage.columns import numbers_of
from storage.library_index import counts_on, for_viewer
from storage.library_tables import library_chunks, library_documents, library_embedders, library_vectors

#: Vectors of more numbers are looked up by halves of their bits: an index of pgvector takes no longer ones.
_LONGEST_WHOLE: Final = 2000
#: As near as this two databases agree on a cosine.
_DIGITS: Final = 6
#: So many are kept in sight while the index is searched: the more, the surer it finds the nearest of all.
_IN_SIGHT: Final = 400


def embedder_of(connection: Connection, model: str, dimensions: int) -> int | None:
    """The number under which vectors of the model are kept; None where there are none."""
    same = and_(library_embedders.c.model == model, library_embedders.c.dimensions == dimensions)
    found: int | None = connection.execute(select(library_embedders.c.id).where(same)).scalar()
    return found


def nearest(connection: Connection, viewer: Viewer, meaning: Meaning, day: date, most: int) -> Sequence[Any]:
    """The nearest chunks, with what of them and their documents is weighed."""
    embedder_id = embedder_of(connection, meaning.model, meaning.dimensions)
    if embedder_id is None:
        return ()
    vector, document, chunk = library_vectors.c, library_documents.c, library_chunks.c
    first = (
        select(vector.document_number, vector.chunk_number)
        .join(library_documents, document.number == vector.document_number)
        .where(_is_of(connection, embedder_id), document.is_current, counts_on(bindparam("day")), for_viewer(viewer))
        .order_by(_distance(connection, meaning))
        .limit(bindparam("most"))
        .subquery()
    )
    query = (
        select(document.id, document.name, document.language, document.kind, chunk.number, chunk.words)
        .select_from(library_chunks)
        .join(library_documents, document.number == chunk.document_number)
        .join(first, (first.c.document_number == chunk.document_number) & (first.c.chunk_number == chunk.number))
    )
    with _through_the_index(connection):
        return connection.execute(query, {"day": day, "most": most}).mappings().all()


@contextmanager
def _through_the_index(connection: Connection) -> Iterator[None]:
    """On PostgreSQL, looks vectors up in the index alone.

    It goes on until there are enough: else it gives its first hundreds, and those that the viewer may not see are taken away from
    them. And nothing is sorted: PostgreSQL does not know that reading an array as a vector takes longer than looking it up.
    """
    if connection.dialect.name != "postgresql":
        yield
        return
    seek = "set_config('hnsw.iterative_scan', 'strict_order', false), set_config('hnsw.ef_search', :sight, false)"
    connection.execute(text(f"SELECT {seek}, set_config('enable_sort', 'off', false)"), {"sight": str(_IN_SIGHT)})
    try:
        yield
    finally:
        connection.execute(text("SELECT set_config('enable_sort', 'on', false)"))


def cosines(
    connection: Connection, viewer: Viewer, meaning: Meaning, chunks: Sequence[tuple[str, int]]
) -> dict[tuple[str, int], Any]:
    """How near each chunk is, by its document's id and its number; those without a vector are left out."""
    embedder_id = embedder_of(connection, meaning.model, meaning.dimensions)
    if embedder_id is None:
        return {}
    vector, document = library_vectors.c, library_documents.c
    query = (
        select(document.id, vector.chunk_number, _distance(connection, meaning, whole=True).label("distance"))
        .join(library_documents, document.number == vector.document_number)
        .where(_is_of(connection, embedder_id), tuple_(document.id, vector.chunk_number).in_(chunks), for_viewer(viewer))
    )
    found = connection.execute(query)
    return {(row.id, row.chunk_number): round(1 - row.distance, _DIGITS) for row in found}


def forget(connection: Connection, document_number: int) -> None:
    """Takes out every vector of a document that is replaced or removed."""
    connection.execute(delete(library_vectors).where(library_vectors.c.document_number == document_number))


def kind_of(dimensions: int) -> str:
    """The type of pgvector that PostgreSQL indexes vectors of so many numbers as."""
    return "vector" if dimensions <= _LONGEST_WHOLE else "halfvec"


class PgVector(UserDefinedType[Any]):
    """A type of pgvector."""

    cache_ok: bool | None = True

    def __init__(self, kind: str, dimensions: int) -> None:
        self.kind = kind
        self.dimensions = dimensions

    @override
    def get_col_spec(self, **_: Any) -> str:
        return f"{self.kind}({self.dimensions:d})"


def _is_of(connection: Connection, embedder_id: int) -> ColumnElement[bool]:
    """Written out: PostgreSQL is to know that this is the condition of an index."""
    return library_vectors.c.embedder_id == literal(embedder_id, literal_execute=True)


def _distance(connection: Connection, meaning: Meaning, *, whole: bool = False) -> ColumnElement[Any]:
    """One less the cosine; `whole` with all bits, where the index may have half of them."""
    if connection.dialect.name != "postgresql":
        _compare_with(connection, meaning)
        return func.meaning_distance(library_vectors.c.vector)
    kind = PgVector("vector" if whole else kind_of(meaning.dimensions), meaning.dimensions)
    given = f"[{','.join(map(str, numbers_of(meaning.vector)))}]"
    return cast(library_vectors.c.vector, kind).op("<=>")(cast(literal(given, String), kind))


def _compare_with(connection: Connection, meaning: Meaning) -> None:
    """Gives SQLite a function that says how far a vector is from this one."""
    import numpy  # takes long to load, and is there only with the extra "vectors"

    sought = numpy.frombuffer(meaning.vector, "<f4")

    def distance(packed: bytes) -> Any:
        return 1 - numpy.frombuffer(packed, "<f4").dot(sought).item()

    driver: Any = connection.connection.driver_connection
    driver.create_function("meaning_distance", 1, distance)
