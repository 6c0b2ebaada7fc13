"""Every transcript comes true on Slack as on every chat: by signed deliveries, and by what stands on people's screens.

The fake judges every call meanwhile, and has nothing to object to at the end.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.house import House
from tests.bot.staging import UNTRUE, transcripts, untrue
from tests.bot.transcripts import Player, Unlike
from tests.slack.stage import Stage
from tests.slack_fake.slack import FakeSlack

#: Those in which the most of Slack is used: modals, cards, files, notices, the Home tab, both languages.
QUICK = {
    "bulk",
    "correction",
    "golden_path",
    "golden_path_german",
    "more_is_asked",
    "shared_with_direct_german",
    "stale_buttons",
    "stranger_linked_and_unlinked",
    "transfer_german",
}

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def house(furnished_url: str) -> Iterator[House]:
    house = House(furnished_url)
    yield house
    house.close()


@pytest.fixture
def stage(house: House) -> Iterator[Stage]:
    with FakeSlack() as slack:
        stage = Stage(slack, house)
        yield stage
        stage.bot.close()


@on_sqlite
@pytest.mark.parametrize("path", transcripts(QUICK))
def test_the_transcript_comes_true_on_slack(path: Path, stage: Stage) -> None:
    Player(stage).play(path)
    stage.finish()


@on_sqlite
@pytest.mark.parametrize(("text", "why"), UNTRUE)
def test_a_transcript_that_is_not_true_on_slack_is_found_out(stage: Stage, tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(Unlike, match=why):
        Player(stage).play(untrue(text, tmp_path))
