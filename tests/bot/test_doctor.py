"""The doctor says what waits, what was given up, what no longer runs, and what cannot be reached."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.clock import now
from handlers.reply import Reply
from storage.outbox import SqlOutbox
from storage.sweep_runs import note_sweep
from tests.bot.house import POLICY_FILE, House

Run = Callable[..., Result]
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def run() -> Run:
    def invoke(*words: str, url: str, **env: str) -> Result:
        known = {"DATABASE_URL": url, "PARTNERBOT_POLICY": str(POLICY_FILE), **env}
        return CliRunner().invoke(app, words, env=known, catch_exceptions=False)

    return invoke


@on_sqlite
def test_doctor_says_what_waits_what_was_given_up_and_what_no_longer_runs(run: Run, house: House) -> None:
    with house.database.transaction() as connection:
        for sweep, hours, failed in (("tiers", 5, False), ("ledger.due", 0, True), ("outbox.rescue", 0, False)):
            note_sweep(connection, sweep, now() - timedelta(hours=hours), failed=failed)
        SqlOutbox(connection, now() - timedelta(hours=7)).post("k", None, Reply(parts=()), chat="slack", conversation="c")
        SqlOutbox(connection, now()).post("dead", None, Reply(parts=()), chat="slack", conversation="d")
        connection.exec_driver_sql("UPDATE outbox SET failed_at = due_at WHERE key = 'dead'")
    looked = run("doctor", url=house.url)
    assert looked.exit_code == 0
    lines = {line.split()[1]: line for line in looked.stdout.splitlines() if line.startswith("look")}
    assert "1 to be posted, the oldest since 7 h; 1 dead letters: partnerbot outbox list" in lines["outbox"]
    assert lines["sweeps"].endswith("failed, or silent for hours: ledger.due, tiers. The log says why")


@on_sqlite
def test_doctor_sees_a_database_that_is_ahead_and_one_that_is_too_far(run: Run, house: House) -> None:
    with house.database.transaction() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    assert "version 9999, ahead of this release" in run("doctor", url=house.url).stdout
    with house.database.transaction() as connection:
        connection.exec_driver_sql("UPDATE schema_floor SET version = '9999'")
    looked = run("doctor", url=house.url)
    assert (looked.exit_code, "Please update partnerbot" in looked.stdout) == (1, True)


@on_sqlite
def test_doctor_says_when_slack_cannot_be_reached(run: Run, house: House) -> None:
    env = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "x", "SLACK_API_URL": "http://127.0.0.1:1/api/"}
    looked = run("doctor", "--reach", url=house.url, **env)
    assert looked.exit_code == 0
    assert "cannot be reached just now (unreached)" in looked.stdout
    assert "Slack: one workspace, by HTTP, not tried" in run("doctor", url=house.url, **env).stdout
