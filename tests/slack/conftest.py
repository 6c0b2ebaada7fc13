"""The counter that the tests of the whole chat stand at."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.bot.house import House, furnish
from tests.slack.counter import Counter


@pytest.fixture
def counter(database_url: str) -> Iterator[Counter]:
    house = House(database_url)
    try:
        furnish(house)
        yield Counter(house)
    finally:
        house.close()
