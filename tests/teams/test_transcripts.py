"""Every transcript comes true in Teams as in every chat: by signed deliveries, and by what stands on people's screens.

The fake judges every call meanwhile, and has nothing to object to at the end.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.house import House, furnish
from tests.bot.transcripts import FOLDER, Player, Unlike
from tests.teams.stage import Stage
from tests.teams_fake.microsoft import FakeMicrosoft

TRANSCRIPTS = sorted(FOLDER.glob("*.txt"))
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
def stage(database_url: str, microsoft: FakeMicrosoft) -> Iterator[Stage]:
    house = House(database_url)
    furnish(house)
    stage = Stage(microsoft, house)
    yield stage
    stage.bot.close()
    house.close()


@on_sqlite
@pytest.mark.parametrize(
    "path", [pytest.param(path, id=path.stem, marks=() if path.stem in QUICK else pytest.mark.slow) for path in TRANSCRIPTS]
)
def test_the_transcript_comes_true_in_teams(path: Path, stage: Stage) -> None:
    Player(stage).play(path)
    stage.finish()


def test_the_quick_ones_are_there() -> None:
    assert {path.stem for path in TRANSCRIPTS} >= QUICK


@on_sqlite
@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("# A lie.\n> nordwind: help\n< Nothing of the kind\n", "it was not said"),
        ("# Where it stands.\n> nordwind: help\n= confirming\n", "it is idle"),
        ("# Nobody was told.\n? manager hears\n", "nothing is told"),
        ("# No such button.\n> nordwind: help\n> nordwind presses: Approve\n", "no such button"),
    ],
)
def test_a_transcript_that_is_not_true_in_teams_is_found_out(stage: Stage, tmp_path: Path, text: str, why: str) -> None:
    (tmp_path / "lie.txt").write_text(text, encoding="utf-8")
    with pytest.raises(Unlike, match=why):
        Player(stage).play(tmp_path / "lie.txt")
