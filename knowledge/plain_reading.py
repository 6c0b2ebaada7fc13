"""Reads Markdown and text by its headings and paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from handlers.ports_library import Chunk, Place, ReadDocument, Unreadable
from knowledge.languages import language_of_document
from knowledge.sentences import sentences

_LONGEST: Final = 900
_HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*$")


def read_plain(name: str, content: bytes) -> ReadDocument:
    """Raises Unreadable for what is neither Markdown nor text."""
    if not name.lower().endswith((".md", ".txt")):
        raise Unreadable("document.unknown_format", name=name)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        raise Unreadable("document.broken", name=name) from None
    parts = list(_parts(text))
    chunks = [(headings, piece) for headings, body in parts for piece in _pieces(body)]
    if not chunks:
        raise Unreadable("document.no_text", name=name)
    return ReadDocument(
        title=next((headings[0] for headings, _ in parts if headings), ""),
        language=language_of_document(text),
        media_type="text/markdown",
        pages=1,
        chunks=tuple(
            Chunk(number=number, place=Place(headings=headings), text=piece) for number, (headings, piece) in enumerate(chunks)
        ),
    )


def _parts(text: str) -> Iterator[tuple[tuple[str, ...], str]]:
    headings: list[str] = []
    body: list[str] = []
    for line in text.splitlines():
        if found := _HEADING.match(line):
            yield tuple(headings), "\n".join(body)
            headings, body = [*headings[: len(found[1]) - 1], found[2]], []
        else:
            body.append(line)
    yield tuple(headings), "\n".join(body)


def _pieces(body: str) -> Iterator[str]:
    start = end = 0
    for sentence in sentences(body):
        if end > start and sentence.end - start > _LONGEST:
            yield body[start:end]
            start = sentence.start
        if end == 0:
            start = sentence.start
        end = sentence.end
    if end > start:
        yield body[start:end]
