"""The replayed bodies are of the shapes that Slack sends, and none of its kinds is missing."""

from __future__ import annotations

import json
from urllib.parse import parse_qs

import pytest

from tests.slack_fake.captured import Captured, captured
from tests.slack_fake.courier import EVENTS
from tests.slack_fake.elements import IN_ACTIONS
from tests.slack_fake.sample_app import SampleApp
from tests.slack_fake.slack import FakeSlack

ALL = captured()
ENVELOPE = {"token", "team_id", "api_app_id", "event", "type", "event_id", "event_time"}
INTERACTIVE = {
    "block_actions", "block_suggestion", "view_submission", "view_closed", "shortcut", "message_action", "interactive_message",
    "dialog_submission", "dialog_cancellation", "dialog_suggestion", "workflow_step_edit",
}  # fmt: skip


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.name)
def test_a_body_is_of_its_kind(one: Captured) -> None:
    match one.kind:
        case "event" if one.body["type"] == "event_callback":
            assert one.body.keys() >= ENVELOPE
            assert one.body["event"]["type"]
            assert json.loads(one.raw) == one.body
        case "event":
            assert one.body["type"] in ("url_verification", "app_rate_limited")
        case "interactive":
            assert one.body.keys() >= {"type", "user", "team", "api_app_id"}
            assert json.loads(parse_qs(one.raw)["payload"][0]) == one.body
        case "command":
            assert {name: values[0] for name, values in parse_qs(one.raw, keep_blank_values=True).items()} == one.body
        case _:
            pytest.fail(f"{one.kind} is no kind")


def test_every_kind_of_event_that_the_app_may_subscribe_to_is_there() -> None:
    kinds = {one.body["event"]["type"] for one in ALL if "event" in one.body}
    assert {name.split(".")[0] for name in EVENTS} <= kinds


def test_every_kind_of_interaction_is_there() -> None:
    assert {one.body["type"] for one in ALL if one.kind == "interactive"} >= INTERACTIVE


def test_every_element_that_somebody_can_use_is_there() -> None:
    used = {action["type"] for one in ALL for action in one.body.get("actions", ())}
    assert used >= IN_ACTIONS


def test_what_is_generated_has_the_fields_of_what_was_captured(slack: FakeSlack, app: SampleApp) -> None:
    """The simulated people and the replayed bodies tell the app the same things."""
    by_name = {one.name: one.body for one in ALL}
    ben = slack.north.user("ben")
    ben.say("hello")
    slack.settle()
    ben.shortcut("register")
    ben.command("/deal", "mine")
    event, shortcut, command = app.got
    assert event.keys() == by_name["event_message_im"].keys()
    assert event["event"].keys() == by_name["event_message_im"]["event"].keys() - {"blocks"}
    assert shortcut.keys() == by_name["shortcut"].keys()
    assert command.keys() == by_name["command"].keys()
