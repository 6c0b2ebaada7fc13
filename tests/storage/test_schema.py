"""The schema is what the code says it is, at every version; a database that is not ours is left alone; events only ever grow."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from importlib.metadata import version
from pathlib import Path
from threading import Timer
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, inspect, text
from sqlalchemy.exc import DatabaseError

import storage.migrations
from storage.columns import Instant
from storage.engine import Database, DatabaseProblem, migrate, read_url
from storage.every_table import METADATA
from storage.migrations import HEAD, KNOWN
from tests.storage.build import CHANNEL, NOW, Record, at_once


@pytest.fixture
def migrated(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture
def blank(blank_database_url: str) -> Iterator[Database]:
    database = Database(blank_database_url)
    yield database
    database.close()


def differences(database: Database) -> list[Any]:
    """What would have to be migrated for the database to be what storage/tables.py says."""

    def same_type(_: Any, __: Any, ___: Any, found: Any, said: Any) -> bool | None:
        return False if isinstance(said, Instant) and type(found).__name__ in {"DATETIME", "TIMESTAMP"} else None

    def is_ours(name: str | None, kind: str, _: Any) -> bool:
        return kind != "table" or not str(name).startswith("procrastinate_")

    opts = {"compare_type": same_type, "compare_server_default": True, "include_name": is_ours}
    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts=opts)
        return list(compare_metadata(context, METADATA))


def test_the_migrations_make_the_tables_that_the_code_uses(migrated: Database) -> None:
    assert differences(migrated) == []


def test_a_difference_between_the_two_would_be_seen(migrated: Database) -> None:
    with migrated.transaction() as connection:
        connection.execute(text("ALTER TABLE products ADD COLUMN colour VARCHAR(8)"))
        connection.execute(text("DROP INDEX ix_outbox_member"))
    assert {change[0] for change in differences(migrated)} == {"remove_column", "add_index"}


def test_what_must_always_hold_is_checked_by_the_database_too(migrated: Database) -> None:
    with migrated.reading() as connection:
        found = {check["name"] for table in METADATA.tables for check in inspect(connection).get_check_constraints(table)}
    said = {c.name for t in METADATA.tables.values() for c in t.constraints if isinstance(c, CheckConstraint) and c.name}
    assert found == said
    assert {str(name).removeprefix("ck_") for name in said} == {
        "asked_questions_confidence_is_a_share",
        "billing_facts_amount_has_currency",
        "dispute_outcomes_amount_has_currency",
        "dispute_outcomes_upheld_has_amount",
        "partner_logos_has_dots",
        "payout_decisions_cancelled_releases",
        "payout_decisions_releases_itself",
        "payout_decisions_two_people",
        "registrations_amount_has_currency",
        "registrations_approved_is_protected",
        "registrations_closed_is_closed",
        "quotes_open_is_undecided",
    }


def test_the_carrier_of_the_outbox_is_of_the_version_that_the_migration_brings() -> None:
    """A newer one may need a newer schema: then it needs a migration, too."""
    assert version("procrastinate") == "3.10.0"


def test_the_release_knows_every_migration_that_it_brings() -> None:
    scripts = ScriptDirectory(str(Path(storage.migrations.__file__).parent))
    assert scripts.get_heads() == [HEAD]
    assert tuple(script.revision for script in scripts.walk_revisions())[::-1] == KNOWN


def test_an_empty_database_is_migrated_by_whatever_needs_it_first(blank: Database) -> None:
    assert blank.version() is None
    blank.prepare()
    assert blank.version() == HEAD
    assert differences(blank) == []
    blank.prepare()


def test_upgrading_twice_changes_nothing(blank: Database) -> None:
    blank.upgrade()
    with blank.transaction() as connection:
        connection.execute(text("INSERT INTO products VALUES ('CRM', 'CRM', '[]', :no, 1)"), {"no": False})
    blank.upgrade()
    assert blank.version() == HEAD
    with blank.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM products")).scalar() == 1


def test_six_that_find_it_empty_at_once_migrate_it_once(blank_database_url: str) -> None:
    at_once([partial(migrate, blank_database_url)] * 6)
    database = Database(blank_database_url)
    assert database.version() == HEAD
    assert differences(database) == []
    database.close()


def test_a_database_that_another_process_is_just_beginning_to_write_is_waited_for(tmp_path: Path) -> None:
    """Until it has its write-ahead log, SQLite says "locked" at once to whoever switches to it beside a writer."""
    path = tmp_path / "new.db"
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("CREATE TABLE products (name)")
        with closing(sqlite3.connect(path, timeout=30)) as control, pytest.raises(sqlite3.OperationalError, match="locked"):
            control.execute("PRAGMA journal_mode = WAL")
        database = Database(f"sqlite:///{path}")
        ends = Timer(0.1, other.execute, args=("ROLLBACK",))
        ends.start()
        assert database.version() is None
        ends.join()
        with database.reading() as connection:
            assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        database.close()


def test_a_database_of_a_newer_release_is_refused(migrated: Database) -> None:
    with migrated.transaction() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        connection.execute(text("UPDATE schema_floor SET version = '9998'"))
    assert not migrated.fits()
    for step in (migrated.prepare, migrated.upgrade):
        with pytest.raises(DatabaseProblem) as refused:
            step()
        assert (refused.value.code, refused.value.fields["version"]) == ("database.newer", "9999")


def test_a_database_of_somebody_else_is_refused_and_left_alone(blank: Database) -> None:
    with blank.transaction() as connection:
        connection.execute(text("CREATE TABLE invoices (id INTEGER)"))
    for step in (blank.prepare, blank.upgrade, blank.version):
        with pytest.raises(DatabaseProblem, match=r"^database\.foreign$"):
            step()
    with blank.reading() as connection:
        assert inspect(connection).get_table_names() == ["invoices"]


def test_a_database_out_of_reach_is_a_problem_that_hides_the_password(tmp_path: Path) -> None:
    for url in (f"postgresql://bot:secret@/bot?host={tmp_path}", f"sqlite:///{tmp_path}"):
        database = Database(url)
        with pytest.raises(DatabaseProblem, match=r"^database\.unreachable$") as refused:
            database.prepare()
        assert "secret" not in refused.value.fields["url"]
        database.close()


@pytest.mark.parametrize("url", ["", "acme", "mysql://localhost/x", "sqlite+aiosqlite:///x.db", "oracle://x", "http://x"])
def test_other_databases_are_refused_by_their_address(url: str) -> None:
    with pytest.raises(DatabaseProblem, match=r"^database\.url$"):
        read_url(url)


def test_postgresql_is_spoken_to_by_the_driver_that_we_bring() -> None:
    for url in ("postgresql://h/d", "postgresql+psycopg2://h/d"):
        assert read_url(url).drivername == "postgresql+psycopg"


@pytest.mark.parametrize("statement", ["UPDATE events SET kind = 'x'", "DELETE FROM events"])
def test_what_happened_cannot_be_changed_or_taken_back(record: Record, statement: str) -> None:
    with record.turn(CHANNEL) as work:
        work.log.add("registration.approved", "R-1", clause="2.2")
    with pytest.raises(DatabaseError, match="append-only"), record.database.engine.begin() as connection:
        connection.execute(text(statement))
    with record.turn(CHANNEL) as work:
        (happened,) = work.log.of("R-1")
        assert (happened.kind, happened.at, happened.actor_id, happened.fields) == (
            "registration.approved",
            NOW,
            CHANNEL.id,
            {"clause": "2.2"},
        )


def test_the_log_cannot_be_emptied_or_replaced_by_a_side_door(record: Record) -> None:
    with record.turn(CHANNEL) as work:
        work.log.add("sample", "s")
    door = "REPLACE INTO events SELECT * FROM events" if record.database.is_sqlite else "TRUNCATE events"
    with pytest.raises(DatabaseError, match="append-only"), record.database.engine.begin() as connection:
        connection.execute(text(door))
