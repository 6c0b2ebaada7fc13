"""A backup holds everything, and what is restored from it, on either database, is what there was."""

from __future__ import annotations

import gzip
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, select
from typer.testing import CliRunner, Result

from bot.cli import app
from storage.engine import Database
from storage.every_table import METADATA
from tests.bot.house import POLICY_FILE, House

SUMMARY = "Register Acme GmbH, contact Max Muster max@acme.example, 45k EUR, closing end of March"


def everything(url: str) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, as whatever type it is."""
    database = Database(url)
    with database.reading() as connection:
        found = {
            table.name: [dict(row) for row in connection.execute(select(table).order_by(*table.primary_key.columns)).mappings()]
            for table in METADATA.sorted_tables
        }
        there = {name for name in inspect(connection).get_table_names() if not name.startswith("procrastinate_")}
    database.close()
    assert there - {"alembic_version"} == set(found), "a table that no copy would hold"
    return found


def command(url: str, *words: str) -> Result:
    env = {"DATABASE_URL": url, "PARTNERBOT_POLICY": str(POLICY_FILE)}
    return CliRunner().invoke(app, words, env=env, catch_exceptions=False)


@pytest.fixture
def lived_in(furnished_url: str) -> Iterator[House]:
    """With deals, money, questions, quotes and a deal that renews another."""
    house = House(furnished_url)
    nora = house.talk("nordwind")
    for words in (SUMMARY, "yes", "my deals", "I want to talk to a person", "can I give 10 % on 5 FlowDesk CRM to Acme GmbH?"):
        nora.say(words)
    house.talk("rival").say("Register Zeppelin Werke AG, contact x@zeppelin.example, 10k EUR, closing end of March")
    house.talk("rival").say("yes")
    yield house
    house.close()


Break = Callable[[bytes], bytes]


@pytest.mark.parametrize(
    ("database_url", "blank_database_url"),
    [
        pytest.param("sqlite", "postgresql", marks=pytest.mark.postgres),
        pytest.param("postgresql", "sqlite", marks=pytest.mark.postgres),
        pytest.param("postgresql", "postgresql", marks=(pytest.mark.postgres, pytest.mark.slow)),
        pytest.param("sqlite", "sqlite", marks=pytest.mark.slow),
    ],
    indirect=True,
)
def test_what_is_restored_is_what_there_was_and_goes_on(lived_in: House, blank_database_url: str, tmp_path: Path) -> None:
    file = tmp_path / "all.backup"
    before = everything(lived_in.url)
    assert len([name for name, rows in before.items() if rows]) >= 15
    assert command(lived_in.url, "backup", str(file)).exit_code == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    restored = command(blank_database_url, "restore", str(file))
    assert restored.exit_code == 0, restored.output
    assert everything(blank_database_url) == before
    house = House(blank_database_url)
    nora = house.talk("nordwind")
    assert "Acme GmbH" in nora.say("my deals")
    nora.say("Register Berta AG, contact b@berta.example, 10k EUR, closing end of March")
    assert "Approved" in nora.say("yes")
    house.close()
    again = command(blank_database_url, "restore", str(file))
    assert again.exit_code == 1
    assert "The database is not empty" in again.output


CHANGES: dict[str, tuple[Break, str]] = {
    "cut off": (lambda text: b"\n".join(text.splitlines()[:-1]) + b"\n", "is cut off"),
    "a row less": (lambda text: text.replace(text.splitlines()[-3] + b"\n", b"", 1), "is damaged"),
    "a word changed": (lambda text: text.replace(b"Acme GmbH", b"Acma GmbH", 1), "is damaged"),
    "of another version": (lambda text: text.replace(b'"version": "', b'"version": "9', 1), "Restore it with its own release"),
    "something else": (lambda text: b"[1]\n", "is no backup"),
}


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("blank_database_url", ["sqlite"], indirect=True)
def test_a_backup_that_was_changed_is_refused_and_leaves_nothing(
    lived_in: House, blank_database_url: str, tmp_path: Path, name: str
) -> None:
    file, (change, words) = tmp_path / "all.backup", CHANGES[name]
    command(lived_in.url, "backup", str(file))
    file.write_bytes(gzip.compress(change(gzip.decompress(file.read_bytes()))))
    refused = command(blank_database_url, "restore", str(file))
    assert refused.exit_code == 1
    assert words in refused.output
    assert {name for name, rows in everything(blank_database_url).items() if rows} == {"schema_floor"}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_file_that_is_there_is_not_written_over(lived_in: House, tmp_path: Path) -> None:
    file = tmp_path / "all.backup"
    file.write_text("precious", encoding="utf-8")
    assert command(lived_in.url, "backup", str(file)).exit_code == 1
    assert file.read_text(encoding="utf-8") == "precious"
    refused = command(f"sqlite:///{tmp_path / 'new.db'}", "restore", str(file))
    assert "damaged, or no backup" in refused.output
