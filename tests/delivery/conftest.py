"""The desk at which the tests of the delivery work."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.bot.house import House
from tests.delivery.desk import Desk


@pytest.fixture
def desk(furnished_url: str) -> Iterator[Desk]:
    """A small program, a bot over it and a chat, on a database of its own: on SQLite and on PostgreSQL, or where the test says."""
    house = House(furnished_url)
    try:
        yield Desk(house)
    finally:
        house.close()
