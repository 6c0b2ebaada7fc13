"""A program with won deals, for what billing delivers by HTTP."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.bot.house import House
from tests.bot.test_importing_billing import deal, put_deals


@pytest.fixture
def house(furnished_url: str) -> Iterator[House]:
    opened = House(furnished_url)
    put_deals(opened.database, deal("R-WWWWW2", "Moorhof AG"), deal("R-WWWWW6", "Monatlich AG", partner="hafenwerk"))
    yield opened
    opened.close()
