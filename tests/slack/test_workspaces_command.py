"""The operator sees which workspaces have the bot, never a token, and forgets one; contradictory configuration does not start."""

from __future__ import annotations

from datetime import timedelta

import pytest
import structlog
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.config import BadConfiguration, read_settings
from bot.slack.grant import Grant, Tokens
from bot.slack.sealing import Seal
from bot.slack.vault import Vault
from storage.engine import Database
from tests.bot.house import POLICY_FILE
from tests.slack.bot_that_authorises import KEY, NEWER_KEY, NOW

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
NAMES = ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_TOKEN_KEYS")


def run(url: str, *words: str) -> Result:
    known = {"DATABASE_URL": url, "PARTNERBOT_POLICY": str(POLICY_FILE)}
    try:
        return CliRunner().invoke(app, ["slack", "workspaces", *words], env=known, catch_exceptions=False)
    finally:
        structlog.reset_defaults()  # the command's standard error is closed now


def install(url: str, tenant: str, *, whole: bool = False, life: timedelta | None = None) -> None:
    database = Database(url)
    tokens = Tokens(token="xoxb-canary", refresh_token="xoxe-canary" if life else None, expires_at=NOW + life if life else None)
    grant = Grant(
        tenant=tenant,
        team_id=None if whole else tenant,
        enterprise_id=tenant if whole else None,
        bot_user_id="UBOT",
        scopes=("chat:write",),
        app_id="A1",
        name="Nordwind",
        tokens=tokens,
    )
    vault = Vault(database, Seal([KEY]), lambda: NOW)
    vault.put(grant, "B1")
    if tenant == "T3":
        assert vault.revoke(tenant, made_by=None, revision=None)
    database.close()


@ON_SQLITE
def test_workspaces_are_listed_without_their_tokens(database_url: str) -> None:
    assert run(database_url, "list").stdout == "No workspace has installed the bot.\n"
    install(database_url, "E1", whole=True)
    install(database_url, "T1", life=timedelta(days=36500))
    install(database_url, "T2", life=timedelta(hours=-1))
    install(database_url, "T3")
    assert run(database_url, "list").stdout.splitlines() == [
        "E1            organisation  installed 2026-11-23 09:00  token does not expire",
        "T1            workspace     installed 2026-11-23 09:00  token good until 2126-10-30 09:00",
        "T2            workspace     installed 2026-11-23 09:00  token expired 2026-11-23 08:00",
        "T3            workspace     installed 2026-11-23 09:00  revoked 2026-11-23 09:00",
    ]


@ON_SQLITE
def test_a_workspace_is_forgotten_once(database_url: str) -> None:
    install(database_url, "T1")
    assert "T1 is forgotten." in run(database_url, "forget", "T1").stdout
    again = run(database_url, "forget", "T1")
    assert (again.exit_code, again.stderr) == (1, "There is no workspace T1. See: partnerbot slack workspaces list\n")


def problems(monkeypatch: pytest.MonkeyPatch, **values: str) -> tuple[str, ...]:
    for name in NAMES:
        monkeypatch.setenv(name, values.get(name, ""))
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "secret")
    try:
        read_settings()
    except BadConfiguration as bad:
        return bad.problems
    return ()


def test_installing_is_configured_whole_or_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "secret", "SLACK_TOKEN_KEYS": f"{NEWER_KEY}, {KEY}"}
    assert problems(monkeypatch) == ()
    assert problems(monkeypatch, **whole) == ()
    for absent in NAMES:
        part = {name: value for name, value in whole.items() if name != absent}
        assert problems(monkeypatch, **part) == (f"{absent} must be set, too, so that workspaces can install the bot",)


@pytest.mark.parametrize("keys", ["short", "ä", f"{KEY},short", "A" * 44])
def test_a_key_that_is_none_is_refused_and_not_repeated(monkeypatch: pytest.MonkeyPatch, keys: str) -> None:
    (problem,) = problems(monkeypatch, SLACK_CLIENT_ID="1.2", SLACK_CLIENT_SECRET="secret", SLACK_TOKEN_KEYS=keys)
    assert problem == "SLACK_TOKEN_KEYS must be keys of 32 bytes in URL-safe base64, parted by commas"
