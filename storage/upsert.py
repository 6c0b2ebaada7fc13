"""INSERT … ON CONFLICT, the same for both databases; whether a row was written is the result's `rowcount` (1 or 0)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import JSON, Column, ColumnElement, Connection, Insert, Table, bindparam, column, func, select, true
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


def each_of(table: Table, element: Column[Any], given: str, fixed: Column[Any]) -> Mapping[str, Any]:
    """An insert of a row for each element of a list, in its order, in one statement; the `fixed` column is the same in all."""
    same = bindparam(fixed.name, type_=fixed.type)
    listed = func.json_each(bindparam(given, type_=JSON)).table_valued("value")
    many = (
        func.unnest(bindparam(given, type_=postgresql.ARRAY(element.type)))
        .table_valued(column("value", element.type))
        .render_derived()
    )
    names = [element.name, fixed.name]
    return {
        "sqlite": sqlite.insert(table).from_select(names, select(listed.c.value, same).where(true())),  # else it is ON of a join
        "postgresql": postgresql.insert(table).from_select(names, select(many.c.value, same)),
    }


def counted(statement: Insert) -> Insert:
    """SQLAlchemy keeps the count of an INSERT only when asked to: on PostgreSQL it would be -1."""
    return statement.execution_options(preserve_rowcount=True)
