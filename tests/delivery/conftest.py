"""The desk at which the tests of the delivery work."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.bot.house import House, furnish
from tests.delivery.desk import Desk


@pytest.fixture
def desk(database_url: str) -> Iterator[Desk]:
    """A small program, a bot over it and a chat, on a database of its own: on SQLite and on PostgreSQL, or where the test says."""
    house = House(database_url)
    try:
        furnish(house)
        yield Desk(house)
    finally:
        house.close()
