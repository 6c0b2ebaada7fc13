"""A library to ask: written in the test, on SQLite and on PostgreSQL, seen by whoever asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from handlers.ports_library import Answer, Chunk, Found, Place, Question
from knowledge.analysing import LetterAnalyser
from knowledge.answering import LibraryAnswerer
from knowledge.glossary import Glossary
from knowledge.translating import Dictionary
from program.collateral import Document, DocumentKind
from program.partners import Member
from storage.library import SqlLibrary
from storage.people import viewer_of
from tests.storage.build import CHANNEL, NOW, SELLER, Record

DICTIONARY = Dictionary(Glossary())


class Asked:
    """Puts documents on the shelf, each sentence group a chunk of its own, and asks for a seller of a silver partner in Germany."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._count = 0

    def shelve(self, name: str, *texts: str, title: str = "", **more: Any) -> None:
        self._count += 1
        known: dict[str, Any] = {
            "id": f"K-{self._count}",
            "name": name,
            "version": 1,
            "title": title or name,
            "kind": DocumentKind.DOCUMENTATION,
            "media_type": "text/markdown",
            "language": "en",
            "added_at": NOW,
            "size": 1,
            "digest": "",
        }
        place = Place(headings=(title,) if title else ())
        chunks = [Chunk(number=number, place=place, text=text) for number, text in enumerate(texts)]
        self._in(CHANNEL, lambda library: library.put(Document(**(known | more)), b"x", chunks))

    def look(self, text: str, *before: str, language: str = "en", who: Member = SELLER) -> Found:
        question = Question(text=text, language=language, day=NOW.date(), before=before)
        found: Found = self._in(who, lambda library: LibraryAnswerer(DICTIONARY).look(question, library))
        return found

    def ask(self, text: str, *before: str, language: str = "en", who: Member = SELLER) -> Answer:
        return self.look(text, *before, language=language, who=who).answer

    def _in(self, who: Member, do: Callable[[SqlLibrary], Any]) -> Any:
        with self._record.database.transaction() as connection:
            return do(SqlLibrary(connection, viewer_of(connection, who, NOW), NOW, LetterAnalyser()))


@pytest.fixture
def record(database_url: str) -> Iterator[Record]:
    opened = Record(database_url)
    yield opened
    opened.database.close()


#: Something of everything, so that words are as rare as in a library.
AROUND = (
    "Invoices are sent on the first working day of the month and are due within 30 days.",
    "The mobile app is available for iOS and Android and works without a connection.",
    "Training sessions take place on Tuesdays; recordings stay online for a year.",
    "A sandbox can be requested by every certified engineer in the portal.",
    "Support answers tickets of severity one within four hours, around the clock.",
    "Backups are taken every night and kept in Frankfurt for five weeks.",
    "The reporting module exports charts as images and tables as spreadsheets.",
    "Marketing funds are granted per quarter and expire at its end.",
    "Webhooks are signed, and a delivery that fails is repeated for three days.",
    "User roles are administrator, editor and reader; roles of one's own can be defined.",
    "The data model can be extended by fields, and a field can be hidden by role.",
    "Our offices are in Hamburg, Vienna and Leeds, and visitors are welcome after registering.",
)


@pytest.fixture
def asked(record: Record) -> Asked:
    made = Asked(record)
    for number, text in enumerate(AROUND):
        made.shelve(f"around-{number}.md", text)
    return made
