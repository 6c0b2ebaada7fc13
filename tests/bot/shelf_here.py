"""Some of the demo's collateral in the tests' own program: files only, so that nobody is answered from them."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from hashlib import sha256
from typing import Final

from bot.demo.shelf import Source, made, sources
from knowledge.analysing import LetterAnalyser
from program.access import BY_RULE
from program.collateral import Document
from storage.engine import Transaction
from storage.library import SqlLibrary

_NAMES: Final = (
    "one-pagers/nimbus-backup.pdf",
    "one-pagers/nimbus-backup-de.pdf",
    "one-pagers/edgeconnect.pdf",
    "battlecards/handel.docx",
    "battlecards/sentinel-vs-bastionet.pdf",
    "battlecards/signflow-vs-inkmark.md",
    "case-studies/kaufring-nord-retail.pdf",
    "case-studies/hallberg-antriebe-manufacturing.pdf",
    "case-studies/spedition-elbtal-logistik.pdf",
    "case-studies/bezirk-donautal-verwaltung.pdf",
    "datasheets/nimbus-backup.pdf",
    "offers/migration-offer.pdf",
    "offers/sentinel-eintauschaktion.pdf",
    "legal/resale-terms.pdf",
    "internal/pricing-guidance.md",
)
_MEDIA_TYPES: Final = {
    "pdf": "application/pdf",
    "md": "text/markdown",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@cache
def _made(today: date) -> tuple[tuple[Source, bytes], ...]:
    newest = {source.name: source for source in sources(today)}
    return tuple((newest[name], made(newest[name])) for name in _NAMES)


def fill_shelf(connection: Transaction, at: datetime) -> None:
    """Puts them into the library, as documents K-1, K-2 …"""
    library = SqlLibrary(connection, BY_RULE, at, LetterAnalyser())
    for number, (source, content) in enumerate(_made(at.date()), 1):
        document = Document(
            id=f"K-{number}",
            name=source.name,
            version=1,
            title=source.title,
            kind=source.kind,
            media_type=_MEDIA_TYPES[source.name.rsplit(".", 1)[1]],
            language=source.language,
            added_at=at,
            size=len(content),
            digest=sha256(content).hexdigest(),
            product=source.product,
            industry=source.industry,
            valid_from=source.valid_from,
            valid_until=source.valid_until,
            audience=source.audience,
        )
        library.put(document, content, ())
