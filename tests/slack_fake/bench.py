"""Calls of the Web API with the token of the first workspace, for the fake's own tests."""

from __future__ import annotations

from typing import Any

from tests.slack_fake.elements import Json
from tests.slack_fake.sample_app import call
from tests.slack_fake.slack import FakeSlack, Workspace

TEXT = "Your deal was registered"


class Bench:
    """Calls with the token of the first workspace."""

    def __init__(self, slack: FakeSlack) -> None:
        self.slack = slack
        self.north = slack.north
        self.general = slack.north.channel("general").id
        self.token = token_of(slack.north)

    def call(self, method: str, **args: Any) -> Json:
        return call(self.slack, method, self.token, **args)

    def post(self, **args: Any) -> Json:
        return self.call("chat.postMessage", **{"channel": self.general, "text": TEXT} | args)

    def error(self, method: str, **args: Any) -> str:
        return str(self.call(method, **args).get("error", "none"))


def token_of(workspace: Workspace) -> str:
    assert workspace.token is not None
    return workspace.token.value
