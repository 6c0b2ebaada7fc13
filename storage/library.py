"""The library's shelves for one viewer: documents with their files and chunks, one current version of each name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, and_, exists, func, insert, select, tuple_, update

from handlers.ports_library import Analyser, Candidate, Chunk, Counts, Meaning, Place
from program.access import Viewer
from program.collateral import Audience, Document, DocumentKind
from program.partners import PartnerKind, Tier
from storage import library_index, library_vectors
from storage.library_tables import library_audiences, library_chunks, library_contents, library_documents
from storage.upsert import insert_new

_BAR = "|"
DOCUMENTS = library_documents.join(library_audiences, library_audiences.c.id == library_documents.c.audience_id)
COLUMNS = (*library_documents.c, *(library_audiences.c[name] for name in ("tiers", "kinds", "countries", "is_internal")))


class SqlLibrary:
    """`handlers.ports_library.Library` on a connection, for one viewer at an instant; `analyser` says where chunks are filed."""

    def __init__(self, connection: Connection, viewer: Viewer, at: datetime, analyser: Analyser) -> None:
        self._connection = connection
        self._viewer = viewer
        self._analyser = analyser
        self._known: set[library_index.Pieces] = set()
        self._theirs: list[int] | None = None
        self._day = at.astimezone(ZoneInfo(viewer.member.zone)).date()

    def documents(self) -> tuple[Document, ...]:
        return self._read(library_documents.c.is_current)

    def get(self, document_id: str) -> Document | None:
        return self._one(library_documents.c.id == document_id)

    def named(self, name: str) -> Document | None:
        return self._one(and_(library_documents.c.name == name, library_documents.c.is_current))

    def content(self, document_id: str) -> bytes | None:
        query = select(library_contents.c.content).join(
            library_documents, library_documents.c.number == library_contents.c.document_number
        )
        found: bytes | None = self._connection.execute(query.where(library_documents.c.id == document_id, self._sight())).scalar()
        return found

    def chunks(self, document_id: str) -> tuple[Chunk, ...]:
        query = select(library_chunks).join(library_documents, library_documents.c.number == library_chunks.c.document_number)
        own = query.where(library_documents.c.id == document_id, self._sight()).order_by(library_chunks.c.number)
        return tuple(chunk_of(row, row["number"]) for row in self._connection.execute(own).mappings())

    def put(self, document: Document, content: bytes, chunks: Sequence[Chunk]) -> Document:
        (put,) = self.put_all([(document, content, chunks)])
        return put

    def put_all(self, shelved: Sequence[tuple[Document, bytes, Sequence[Chunk]]]) -> list[Document]:
        """Puts each document, which have different names: several are filed quicker together."""
        put, filings = [], []
        for document, content, chunks in shelved:
            newest = select(func.max(library_documents.c.version)).where(library_documents.c.name == document.name)
            version = (self._connection.execute(newest).scalar() or 0) + 1
            if version > 1:
                self._retire(and_(library_documents.c.name == document.name, library_documents.c.is_current))
            document = replace(document, version=version)
            filings.append(self._shelve(document, content, chunks))
            put.append(document)
        library_index.file_chunks(self._connection, filings, self._known)
        return put

    def _shelve(self, document: Document, content: bytes, chunks: Sequence[Chunk]) -> library_index.Filing:
        audience_id = self._audience(document.audience)
        self._theirs = None  # it may be new
        written = self._connection.execute(insert(library_documents).values(**_row(document), audience_id=audience_id))
        (number,) = written.inserted_primary_key or (0,)
        self._connection.execute(insert(library_contents), {"document_number": number, "content": content})
        terms = {chunk.number: self._analyser.terms(document, chunk) for chunk in chunks}
        if chunks:
            rows = [_chunk_row(number, chunk) | {"words": terms[chunk.number].words} for chunk in chunks]
            self._connection.execute(insert(library_chunks), rows)
        return library_index.Filing(document_number=number, audience_id=audience_id, terms=terms)

    def remove(self, document_id: str) -> bool:
        return self._retire(and_(library_documents.c.id == document_id, library_documents.c.is_current))

    def counts(self, keys: Sequence[int]) -> Counts:
        return library_index.count(self._connection, self._audiences(), keys)

    def spelled_alike(self, weights: Mapping[int, int], *, most: int) -> Mapping[int, int]:
        return library_index.heaviest_terms(self._connection, weights, most)

    def candidates(self, weights: Mapping[int, int], day: date, *, most: int) -> tuple[Candidate, ...]:
        return tuple(map(_candidate, library_index.heaviest(self._connection, self._audiences(), weights, day, most)))

    def nearest(self, meaning: Meaning, day: date, *, most: int) -> tuple[Candidate, ...]:
        return tuple(map(_candidate, library_vectors.nearest(self._connection, self._viewer, meaning, day, most)))

    def nearness(self, meaning: Meaning, candidates: Sequence[Candidate]) -> dict[tuple[str, int], Any]:
        chunks = [(one.document_id, one.number) for one in candidates]
        return library_vectors.cosines(self._connection, self._viewer, meaning, chunks)

    def found(self, candidates: Sequence[Candidate]) -> tuple[tuple[Document, Chunk], ...]:
        wanted = [(one.document_id, one.number) for one in candidates]
        chunk = library_chunks.c
        query = (
            select(*COLUMNS, chunk.number.label("chunk_number"), *(chunk[name] for name in ("page", "slide", "headings", "text")))
            .select_from(DOCUMENTS.join(library_chunks, chunk.document_number == library_documents.c.number))
            .where(tuple_(library_documents.c.id, chunk.number).in_(wanted), library_index.for_viewer(self._viewer))
        )
        rows = self._connection.execute(query).mappings()
        there = {(row["id"], row["chunk_number"]): (document_of(row), chunk_of(row, row["chunk_number"])) for row in rows}
        return tuple(there[one] for one in wanted)

    def reindex(self, document_id: str) -> None:
        """Files the chunks of a current document, of which nothing is filed."""
        query = select(library_documents.c.number, library_documents.c.audience_id).where(library_documents.c.id == document_id)
        row = self._connection.execute(query).one()
        document = self.get(document_id)
        if document is None:
            return
        filed = {chunk.number: self._analyser.terms(document, chunk) for chunk in self.chunks(document_id)}
        filing = library_index.Filing(document_number=row.number, audience_id=row.audience_id, terms=filed)
        library_index.file_chunks(self._connection, [filing], self._known)
        for number, terms in filed.items():
            is_it = and_(library_chunks.c.document_number == row.number, library_chunks.c.number == number)
            self._connection.execute(update(library_chunks).where(is_it).values(words=terms.words))

    def clear_index(self) -> None:
        """Takes everything out of the index; whoever calls this files every document anew in the same transaction."""
        library_index.clear(self._connection)
        self._known.clear()

    # ── inside ───────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _audiences(self) -> list[int]:
        if self._theirs is None:
            self._theirs = library_index.audiences_of(self._connection, self._viewer)
        return self._theirs

    def _sight(self) -> ColumnElement[bool]:
        """The version is for the viewer, and so is the current one of its name, if there is one; for partners, both count today."""
        now = library_documents.alias("now")
        theirs = library_index.for_viewer(self._viewer)
        if self._viewer.partner is None:
            return theirs
        theirs = and_(theirs, library_index.counts_on(self._day))
        hidden = select(now.c.number).where(
            now.c.name == library_documents.c.name,
            now.c.is_current,
            now.c.number.not_in(select(library_documents.c.number).where(theirs).correlate(None)),
        )
        return and_(theirs, ~exists(hidden))

    def _one(self, condition: ColumnElement[bool]) -> Document | None:
        return next(iter(self._read(condition)), None)

    def _read(self, condition: ColumnElement[bool]) -> tuple[Document, ...]:
        return tuple(document for _, document in self._numbered(and_(condition, self._sight())))

    def _numbered(self, condition: ColumnElement[bool]) -> list[tuple[int, Document]]:
        query = select(*COLUMNS).select_from(DOCUMENTS).where(condition)
        rows = self._connection.execute(query.order_by(library_documents.c.name, library_documents.c.version)).mappings()
        return [(row["number"], document_of(row)) for row in rows]

    def _retire(self, condition: ColumnElement[bool]) -> bool:
        query = select(*COLUMNS).select_from(DOCUMENTS).where(condition).with_for_update(of=library_documents)
        row = self._connection.execute(query).mappings().first()
        if row is None:
            return False
        own = select(library_chunks).where(library_chunks.c.document_number == row["number"])
        chunks = [chunk_of(each, each["number"]) for each in self._connection.execute(own).mappings()]
        filed = {chunk.number: self._analyser.terms(document_of(row), chunk) for chunk in chunks}
        filing = library_index.Filing(document_number=row["number"], audience_id=row["audience_id"], terms=filed)
        library_index.unfile_chunks(self._connection, filing)
        library_vectors.forget(self._connection, row["number"])
        is_it = library_documents.c.number == row["number"]
        self._connection.execute(update(library_documents).where(is_it).values(is_current=False))
        return True

    def _audience(self, audience: Audience) -> int:
        row = _audience_row(audience)
        same = and_(*(library_audiences.c[name] == value for name, value in row.items()))
        self._connection.execute(insert_new(self._connection, library_audiences).values(row))
        return int(self._connection.execute(select(library_audiences.c.id).where(same)).scalar_one())


def _candidate(row: Mapping[Any, Any]) -> Candidate:
    return Candidate(
        document_id=row["id"],
        number=row["number"],
        name=row["name"],
        language=row["language"],
        kind=DocumentKind(row["kind"]),
        words=row["words"],
    )


def _barred(values: frozenset[str]) -> str:
    return f"{_BAR}{_BAR.join(sorted(values))}{_BAR}" if values else ""


def _unbarred(text: str) -> list[str]:
    return [value for value in text.split(_BAR) if value]


def _audience_row(audience: Audience) -> dict[str, Any]:
    return {
        "tiers": _barred(frozenset(tier.value for tier in audience.tiers)),
        "kinds": _barred(frozenset(kind.value for kind in audience.kinds)),
        "countries": _barred(audience.countries),
        "is_internal": audience.is_internal,
    }


def _row(document: Document) -> dict[str, Any]:
    kept = {column.name for column in library_documents.c} - {"number", "is_current", "kind", "audience_id"}
    return {name: getattr(document, name) for name in kept} | {"kind": document.kind.value, "is_current": True}


def document_of(row: Mapping[Any, Any]) -> Document:
    plain = {column.name for column in library_documents.c} - {"number", "is_current", "kind", "audience_id"}
    return Document(
        kind=DocumentKind(row["kind"]),
        audience=Audience(
            tiers=frozenset(map(Tier, _unbarred(row["tiers"]))),
            kinds=frozenset(map(PartnerKind, _unbarred(row["kinds"]))),
            countries=frozenset(_unbarred(row["countries"])),
            is_internal=row["is_internal"],
        ),
        **{name: row[name] for name in plain},
    )


def _chunk_row(number: int, chunk: Chunk) -> dict[str, Any]:
    place = chunk.place
    return {
        "document_number": number,
        "number": chunk.number,
        "page": place.page,
        "slide": place.slide,
        "headings": list(place.headings),
        "text": chunk.text,
    }


def chunk_of(row: Mapping[Any, Any], number: int) -> Chunk:
    place = Place(page=row["page"], slide=row["slide"], headings=tuple(row["headings"]))
    return Chunk(number=number, place=place, text=row["text"])
