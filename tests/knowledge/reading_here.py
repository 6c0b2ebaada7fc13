"""What tests of reading share: reading in this very process, where a failure shows its trace, and what they look at."""

from __future__ import annotations

import pytest

from handlers.ports_library import ReadDocument, Unreadable
from handlers.unreadable import why_unreadable
from handlers.wording import LANGUAGES, Words
from knowledge.ingest.limits import LIMITS, Limits
from knowledge.ingest.reading import document_of


def read(name: str, content: bytes | str, limits: Limits = LIMITS) -> ReadDocument:
    return document_of(name, content.encode() if isinstance(content, str) else content, limits)


def refusal(name: str, content: bytes | str, limits: Limits = LIMITS) -> str:
    """The code of the reason; every reason must have its sentence, with all of its fields, in every language."""
    with pytest.raises(Unreadable) as raised:
        read(name, content, limits)
    assert all(why_unreadable(Words(language), raised.value) for language in LANGUAGES)
    return raised.value.code


def shown(document: ReadDocument) -> str:
    """All that a person can see of it."""
    return "\n".join(part for chunk in document.chunks for part in (*chunk.place.headings, chunk.text))


def by_headings(document: ReadDocument) -> dict[tuple[str, ...], str]:
    """The text under each heading."""
    found: dict[tuple[str, ...], str] = {}
    for chunk in document.chunks:
        found[chunk.place.headings] = "\n".join(filter(None, [found.get(chunk.place.headings), chunk.text]))
    return found
