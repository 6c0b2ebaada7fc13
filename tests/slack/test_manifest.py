"""The manifest names what the bot listens to, no more and no less, and the page says what each scope is for."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.cli.main import app
from bot.slack import limits, news
from bot.slack.manifest import SCOPES, manifest
from bot.slack.read import Opening, read
from tests.docs.pages import page
from tests.slack.test_read import OURS, event

URL = "https://bot.example.com"
#: The scopes that each method and event that the bot uses asks for (docs.slack.dev).
NEEDED = {
    "chat.postMessage": {"chat:write"},
    "chat.update": {"chat:write"},
    "assistant.threads.setStatus": {"chat:write"},
    "conversations.open": {"im:write"},
    "conversations.history": {"im:history"},
    "conversations.replies": {"channels:history", "groups:history", "im:history", "mpim:history"},
    "files.completeUploadExternal": {"files:write"},
    "a file's url_private_download": {"files:read"},
    "app_mention": {"app_mentions:read"},
    "message.im": {"im:history"},
    "slash commands and shortcuts": {"commands"},
    "user_change": {"users:read"},
}


def test_every_event_and_command_and_shortcut_that_it_names_is_read() -> None:
    features, settings = manifest(URL)["features"], manifest(URL)["settings"]
    listened = set(settings["event_subscriptions"]["bot_events"])
    assert set(news.EVENTS) < listened
    for name in listened.difference(news.EVENTS):
        kind = {"message.im": "message"}.get(name, name)
        assert read(event(type=kind, tab="home", text="<@UBOT> hi"), OURS) is not None, name
    for command in features["slash_commands"]:
        body = {"command": command["command"], "user_id": "U1", "trigger_id": "1", "text": ""}
        assert read(body, OURS) is not None, command
    for shortcut in features["shortcuts"]:
        kind = {"global": "shortcut", "message": "message_action"}[shortcut["type"]]
        body = {"type": kind, "callback_id": shortcut["callback_id"], "trigger_id": "1", "user": {"id": "U1"}}
        assert isinstance(read(body | {"message": {"text": "Acme"}}, OURS), Opening), shortcut


def test_every_scope_is_needed_and_every_needed_one_is_there() -> None:
    assert set(manifest(URL)["oauth_config"]["scopes"]["bot"]) == set().union(*NEEDED.values()) == set(SCOPES)


def test_the_page_says_what_every_scope_is_for() -> None:
    said = dict(re.findall(r"^\| `([\w:]+)` \| (.+) \|$", page("docs/how-to/set-up-slack.md").text, re.MULTILINE))
    assert {scope: said.get(scope) for scope in SCOPES} == dict(SCOPES)


def test_with_an_address_slack_delivers_there_and_without_one_through_the_socket() -> None:
    by_http, by_socket = manifest(URL + "/"), manifest(None)
    assert by_http["settings"]["interactivity"]["request_url"] == "https://bot.example.com/slack/events"
    assert by_http["settings"]["event_subscriptions"]["request_url"] == "https://bot.example.com/slack/events"
    assert by_http["oauth_config"]["redirect_urls"] == ["https://bot.example.com/slack/oauth_redirect"]
    assert (by_http["settings"]["socket_mode_enabled"], by_socket["settings"]["socket_mode_enabled"]) == (False, True)
    assert "url" not in json.dumps(by_socket)


def test_it_keeps_to_slacks_limits() -> None:
    made: Any = manifest(URL)
    features = made["features"]
    assert len(made["display_information"]["description"]) <= 140
    assert len(features["agent_view"]["agent_description"]) <= 300
    assert len(features["agent_view"]["suggested_prompts"]) <= 4
    assert all(len(shortcut["name"]) <= limits.MODAL_TITLE for shortcut in features["shortcuts"])


def test_the_command_prints_it() -> None:
    result = CliRunner().invoke(app, ["slack", "manifest", "--url", URL])
    assert json.loads(result.stdout) == manifest(URL)


@pytest.mark.parametrize("url", ["http://bot.example.com", "bot.example.com"])
def test_an_address_that_slack_does_not_deliver_to_is_refused(url: str) -> None:
    result = CliRunner().invoke(app, ["slack", "manifest", "--url", url])
    assert result.exit_code == 1
    assert "https://" in result.stderr
