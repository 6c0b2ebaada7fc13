"""How a document that was read comes from the process that read it: as one line of JSON."""

from __future__ import annotations

import json
from typing import Any

from handlers.ports_library import Chunk, Place, ReadDocument, Unreadable


def document_line(document: ReadDocument) -> bytes:
    chunks = [[one.place.page, one.place.slide, one.place.headings, one.text] for one in document.chunks]
    return _line(
        title=document.title,
        language=document.language,
        media_type=document.media_type,
        pages=document.pages,
        chunks=chunks,
        stated=dict(document.stated),
    )


def unreadable_line(why: Unreadable) -> bytes:
    return _line(unreadable=why.code, fields=why.fields)


def document_from(line: bytes) -> ReadDocument:
    """Raises Unreadable where the line says that it is."""
    told = json.loads(line)
    if "unreadable" in told:
        raise Unreadable(told["unreadable"], **told["fields"])
    chunks = tuple(
        Chunk(number=number, place=Place(page=page, slide=slide, headings=tuple(headings)), text=text)
        for number, (page, slide, headings, text) in enumerate(told.pop("chunks"))
    )
    return ReadDocument(chunks=chunks, **told)


def _line(**told: Any) -> bytes:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
