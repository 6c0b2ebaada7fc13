"""The manifest names what the bot listens to, no more and no less, and the page says what each scope is for."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.cli.main import app
from bot.slack import news
from bot.slack.manifest import SCOPES, manifest, scopes
from bot.slack.read import Opening, read
from tests.docs.pages import page
from tests.slack.test_read import OURS, event
from tests.slack_fake.manifests import manifest_faults

URL = "https://bot.example.com"
#: The scopes that each method and event that the bot uses asks for (docs.slack.dev).
NEEDED = {
    "chat.postMessage": {"chat:write"},
    "chat.update": {"chat:write"},
    "assistant.threads.setStatus": {"chat:write"},
    "agents.sessions.setStatus": {"chat:write"},
    "assistant.threads.setSuggestedPrompts": {"assistant:write"},
    "chat.postEphemeral": {"chat:write"},
    "conversations.open": {"im:write"},
    "conversations.history": {"im:history"},
    "conversations.replies": {"channels:history", "groups:history", "im:history", "mpim:history"},
    "files.completeUploadExternal": {"files:write"},
    "a file's url_private_download": {"files:read"},
    "app_mention": {"app_mentions:read"},
    "message.im": {"im:history"},
    "slash commands and shortcuts": {"commands"},
    "user_change": {"users:read"},
    "conversations.info, conversations.members": {"channels:read", "groups:read"},
    "users.info": {"users:read"},
}
#: And those that links to deals ask for, where there are any.
NEEDED_FOR_LINKS = {"link_shared": {"links:read"}, "chat.unfurl": {"links:write"}}
PUBLIC = "https://partners.example.com/bot"
SHARED = {"unfurl_id": "1", "source": "composer", "links": [{"url": "https://partners.example.com/"}]}
LOOKED = {"entity_url": "https://partners.example.com/", "external_ref": {"id": "1"}, "trigger_id": "1.2.a"}
RUN = {"function_execution_id": "Fx1", "function": {"callback_id": "register_deal"}, "thread_ts": "17.1"}


def test_every_event_and_command_and_shortcut_that_it_names_is_read() -> None:
    made = manifest(URL, public_url=PUBLIC)
    features, settings = made["features"], made["settings"]
    listened = set(settings["event_subscriptions"]["bot_events"])
    assert set(news.EVENTS) < listened
    for name in listened.difference(news.EVENTS):
        kind = {"message.im": "message"}.get(name, name)
        assert read(event(type=kind, tab="home", text="<@UBOT> hi", **SHARED, **LOOKED, **RUN), OURS) is not None, name
    for command in features["slash_commands"]:
        body = {"command": command["command"], "user_id": "U1", "trigger_id": "1", "text": ""}
        assert read(body, OURS) is not None, command
    for shortcut in features["shortcuts"]:
        kind = {"global": "shortcut", "message": "message_action"}[shortcut["type"]]
        body = {"type": kind, "callback_id": shortcut["callback_id"], "trigger_id": "1", "user": {"id": "U1"}}
        assert isinstance(read(body | {"message": {"text": "Acme"}}, OURS), Opening), shortcut


def test_every_scope_is_needed_and_every_needed_one_is_there() -> None:
    assert set(manifest(URL)["oauth_config"]["scopes"]["bot"]) == set().union(*NEEDED.values()) == set(SCOPES)
    with_links = manifest(URL, public_url=PUBLIC)["oauth_config"]["scopes"]["bot"]
    assert set(with_links) == set().union(*NEEDED.values(), *NEEDED_FOR_LINKS.values()) == set(scopes(links=True))


def test_links_unfurl_where_they_are_known_to_lead() -> None:
    made, without = manifest(None, public_url=PUBLIC), manifest(URL)
    assert made["features"]["unfurl_domains"] == ["partners.example.com"]
    assert "link_shared" in made["settings"]["event_subscriptions"]["bot_events"]
    assert "unfurl_domains" not in without["features"]
    assert "link_shared" not in without["settings"]["event_subscriptions"]["bot_events"]


def test_the_page_says_what_every_scope_is_for() -> None:
    said = dict(re.findall(r"^\| `([\w:]+)` \| (.+) \|$", page("docs/how-to/set-up-slack.md").text, re.MULTILINE))
    assert {scope: said.get(scope) for scope in scopes(links=True)} == scopes(links=True)


def test_with_an_address_slack_delivers_there_and_without_one_through_the_socket() -> None:
    by_http, by_socket = manifest(URL + "/"), manifest(None)
    assert by_http["settings"]["interactivity"]["request_url"] == "https://bot.example.com/slack/events"
    assert by_http["settings"]["event_subscriptions"]["request_url"] == "https://bot.example.com/slack/events"
    assert by_http["oauth_config"]["redirect_urls"] == ["https://bot.example.com/slack/oauth_redirect"]
    assert (by_http["settings"]["socket_mode_enabled"], by_socket["settings"]["socket_mode_enabled"]) == (False, True)
    assert "url" not in json.dumps(by_socket)


@pytest.mark.parametrize("url", [URL, None])
def test_slack_takes_it_by_its_published_schema(url: str | None) -> None:
    assert manifest_faults(manifest(url)) == []


@pytest.mark.parametrize(
    ("of", "given", "why"),
    [
        ("display_information", {"name": "x" * 36}, "36 characters"),
        ("display_information", {}, "name is missing"),
        ("features", {"agent_view": {"suggested_prompts": []}}, "agent_description is missing"),
        ("features", {"agent_view": {"agent_description": "x" * 301}}, "301 characters"),
        ("features", {"agent_view": {"agent_description": "x", "suggested_prompts": [{"title": "Help"}]}}, "message is missing"),
        ("features", {"shortcuts": [{"type": "local"}]}, "not of the form"),
        ("features", {"slash_commands": [{"command": "deal", "description": "x"}]}, "not of the form"),
        ("features", {"assistant_view": {}}, "assistant_view is not known"),
        ("settings", {"event_subscriptions": {"bot_events": ["app_mention", "app_mention"]}}, "twice"),
        ("settings", {"interactivity": {"is_enabled": "yes"}}, "neither true nor false"),
    ],
)
def test_what_the_schema_refuses_is_found(of: str, given: dict[str, Any], why: str) -> None:
    assert any(why in fault for fault in manifest_faults(manifest(URL) | {of: given}))


def test_the_command_prints_it() -> None:
    result = CliRunner().invoke(app, ["slack", "manifest", "--url", URL])
    assert json.loads(result.stdout) == manifest(URL)


@pytest.mark.parametrize("url", ["http://bot.example.com", "bot.example.com"])
def test_an_address_that_slack_does_not_deliver_to_is_refused(url: str) -> None:
    result = CliRunner().invoke(app, ["slack", "manifest", "--url", url])
    assert result.exit_code == 1
    assert "https://" in result.stderr
