"""The bodies that Slack sends for what people do, in the shapes of its documentation."""

from __future__ import annotations

import time
from typing import Any

from tests.slack_fake.chat import as_json
from tests.slack_fake.elements import Json
from tests.slack_fake.platform import App
from tests.slack_fake.views import as_json as view_as_json
from tests.slack_fake.world import Channel, Message, Person, ResponseUrl, Team, View


def acted(app: App, team: Team, person: Person, kind: str, *, from_view: str | None = None) -> Json:
    """What every interactive payload has."""
    return {
        "type": kind,
        "user": {"id": person.id, "username": person.name, "name": person.name, "team_id": person.home},
        "api_app_id": app.id,
        "token": app.verification,
        "trigger_id": team.new_trigger(person.id, from_view),
        "is_enterprise_install": team.is_org_wide,
        **team.envelope(),
    }


def pressed(app: App, team: Team, person: Person, message: Message, block: Json, element: Json, given: Json, url: str) -> Json:
    """Somebody used an element of a message."""
    channel = team.channels[message.channel]
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": message.only_to is not None,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    payload = acted(app, team, person, "block_actions") | {
        "container": container,
        "channel": {"id": channel.id, "name": channel.name or "directmessage"},
        "state": {"values": {}},
        "response_url": new_url(team, channel, person, url, message),
        "actions": [_action(block, element, given)],
    }
    return payload | ({} if message.only_to else {"message": as_json(team, message)})


def pressed_in_unfurl(app: App, team: Team, person: Person, message: Message, url: str, block: Json, element: Json) -> Json:
    """Somebody used an element of what a link in a message unfurled to."""
    channel = team.channels[message.channel]
    container: Json = {
        "type": "message_attachment",
        "message_ts": message.ts,
        "attachment_id": 1,
        "channel_id": channel.id,
        "is_ephemeral": False,
        "is_app_unfurl": True,
        "app_unfurl_url": url,
    }
    return acted(app, team, person, "block_actions") | {
        "container": container,
        "channel": {"id": channel.id, "name": channel.name or "directmessage"},
        "app_unfurl": {"app_unfurl_url": url, "is_app_unfurl": True},
        "actions": [_action(block, element, {})],
    }


def pressed_in_view(app: App, team: Team, person: Person, view: View, block: Json, element: Json, given: Json) -> Json:
    """Somebody used an element of a modal or of the Home tab."""
    return acted(app, team, person, "block_actions", from_view=view.id) | {
        "container": {"type": "view", "view_id": view.id},
        "view": view_as_json(team, view, app.id),
        "actions": [_action(block, element, given)],
    }


def submitted(app: App, team: Team, person: Person, view: View) -> Json:
    return acted(app, team, person, "view_submission", from_view=view.id) | {
        "view": view_as_json(team, view, app.id),
        "response_urls": [],
    }


def closed(app: App, team: Team, person: Person, view: View, *, is_cleared: bool) -> Json:
    payload = acted(app, team, person, "view_closed") | {"view": view_as_json(team, view, app.id), "is_cleared": is_cleared}
    del payload["trigger_id"]
    return payload


def shortcut(app: App, team: Team, person: Person, callback_id: str) -> Json:
    return acted(app, team, person, "shortcut") | {"callback_id": callback_id, "action_ts": team.new_ts()}


def message_shortcut(app: App, team: Team, person: Person, callback_id: str, message: Message, url: str) -> Json:
    channel = team.channels[message.channel]
    return acted(app, team, person, "message_action") | {
        "callback_id": callback_id,
        "action_ts": team.new_ts(),
        "message_ts": message.ts,
        "channel": {"id": channel.id, "name": channel.name or "directmessage"},
        "message": as_json(team, message),
        "response_url": new_url(team, channel, person, url, None),
    }


def asked_for_options(app: App, team: Team, person: Person, view: View, block: Json, element: Json, typed: str) -> Json:
    payload = acted(app, team, person, "block_suggestion") | {
        "container": {"type": "view", "view_id": view.id},
        "view": view_as_json(team, view, app.id),
        "block_id": block["block_id"],
        "action_id": element["action_id"],
        "value": typed,
    }
    del payload["trigger_id"]
    return payload


def command(app: App, team: Team, person: Person, name: str, text: str, channel: Channel, url: str) -> dict[str, str]:
    """The form of a slash command."""
    return {
        "token": app.verification,
        "team_id": team.id,
        "team_domain": team.name.lower(),
        **({"enterprise_id": team.enterprise, "enterprise_name": "The Organisation"} if team.enterprise else {}),
        "channel_id": channel.id,
        "channel_name": channel.name or "directmessage",
        "user_id": person.id,
        "user_name": person.name,
        "command": name,
        "text": text,
        "api_app_id": app.id,
        "is_enterprise_install": str(team.is_org_wide).lower(),
        "response_url": new_url(team, channel, person, url, None),
        "trigger_id": team.new_trigger(person.id),
    }


def new_url(team: Team, channel: Channel, person: Person, url: str, message: Message | None) -> str:
    """A response_url of the fake's own."""
    id = team.new_id("R")
    team.urls[id] = ResponseUrl(
        channel=channel.id,
        user=person.id,
        made_at=team.clock.now(),
        message_ts=message.ts if message else None,
        thread_ts=message.thread_ts if message else None,
    )
    return f"{url}/respond/{team.id}/{id}"


def _action(block: Json, element: Json, given: Json) -> Json:
    action: dict[str, Any] = {"type": element["type"], "action_id": element["action_id"], "block_id": block["block_id"]}
    for key in ("text", "value", "style"):
        if key in element:
            action[key] = element[key]
    return action | given | {"action_ts": f"{time.time():.6f}"}
