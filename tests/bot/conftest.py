"""The house that the tests of whole turns stand in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.bot.house import House, furnish


@pytest.fixture
def house(database_url: str) -> Iterator[House]:
    """A small program and a bot over it, on a database of its own: on SQLite and on PostgreSQL, or where the test says."""
    built = House(database_url)
    try:
        furnish(built)
        yield built
    finally:
        built.close()
