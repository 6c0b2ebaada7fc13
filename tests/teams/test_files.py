"""Files in Teams: what is sent to the bot is read; what it has is put where its person wants it, and nobody else's is."""

from __future__ import annotations

import pytest

from storage.tables import inbox
from tests.teams.bot_here import BotHere
from tests.teams_fake.microsoft import FakeMicrosoft
from tests.teams_fake.people import Person
from tests.teams_fake.screen import offers, read_aloud
from tests.teams_fake.world import CHANNEL, Json, Message

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def offered(person: Person) -> tuple[Message, Json]:
    return next((message, offer) for message in person.messages() for offer in offers(message.shown))


@pytest.mark.parametrize("in_a_team", [False, True])
def test_a_file_is_offered_put_into_ones_own_place_and_shown(bot: BotHere, microsoft: FakeMicrosoft, *, in_a_team: bool) -> None:
    nora = bot.person("nora", member="m-nordwind")
    team = microsoft.group(nora.mri, kind=CHANNEL, team="19:team@thread.tacv2") if in_a_team else None
    nora.say("csv template", to=team)
    bot.work()
    message, offer = offered(nora)
    assert nora.decide(offer, "accept", message=message.id).status == 200
    bot.work()
    assert microsoft.files["deals.csv"].startswith(b"\xef\xbb\xbf") or b"company" in microsoft.files["deals.csv"].lower()
    assert len(microsoft.files["deals.csv"]) == offer["content"]["sizeInBytes"]
    assert "OneDrive" in read_aloud(message.shown)
    shown = [each for one in nora.messages() for each in one.shown.get("attachments") or []]
    assert [each["name"] for each in shown if each["contentType"].endswith(".file.info")] == ["deals.csv"]
    microsoft.assert_clean()


def test_a_file_that_is_not_wanted_is_not_put_anywhere(bot: BotHere, microsoft: FakeMicrosoft) -> None:
    nora = bot.person("nora", member="m-nordwind")
    nora.say("csv template")
    bot.work()
    message, offer = offered(nora)
    nora.decide(offer, "decline", message=message.id)
    bot.work()
    assert microsoft.files == {}
    assert "didn’t save" in read_aloud(message.shown)


def test_nobody_gets_a_file_that_was_offered_to_somebody_else(bot: BotHere, microsoft: FakeMicrosoft) -> None:
    nora, rita = bot.person("nora", member="m-nordwind"), bot.person("rita", member="m-rival")
    nora.say("csv template")
    bot.work()
    message, offer = offered(nora)
    rita.decide(offer, "accept", message=message.id)
    bot.work()
    assert microsoft.files == {}
    assert offers(message.shown)


def test_a_list_of_deals_is_read_and_what_cannot_be_had_is_said_so(bot: BotHere, microsoft: FakeMicrosoft) -> None:
    nora = bot.person("nora", member="m-nordwind")
    nora.upload("deals.csv", b"company,contact email,amount,close date\nAcme GmbH,buyer@acme.example,45k EUR,2027-03-31\n")
    bot.work()
    assert "Acme GmbH" in str(nora.messages()[-1].shown)
    nora.upload("deals.csv", b"x" * (10 * 1024 * 1024 + 1))
    bot.work()
    assert bot.house.rows(inbox)[-1]["reply"] is not None
    evil = nora.activity("message", to=nora.chat, attachments=[_elsewhere("https://evil.example/deals.csv")])
    assert nora.deliver(evil).status == 200
    bot.work()
    microsoft.assert_clean()


def _elsewhere(url: str) -> Json:
    content = {"downloadUrl": url, "uniqueId": "1", "fileType": "csv"}
    return {"contentType": "application/vnd.microsoft.teams.file.download.info", "name": "deals.csv", "content": content}
