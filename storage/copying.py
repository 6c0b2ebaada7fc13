"""Everything that the database holds as lines of text, in one snapshot, and back into an empty one of either kind.

The first line says of which version it is, then comes each table with its columns and a line for each row, and at the end a digest
of all lines before: a copy that is cut off or changed is refused. What carries the outbox on PostgreSQL is left out; a sweep makes
it anew.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from hashlib import sha256
from itertools import islice
from typing import Any, Final

from sqlalchemy import (
    JSON,
    Connection,
    Date,
    LargeBinary,
    Table,
    bindparam,
    delete,
    func,
    insert,
    inspect,
    select,
    text,
)
from sqlalchemy.types import TypeEngine

from storage.columns import Instant
from storage.every_table import METADATA
from storage.migrations import HEAD

#: Of the lines themselves; a reader of another takes none of them.
_FORMAT: Final = 1
_AT_ONCE: Final = 500
#: How the last line begins, which is not in the digest that it holds.
_END: Final = '{"end"'
#: What a migration writes into an empty database: it is taken from the copy instead.
_SEEDED: Final = frozenset({"schema_floor"})


class BadCopy(Exception):
    """The lines cannot be taken in: no copy, of another version, cut off or changed; or the database is not empty."""

    def __init__(self, code: str, **fields: str) -> None:
        super().__init__(code)
        self.code = code
        self.fields = fields


def copy_out(connection: Connection) -> Iterator[str]:
    """Every line, without its end. The connection's transaction has to be one snapshot: see `Database.snapshot`."""
    digest = sha256()
    for line in _lines(connection):
        digest.update(f"{line}\n".encode())
        yield line
    yield json.dumps({"end": digest.hexdigest()})


def _lines(connection: Connection) -> Iterator[str]:
    yield json.dumps({"partnerbot": _FORMAT, "version": HEAD})
    for table in METADATA.sorted_tables:
        yield json.dumps({"table": table.name, "columns": [column.name for column in table.columns]})
        found = connection.execution_options(yield_per=_AT_ONCE).execute(select(table).order_by(*table.primary_key.columns))
        for row in found:
            yield json.dumps([_told(value) for value in row], ensure_ascii=False, separators=(",", ":"))


def _told(value: Any) -> Any:
    if isinstance(value, bytes):
        return b64encode(value).decode("ascii")
    return value.isoformat() if isinstance(value, date) else value


def copy_in(connection: Connection, lines: Iterable[str]) -> Mapping[str, int]:
    """Writes every row; how many there were in each table. The caller commits, but not when BadCopy is raised."""
    _must_be_empty(connection)
    checked = _Checked(lines)
    head = checked.json()
    if not isinstance(head, dict) or head.get("partnerbot") != _FORMAT:
        raise BadCopy("copy.none")
    if head.get("version") != HEAD:
        raise BadCopy("copy.version", version=str(head.get("version")), known=HEAD)
    counts: dict[str, int] = {}
    with _Loose(connection):
        for name in [table.name for table in METADATA.sorted_tables]:
            counts[name] = _take(connection, METADATA.tables[name], checked)
    checked.finish()
    return counts


def _take(connection: Connection, table: Table, checked: _Checked) -> int:
    head = checked.json()
    names = [column.name for column in table.columns]
    if head != {"table": table.name, "columns": names}:
        raise BadCopy("copy.damaged")
    if connection.execute(select(table).limit(1)).first() is not None:
        connection.execute(delete(table))  # what a migration wrote there, or a trigger on a table before
    statement, read = _insert_into(table), [_reader(column.type) for column in table.columns]
    count = 0
    rows = ({name: each(value) for name, each, value in zip(names, read, row, strict=True)} for row in checked.rows(len(names)))
    while batch := list(islice(rows, _AT_ONCE)):
        connection.execute(statement, batch)
        count += len(batch)
    if not count:
        return 0
    serial = table.autoincrement_column
    if serial is not None and connection.dialect.name == "postgresql":
        place = f"pg_get_serial_sequence('{table.name}', '{serial.name}')"
        if connection.execute(text(f"SELECT {place}")).scalar() is not None:
            connection.execute(select(func.setval(text(place), select(func.max(serial)).scalar_subquery())))
    return count


def _insert_into(table: Table) -> Any:
    """Without a value, a column has none, also where JSON has a null of its own."""
    types = {column.name: JSON(none_as_null=True) if isinstance(column.type, JSON) else column.type for column in table.columns}
    return insert(table).values({name: bindparam(name, type_=type_) for name, type_ in types.items()})


def _reader(type_: TypeEngine[Any]) -> Callable[[Any], Any]:
    """How a value of the column is read: what JSON does not have is text there."""
    read: Callable[[str], Any]
    match type_:
        case Instant():
            read = datetime.fromisoformat
        case Date():
            read = date.fromisoformat
        case LargeBinary():
            read = b64decode
        case _:
            return lambda value: value
    return lambda value: None if value is None else read(value)


def _must_be_empty(connection: Connection) -> None:
    for table in METADATA.sorted_tables:
        if table.name not in _SEEDED and connection.execute(select(table).limit(1)).first() is not None:
            raise BadCopy("copy.not_empty", table=table.name)


class _Loose:
    """While it lasts, a row may name one of the same table that comes later; at the end, all of them have to be there."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._own: list[tuple[str, Any]] = []

    def __enter__(self) -> None:
        if self._connection.dialect.name == "sqlite":
            self._connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
            return
        for table in METADATA.tables:
            keys = inspect(self._connection).get_foreign_keys(table)
            self._own += [(table, key) for key in keys if key["referred_table"] == table]
        for table, key in self._own:
            self._operations().drop_constraint(key["name"], table, type_="foreignkey")

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            for table, key in self._own:
                columns = key["constrained_columns"], key["referred_columns"]
                self._operations().create_foreign_key(key["name"], table, table, *columns)

    def _operations(self) -> Any:
        from alembic.migration import MigrationContext  # alembic takes long to import, and only a restore needs it here
        from alembic.operations import Operations

        return Operations(MigrationContext.configure(self._connection))


class _Checked:
    """Lines, digested as they are read. Rows are arrays, everything else is an object."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._digest = sha256()
        self._ahead: str | None = None

    def json(self) -> Any:
        return self._parsed(self._next())

    def rows(self, width: int) -> Iterator[list[Any]]:
        while (line := self._next()).startswith("["):
            row = self._parsed(line)
            if len(row) != width:
                raise BadCopy("copy.damaged")
            yield row
        self._ahead = line

    def finish(self) -> None:
        """The last line has to say what all the others come to, and nothing may follow."""
        digest = self._digest.hexdigest()
        if self._parsed(self._next()) != {"end": digest} or next(self._lines, None) is not None:
            raise BadCopy("copy.damaged")

    def _next(self) -> str:
        if self._ahead is not None:
            line, self._ahead = self._ahead, None
            return line
        found = next(self._lines, None)
        if found is None:
            raise BadCopy("copy.cut_off")
        line = found.rstrip("\n")
        if not line.startswith(_END):
            self._digest.update(f"{line}\n".encode())
        return line

    def _parsed(self, line: str) -> Any:
        try:
            return json.loads(line)
        except ValueError:
            raise BadCopy("copy.damaged") from None
