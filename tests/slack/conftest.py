"""The counter that the tests of the whole chat stand at, and the scene in which the real process is looked at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.house import House
from tests.slack.bot_process import Bot, running
from tests.slack.counter import Counter
from tests.slack.scene import Scene
from tests.slack_fake.slack import FakeSlack


@pytest.fixture
def counter(furnished_url: str) -> Iterator[Counter]:
    house = House(furnished_url)
    try:
        yield Counter(house)
    finally:
        house.close()


@pytest.fixture
def scene(furnished_url: str, tmp_path: Path) -> Iterator[Scene]:
    house = House(furnished_url)
    with FakeSlack() as slack:
        yield Scene(slack, house, tmp_path)
    house.close()


@pytest.fixture
def bot(scene: Scene) -> Iterator[Bot]:
    with running(scene.slack, scene.house, scene.log) as up:
        yield up
