"""The house that the tests of whole turns stand in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.bot.house import House


@pytest.fixture
def house(furnished_url: str) -> Iterator[House]:
    """A small program and a bot over it, on a database of its own: on SQLite and on PostgreSQL, or where the test says."""
    built = House(furnished_url)
    try:
        yield built
    finally:
        built.close()
