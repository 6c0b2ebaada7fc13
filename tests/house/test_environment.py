"""The tests' own ground holds: no test leaves the machine, no skip goes unseen in CI, every database is fresh."""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from tests.conftest import is_loopback
from tests.house.sources import TOP
from tests.postgres import PostgresServer, Prepare

#: An address that is reserved for documentation: nothing answers there, should the guard ever fail.
ELSEWHERE = "192.0.2.1"


def test_a_test_cannot_connect_to_another_machine() -> None:
    with closing(socket.socket()) as tcp, pytest.raises(AssertionError, match="loopback only"):
        tcp.connect((ELSEWHERE, 80))
    with closing(socket.socket()) as tcp, pytest.raises(AssertionError, match="loopback only"):
        tcp.connect_ex((ELSEWHERE, 80))


def test_a_test_cannot_send_to_another_machine() -> None:
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as udp, pytest.raises(AssertionError, match="loopback only"):
        udp.sendto(b"hello", (ELSEWHERE, 9))


def test_a_test_cannot_look_up_another_machine() -> None:
    with pytest.raises(AssertionError, match="loopback only"):
        socket.getaddrinfo("partner.example", 443)


def test_a_test_can_connect_to_its_own_machine() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        socket.create_connection(server.getsockname(), timeout=5).close()


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "::1", "localhost", b"localhost", None, ""])
def test_loopback_is_this_machine(host: object) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", [ELSEWHERE, "10.0.0.1", "2001:db8::1", "partner.example", "127.0.0.1.partner.example"])
def test_anything_else_is_not_this_machine(host: object) -> None:
    assert not is_loopback(host)


SKIPPED = {
    "test_one.py": "def test_it():\n    pytest.skip('no printer')\n",
    "test_all.py": "pytest.skip('no scanner', allow_module_level=True)\n",
}


@pytest.mark.parametrize(("ci", "is_green"), [("true", False), ("", True)])
def test_a_skip_is_a_failure_in_ci_only(tmp_path: Path, ci: str, *, is_green: bool) -> None:
    for name, text in SKIPPED.items():
        (tmp_path / name).write_text(f"import pytest\n\n{text}", encoding="utf-8")
    (tmp_path / "test_run.py").write_text("def test_it():\n    pass\n", encoding="utf-8")
    run = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-p",
            "tests.conftest",
            "-p",
            "no:cacheprovider",
            "--rootdir",
            tmp_path,
            "-rsfE",
            "--continue-on-collection-errors",
            tmp_path,
        ],
        cwd=TOP,
        env=os.environ | {"CI": ci},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode == 0) is is_green, run.stdout
    told = "SKIPPED" if is_green else "Nothing may be skipped in CI"
    for reason in ("no printer", "no scanner"):
        assert any(reason in line and told in line for line in run.stdout.splitlines()), run.stdout


@pytest.mark.parametrize("turn", [1, 2])
def test_a_test_gets_a_migrated_database_of_its_own(database_url: str, turn: int) -> None:
    if database_url.startswith("sqlite:///"):
        with closing(sqlite3.connect(database_url.removeprefix("sqlite:///"))) as database:
            assert database.execute("SELECT count(*) FROM alembic_version").fetchone() == (1,)
            database.execute("CREATE TABLE left_behind (turn int)")
    else:
        with psycopg.connect(database_url) as connection:
            assert connection.execute("SELECT count(*) FROM alembic_version").fetchone() == (1,)
            connection.execute("CREATE TABLE left_behind (turn int)")


#: What one test leaves behind, and the next one on the same server must not find.
LEFTOVERS = {
    "a row and its number": ("INSERT INTO procrastinate_jobs (queue_name, task_name) VALUES ('x', 'x') RETURNING id", (1,)),
    "a table": ("CREATE TABLE left_behind (turn int); SELECT to_regclass('left_behind')::text", ("left_behind",)),
    "a setting": (
        "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET jit = off', current_database()); END $$;"
        " SELECT count(*) FROM pg_db_role_setting",
        (1,),
    ),
}


@pytest.mark.postgres
@pytest.mark.parametrize("leftover", LEFTOVERS)
@pytest.mark.parametrize("template", ["migrated", "furnished"])
def test_a_database_of_postgresql_is_as_new_for_the_next_test(
    postgres_server: PostgresServer, migrate: Prepare, furnish: Prepare, template: str, leftover: str
) -> None:
    postgres_server.ensure_template("migrated", migrate)
    postgres_server.ensure_template("furnished", furnish, template="migrated")
    statement, expected = LEFTOVERS[leftover]
    found = set()
    for _ in range(3):
        lent = postgres_server.lend(template)
        with psycopg.connect(postgres_server.url_of(lent), autocommit=True) as still_open:
            found.add(still_open.execute("SELECT count(*), max(id) FROM members").fetchone())
            cursor = still_open.execute(statement.encode())
            while cursor.nextset():
                pass
            assert cursor.fetchone() == expected
            postgres_server.take_back(template, lent)
            with pytest.raises(psycopg.OperationalError):
                still_open.execute("SELECT 1")
        with pytest.raises(psycopg.OperationalError, match="does not exist"):
            psycopg.connect(postgres_server.url_of(lent))
    assert len(found) == 1
    assert ((0, None) in found) is (template == "migrated")


def test_a_blank_database_has_no_table(blank_database_url: str) -> None:
    if blank_database_url.startswith("sqlite:///"):
        assert not Path(blank_database_url.removeprefix("sqlite:///")).exists()
    else:
        with psycopg.connect(blank_database_url) as connection:
            assert connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)


def test_the_postgresql_of_the_tests_is_reached_by_its_url(postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as connection:
        assert connection.info.server_version >= 160000


def test_there_is_one_copy_of_the_ground(pytestconfig: pytest.Config) -> None:
    """A second one would set the hypothesis profile back and start another server."""
    assert pytestconfig.pluginmanager.get_plugin(str(TOP / "tests" / "conftest.py")) is sys.modules["tests.conftest"]


@pytest.mark.parametrize("script", ["run", "audit"])
def test_what_ci_runs_can_be_read_by_its_shell(script: str) -> None:
    done = subprocess.run(["bash", "-n", TOP / ".ci" / script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
