"""INSERT … ON CONFLICT, the same for both databases; whether a row was written is the result's `rowcount` (1 or 0)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Insert, Table
from sqlalchemy.dialects import postgresql, sqlite


def upsert(
    connection: Connection, table: Table, key: Sequence[str], *, keep: Sequence[str] = (), only: ColumnElement[bool] | None = None
) -> Insert:
    """Inserts a row, or replaces every column of the row that has the same key, but the key itself and those to `keep`.

    With `only`, a row that does not meet the condition is left alone, and no row counts as written.
    """
    insert = postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)
    replaced = {column.name: insert.excluded[column.name] for column in table.columns if column.name not in {*key, *keep}}
    return counted(insert.on_conflict_do_update(index_elements=list(key), set_=replaced, where=only))


def insert_new(connection: Connection, table: Table) -> Insert:
    """Inserts a row, or nothing when a unique key of it is there already."""
    insert = postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)
    return counted(insert.on_conflict_do_nothing())


def for_each_database(table: Table, build: Callable[[Any], Any]) -> Mapping[str, Any]:
    """An insert into the table as each database has it, by the name of its dialect; building it takes as long as running it."""
    return {"sqlite": build(sqlite.insert(table)), "postgresql": build(postgresql.insert(table))}


def counted(statement: Insert) -> Insert:
    """SQLAlchemy keeps the count of an INSERT only when asked to: on PostgreSQL it would be -1."""
    return statement.execution_options(preserve_rowcount=True)
