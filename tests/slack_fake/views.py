"""views.*: modals with their stack of three, the Home tab, and the hash that keeps an old picture from winning."""

from __future__ import annotations

import secrets
from typing import Any, Final

from tests.slack_fake import blocks, lint
from tests.slack_fake.chat import filled
from tests.slack_fake.elements import Json
from tests.slack_fake.platform import Call, Method, pointed
from tests.slack_fake.world import Refusal, Team, View

_STACK: Final = 3


def open_(call: Call) -> Json:
    body = _judged(call, "modal")
    trigger = call.team.use_trigger(call.get("trigger_id"))
    stack = [_new(call.team, trigger.user, body)]
    call.team.stacks[trigger.user] = stack
    return {"view": as_json(call.team, stack[0], call.platform.app.id)}


def push(call: Call) -> Json:
    body = _judged(call, "modal")
    trigger = call.team.use_trigger(call.get("trigger_id"))
    stack = call.team.stacks.get(trigger.user, [])
    if not trigger.from_view or not stack:
        raise Refusal("not_found", "a view can be pushed only from within a modal")
    return {"view": as_json(call.team, pushed(call.team, trigger.user, body), call.platform.app.id)}


def update(call: Call) -> Json:
    body = _judged(call, "modal")
    by_external_id = (each for stack in call.team.stacks.values() for each in stack)
    if call.get("view_id"):
        view = call.team.view(call.get("view_id"))
    else:
        view = next((each for each in by_external_id if each.body.get("external_id") == call.get("external_id")), None)
    if view is None or view.body["type"] == "home":
        raise Refusal("not_found")
    _replace(call, view, body)
    return {"view": as_json(call.team, view, call.platform.app.id)}


def publish(call: Call) -> Json:
    body = _judged(call, "home")
    user, team = call.get("user_id"), call.team
    if user not in team.people:
        raise Refusal("invalid_arguments", "user_not_found")
    if user in team.homes:
        _replace(call, team.homes[user], body)
    elif call.get("hash"):
        raise Refusal("hash_conflict")
    else:
        team.homes[user] = _new(team, user, body)
    return {"view": as_json(team, team.homes[user], call.platform.app.id)}


def pushed(team: Team, user: str, body: Json) -> View:
    """The new top of somebody's stack; a fourth is refused."""
    stack = team.stacks[user]
    if len(stack) >= _STACK:
        raise Refusal("push_limit_reached")
    view = _new(team, user, body, root=stack[0].id, previous=stack[-1].id)
    stack.append(view)
    return view


def replaced(team: Team, view: View, body: Json) -> None:
    """The view says something else; what was typed into input blocks that are still there stays."""
    view.body = body | {"blocks": list(filled(team, body["blocks"]))}
    view.hash = secrets.token_hex(6)
    kept = {(block_id, each.get("action_id")) for block_id, each in _inputs(view.body)}
    view.values = {
        block_id: {action: value for action, value in actions.items() if (block_id, action) in kept}
        for block_id, actions in view.values.items()
        if any((block_id, action) in kept for action in actions)
    }


def faults(body: Any) -> list[str]:
    """Why Slack would refuse the view; ill-shaped JSON is one reason more."""
    try:
        return blocks.view_faults(body)
    except (TypeError, AttributeError, KeyError, ValueError):
        return ["the view is not of the shape of a view"]


def as_json(team: Team, view: View, app_id: str) -> Json:
    """The view as it stands in answers and in interactive payloads."""
    return {
        "id": view.id,
        "team_id": team.id,
        "app_id": app_id,
        "bot_id": team.bot_id,
        "root_view_id": view.root,
        "previous_view_id": view.previous,
        "hash": view.hash,
        "state": {"values": view.values},
        "private_metadata": "",
        "callback_id": "",
        "external_id": "",
        "clear_on_close": False,
        "notify_on_close": False,
        **view.body,
    }


def _inputs(body: Json) -> list[tuple[str, Json]]:
    return [(block["block_id"], block["element"]) for block in body["blocks"] if block["type"] == "input"]


def _judged(call: Call, kind: str) -> Json:
    body = call.args["view"]
    found = faults(body)
    if not found and body["type"] != kind:
        found = [f"must be a {kind} [json-pointer:/view/type]"]
    pointed(found, "invalid_arguments")
    for poor in lint.of_view(body):
        call.poor(poor)
    external = body.get("external_id")
    shown = [view for stack in call.team.stacks.values() for view in stack]
    if external and call.method in ("views.open", "views.push") and any(v.body.get("external_id") == external for v in shown):
        raise Refusal("duplicate_external_id")
    return dict(body)


def _new(team: Team, user: str, body: Json, root: str = "", previous: str | None = None) -> View:
    id = team.new_id("V")
    body = body | {"blocks": list(filled(team, body["blocks"]))}
    return View(id=id, user=user, body=body, hash=secrets.token_hex(6), root=root or id, previous=previous)


def _replace(call: Call, view: View, body: Json) -> None:
    if call.get("hash") and call.get("hash") != view.hash:
        raise Refusal("hash_conflict")
    if not call.get("hash"):
        call.poor("no hash: an older picture may overwrite a newer one")
    replaced(call.team, view, body)


METHODS: Final = {
    "views.open": Method(answer=open_, required="trigger_id view", tier=4),
    "views.push": Method(answer=push, required="trigger_id view", tier=4),
    "views.update": Method(answer=update, required="view", optional="view_id external_id hash", tier=4),
    "views.publish": Method(answer=publish, required="user_id view", optional="hash", tier=4),
}
