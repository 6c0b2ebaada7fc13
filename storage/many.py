"""Many small rows at once, by the quickest way in that each database has for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Connection, Integer, String, Table, bindparam, cast, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.types import TypeEngine


def insert_many(connection: Connection, table: Table, columns: Mapping[str, Sequence[Any]], *, adding: str | None = None) -> None:
    """Inserts a row for each place in the columns, which are equally long; a row whose key is there already is left alone.

    With `adding`, the number in that column is added to that of the row which is there. Within one call a key comes once.
    """
    if not next(iter(columns.values()), ()):
        return
    if connection.dialect.name == "postgresql":
        arrays = [_array(name, table.c[name].type) for name in columns]
        rows = func.unnest(*arrays).table_valued(*columns).render_derived()
        into = postgresql.insert(table).from_select(list(columns), select(*(rows.c[name] for name in columns)))
        connection.execute(
            _on_conflict(into, table, adding), {name: _given(table.c[name].type, values) for name, values in columns.items()}
        )
        return
    # Binding each row by name takes longer than writing it.
    compiled = _on_conflict(sqlite.insert(table), table, adding).compile(dialect=connection.dialect, column_keys=list(columns))
    bound = (_bound(connection, table.c[name].type, columns[name]) for name in compiled.positiontup)
    each = list(zip(*bound, strict=True))
    connection.exec_driver_sql(str(compiled), each)


def _array(name: str, type: TypeEngine[Any]) -> ColumnElement[Any]:
    """Whole numbers come written out: the driver looks at each element by itself, for what may need a quote."""
    if isinstance(type, Integer):
        return cast(cast(bindparam(name, type_=String), ARRAY(Integer)), ARRAY(type))
    return cast(bindparam(name), ARRAY(type))


def _given(type: TypeEngine[Any], values: Sequence[Any]) -> Any:
    if not isinstance(type, Integer):
        return list(values)
    return f"{{{','.join(['NULL' if value is None else str(value) for value in values])}}}"


def _bound(connection: Connection, type: TypeEngine[Any], values: Sequence[Any]) -> Sequence[Any]:
    process = type.dialect_impl(connection.dialect).bind_processor(connection.dialect)
    return values if process is None else [process(value) for value in values]


def _on_conflict(statement: Any, table: Table, adding: str | None) -> Any:
    if adding is None:
        return statement.on_conflict_do_nothing()
    key = [column.name for column in table.primary_key.columns]
    return statement.on_conflict_do_update(index_elements=key, set_={adding: table.c[adding] + statement.excluded[adding]})
