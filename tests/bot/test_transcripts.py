"""Every transcript comes true, word for word; a few of them on both databases."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.house import RIVAL_SECRETS, House, leaked
from tests.bot.transcripts import FOLDER, Player, Unlike

TRANSCRIPTS = sorted(FOLDER.glob("*.txt"))
#: Those whose turns touch the most tables.
ALSO_ON_POSTGRESQL = {
    "cross_portfolio.txt",
    "golden_path.txt",
    "more_is_asked.txt",
    "stranger_linked_and_unlinked.txt",
    "tier_reached.txt",
    "tier_review.txt",
}
ON = [
    pytest.param(path, database, id=f"{path.stem}-{database}", marks=[pytest.mark.postgres] if database == "postgresql" else [])
    for path in TRANSCRIPTS
    for database in (("sqlite", "postgresql") if path.name in ALSO_ON_POSTGRESQL else ("sqlite",))
]
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.mark.parametrize(("path", "database_url"), ON, indirect=["database_url"])
def test_the_transcript_comes_true(path: Path, house: House) -> None:
    Player(house).play(path)


def test_the_transcripts_that_both_databases_play_are_there() -> None:
    assert {path.name for path in TRANSCRIPTS} >= ALSO_ON_POSTGRESQL


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_a_transcript_opens_with_what_it_shows(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith("# ")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("# A lie.\n> nordwind: help\n< Nothing of the kind\n", "it was not said"),
        ("# Order counts.\n> nordwind: help\n< My deals\n< Register a deal\n", "after the line before"),
        ("# What must not be said.\n> nordwind: help\n<! Register a deal\n", "it was said"),
        ("# Where it stands.\n> nordwind: help\n= confirming\n", "it is idle"),
        ("# Nobody was told.\n? manager hears\n", "nothing is told"),
        ("# No such button.\n> nordwind: help\n> nordwind presses: Approve\n", "nobody offered"),
    ],
)
@on_sqlite
def test_a_transcript_that_is_not_true_is_found_out(house: House, tmp_path: Path, text: str, why: str) -> None:
    (tmp_path / "lie.txt").write_text(text, encoding="utf-8")
    with pytest.raises(Unlike, match=why):
        Player(house).play(tmp_path / "lie.txt")


def test_the_secrets_of_the_rival_are_looked_for_but_not_what_one_says_oneself() -> None:
    assert leaked("Rita Rauch has it, for 271.828 EUR") == ["Rita Rauch", "271.828"]
    assert leaked("I find no registration “R-RIVAL2”.", said="show r-rival2") == []
    assert len(set(RIVAL_SECRETS)) == len(RIVAL_SECRETS)
