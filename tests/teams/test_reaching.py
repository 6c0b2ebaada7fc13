"""`partnerbot doctor --reach` asks Microsoft for the keys of its messages and for a token of the app's."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from bot.cli import app
from tests.teams.bot_process import environment
from tests.teams_fake.microsoft import FakeMicrosoft


@pytest.mark.parametrize(
    ("env", "code", "said"),
    [
        ({}, 0, ["ok", "ok"]),
        ({"TEAMS_APP_PASSWORD": "another"}, 1, ["ok", "wrong"]),
        ({"TEAMS_TEST_URL": "http://127.0.0.1:1"}, 0, ["look", "look"]),
    ],
    ids=["as it should be", "a wrong password", "nobody there"],
)
def test_what_microsoft_says_to_what_is_configured(
    microsoft: FakeMicrosoft, env: dict[str, str], code: int, said: list[str]
) -> None:
    known = environment(microsoft, "sqlite://") | env
    ran = CliRunner().invoke(app, ("doctor", "--reach"), env=known, catch_exceptions=False)
    assert ran.exit_code == code
    assert [line.split()[0] for line in ran.stdout.splitlines() if line.split()[1:2] == ["Teams"]] == said, ran.stdout
