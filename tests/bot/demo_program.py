"""The demo program, loaded once for the tests that only read it, and seen through somebody's eyes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.demo import load_demo
from bot.ids import FreshIds
from handlers.message import Sender
from program.policy import Program
from program.policy_reading import read_policy
from program.registrations import Registration
from storage.engine import Database
from storage.links import member_behind
from storage.people import viewer_of
from storage.work import SqlWork

AT = datetime(2026, 5, 18, 9, 30, tzinfo=UTC)
POLICY = Path(__file__).parents[2] / "program.toml"


@pytest.fixture(scope="module")
def program() -> Program:
    return read_policy(POLICY.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def demo(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory, program: Program) -> Iterator[Database]:
    """The demo, loaded once for the tests that only read it."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    path.write_bytes(migrated_sqlite.read_bytes())
    opened = Database(f"sqlite:///{path}")
    load_demo(opened, program, at=AT)
    yield opened
    opened.close()


@contextmanager
def seen_by(database: Database, program: Program, email: str, at: datetime = AT) -> Iterator[SqlWork]:
    """What somebody sees who opens the chat at the terminal; only read."""
    with database.reading() as connection:
        member = member_behind(connection, Sender(chat="console", tenant="local", user=email))
        assert member is not None
        yield SqlWork(connection, viewer=viewer_of(connection, member, at), at=at, program=program, ids=FreshIds())


@pytest.fixture
def everything(demo: Database, program: Program) -> Iterator[SqlWork]:
    """What a channel admin sees."""
    with seen_by(demo, program, "channel@vendor.example") as work:
        yield work


def all_registrations(work: SqlWork) -> list[Registration]:
    return [found for partner in work.people.partners() for found in work.registrations.of_partner(partner.id)]
