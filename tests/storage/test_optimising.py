"""A database that was filled knows how full it is, so that it chooses the index that reads least."""

from __future__ import annotations

import pytest
from sqlalchemy import insert, inspect, text

from storage.engine import Database
from storage.tables import partners

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def filled(url: str) -> Database:
    database = Database(url)
    known = {"kinds": "var", "tier": "gold", "country": "DE", "zone": "Europe/Berlin", "currency": "EUR"}
    with database.transaction() as connection:
        connection.execute(insert(partners), [{"id": f"p-{number}", "name": f"P {number}", **known} for number in range(300)])
    return database


@on_sqlite
def test_sqlite_counts_what_was_filled_since(database_url: str) -> None:
    database = filled(database_url)
    database.optimise()
    with database.reading() as connection:
        told = connection.execute(text("SELECT stat FROM sqlite_stat1 WHERE tbl = 'partners'")).scalars().all()
    assert told
    assert all(line.startswith("300 ") for line in told)
    database.close()


def test_it_may_be_asked_at_any_time_on_either_database(database_url: str) -> None:
    database = filled(database_url)
    before = set(inspect(database.engine).get_table_names())
    database.optimise()
    database.optimise()
    assert set(inspect(database.engine).get_table_names()) == before
    database.close()
