"""The desk at which reminders are tested: a small program, a bot over it and a chat."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.bot.house import House
from tests.delivery.desk import Desk
from tests.nudges.reach import reach


@pytest.fixture
def desk(furnished_url: str) -> Iterator[Desk]:
    """On SQLite and on PostgreSQL, or where the test says; everybody can be written to."""
    house = House(furnished_url)
    try:
        desk = Desk(house)
        reach(desk)
        yield desk
    finally:
        house.close()
