"""What is said in Teams is kept before it is acknowledged, answered once, and shown to whom it concerns."""

from __future__ import annotations

import re
from typing import Any

import pytest

from storage.tables import inbox
from tests.bot.house import RIVAL_SECRETS
from tests.teams.bot_here import BotHere
from tests.teams_fake.microsoft import FakeMicrosoft
from tests.teams_fake.people import Person
from tests.teams_fake.screen import read_aloud
from tests.teams_fake.world import CHANNEL, Conversation, guid

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def texts(person: Person, place: Conversation | None = None) -> str:
    """Everything that stands in the conversation, cards and all."""
    return "\n".join(str(message.shown) for message in person.messages(place))


def test_a_message_is_answered_once_however_often_it_is_delivered(bot: BotHere, microsoft: FakeMicrosoft) -> None:
    nora = bot.person("nora", member="m-nordwind")
    said = nora.activity("message", to=nora.chat, text="help")
    for _ in range(5):
        answered = nora.deliver(said)
        assert (answered.status, answered.seconds < 1) == (200, True)
    bot.work()
    assert len(nora.messages()) == 1
    assert len(bot.house.rows(inbox)) == 1
    microsoft.assert_clean()


def test_a_stranger_links_their_account_with_a_code_and_registers(bot: BotHere, microsoft: FakeMicrosoft) -> None:
    invited = bot.house.talk("admin").say("invite max@nordwind.example as seller")
    code = re.search(r"link [0-9A-Z-]{8,}", invited)
    assert code is not None
    nora = bot.person("nora")
    nora.install()
    bot.work()
    assert len(nora.messages()) == 1  # it is told in two ways, and welcomed once
    nora.say(code[0])
    bot.work()
    nora.say("Register Acme GmbH, contact buyer@acme.example, 45k EUR, closing end of March")
    bot.work()
    nora.say("yes")
    bot.work()
    assert "approval" in texts(nora)
    microsoft.assert_clean()


def test_what_cannot_be_kept_is_not_acknowledged(bot: BotHere) -> None:
    nora = bot.person("nora", member="m-nordwind")
    bot.is_broken = True
    assert nora.say("help").status == 500
    bot.is_broken = False
    assert nora.say("help").status == 200


def test_another_tenant_is_told_so_once_and_nothing_of_it_is_kept(bot: BotHere, microsoft: FakeMicrosoft) -> None:
    eve = bot.person("eve", tenant=guid(99))
    for _ in range(3):
        assert eve.say("my deals").status == 200
    bot.work()
    assert [message.shown["text"].startswith("I’m sorry") for message in eve.messages()] == [True]
    assert bot.house.rows(inbox) == []


@pytest.mark.parametrize(
    "change",
    [
        {"channelData": {}},
        {"channelData": {"tenant": {"id": guid(99)}}},
        {"channelData": {"tenant": "x"}},
        {"from": {"id": "29:1"}},
        {"from": {"id": "29:1", "aadObjectId": "m-nordwind"}},
        {"from": {"id": "28:bot", "aadObjectId": guid(1)}},
        {"conversation": {"id": "a:1"}},
        {"conversation": {"id": "a/1", "tenantId": guid(1)}},
        {"conversation": None, "from": None, "recipient": 5, "entities": "x"},
    ],
)
def test_who_is_not_known_beyond_doubt_is_nobody(bot: BotHere, change: dict[str, Any]) -> None:
    nora = bot.person("nora", member="m-nordwind")
    assert nora.deliver(nora.activity("message", to=nora.chat, text="my deals") | change).status == 200
    assert bot.house.rows(inbox) == []


def test_in_a_team_what_is_ones_own_is_told_in_the_personal_chat(bot: BotHere, microsoft: FakeMicrosoft) -> None:
    rita = bot.person("rita", member="m-rival")
    team = microsoft.group(rita.mri, kind=CHANNEL, team="19:team@thread.tacv2")
    rita.say("my deals", to=team)
    bot.work()
    assert any(secret in texts(rita) for secret in RIVAL_SECRETS)
    there = texts(rita, team)
    assert "personal chat" in there
    assert not any(secret in there for secret in RIVAL_SECRETS)
    microsoft.assert_clean()


def test_a_button_does_the_same_however_a_client_sends_it(bot: BotHere, microsoft: FakeMicrosoft) -> None:
    nora = bot.person("nora", member="m-nordwind")
    data = {"verb": "press", "action": "deals.list"}
    nora.execute("press", {"action": "deals.list"})
    bot.work()
    nora.press(data)
    bot.work()
    nora.deliver(nora.activity("message", to=nora.chat, text="My deals", value=data, replyToId="17"))  # as messageBack is sent
    bot.work()
    said = [read_aloud(message.shown) for message in nora.messages()]
    assert len(said) == 3
    assert len(set(said)) == 1
    microsoft.assert_clean()
