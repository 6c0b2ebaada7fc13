"""The files of the demo's library, of every format and as other programs' would be, are read with all that they say."""

from __future__ import annotations

import re
from datetime import date

import pytest

from bot.demo.shelf.sources import Source, sources
from bot.demo.shelf.stock import made
from knowledge.ingest.chunking import LONGEST
from tests.knowledge.reading_here import read, shown

SOURCES = sources(date(2026, 11, 1))
_WORD = re.compile(r"\w+")


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: f"{source.name}-{source.language}")
def test_a_file_of_the_demo_is_read_whole(source: Source) -> None:
    document = read(source.name, made(source))
    assert document.language == source.language
    assert document.title
    assert all(0 < len(chunk.text) <= LONGEST for chunk in document.chunks)
    assert set(_WORD.findall(source.text)) - set(_WORD.findall(shown(document))) == set()
