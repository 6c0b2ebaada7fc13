"""The door to the database: SQLite or PostgreSQL, one transaction at a time, always at the newest version of the schema."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import timedelta
from pathlib import Path
from select import select
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, DisconnectionError, IntegrityError, OperationalError

from handlers.ports import Stale
from storage.migrations import HEAD, KNOWN
from storage.prepared import run_plain
from storage.turnstile import Turnstile

#: Any constant serves, so long as every process takes the same one for the same purpose.
_MIGRATION_LOCK = 7_206_651
#: PostgreSQL's codes for two transactions that cannot both go on: serialization failure, deadlock.
_CROSSWISE = frozenset({"40001", "40P01"})
#: PostgreSQL's code for a lock that was not had in time.
_TAKEN: Final = "55P03"
#: For how long a writer of SQLite waits for another.
_PATIENCE: Final = timedelta(seconds=30)
#: How often a new database is switched to its write-ahead log. Each time, somebody else has moved on.
_SWITCHES: Final = 30
#: A key that is there already, as each database says it. Any other broken constraint is a defect.
_SAME_KEY = frozenset({"23505", "SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"})


#: What `Database.transaction` and `.reading` open, for those above who hand it on and may not know SQL.
Transaction = Connection


class DatabaseProblem(Exception):
    """The database cannot be used; `code` says why (a stable dotted name), `fields` the particulars."""

    def __init__(self, code: str, **fields: str) -> None:
        super().__init__(code)
        self.code = code
        self.fields = fields


class Database:
    """An open database. `url` is `sqlite:///…` or `postgresql://…`; raises DatabaseProblem for anything else.

    Nothing is connected to before it is needed. Use from any thread.
    """

    def __init__(self, url: str) -> None:
        self.url = read_url(url)
        self.engine = _engine(self.url)
        # PostgreSQL shows each statement what is committed by then, in a transaction or without: two ways there and back less.
        plainly: dict[str, Any] = {"reading": True} if self.is_sqlite else {"isolation_level": "AUTOCOMMIT"}
        self._reading = self.engine.execution_options(**plainly)
        self._turnstile = Turnstile(_PATIENCE) if self.is_sqlite else None

    @property
    def is_sqlite(self) -> bool:
        return self.url.get_backend_name() == "sqlite"

    @property
    def shown_url(self) -> str:
        """The URL without its password."""
        return self.url.render_as_string(hide_password=True)

    @property
    def plain_url(self) -> str:
        """The URL with its password, as other clients of the database than SQLAlchemy take it."""
        return self.url.set(drivername=self.url.get_backend_name()).render_as_string(hide_password=False)

    @contextmanager
    def transaction(self, *, hurries: bool = False) -> Iterator[Connection]:
        """A transaction, committed at the end of the block, rolled back when it raises. On SQLite it may write from its start.

        There, one thread of the process has one at a time, those that hurry before the rest; on PostgreSQL, nobody waits.
        Raises Stale when another transaction was quicker with the same key, or stood crosswise to this one.
        """
        try:
            with self._alone(hurries), self.engine.begin() as connection:
                yield connection
        except IntegrityError as error:
            if _says(error) in _SAME_KEY:
                raise Stale from error
            raise
        except OperationalError as error:
            if _says(error) in _CROSSWISE:
                raise Stale from error
            raise

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads; it neither waits for writers nor makes them wait."""
        with self._reading.begin() as connection:
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """A transaction that only reads, and sees one moment however long it takes."""
        if self.is_sqlite:
            with self.reading() as connection:
                yield connection
            return
        frozen = self.engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        with frozen.begin() as connection:
            yield connection

    def prepare(self) -> None:
        """Brings an empty database to the newest version; raises DatabaseProblem when it does not fit, or is out of reach."""
        version = self.version()
        if version is None:
            self.upgrade()
        elif version in KNOWN and version != HEAD:
            raise DatabaseProblem("database.older", version=version, known=HEAD)
        elif not self.fits():
            raise DatabaseProblem("database.newer", version=version, known=HEAD)

    def fits(self) -> bool:
        """Whether this release works with the database as it is: at its own version, or ahead of it by steps that only added."""
        with self._connected() as connection:
            version = _version(connection)
            return version == HEAD or (version is not None and version not in KNOWN and _floor(connection) in KNOWN)

    def upgrade(self, *, patience: timedelta = timedelta(seconds=3), tries: int = 20) -> None:
        """Brings the database to the newest version that this release knows. Safe to run twice at once.

        A database that is ahead is left as it is; raises DatabaseProblem when it does not fit, nor ever will. On PostgreSQL, who
        waits for a table keeps all behind them waiting: so it waits for so long only, lets the others go first, and tries again.
        """
        for _ in range(tries):
            try:
                self._upgrade_once(patience)
            except OperationalError as error:
                if _says(error) != _TAKEN:
                    raise DatabaseProblem("database.unreachable", url=self.shown_url) from error
            else:
                return
        raise DatabaseProblem("database.busy")

    def _upgrade_once(self, patience: timedelta) -> None:
        from storage.migrations.upgrade import upgrade  # alembic takes long to import, and only an upgrade needs it

        with self.engine.begin() as connection:
            if not self.is_sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
                connection.execute(text(f"SET LOCAL lock_timeout = {int(patience.total_seconds() * 1000)}"))
            version = _version(connection)
            if version is not None and version not in KNOWN:
                if _floor(connection) not in KNOWN:
                    raise DatabaseProblem("database.newer", version=version, known=HEAD)
            elif version != HEAD:
                upgrade(connection)

    def optimise(self) -> None:
        """Lets SQLite see how full its tables are, by which it chooses indexes; PostgreSQL does so by itself.

        It looks at a thousand rows of each index at most, so that it takes no longer in a large program.
        """
        if self.is_sqlite:
            with self.transaction() as connection:
                connection.exec_driver_sql("PRAGMA analysis_limit = 1000")
                connection.exec_driver_sql("ANALYZE")

    def version(self) -> str | None:
        """The schema's version, None for an empty database; raises DatabaseProblem for a database that is not ours."""
        with self._connected() as connection:
            return _version(connection)

    def close(self) -> None:
        self.engine.dispose()

    def _alone(self, hurries: bool) -> AbstractContextManager[None]:
        return nullcontext() if self._turnstile is None else self._turnstile.inside(hurries=hurries)

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        try:
            with self.engine.begin() as connection:
                yield connection
        except OperationalError as error:
            raise DatabaseProblem("database.unreachable", url=self.shown_url) from error


def migrate(url: str) -> None:
    """Brings the database at the URL to the newest version."""
    database = Database(url)
    try:
        database.upgrade()
    finally:
        database.close()


def read_url(url: str) -> URL:
    """The parsed URL with the driver that we use; raises DatabaseProblem for one that names no SQLite or PostgreSQL database."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise DatabaseProblem("database.url") from None
    if parsed.get_backend_name() == "postgresql":
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername == "sqlite":
        return parsed
    raise DatabaseProblem("database.url")


def _says(error: DBAPIError) -> str | None:
    """The database's own code for what went wrong."""
    code: str | None = getattr(error.orig, "sqlstate", None) or getattr(error.orig, "sqlite_errorname", None)
    return code


def _version(connection: Connection) -> str | None:
    tables = set(inspect(connection).get_table_names())
    if "alembic_version" in tables:
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return None if found is None else str(found)
    if tables:
        raise DatabaseProblem("database.foreign")
    return None


def _floor(connection: Connection) -> str | None:
    """The oldest version whose release still works with the database; None where nothing says so."""
    if not inspect(connection).has_table("schema_floor"):
        return None
    found: str | None = connection.execute(text("SELECT version FROM schema_floor")).scalar()
    return found


def _write_ahead(connection: Any) -> None:
    """Switches a new database of SQLite to its write-ahead log, in which it stays. Others may do so at the same moment.

    For this, SQLite does not wait as it does for a writer: while another process writes or switches, it says "locked" at once. So
    whoever was refused waits as a writer does, and tries again.
    """
    refused = None
    for _ in range(_SWITCHES):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname != "SQLITE_BUSY":
                raise
            refused = error
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("ROLLBACK")
        else:
            return
    if refused is not None:
        raise refused


def _postgresql(url: URL) -> Engine:
    # Values by their places: psycopg would otherwise make places of names with every statement.
    wire = {"connect_timeout": 5, "keepalives_idle": 60, "keepalives_interval": 10}
    engine = create_engine(url, paramstyle="format", pool_size=8, max_overflow=16, connect_args=wire, hide_parameters=True)

    @event.listens_for(engine, "checkout")
    def look(connection: Any, _: object, __: object) -> None:
        """Where the server says something to a connection that asked for nothing, it is to say good-bye."""
        said, _, _ = select([connection.fileno()], [], [], 0)
        if said:
            raise DisconnectionError

    return engine


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "postgresql":
        return _postgresql(url)
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": _PATIENCE.total_seconds()}, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: object) -> None:
        # The driver must not open transactions by itself: it would begin them as readers, and two readers that both
        # want to write fail with "locked". We begin them below, as writers.
        connection.isolation_level = None
        _write_ahead(connection)
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA recursive_triggers = ON")  # REPLACE deletes too, and the event log must refuse it

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        run_plain(connection, "BEGIN" if connection.get_execution_options().get("reading") else "BEGIN IMMEDIATE")

    return engine
