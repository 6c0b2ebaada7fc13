"""Microsoft on loopback with the bot before it; and what npm installed for the tests, with a page in which cards are drawn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.bot.house import House
from tests.teams.bot_here import BotHere
from tests.teams.renderer import NPM, browser, prepare
from tests.teams_fake.microsoft import FakeMicrosoft


@pytest.fixture(scope="session")
def npm_modules() -> Path:
    """Where npm put what `make install-dev` installs with it; without npm these tests are skipped, but not in CI."""
    modules = NPM / "node_modules"
    if not (modules / ".package-lock.json").is_file():
        pytest.skip("npm installed nothing for the tests of Teams' cards; install npm, then: make install-dev")
    return modules


@pytest.fixture(scope="module")  # not the session: its event loop would stand in the way of other tests
def page(chromium: str, npm_modules: Path) -> Iterator[Page]:
    with browser(chromium) as launched:
        page = launched.new_page()
        prepare(page)
        yield page


@pytest.fixture
def microsoft() -> Iterator[FakeMicrosoft]:
    microsoft = FakeMicrosoft()
    yield microsoft
    microsoft.close()


@pytest.fixture
def bot(microsoft: FakeMicrosoft, furnished_url: str) -> Iterator[BotHere]:
    house = House(furnished_url)
    bot = BotHere(microsoft, house)
    yield bot
    bot.close()
    house.close()
