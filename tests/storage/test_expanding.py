"""Old and new releases run side by side: a migration only adds, and one that takes away says which releases that ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Thread
from time import monotonic
from typing import Any

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import inspect, text

from storage.engine import Database, DatabaseProblem
from storage.migrations import HEAD, KNOWN
from storage.migrations.floor import raise_floor
from storage.migrations.upgrade import upgrade
from tests.shares import SQLITE_FIRST

#: From here on, each step only adds, or raises the floor.
SINCE = "0012"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What a release relies on: the columns of each table, and what the table refuses."""

    columns: dict[str, dict[str, tuple[str, bool]]] = field(default_factory=dict)
    refuses: dict[str, frozenset[str]] = field(default_factory=dict)
    floor: str | None = None


def shape_of(database: Database) -> Shape:
    with database.reading() as connection:
        seen = inspect(connection)
        tables = [name for name in seen.get_table_names() if not name.startswith("procrastinate_")]
        columns = {
            name: {each["name"]: (str(each["type"]), _may_be_left_out(each)) for each in seen.get_columns(name)} for name in tables
        }
        refuses = {name: frozenset(map(_named, _refusals(seen, name))) for name in tables}
        floor = connection.execute(text("SELECT version FROM schema_floor")).scalar() if "schema_floor" in tables else None
    return Shape(columns=columns, refuses=refuses, floor=floor)


def _may_be_left_out(column: Any) -> bool:
    return bool(column["nullable"] or column["default"] is not None or column.get("autoincrement") is True)


def _refusals(seen: Any, table: str) -> list[Any]:
    unique = [index for index in seen.get_indexes(table) if index["unique"]]
    return [*seen.get_check_constraints(table), *seen.get_unique_constraints(table), *seen.get_foreign_keys(table), *unique]


def _named(refusal: Any) -> str:
    return str(refusal["name"])


def taken_away(before: Shape, after: Shape) -> list[str]:
    """What a release of the version before would miss, or be refused, afterwards."""
    found = [f"{table} is gone" for table in before.columns.keys() - after.columns.keys()]
    for table in before.columns.keys() & after.columns.keys():
        old, new = before.columns[table], after.columns[table]
        found += [f"{table}.{name} is gone" for name in old.keys() - new.keys()]
        found += [f"{table}.{name} is another" for name in old.keys() & new.keys() if old[name] != new[name]]
        found += [f"{table}.{name} has to be given" for name in new.keys() - old.keys() if not new[name][1]]
        found += [f"{table} refuses more: {name}" for name in after.refuses[table] - before.refuses[table]]
    return sorted(found)


@pytest.fixture
def database(blank_database_url: str) -> Iterator[Database]:
    opened = Database(blank_database_url)
    yield opened
    opened.close()


def step(database: Database, to: str) -> None:
    with database.transaction() as connection:
        upgrade(connection, to)


def test_a_step_only_adds_or_says_which_releases_it_ends(database: Database) -> None:
    step(database, SINCE)
    before = shape_of(database)
    for version in KNOWN[KNOWN.index(SINCE) + 1 :]:
        step(database, version)
        after = shape_of(database)
        assert after.floor != before.floor or taken_away(before, after) == [], f"{version}: add only, or raise the floor"
        before = after
    assert before.floor in KNOWN


#: What a step might do, and what is found of it; the last three are how it is done instead.
STEPS: tuple[tuple[tuple[str, ...], list[str]], ...] = (
    (("DROP TABLE sweep_runs",), ["sweep_runs is gone"]),
    (("ALTER TABLE sweep_runs DROP COLUMN failed",), ["sweep_runs.failed is gone"]),
    (
        ("ALTER TABLE sweep_runs RENAME COLUMN failed TO broken",),
        ["sweep_runs.broken has to be given", "sweep_runs.failed is gone"],
    ),
    (("CREATE UNIQUE INDEX ux_sweep_runs ON sweep_runs (ended_at)",), ["sweep_runs refuses more: ux_sweep_runs"]),
    (("ALTER TABLE sweep_runs ADD COLUMN host VARCHAR(64)",), []),
    (("ALTER TABLE sweep_runs ADD COLUMN host VARCHAR(64) DEFAULT '' NOT NULL",), []),
    (("CREATE TABLE more (id INTEGER PRIMARY KEY)", "CREATE INDEX ix_more ON sweep_runs (ended_at)"), []),
)


@SQLITE_FIRST
@pytest.mark.parametrize(("statements", "found"), STEPS, ids=[statements[0] for statements, _ in STEPS])
def test_what_a_step_takes_away_is_found(database_url: str, statements: tuple[str, ...], found: list[str]) -> None:
    database = Database(database_url)
    before = shape_of(database)
    with database.transaction() as connection:
        for statement in statements:
            connection.execute(text(statement))
    assert taken_away(before, shape_of(database)) == found
    database.close()


def ahead(database: Database, *, floor: str) -> None:
    with database.transaction() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        with Operations.context(MigrationContext.configure(connection)):
            raise_floor(floor)


def test_a_release_works_with_a_database_that_is_ahead_by_additions(database: Database) -> None:
    database.prepare()
    ahead(database, floor=HEAD)
    database.prepare()
    database.upgrade()
    assert database.fits()
    assert database.version() == "9999"


def test_a_release_leaves_a_database_alone_that_has_lost_what_it_needs(database: Database) -> None:
    database.prepare()
    ahead(database, floor="9999")
    assert not database.fits()
    with pytest.raises(DatabaseProblem, match="newer"):
        database.prepare()


def test_a_release_does_not_work_with_a_database_that_lacks_what_it_adds(database: Database) -> None:
    step(database, KNOWN[-2])
    assert not database.fits()
    with pytest.raises(DatabaseProblem, match="older"):
        database.prepare()


@pytest.mark.parametrize("blank_database_url", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True)
def test_an_upgrade_that_waits_for_a_table_keeps_nobody_waiting_for_long(database: Database) -> None:
    """Behind somebody who waits for a table, all who only read it wait, too."""
    step(database, KNOWN[-2])
    upgraded: list[str] = []

    def try_to_upgrade() -> None:
        try:
            database.upgrade(patience=timedelta(milliseconds=200), tries=3)
        except DatabaseProblem as problem:
            upgraded.append(problem.code)

    with database.engine.connect() as backup:
        backup.execute(text("SELECT version_num FROM alembic_version"))
        backup.execute(text("LOCK TABLE alembic_version IN SHARE MODE"))  # what a migration changes at its end
        upgrading = Thread(target=try_to_upgrade)
        upgrading.start()
        begun = monotonic()
        while upgrading.is_alive():
            assert database.version() == KNOWN[-2]
        assert monotonic() - begun < 10
        upgrading.join()
    assert upgraded == ["database.busy"]
    database.upgrade()
    assert database.version() == HEAD
