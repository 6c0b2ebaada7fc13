"""Both workspaces of the fake Slack over a furnished house: who is who there, and what has to be true whatever was done."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from storage.tables import registrations
from tests.bot.house import House
from tests.slack.bot_process import Bot, links
from tests.slack_fake.slack import FakeSlack

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
DEAL: Final = "Register Acme GmbH, contact buyer@acme.example, 45k EUR, closing end of March"
#: Zeppelin buys already, so a person decides about it.
REVIEWED: Final = "Register Zeppelin Werke AG, contact Max Muster, 120k EUR, closing end of March"


class Scene:
    """Both workspaces; in the first, Nordwind's Nora is anna, her manager Mara mara, and Mara's colleague Otto otto."""

    def __init__(self, slack: FakeSlack, house: House, folder: Path) -> None:
        self.slack = slack
        self.house = house
        self.log = folder / "bot.log"
        self.anna = slack.north.user("anna")
        self.mara = slack.north.user("mara")
        self.otto = slack.north.user("otto")
        links(house, (self.anna, "nordwind"), (self.mara, "manager"), (self.otto, "other-manager"))

    def count(self, company: str) -> int:
        return sum(row["company"] == company for row in self.house.rows(registrations))

    def finish(self, bot: Bot, *, allowed: tuple[str, ...] = ()) -> None:
        """What has to be true whatever was done."""
        self.slack.settle()
        self.slack.assert_clean(allowed=allowed)
        for word in ("Traceback", "xoxb-", "45k", "buyer@acme"):
            assert word not in bot.log, f"“{word}” in the log"


def register(scene: Scene) -> None:
    scene.anna.say(DEAL)
    scene.anna.wait_for_reply("shall I register")
    scene.anna.say("yes")
    scene.anna.wait_for_reply("approved")
