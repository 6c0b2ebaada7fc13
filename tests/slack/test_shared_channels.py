"""In a channel with another company's people (Slack Connect) nobody reads what is not theirs, and nobody is left unanswered."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from handlers.wording import Words
from tests.bot.house import House
from tests.slack.bot_here import BotHere
from tests.slack.scene import DEAL
from tests.slack_fake.slack import FakeSlack
from tests.slack_fake.wire_faults import named

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SECRETS = ("Acme", "45", "buyer@acme", "Nordwind", "R-")


class Shared:
    """#general of the vendor's workspace, which Gitta reads along in from her own; the bot is the vendor's."""

    def __init__(self, slack: FakeSlack, house: House) -> None:
        self.slack, self.house = slack, house
        self.bot = BotHere(slack, house)
        self.general = slack.north.channel("general")
        self.gitta = slack.north.guest("gitta", slack.south.team, self.general)

    def asks(self, text: str) -> None:
        self.gitta.mention(text, channel=self.general)
        self.bot.work()

    def others(self) -> str:
        """Everything of the bot's that the others in the channel read."""
        ben = self.slack.north.user("ben")
        return "\n".join(f"{message.shown}\n{message.text}" for message in ben.messages())

    def hers(self) -> str:
        return "\n".join(message.shown for message in self.gitta.messages())


@pytest.fixture
def shared(furnished_url: str) -> Iterator[Shared]:
    house = House(furnished_url)
    with FakeSlack() as slack:
        found = Shared(slack, house)
        yield found
        found.bot.close()
    house.close()


def test_who_is_linked_by_nothing_is_told_how_and_nothing_else(shared: Shared) -> None:
    for text in (DEAL, "my deals", "what did I earn?"):
        shared.asks(text)
    assert Words("en")("stranger.title") in shared.hers()
    assert not [secret for secret in SECRETS if secret in shared.others()]
    assert shared.house.statuses("Acme GmbH") == {}
    shared.slack.assert_clean()


def test_once_linked_she_may_what_her_member_may_and_the_others_read_nothing_of_it(shared: Shared) -> None:
    shared.bot.link(shared.gitta, "m-nordwind")
    for text in (DEAL, "yes", "my deals"):
        shared.asks(text)
    assert shared.house.statuses("Acme GmbH") == {"nordwind": "approved"}
    assert "Acme GmbH" in shared.hers()
    assert not [secret for secret in SECRETS if secret in shared.others()]
    shared.slack.assert_clean()


@pytest.mark.parametrize("code", ["user_not_visible", "cannot_dm_bot", "invalid_user_combination"])
def test_where_slack_opens_no_direct_messages_the_answer_is_seen_where_she_asked_by_her_alone(shared: Shared, code: str) -> None:
    shared.bot.link(shared.gitta, "m-nordwind")
    shared.slack.faults.always["conversations.open"] = named(code)
    shared.asks(DEAL)
    asked = shared.gitta.messages()[-1]
    assert "Shall I register" in asked.shown
    assert asked.only_to == shared.gitta.id
    assert asked.thread_ts
    shared.gitta.click("Register", at=asked)
    shared.bot.work()
    assert shared.house.statuses("Acme GmbH") == {"nordwind": "approved"}
    assert shared.gitta.messages()[-1].only_to == shared.gitta.id
    assert "protected for you" in shared.gitta.messages()[-1].shown
    assert Words("en")("slack.said_aside") in shared.others()
    assert not [secret for secret in SECRETS if secret in shared.others()]
    shared.slack.assert_clean(allowed=(code,))
