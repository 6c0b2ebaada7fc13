"""Questions to the library from the command line: one for a person, or a stream of JSON lines for whoever measures."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final, TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.clock import elapsed, now
from bot.lines import read_objects
from handlers.ports_library import Library, Place, Question
from handlers.understanding.language import language_of
from knowledge.scoring import Scored
from knowledge.searching import search

_EXAMPLE: Final = '{"id": 1, "question": "How long is a deal protected?", "language": "en", "top": 10}'
_TOP: Final = 10


def search_lines(library: Library, source: TextIO, sink: TextIO) -> None:
    """Writes {"id", "hits": [{"document", "text", "score"}], "ms"} a line, best first; "ms" is how long this question took."""
    for _, row in read_objects(source, _fits, _EXAMPLE):
        began = elapsed()
        found = search(_question(row["question"], row.get("language")), library)[: row.get("top", _TOP)]
        hits = [_hit(one) for one in found]
        answer = {"id": row.get("id"), "hits": hits, "ms": round((elapsed() - began) * 1e3, 3)}
        sink.write(json.dumps(answer, ensure_ascii=False) + "\n")


def show_passages(library: Library, question: str, console: Console) -> None:
    """Draws the passages nearest to the question, for a person."""
    table = Table("score", "document", "where", "passage")
    found: Sequence[Scored] = search(_question(question, None), library)[:_TOP]
    for one in found:
        document, chunk = one.candidate.document, one.candidate.chunk
        table.add_row(f"{one.score:.2f}", Text(document.name), Text(place(chunk.place)), Text(chunk.text))
    console.print(table if found else "Nothing in the library has anything of that.")


def place(place: Place) -> str:
    """Where something stands in a document."""
    number = f"page {place.page}" if place.page else f"slide {place.slide}" if place.slide else ""
    return ", ".join(part for part in (number, " > ".join(place.headings)) if part)


def _hit(one: Scored) -> dict[str, Any]:
    return {"document": one.candidate.document.name, "text": one.candidate.chunk.text, "score": round(one.score, 6)}


def _question(text: str, language: str | None) -> Question:
    return Question(text=text, language=language or language_of(text) or "en", day=now().date())


def _fits(row: Mapping[str, Any]) -> bool:
    top = row.get("top", _TOP)
    return isinstance(row.get("question"), str) and isinstance(top, int) and top > 0
