"""Fills the demo's library with the vendor's collateral: made, read and filed once, when nothing is in it yet."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final
from zlib import crc32

from bot.demo.people import members_id
from bot.demo.sequence import fixed_id
from bot.demo.shelf import Source, made, sources
from handlers.ports_library import Analyser, ReadDocument, Reader
from program.access import BY_RULE
from program.collateral import Document
from program.periods import local_date
from program.policy import Program
from storage.engine import Database
from storage.library import SqlLibrary

#: In days: the demo's documents have come in over time.
_OLDEST: Final = 420


def stock_library(database: Database, program: Program, reader: Reader, analyser: Analyser, *, at: datetime) -> int:
    """How many files were put into the library as of the instant `at`; none where it has documents already, whosever they are.

    Takes some seconds, nearly all of them before its transaction is open.
    """
    with database.reading() as connection:
        if SqlLibrary(connection, BY_RULE, at, analyser).documents():
            return 0
    files = [(source, made(source)) for source in sources(local_date(at, program.zone))]
    documents = [(source, content, reader.read(source.name, content)) for source, content in files]
    with database.transaction() as connection:
        library = SqlLibrary(connection, BY_RULE, at, analyser)
        if library.documents():  # another process did it in the meantime
            return 0
        for source, content, read in documents:
            library.put(_document(source, content, read, at), content, read.chunks)
    return len(documents)


def _document(source: Source, content: bytes, read: ReadDocument, at: datetime) -> Document:
    return Document(
        id=fixed_id("K-", f"{source.name} {source.version}"),
        name=source.name,
        version=source.version,
        title=source.title,
        kind=source.kind,
        media_type=read.media_type,
        language=source.language,
        added_at=at - timedelta(days=crc32(source.name.encode()) % _OLDEST),
        size=len(content),
        digest=sha256(content).hexdigest(),
        pages=read.pages,
        product=source.product,
        industry=source.industry,
        owner_id=members_id(source.owner),
        valid_from=source.valid_from,
        valid_until=source.valid_until,
        audience=source.audience,
    )
