"""What the chunks of the library are filed under: written with a document, and read to find the chunks that may answer.

Who may see a document and whether it counts are conditions of every statement here, before anything is limited or counted.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import (
    ARRAY,
    JSON,
    ColumnElement,
    Connection,
    Date,
    Integer,
    Select,
    Table,
    Text,
    any_,
    bindparam,
    cast,
    delete,
    func,
    literal_column,
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
from storage.prepared import Prepared

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """What the chunks of a document are filed under, by their numbers, and for whom it is."""

    document_number: int
    audience_id: int
    terms: Mapping[int, Terms]


#: A word's term and its grams, as `Terms.pieces` has them.
Pieces = tuple[int, tuple[int, ...]]


def file_chunks(connection: Connection, filings: Sequence[Filing], known: set[Pieces]) -> None:
    """Files the chunks of some documents, together. In the order of keys: two that file at once never wait crosswise.

    `known` are words that this transaction has filed before; those of the documents are added.
    """
    rows = sorted(
        (term, one.document_number, chunk, impact)
        for one in filings
        for chunk, terms in one.terms.items()
        for term, impact in terms.impacts.items()
    )
    insert_many(connection, library_postings, _columns(library_postings, rows))
    fresh: set[Pieces] = set().union(*(terms.pieces for one in filings for terms in one.terms.values())) - known
    known |= fresh
    pairs = sorted({(gram, term) for term, grams in fresh for gram in grams})
    insert_many(connection, library_grams, _columns(library_grams, pairs))
    _count(connection, filings, 1)


def unfile_chunks(connection: Connection, filing: Filing) -> None:
    """Takes out again what `file_chunks` filed."""
    terms = sorted({term for one in filing.terms.values() for term in one.impacts})
    own = delete(library_postings).where(
        library_postings.c.term.in_(bindparam("terms", expanding=True)),
        library_postings.c.document_number == filing.document_number,
    )
    connection.execute(own, {"terms": terms})
    _count(connection, [filing], -1)


def _count(connection: Connection, filings: Iterable[Filing], sign: int) -> None:
    counted: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for filing in filings:
        for terms in filing.terms.values():
            counted[filing.audience_id].update(set().union([_ALL], terms.impacts, *(grams for _, grams in terms.pieces)))
    rows = sorted((key, audience_id, sign * chunks) for audience_id, own in counted.items() for key, chunks in own.items())
    insert_many(connection, library_counts, _columns(library_counts, rows), adding="chunks")


def _columns(table: Table, rows: Sequence[tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
    """The same by the names of the table's columns, in whose order the numbers are."""
    return dict(zip(table.columns.keys(), zip(*rows, strict=True), strict=True)) if rows else {}


def clear(connection: Connection) -> None:
    """Empties the index, to be filled anew."""
    for table in (library_postings, library_grams, library_counts):
        connection.execute(delete(table))


def audiences_of(connection: Connection, viewer: Viewer) -> list[int]:
    """The audiences that are the viewer's; every statement below is about their documents alone."""
    if viewer.partner is None and not viewer.member.role.is_partner_side:
        return [row["id"] for row in _EVERY_AUDIENCE.rows(connection, {})]
    return list(connection.execute(select(library_audiences.c.id).where(admits(viewer))).scalars())


def count(connection: Connection, audiences: Sequence[int], keys: Sequence[int]) -> Counts:
    """In how many chunks for the audiences each key is."""
    rows = _COUNT.rows(connection, {"keys": listed(connection, [_ALL, *keys]), "audiences": listed(connection, audiences)})
    found = {row["key"]: int(row["chunks"]) for row in rows if row["chunks"] > 0}
    return Counts(chunks=found.pop(_ALL, 0), of=found)


def heaviest_terms(connection: Connection, weights: Mapping[int, int], most: int) -> dict[int, int]:
    """The terms of words with the highest sums of their grams' weights, and the sums."""
    found = _HEAVIEST_TERMS.rows(connection, {"weights": _weights(weights), "most": most})
    return {row["term"]: int(row["weight"]) for row in found}


def heaviest(
    connection: Connection, audiences: Sequence[int], weights: Mapping[int, int], day: date, most: int
) -> list[dict[str, Any]]:
    """The chunks with the highest sums of weight times impact, with what of them and their documents is weighed, best first."""
    given = {"weights": _weights(weights), "audiences": listed(connection, audiences), "day": day, "most": most}
    return _HEAVIEST.rows(connection, given)


def listed(connection: Connection, numbers: Iterable[int]) -> str:
    """Whole numbers as one value: a statement stays the same however many there are, and is made and prepared once."""
    inside = ",".join(map(str, numbers))
    return f"[{inside}]" if connection.dialect.name == "sqlite" else f"{{{inside}}}"


def _weights(weights: Mapping[int, int]) -> str:
    return json.dumps({str(term): weight for term, weight in weights.items()})


def _among(dialect: str, column: ColumnElement[int], name: str) -> ColumnElement[bool]:
    """Whether the column is one of the numbers that are given as `listed` has them."""
    given: Any = bindparam(name, type_=Text)
    if dialect == "sqlite":
        return column.in_(select(func.json_each(given).table_valued("value").c.value))
    return column == any_(cast(given, ARRAY(Integer)))


def _weighed(dialect: str) -> tuple[Any, ColumnElement[int], ColumnElement[int]]:
    """What is given as `_weights` has it: as a table, its keys and their weights."""
    given: Any = bindparam("weights", type_=Text)
    each = func.json_each(given) if dialect == "sqlite" else func.json_each_text(cast(given, JSON))
    wanted = each.table_valued("key", "value")
    return wanted, cast(wanted.c.key, Integer), cast(wanted.c.value, Integer)


def _filed_under(dialect: str, wanted: Any, key: ColumnElement[int], filed: ColumnElement[int], *columns: Any) -> tuple[Any, Any]:
    """What a table has under each of the wanted keys, to select from, and its columns.

    PostgreSQL knows nothing of the keys, which come as one value, and in a large library would rather read the whole table: so it
    is asked for each key by itself. "OFFSET 0" is what keeps it from making one question of them.
    """
    if dialect == "sqlite":
        return wanted.join(filed.table, filed == key), filed.table.c
    each = select(*columns).where(filed == key).offset(literal_column("0")).lateral("filed")
    return wanted.join(each, true()), each.c


def _count_in(dialect: str) -> Select[Any]:
    counted = library_counts.c
    return (
        select(counted.key, func.sum(counted.chunks).label("chunks"))
        .where(_among(dialect, counted.key, "keys"), _among(dialect, counted.audience_id, "audiences"))
        .group_by(counted.key)
    )


def _heaviest_terms_in(dialect: str) -> Select[Any]:
    wanted, key, weight = _weighed(dialect)
    heavy = func.sum(weight).label("weight")
    filed, found = _filed_under(dialect, wanted, key, library_grams.c.gram, library_grams.c.term)
    return (
        select(found.term, heavy)
        .select_from(filed)
        .group_by(found.term)
        .order_by(heavy.desc(), found.term)
        .limit(bindparam("most", type_=Integer))
    )


def _heaviest_in(dialect: str) -> Select[Any]:
    wanted, key, weight = _weighed(dialect)
    own, document, chunk = library_postings.c, library_documents.c, library_chunks.c
    filed, posting = _filed_under(dialect, wanted, key, own.term, own.document_number, own.chunk_number, own.impact)
    weighed = (
        select(posting.document_number, posting.chunk_number, func.sum(posting.impact * weight).label("score"))
        .select_from(filed)
        .group_by(posting.document_number, posting.chunk_number)
        .subquery()
    )
    score = weighed.c.score
    first = (
        select(weighed)
        .join(library_documents, document.number == weighed.c.document_number)
        .where(document.is_current, counts_on(bindparam("day", type_=Date)), _among(dialect, document.audience_id, "audiences"))
        .order_by(score.desc(), weighed.c.document_number, weighed.c.chunk_number)
        .limit(bindparam("most", type_=Integer))
        .subquery()
    )
    return (
        select(document.id, document.name, document.language, document.kind, chunk.number, chunk.words)
        .select_from(library_chunks)
        .join(library_documents, document.number == chunk.document_number)
        .join(first, (first.c.document_number == chunk.document_number) & (first.c.chunk_number == chunk.number))
        .order_by(first.c.score.desc(), chunk.document_number, chunk.number)
    )


_EVERY_AUDIENCE: Final = Prepared(select(library_audiences.c.id))
_COUNT: Final = Prepared({dialect: _count_in(dialect) for dialect in ("sqlite", "postgresql")})
_HEAVIEST_TERMS: Final = Prepared({dialect: _heaviest_terms_in(dialect) for dialect in ("sqlite", "postgresql")})
_HEAVIEST: Final = Prepared({dialect: _heaviest_in(dialect) for dialect in ("sqlite", "postgresql")})
