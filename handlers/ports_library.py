"""What the conversation needs of the library: documents and their files, passages that may answer, and an answer that cites them.

Storage keeps the shelves, for a viewer: what the viewer may not see is not there, neither in a list nor in a count. Knowledge makes
the answers. A question is looked up while the database may be read, and worded when it is not: a model takes long.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final, Protocol

from program.collateral import Document, DocumentKind

#: Ingest writes rows of tables as lines.
_BETWEEN_CELLS: Final = re.compile(r"(?<!\S)\|(?!\S)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in a document: a page or a slide (both from 1, None where it has none), and the headings above, outermost first."""

    page: int | None = None
    slide: int | None = None
    headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """A part of a document, 600 to 900 characters where the text allows, that crosses no heading, slide or page.

    `number` counts from 0 within the document. `text` is what a person may be shown: no hidden text, no control characters.
    """

    number: int
    place: Place
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDocument:
    """What reading a file gave: its own title ("" where it has none), language ("en", "de" or ""), and its chunks in order.

    `stated` is what the file says of itself in its front matter, checked: title, language, product, industry, kind, owner,
    valid_from, valid_until (ISO days), tiers, partner_kinds, countries (lists, joined by ", "), internal ("yes" or "no"), version.
    """

    title: str
    language: str
    media_type: str
    pages: int
    chunks: tuple[Chunk, ...]
    stated: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A chunk that may answer, in its document; `score` is from 0 (nothing in common with the question) to 1."""

    document: Document
    chunk: Chunk
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Words of a document, as they stand there, and where. Of rows of a table, `header` is the line of its column names."""

    document: Document
    place: Place
    quote: str
    header: str = ""

    @property
    def said(self) -> str:
        """The quote as people read it: each cell of a row with the name of its column before it."""
        return "\n".join(_with_columns(self.header, line) for line in self.quote.split("\n")) if self.header else self.quote


def _with_columns(header: str, row: str) -> str:
    """The row, or the row under the header where a cell does not have its name."""
    names, cells = (list(map(str.strip, _BETWEEN_CELLS.split(line))) for line in (header, row))
    if len(names) != len(cells):
        return f"{header}\n{row}"
    return " · ".join(f"{name}: {cell}" if name else cell for name, cell in zip(names, cells, strict=True) if cell)


class Verdict(StrEnum):
    """How far a question could be answered."""

    ANSWERED = "answered"
    UNSURE = "unsure"  # the closest passages are shown, and said to be no more than that
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question as it was asked, in "en" or "de", on a day. `before` are the questions just before it, newest last.

    With `only`, documents of other kinds are not looked at.
    """

    text: str
    language: str
    day: date
    before: tuple[str, ...] = ()
    only: DocumentKind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What a text means to an embedding model: so many numbers, 32-bit floats packed with the least byte first, of length one.

    Only those of one model with as many numbers can be compared.
    """

    model: str
    dimensions: int
    vector: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of a question. `confidence` is from 0 to 1.

    `citations` bear the answer where there is one, and are the closest passages where it is unsure. `text` is the model's wording
    where `is_worded` (each sentence ends with its citations' numbers from 1 in brackets), else the quotes themselves. `contradicts`
    are citations of other documents that say something else. `open` are the parts of the question that it does not answer, where
    it answers others.
    """

    question: Question
    verdict: Verdict
    confidence: float
    text: str = ""
    citations: tuple[Citation, ...] = ()
    contradicts: tuple[Citation, ...] = ()
    is_worded: bool = False
    is_strict: bool = False
    open: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a chunk is filed under, by keys of 32 bits with a sign, and what of it is weighed.

    `impacts` says of each term how much the chunk says about it, from 1 to 1000. `pieces` has its words, each as its term and its
    grams, of which several words may have the same. `words` is what `Candidate.words` will be.
    """

    impacts: Mapping[int, int]
    pieces: frozenset[tuple[int, tuple[int, ...]]]
    words: str


class Analyser(Protocol):
    """Says what a chunk is filed under; the same for the same document and chunk, whoever asks and when."""

    def terms(self, document: Document, chunk: Chunk) -> Terms: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many chunks the viewer may see, and in how many of them each key is; a key that is in none is left out."""

    chunks: int = 0
    of: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A chunk that shares terms with a question: chunk `number` of the document `name`. `words` are as the analyser filed them."""

    document_id: str
    number: int
    name: str
    language: str
    kind: DocumentKind
    words: str


class Library(Protocol):
    """The documents in a viewer's sight, as `Work.library` and before a turn. Only who may look after it puts or removes.

    Partners see what is for them and counts today; the vendor's own people see everything, but nobody is answered from what does
    not count. A version that was replaced or removed is in sight of those who may see both it and what replaced it.

    Whoever opens it in storage hands it the analyser of knowledge, which makes a chunk's terms: handlers put chunks and no terms.
    """

    def documents(self) -> tuple[Document, ...]:
        """The current version of each, by name."""
        ...

    def get(self, document_id: str) -> Document | None: ...
    def named(self, name: str) -> Document | None:
        """The current version."""
        ...

    def content(self, document_id: str) -> bytes | None:
        """The file as it was added."""
        ...

    def chunks(self, document_id: str) -> tuple[Chunk, ...]: ...
    def put(self, document: Document, content: bytes, chunks: Sequence[Chunk]) -> Document:
        """Adds the document, or replaces the current version of its name at once; returns it with the version it has become."""
        ...

    def remove(self, document_id: str) -> bool:
        """Takes the document out of lists and answers; what cites it can still be looked at. False when it was not there."""
        ...

    def counts(self, keys: Sequence[int]) -> Counts: ...
    def spelled_alike(self, weights: Mapping[int, int], *, most: int) -> Mapping[int, int]:
        """The terms of words that have the highest sums of the weights of their grams, with the sums."""
        ...

    def candidates(self, weights: Mapping[int, int], day: date, *, most: int) -> tuple[Candidate, ...]:
        """The chunks with the highest sums of weight times impact of their terms, best first; only of documents that count."""
        ...

    def nearest(self, meaning: Meaning, day: date, *, most: int) -> tuple[Candidate, ...]:
        """The chunks that are nearest in meaning, of documents that count; none where none has a vector of that model."""
        ...

    def nearness(self, meaning: Meaning, candidates: Sequence[Candidate]) -> Mapping[tuple[str, int], float]:
        """The cosine of the angle between the meaning and each chunk's, by document id and number; without those that have none."""
        ...

    def found(self, candidates: Sequence[Candidate]) -> tuple[tuple[Document, Chunk], ...]:
        """The chunks themselves with their documents, in the same order."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the library has on a question: the answer in its own words, and the passages that a model may word one from."""

    answer: Answer
    passages: tuple[Passage, ...] = ()


#: Is told a sentence of an answer that is still being made. What was told may yet be replaced: only the answer counts.
Tell = Callable[[str], None]


class Answerer(Protocol):
    """Answers questions from a library."""

    def meaning(self, question: Question) -> Meaning | None:
        """What the question means to an embedding model, if one is configured and answers; reads nothing, and may take seconds."""
        ...

    def look(self, question: Question, library: Library, meaning: Meaning | None = None) -> Found:
        """Reads what is there; quick, and the only part that reads."""
        ...

    def word(self, found: Found, tell: Tell | None = None) -> Answer:
        """The answer in a model's words where a model is configured and keeps to the passages, else in the documents' own.

        `tell` hears the sentences of an answer in a model's words one by one, as soon as each is checked.
        """
        ...


class Unanswered(Exception):
    """A handler wants an answer that takes longer than a transaction may: the turn is run again when there is one."""

    def __init__(self, question: Question) -> None:
        super().__init__("a question is to be looked up before the turn")
        self.question = question


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """The answers that were made for a turn so far."""

    made: Mapping[Question, Answer] = field(default_factory=dict)

    def to(self, question: Question) -> Answer:
        """Raises Unanswered where there is none yet."""
        if question not in self.made:
            raise Unanswered(question)
        return self.made[question]


class Reader(Protocol):
    """Reads files into chunks; outside of any transaction."""

    def read(self, name: str, content: bytes) -> ReadDocument:
        """Raises Unreadable where the file is broken, protected, too large, or of no known format."""
        ...


class Unreadable(Exception):
    """A file that cannot be taken into the library. `code` is the reason, stable; `fields` what a sentence about it may name."""

    def __init__(self, code: str, **fields: str) -> None:
        super().__init__(code)
        self.code = code
        self.fields = fields


#: Why a file cannot be read; each has its sentence for people.
UNREADABLE: Sequence[str] = (
    "document.unknown_format",
    "document.other_format",  # it is not what its name says
    "document.front_matter",
    "document.broken",
    "document.encrypted",
    "document.too_large",
    "document.too_many_pages",
    "document.unpacks_too_large",
    "document.took_too_long",
    "document.no_text",
)
