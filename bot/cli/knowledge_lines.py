"""Questions to the library from the command line: one for a person, or a stream of JSON lines for whoever measures."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final, TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.clock import elapsed, now
from bot.dictionary import DICTIONARY
from bot.lines import read_objects
from handlers.ports_library import Answer, Found, Library, Passage, Place, Question, Verdict
from handlers.understanding.language import language_of
from knowledge.answering import LibraryAnswerer
from knowledge.searching import passages, search
from storage.engine import Database, Transaction

_EXAMPLE: Final = '{"id": 1, "question": "How long is a deal protected?", "language": "en", "top": 10}'
_TOP: Final = 10
_OUTCOMES: Final = {
    Verdict.ANSWERED: "Answered:",
    Verdict.UNSURE: "Not sure. What comes closest:",
    Verdict.UNKNOWN: "The library does not say.",
}


class Asker:
    """Puts questions to the library: an embedding model, if there is one, is asked first what they mean, while nothing is read."""

    def __init__(self, database: Database, answerer: LibraryAnswerer, shelves: Callable[[Transaction], Library]) -> None:
        self._database = database
        self._answerer = answerer
        self._shelves = shelves

    def passages(self, question: Question, top: int) -> tuple[Passage, ...]:
        meaning = self._answerer.meaning(question)
        with self._database.reading() as connection:
            library = self._shelves(connection)
            return passages(search(question, library, DICTIONARY, meaning)[:top], library)

    def look(self, question: Question) -> Found:
        meaning = self._answerer.meaning(question)
        with self._database.reading() as connection:
            return self._answerer.look(question, self._shelves(connection), meaning)

    def answer(self, question: Question) -> Answer:
        """In a language model's words, if there is one."""
        return self._answerer.word(self.look(question))


def search_lines(asker: Asker, source: TextIO, sink: TextIO) -> None:
    """Writes {"id", "hits": [{"document", "text", "score"}], "ms"} a line, best first; "ms" is how long this question took."""
    for _, row in read_objects(source, _fits, _EXAMPLE):
        began = elapsed()
        found = asker.passages(_question(row["question"], row.get("language")), row.get("top", _TOP))
        hits = [_hit(one) for one in found]
        answer = {"id": row.get("id"), "hits": hits, "ms": round((elapsed() - began) * 1e3, 3)}
        sink.write(json.dumps(answer, ensure_ascii=False) + "\n")


def show_passages(asker: Asker, question: str, console: Console) -> None:
    """Draws the passages nearest to the question, for a person."""
    table = Table("score", "document", "where", "passage")
    found = asker.passages(_question(question, None), _TOP)
    for one in found:
        table.add_row(f"{one.score:.2f}", Text(one.document.name), Text(place(one.chunk.place)), Text(one.chunk.text))
    console.print(table if found else "Nothing in the library has anything of that.")


def place(place: Place) -> str:
    """Where something stands in a document."""
    number = f"page {place.page}" if place.page else f"slide {place.slide}" if place.slide else ""
    return ", ".join(part for part in (number, " > ".join(place.headings)) if part)


def ask_lines(asker: Asker, source: TextIO, sink: TextIO) -> None:
    """Writes {"id", "outcome", "confidence", "answer", "sources": [{"document", "quote"}], "ms"} a line."""
    for _, row in read_objects(source, _fits, _EXAMPLE):
        began = elapsed()
        answer = asker.look(_question(row["question"], row.get("language"))).answer
        said = {
            "id": row.get("id"),
            "outcome": answer.verdict.value,
            "confidence": round(answer.confidence, 6),
            "answer": answer.text,
            "sources": [{"document": one.document.name, "quote": one.quote} for one in answer.citations],
            "ms": round((elapsed() - began) * 1e3, 3),
        }
        sink.write(json.dumps(said, ensure_ascii=False) + "\n")


def show_answer(answer: Answer, console: Console) -> None:
    """Draws an answer with its sources, for a person."""
    console.print(_OUTCOMES[answer.verdict])
    if answer.text:
        console.print(Text(answer.text), style="bold" if answer.verdict is Verdict.ANSWERED else "")
    for number, one in enumerate(answer.citations, 1):
        console.print(Text(f"[{number}] {one.document.name}, {place(one.place)}, added {one.document.added_at:%Y-%m-%d}"))
    for part in answer.open:
        console.print(Text(f"Not sure of: {part}"))
    for one in answer.contradicts:
        console.print(Text(f"But {one.document.name}, {place(one.place)}, says: {one.said}"))


def question_of(text: str) -> Question:
    """The question of a person today, in the language that it is written in."""
    return _question(text, None)


def _hit(one: Passage) -> dict[str, Any]:
    return {"document": one.document.name, "text": one.chunk.text, "score": round(one.score, 6)}


def _question(text: str, language: str | None) -> Question:
    return Question(text=text, language=language or language_of(text) or "en", day=now().date())


def _fits(row: Mapping[str, Any]) -> bool:
    top = row.get("top", _TOP)
    return isinstance(row.get("question"), str) and isinstance(top, int) and top > 0
