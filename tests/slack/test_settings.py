"""A configuration of Slack that contradicts itself is refused with a sentence, and never with a secret in it."""

from __future__ import annotations

import asyncio
from io import StringIO

import pytest

from bot.chats import CannotStart
from bot.cli import doctor
from bot.config import BadConfiguration, Settings, read_settings
from bot.slack.calls import Api
from bot.slack.workspaces import SingleWorkspace
from tests.bot.house import NOW
from tests.slack.one_workspace import TOKEN, OneWorkspace

#: Everything that configures Slack.
NAMES = tuple(name.upper() for name in Settings.model_fields if name.startswith("slack_"))
BOT, APP, SECRET = "xoxb-1-canary", "xapp-1-canary", "canary-secret"


def configured(monkeypatch: pytest.MonkeyPatch, **variables: str) -> Settings:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return read_settings()


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"SLACK_BOT_TOKEN": BOT}, "SLACK_BOT_TOKEN needs SLACK_SIGNING_SECRET"),
        ({"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP, "SLACK_SIGNING_SECRET": SECRET}, "exclude each other"),
        ({"SLACK_BOT_TOKEN": "canary", "SLACK_SIGNING_SECRET": SECRET}, "SLACK_BOT_TOKEN must begin with xoxb-"),
        ({"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": "canary"}, "SLACK_APP_TOKEN must begin with xapp-"),
        ({"SLACK_API_URL": "slack.com"}, "SLACK_API_URL must look like"),
    ],
)
def test_what_contradicts_itself_is_said(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], sentence: str) -> None:
    with pytest.raises(BadConfiguration) as bad:
        configured(monkeypatch, **variables)
    (problem,) = bad.value.problems
    assert sentence in problem
    assert "canary" not in problem


def test_two_secrets_may_stand_side_by_side(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = configured(monkeypatch, SLACK_BOT_TOKEN=BOT, SLACK_SIGNING_SECRET=" new , old,")
    assert settings.slack_signing_secrets == ("new", "old")
    assert "new" not in repr(settings)


@pytest.mark.parametrize("empty", ["", " ", ","])
def test_what_is_empty_is_not_set(monkeypatch: pytest.MonkeyPatch, empty: str) -> None:
    settings = configured(monkeypatch, SLACK_SIGNING_SECRET=empty, SLACK_BOT_TOKEN="", SLACK_APP_TOKEN="")
    assert settings.slack_signing_secrets == ()
    assert settings.slack_bot_token is None


def test_a_token_that_slack_does_not_know_is_said_at_the_start() -> None:
    slack = OneWorkspace()

    async def go() -> None:
        api = Api(slack.url, lambda: NOW)
        api.open()
        with pytest.raises(CannotStart, match=r"SLACK_BOT_TOKEN \(invalid_auth\)"):
            await SingleWorkspace(api, BOT).authorize(None, None, False)
        known = SingleWorkspace(api, TOKEN)
        ours = await known.authorize(None, "T1", False)
        assert ours is not None
        assert (ours.tenant, await known.token("T1"), await known.token("T2")) == ("T1", TOKEN, None)
        assert await known.authorize(None, "T2", False) is None
        await api.close()

    asyncio.run(go())
    slack.close()
    assert len(slack.called("auth.test")) == 2


def test_while_slack_does_not_answer_nothing_is_taken_for_somebody_elses() -> None:
    async def go() -> None:
        api = Api("http://127.0.0.1:1/api/", lambda: NOW)
        api.open()
        workspaces = SingleWorkspace(api, TOKEN)
        with pytest.raises(ConnectionError):
            await workspaces.authorize(None, "T1", False)
        assert await workspaces.token("T1") == TOKEN
        await api.close()

    asyncio.run(go())


INSTALLED = {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": SECRET, "SLACK_TOKEN_KEYS": "A" * 43 + "="}


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({}, "Slack: not configured;"),
        ({"SLACK_BOT_TOKEN": BOT, "SLACK_SIGNING_SECRET": SECRET}, "Slack: one workspace, by HTTP, not tried;"),
        ({"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP}, "Slack: one workspace, through Socket Mode, not tried;"),
        (INSTALLED | {"SLACK_SIGNING_SECRET": SECRET}, "Slack: every workspace that installs it, by HTTP, not tried;"),
    ],
)
def test_the_doctor_says_how_slack_reaches_the_bot(
    monkeypatch: pytest.MonkeyPatch, database_url: str, variables: dict[str, str], said: str
) -> None:
    configured(monkeypatch, DATABASE_URL=database_url, **variables)
    sink = StringIO()
    doctor.run(sink)
    assert said in sink.getvalue()
    assert "canary" not in sink.getvalue()
