"""Every transcript comes true in Teams as in every chat: by signed deliveries, and by what stands on people's screens.

The fake judges every call meanwhile, and has nothing to object to at the end.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.house import House
from tests.bot.staging import UNTRUE, transcripts, untrue
from tests.bot.transcripts import Player, Unlike
from tests.teams.stage import Stage
from tests.teams_fake.microsoft import FakeMicrosoft

#: Those in which the most of Teams is used: dialogs, cards, files, notices, both languages.
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
def stage(furnished_url: str, microsoft: FakeMicrosoft) -> Iterator[Stage]:
    house = House(furnished_url)
    stage = Stage(microsoft, house)
    yield stage
    stage.bot.close()
    house.close()


@on_sqlite
@pytest.mark.parametrize("path", transcripts(QUICK))
def test_the_transcript_comes_true_in_teams(path: Path, stage: Stage) -> None:
    Player(stage).play(path)
    stage.finish()


@on_sqlite
@pytest.mark.parametrize(("text", "why"), UNTRUE)
def test_a_transcript_that_is_not_true_in_teams_is_found_out(stage: Stage, tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(Unlike, match=why):
        Player(stage).play(untrue(text, tmp_path))
