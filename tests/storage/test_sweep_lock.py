"""One process sweeps at a time; when it is gone or stands still, another is the next. With SQLite, everybody may."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from storage.engine import Database
from storage.sweep_lock import SweepLock

SOON = timedelta(milliseconds=200)


def ended(database: Database) -> bool:
    """Waits, in the database, until no session holds the lock any more."""
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for _ in range(100):
            if not connection.execute(text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted")).scalar():
                return True
            connection.execute(text("SELECT pg_sleep(0.05)"))
    return False


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_one_holds_it_and_another_takes_over_when_it_is_gone(database_url: str) -> None:
    one, other = Database(database_url), Database(database_url)
    first, second = SweepLock(one), SweepLock(other)
    assert [first.holds(), second.holds(), first.holds()] == [True, False, True]
    first.release()
    assert [second.holds(), first.holds()] == [True, False]
    one.close()
    second.release()
    other.close()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_holder_whose_session_the_server_ends_is_followed_by_another(database_url: str) -> None:
    """As when its process is killed, or its machine is."""
    one, other = Database(database_url), Database(database_url)
    first, second = SweepLock(one), SweepLock(other)
    assert first.holds()
    with other.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        ends = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted"
        connection.execute(text(ends))
    assert ended(other)
    assert [second.holds(), first.holds()] == [True, False]
    second.release()
    assert first.holds(), "who lost it may have it again"
    first.release()
    one.close()
    other.close()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_holder_that_stands_still_loses_it(database_url: str) -> None:
    one, other = Database(database_url), Database(database_url)
    first, second = SweepLock(one, idle=SOON), SweepLock(other)
    assert first.holds()
    assert not second.holds()
    assert ended(other)
    assert second.holds()
    assert not first.holds()
    second.release()
    one.close()
    other.close()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_with_sqlite_everybody_may(database_url: str) -> None:
    database = Database(database_url)
    assert [SweepLock(database).holds(), SweepLock(database).holds()] == [True, True]
    database.close()
