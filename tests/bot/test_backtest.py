"""What the deals won so far would have earned under other rules: exact, by partner and tier, and nothing is written."""

from __future__ import annotations

import csv
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest

from bot.cli.backtest import backtest
from storage.ledger_tables import line_dues, sales, statement_lines
from storage.tables import events, registrations
from tests.bot.house import POLICY_FILE, House

on_both = pytest.mark.parametrize("database_url", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True)
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
Play = Callable[..., str]


@pytest.fixture
def play(house: House, tmp_path: Path) -> Play:
    """Plays what was won under the shipped policy with these replacements; the report, and `differences.csv` beside it."""
    for who, company, value in (
        ("nordwind", "Acme GmbH", "48k"),
        ("nordwind", "Beta AG", "100k"),
        ("alpenblick", "Gamma AG", "10k"),
    ):
        talk = house.talk(who)
        talk.say(f"Register {company}, contact Max Muster, {value} EUR, closing end of December")
        talk.say("yes")
        winner = house.talk("direct" if who == "alpenblick" else who)
        winner.say(f"{company} was won for {value}")
        winner.say("yes")

    def played(*changes: tuple[str, str], version: str | None = None) -> str:
        source = POLICY_FILE.read_text(encoding="utf-8")
        for old, new in changes:
            assert old in source, old
            source = source.replace(old, new, 1)
        file = tmp_path / "new.toml"
        file.write_text(source, encoding="utf-8")
        report = StringIO()
        to = tmp_path / "differences.csv"
        backtest(house.database, house.program, file, version=version, to=to, at=house.at, sink=report)
        return report.getvalue()

    return played


def rows(tmp_path: Path) -> dict[str, list[str]]:
    with (tmp_path / "differences.csv").open(encoding="utf-8", newline="") as file:
        return {row[0]: row[1:6] for row in list(csv.reader(file))[1:]}


@on_both
def test_another_rate_makes_its_difference_to_the_cent(play: Play, tmp_path: Path) -> None:
    report = play(("silver = 23", "silver = 23.5"))
    assert "3 deals: 35,540 EUR now, 36,280 EUR then." in report
    assert rows(tmp_path)["Nordwind Systems"] == ["silver", "2", "34040.00", "34780.00", "740.00"]
    assert rows(tmp_path)["Alpenblick Beratung"] == ["bronze", "1", "1500.00", "1500.00", "0.00"]


@on_sqlite
def test_easier_tiers_are_those_that_the_new_rules_would_have_given(play: Play, tmp_path: Path) -> None:
    play(("revenue = 500_000\ndedicated_practice = true\nexecutive_sponsor = true", "revenue = 500_001\ndedicated_practice = true"))
    # Under rules that ask something else, nobody is Silver without what Silver asks: the deals were won as Registered.
    assert rows(tmp_path)["Nordwind Systems"] == ["silver", "2", "34040.00", "29600.00", "-4440.00"]


@on_sqlite
def test_nothing_is_written(play: Play, house: House) -> None:
    tables = (events, registrations, sales, statement_lines, line_dues)
    before = [house.rows(table) for table in tables]
    play(("silver = 23", "silver = 25"))
    assert [house.rows(table) for table in tables] == before


@on_sqlite
def test_a_policy_that_cannot_be_read_says_where(play: Play) -> None:
    assert "silver" in play(("silver = 23", "silver = -1"))


@on_sqlite
def test_a_version_that_is_not_there_is_named(play: Play) -> None:
    assert "there is no version “2031”" in play(version="2031")
