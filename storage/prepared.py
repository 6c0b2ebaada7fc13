"""Statements of the way of a turn: written with SQLAlchemy like all others, compiled once, and run by the driver alone.

Where a turn runs thirty statements, what SQLAlchemy does around each of them costs several times what the database does. What it
knows is kept: the SQL of each database, how values are bound and read, and how errors are called.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Insert, RowMapping
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

#: As this module gives it, or SQLAlchemy: whoever reads a row need not know.
Row = RowMapping | Mapping[str, Any]
_Values = Mapping[str, Any]
_Process = Callable[[Any], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """The SQL for one database and one set of names; `binds` are the names of the values in its order.

    Of a list, each element has a place of its own, named with its index. `processed` are the places whose values are bound in some
    way, `constants` the values that the statement brings with it.
    """

    sql: str
    binds: tuple[str | tuple[str, int], ...]
    processed: tuple[tuple[int, _Process], ...]
    constants: _Values

    def arguments(self, values: _Values) -> list[Any]:
        if self.constants:
            values = {**self.constants, **values}
        found = [values[bind] if type(bind) is str else values[bind[0]][bind[1]] for bind in self.binds]
        for place, process in self.processed:
            found[place] = process(found[place])
        return found


class Prepared:
    """A statement, or one for each database by the name of its dialect. Use from any thread, within a transaction.

    Rows come as mappings by the names of their columns. Errors are those that SQLAlchemy would raise.
    """

    def __init__(self, statement: Any) -> None:
        self._statement: Final = statement
        self._plans: dict[tuple[Any, ...], _Plan] = {}
        self._readers: dict[str, tuple[tuple[str, ...], tuple[tuple[str, _Process], ...]]] = {}
        self._lists: tuple[str, ...] | None = None

    def rows(self, connection: Connection, values: _Values) -> list[dict[str, Any]]:
        cursor = self._run(connection, values)
        found: Sequence[tuple[Any, ...]] = cursor.fetchall()
        if not found:
            return []
        names, processed = self._reader(connection, cursor)
        rows: list[dict[str, Any]] = [dict(zip(names, row, strict=True)) for row in found]
        for row in rows:
            for name, process in processed:
                row[name] = process(row[name])
        return rows

    def first(self, connection: Connection, values: _Values) -> dict[str, Any] | None:
        found = self.rows(connection, values)
        return found[0] if found else None

    def scalar(self, connection: Connection, values: _Values) -> Any:
        """The first column of the first row; None without one."""
        row = self.first(connection, values)
        return None if row is None else next(iter(row.values()))

    def run(self, connection: Connection, values: _Values) -> int:
        """How many rows it wrote or found."""
        count: int = self._run(connection, values).rowcount
        return count

    def run_all(self, connection: Connection, rows: Sequence[_Values]) -> int:
        """The same for each of the rows, which have the same names; how many it wrote in all."""
        if len(rows) < 2:
            return sum(self.run(connection, row) for row in rows)
        plan = self._plan(connection.dialect, rows[0])
        cursor = connection.connection.cursor()
        try:
            cursor.executemany(plan.sql, [plan.arguments(row) for row in rows])
        except connection.dialect.loaded_dbapi.Error as error:
            raise _called(error, plan.sql, connection) from error
        return cursor.rowcount

    def _run(self, connection: Connection, values: _Values) -> Any:
        plan = self._plan(connection.dialect, values)
        driver: Any = connection.connection.driver_connection
        try:
            return driver.execute(plan.sql, plan.arguments(values))
        except connection.dialect.loaded_dbapi.Error as error:
            raise _called(error, plan.sql, connection) from error

    def _plan(self, dialect: Dialect, values: _Values) -> _Plan:
        key: tuple[Any, ...] = (dialect.name, *values)
        if self._lists:
            key += tuple(len(values[name]) for name in self._lists)
        found = self._plans.get(key) if self._lists is not None else None
        return found or self._planned(dialect, values, key)

    def _planned(self, dialect: Dialect, values: _Values, key: tuple[Any, ...]) -> _Plan:
        statement = self._for(dialect)
        compiled = statement.compile(dialect=dialect, column_keys=list(values))
        lists = tuple(name for name in compiled.binds if name in values and compiled.binds[name].expanding)
        if self._lists is None:
            self._lists = lists
            key += tuple(len(values[name]) for name in lists)
        plan = _plan_of(compiled, dialect, values)
        self._plans[key] = plan
        return plan

    def _for(self, dialect: Dialect) -> Any:
        statement = self._statement[dialect.name] if isinstance(self._statement, Mapping) else self._statement
        if isinstance(statement, Insert) and not statement.exported_columns:
            return statement.inline()  # else the key that PostgreSQL makes would be asked for
        return statement

    def _reader(self, connection: Connection, cursor: Any) -> tuple[tuple[str, ...], tuple[tuple[str, _Process], ...]]:
        """The names of the columns, and how those are read that are not as the driver gives them."""
        dialect = connection.dialect
        found = self._readers.get(dialect.name)
        if found is None:
            columns = list(self._for(dialect).exported_columns)
            told = zip(columns, cursor.description, strict=True)
            processes = ((column.key, _impl(column.type, dialect).result_processor(dialect, said[1])) for column, said in told)
            processed = tuple((name, process) for name, process in processes if process is not None)
            found = self._readers[dialect.name] = tuple(column.key for column in columns), processed
        return found


def run_plain(connection: Connection, sql: str) -> None:
    """SQL without values or rows, as the driver takes it."""
    driver: Any = connection.connection.driver_connection
    try:
        driver.execute(sql)
    except connection.dialect.loaded_dbapi.Error as error:
        raise _called(error, sql, connection) from error


def _plan_of(compiled: SQLCompiler, dialect: Dialect, values: _Values) -> _Plan:
    state = compiled.construct_expanded_state(values)
    places = {place: (name, index) for name, parts in state.parameter_expansion.items() for index, place in enumerate(parts)}
    binds: list[str | tuple[str, int]] = [places.get(place, place) for place in state.positiontup or ()]
    names = [bind if isinstance(bind, str) else bind[0] for bind in binds]
    processes = (_impl(compiled.binds[name].type, dialect).bind_processor(dialect) for name in names)
    processed = tuple((place, process) for place, process in enumerate(processes) if process is not None)
    constants = {name: compiled.binds[name].effective_value for name in names if name not in values}
    return _Plan(sql=state.statement, binds=tuple(binds), processed=processed, constants=constants)


def _impl(type: TypeEngine[Any], dialect: Dialect) -> TypeEngine[Any]:
    return type.dialect_impl(dialect)


def _called(error: Any, sql: str, connection: Connection) -> Exception:
    """The error under SQLAlchemy's name for it; a connection that is lost is not used again."""
    dialect = connection.dialect
    base = dialect.loaded_dbapi.Error
    is_lost = dialect.is_disconnect(error, connection.connection, None)
    called: Exception = DBAPIError.instance(
        sql, None, error, base, hide_parameters=True, connection_invalidated=is_lost, dialect=dialect
    )
    if is_lost:
        connection.invalidate(error)
    return called
