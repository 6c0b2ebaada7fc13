"""What the chunks of the library are filed under: written with a document, and read to find the chunks that may answer.

Who may see a document and whether it counts are conditions of every statement here, before anything is limited or counted.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Row,
    Select,
    bindparam,
    cast,
    delete,
    func,
    or_,
    select,
    true,
)

from handlers.ports_library import Counts, Terms
from program.access import Viewer
from storage.library_tables import (
    library_audiences,
    library_chunks,
    library_counts,
    library_documents,
    library_grams,
    library_postings,
)
from storage.many import insert_many

#: Under this key stands how many chunks there are.
_ALL: Final = 0


def admits(viewer: Viewer) -> ColumnElement[bool]:
    """Whether an audience is the viewer's: as `program.collateral.Audience.admits` says it, of rows."""
    partner, audience = viewer.partner, library_audiences.c
    if partner is None:
        return true() if not viewer.member.role.is_partner_side else ~true()
    return (
        ~audience.is_internal
        & _names(audience.tiers, [partner.tier.value])
        & _names(audience.kinds, sorted(partner.kinds))
        & _names(audience.countries, [partner.country])
    )


def for_viewer(viewer: Viewer) -> ColumnElement[bool]:
    """Whether a document is for the viewer."""
    if viewer.partner is None and not viewer.member.role.is_partner_side:
        return true()
    return library_documents.c.audience_id.in_(select(library_audiences.c.id).where(admits(viewer)))


def counts_on(day: Any) -> ColumnElement[bool]:
    """Whether a document counts on the day: as `program.collateral.Document.counts_on` says it, of rows."""
    first, last = library_documents.c.valid_from, library_documents.c.valid_until
    return or_(first.is_(None), first <= day) & or_(last.is_(None), last >= day)


def _names(values: ColumnElement[str], any_of: Sequence[str]) -> ColumnElement[bool]:
    return or_(values == "", *(values.contains(f"|{value}|", autoescape=True) for value in any_of))


def file_chunks(
    connection: Connection, number: int, audience_id: int, filed: Mapping[int, Terms], known: set[tuple[int, int]]
) -> None:
    """Files the chunks of a document, by their numbers. In the order of keys: two that file at once never wait crosswise.

    `known` are pairs of gram and term that this transaction has filed before; those of the document are added.
    """
    rows = sorted((term, chunk, impact) for chunk, terms in filed.items() for term, impact in terms.impacts.items())
    postings = {
        "term": [term for term, _, _ in rows],
        "document_number": [number] * len(rows),
        "chunk_number": [chunk for _, chunk, _ in rows],
        "impact": [impact for _, _, impact in rows],
    }
    insert_many(connection, library_postings, postings)
    pairs = sorted({(gram, term) for terms in filed.values() for gram, among in terms.grams.items() for term in among} - known)
    known.update(pairs)
    insert_many(connection, library_grams, {"gram": [gram for gram, _ in pairs], "term": [term for _, term in pairs]})
    _count(connection, audience_id, filed.values(), 1)


def unfile_chunks(connection: Connection, number: int, audience_id: int, filed: Mapping[int, Terms]) -> None:
    """Takes out again what `file_chunks` filed."""
    terms = sorted({term for one in filed.values() for term in one.impacts})
    own = delete(library_postings).where(
        library_postings.c.term.in_(bindparam("terms", expanding=True)), library_postings.c.document_number == number
    )
    connection.execute(own, {"terms": terms})
    _count(connection, audience_id, filed.values(), -1)


def _count(connection: Connection, audience_id: int, filed: Iterable[Terms], sign: int) -> None:
    counted: Counter[int] = Counter()
    for terms in filed:
        counted.update([_ALL, *terms.impacts, *terms.grams])
    keys = sorted(counted)
    rows = {"key": keys, "audience_id": [audience_id] * len(keys), "chunks": [sign * counted[key] for key in keys]}
    insert_many(connection, library_counts, rows, adding="chunks")


def clear(connection: Connection) -> None:
    """Empties the index, to be filled anew."""
    for table in (library_postings, library_grams, library_counts):
        connection.execute(delete(table))


def count(connection: Connection, viewer: Viewer, keys: Sequence[int]) -> Counts:
    """In how many chunks of the viewer's each key is."""
    theirs = select(library_audiences.c.id).where(admits(viewer))
    summed = (
        select(library_counts.c.key, func.sum(library_counts.c.chunks).label("chunks"))
        .where(library_counts.c.key.in_(bindparam("keys", expanding=True)), library_counts.c.audience_id.in_(theirs))
        .group_by(library_counts.c.key)
    )
    found = {row.key: int(row.chunks) for row in connection.execute(summed, {"keys": [_ALL, *keys]}) if row.chunks > 0}
    return Counts(chunks=found.pop(_ALL, 0), of=found)


def terms_with(connection: Connection, grams: Sequence[int]) -> list[tuple[int, int]]:
    wanted: Any = bindparam("grams", expanding=True)
    query = select(library_grams.c.gram, library_grams.c.term).where(library_grams.c.gram.in_(wanted)).order_by(*library_grams.c)
    return [(row.gram, row.term) for row in connection.execute(query, {"grams": list(grams)})]


def heaviest(connection: Connection, viewer: Viewer, weights: Mapping[int, int], day: date, most: int) -> Sequence[Row[Any]]:
    """The chunks with the highest sums of weight times impact, with what of them and their documents is weighed, best first."""
    given = json.dumps({str(term): weight for term, weight in weights.items()})
    query = _heaviest(connection.dialect.name, for_viewer(viewer))
    return connection.execute(query, {"weights": given, "day": day, "most": most}).all()


def _heaviest(dialect: str, sight: ColumnElement[bool]) -> Select[Any]:
    each = func.json_each if dialect == "sqlite" else func.json_each_text
    weights: Any = bindparam("weights")
    wanted = each(weights if dialect == "sqlite" else cast(weights, library_chunks.c.headings.type)).table_valued("key", "value")
    posting, document = library_postings.c, library_documents.c
    score = func.sum(posting.impact * cast(wanted.c.value, Integer)).label("score")
    first = (
        select(posting.document_number, posting.chunk_number, score)
        .select_from(wanted)
        .join(library_postings, posting.term == cast(wanted.c.key, Integer))
        .join(library_documents, document.number == posting.document_number)
        .where(document.is_current, counts_on(bindparam("day")), sight)
        .group_by(posting.document_number, posting.chunk_number)
        .order_by(score.desc(), posting.document_number, posting.chunk_number)
        .limit(bindparam("most"))
        .subquery()
    )
    chunk = library_chunks.c
    return (
        select(document.id, document.name, document.language, document.kind, chunk.number, chunk.words)
        .select_from(library_chunks)
        .join(library_documents, document.number == chunk.document_number)
        .join(first, (first.c.document_number == chunk.document_number) & (first.c.chunk_number == chunk.number))
        .order_by(first.c.score.desc(), chunk.document_number, chunk.number)
    )
