"""The operator sees what could not be posted, not what it says, and posts it again."""

from __future__ import annotations

import pytest
import structlog
from typer.testing import CliRunner, Result

from bot.cli import app
from handlers.reply import Reply, Text
from storage.outbox import SqlOutbox
from tests.bot.house import POLICY_FILE
from tests.delivery.desk import Desk

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def run(desk: Desk, *words: str) -> Result:
    known = {"DATABASE_URL": desk.house.url, "PARTNERBOT_POLICY": str(POLICY_FILE)}
    try:
        return CliRunner().invoke(app, ["outbox", *words], env=known, catch_exceptions=False)
    finally:
        structlog.reset_defaults()  # the command's standard error is closed now


def put(desk: Desk, conversation: str) -> None:
    with desk.house.database.transaction() as connection:
        reply = Reply(parts=(Text(text="Acme is approved"),))
        SqlOutbox(connection, desk.house.at).post(conversation, "m-nordwind", reply, chat="fake", conversation=conversation)


def test_dead_letters_are_listed_without_their_words(desk: Desk) -> None:
    assert "There are no dead letters." in run(desk, "list").stdout
    put(desk, "archived")
    desk.work()
    listed = run(desk, "list").stdout
    assert "is_archived" in listed
    assert "2026-11-23 09:00" in listed
    assert "Acme" not in listed
    assert "Acme is approved" in run(desk, "list", "--text").stdout


def test_what_waits_is_listed_apart(desk: Desk) -> None:
    assert "Nothing waits." in run(desk, "list", "--waiting").stdout
    put(desk, "c1")
    assert "due 2026-11-23 09:00" in run(desk, "list", "--waiting").stdout
    assert "There are no dead letters." in run(desk, "list").stdout


def test_a_dead_letter_is_posted_again(desk: Desk) -> None:
    put(desk, "archived")
    desk.work()
    assert run(desk, "retry", "1").stdout == "1 letter is posted again.\n"
    assert "There are no dead letters." in run(desk, "list").stdout


def test_every_dead_letter_is_posted_again(desk: Desk) -> None:
    for number in range(3):
        put(desk, f"archived-{number}")
    desk.work()
    assert run(desk, "retry", "--all").stdout == "3 letters are posted again.\n"
    assert run(desk, "retry", "--all").stdout == "0 letters are posted again.\n"


def test_a_letter_that_there_is_not_is_said_so(desk: Desk) -> None:
    wrong = run(desk, "retry", "7")
    assert (wrong.exit_code, wrong.stderr) == (1, "There is no dead letter 7. See: partnerbot outbox list\n")


@pytest.mark.parametrize("words", [["retry"], ["retry", "7", "--all"]])
def test_retry_wants_one_or_all(desk: Desk, words: list[str]) -> None:
    wrong = run(desk, *words)
    assert wrong.exit_code == 1
    assert "partnerbot outbox retry --all" in wrong.stderr
