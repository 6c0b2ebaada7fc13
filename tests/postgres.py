"""The PostgreSQL server of a run, and the databases that it lends to one test after the other, as new each time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

import psycopg
from psycopg import sql

#: Brings something into the database of a URL.
Prepare = Callable[[str], None]
#: What holds more rows than this is made anew: what wiping leaves behind would slow down those that come later.
MANY = 1_000
_NUMBERS = count(1)
# What the newest row of a catalogue is, and how many there are: no change of the schema leaves both as they were.
_CATALOGUES = "pg_class pg_attribute pg_constraint pg_trigger pg_proc pg_type pg_namespace pg_db_role_setting".split()
_NEWEST = "SELECT count(*), max(xmin::text::bigint) FROM "
_SHAPE = " UNION ALL ".join(_NEWEST + name for name in _CATALOGUES).encode()
_TABLES = "SELECT oid::regclass::text FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1"
_SEQUENCES = "SELECT seqrelid::regclass::text, last, seqstart FROM pg_sequence, pg_sequence_last_value(seqrelid) AS last"
_SHUT_OUT = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s AND backend_type = 'client backend'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """What a database that nobody has used yet holds; `look` asks which of its tables have a row."""

    shape: list[tuple[object, ...]]
    look: bytes
    rows: dict[str, bytes]
    sequences: list[tuple[str, int | None, int]]

    @classmethod
    def of(cls, connection: psycopg.Connection) -> Original:
        tables = [name for (name,) in connection.execute(_TABLES)]
        look = " UNION ALL ".join(f"(SELECT '{name}' FROM {name} LIMIT 1)" for name in tables).encode()  # noqa: S608 - our tables
        return cls(
            shape=connection.execute(_SHAPE).fetchall(),
            look=look,
            rows={name: _rows(connection, name) for (name,) in connection.execute(look)},
            sequences=connection.execute(_SEQUENCES).fetchall(),
        )

    def restore(self, connection: psycopg.Connection) -> bool:
        """Puts back what a test has changed, and says whether it could: not after a change of the schema, nor of very many rows."""
        if connection.execute(_SHAPE).fetchall() != self.shape:
            return False
        connection.execute("SET session_replication_role = replica")  # no trigger: some tables refuse to forget
        filled = [name for (name,) in connection.execute(self.look)]
        if sum(connection.execute(f"DELETE FROM {name}".encode()).rowcount for name in filled) > MANY:  # noqa: S608 - our tables
            return False
        for name, rows in self.rows.items():
            with connection.cursor() as cursor, cursor.copy(f"COPY {name} FROM STDIN (FORMAT BINARY)".encode()) as copy:
                copy.write(rows)
        for name, last, start in self.sequences:
            connection.execute("SELECT setval(%s::regclass, %s, %s)", (name, start if last is None else last, last is not None))
        return True


def _rows(connection: psycopg.Connection, table: str) -> bytes:
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} TO STDOUT (FORMAT BINARY)".encode()) as copy:
        return b"".join(copy)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostgresServer:
    """A running server. `url` is the one of its maintenance database; a socket in a folder, no port."""

    url: str
    worker: str
    originals: dict[str, Original] = field(default_factory=dict)
    spares: dict[str, str] = field(default_factory=dict)

    def url_of(self, database: str) -> str:
        return self.url.replace("/postgres?", f"/{database}?")

    def execute(self, template: str, *names: str) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(sql.SQL(template).format(*map(sql.Identifier, names)))

    def has(self, database: str) -> bool:
        with psycopg.connect(self.url) as connection:
            return connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (database,)).fetchone() is not None

    def new_name(self) -> str:
        return f"test_{self.worker}_{next(_NUMBERS)}"

    def copy(self, template: str, name: str) -> None:
        """With files copied as they are, which is quicker here than logging each page."""
        self.execute("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, template)

    def drop(self, name: str) -> None:
        self.execute("DROP DATABASE {} WITH (FORCE)", name)

    def ensure_template(self, name: str, prepare: Prepare, *, template: str = "template1") -> None:
        """Prepares one database for all workers to copy; whoever comes first does it, the others wait."""
        if name in self.originals:
            return
        with psycopg.connect(self.url, autocommit=True) as lock:
            lock.execute("SELECT pg_advisory_lock(1)")
            if not self.has(name):
                self.execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", "preparing")
                self.copy(template, "preparing")
                prepare(self.url_of("preparing"))
                self.execute("ALTER DATABASE {} RENAME TO {}", "preparing", name)

    def lend(self, template: str) -> str:
        """The name of a database that is as its template is: one that was used before, or a new copy."""
        if template in self.spares:
            return self.spares.pop(template)
        name = self.new_name()
        self.copy(template, name)
        if template not in self.originals:
            with psycopg.connect(self.url_of(name)) as connection:
                self.originals[template] = Original.of(connection)
        return name

    def take_back(self, template: str, lent: str) -> None:
        """Makes it as new, which takes a fraction of a copy, under another name: a process that is still about finds nothing."""
        name = self.new_name()
        try:
            with psycopg.connect(self.url, autocommit=True) as connection:
                connection.execute(_SHUT_OUT, (lent,))
                connection.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(*map(sql.Identifier, (lent, name))))
        except psycopg.errors.ObjectInUse:
            self.drop(lent)
            return
        with psycopg.connect(self.url_of(name)) as connection:
            is_as_new = self.originals[template].restore(connection)
        if is_as_new:
            self.spares[template] = name
        else:
            self.drop(name)
