"""Whoever meets the bot in Teams is welcomed once, where they asked for it; who leaves is not written to; waiting is shown."""

from __future__ import annotations

from typing import Any

import pytest

from handlers.message import Sender
from storage.persons import erase, find_person, held_about
from storage.tables import accounts
from storage.teams_tables import teams_references
from tests.bot.house import House
from tests.teams.bot_here import BotHere
from tests.teams_fake.microsoft import TENANT, FakeMicrosoft
from tests.teams_fake.people import Person
from tests.teams_fake.screen import read_aloud
from tests.teams_fake.world import CHANNEL, Conversation

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def reference(house: House, person: Person) -> dict[str, Any]:
    return next(row for row in house.rows(teams_references) if row["user_id"] == person.user)


def said(microsoft: FakeMicrosoft, place: Conversation) -> list[str]:
    return [read_aloud(message.shown) for message in microsoft.world.messages if message.conversation.startswith(place.id)]


@pytest.mark.parametrize(("people", "is_welcomed"), [(12, True), (100, True), (101, False)])
def test_a_team_is_welcomed_once_and_a_large_one_not_at_all(
    bot: BotHere, microsoft: FakeMicrosoft, people: int, *, is_welcomed: bool
) -> None:
    nora = bot.person("nora", member="m-nordwind")
    team = microsoft.group(nora.mri, kind=CHANNEL, team="19:team@thread.tacv2")
    microsoft.world.teams["19:team@thread.tacv2"] = people
    for _ in range(2):
        nora.install(to=team)
        bot.work()
    assert len(said(microsoft, team)) == is_welcomed
    assert not is_welcomed or "Mention me" in said(microsoft, team)[0]
    assert nora.messages() == []
    microsoft.assert_clean()


def test_a_group_chat_is_welcomed_by_how_many_are_in_it(bot: BotHere, microsoft: FakeMicrosoft) -> None:
    nora = bot.person("nora", member="m-nordwind")
    nora.locale = "de-DE"
    small, large = microsoft.group(nora.mri), microsoft.group(*(f"29:{number}" for number in range(300)))
    for group in (small, large):
        nora.install(to=group)
    bot.work()
    assert len(said(microsoft, small)) == 1
    assert "Erwähnen Sie mich" in said(microsoft, small)[0]
    assert said(microsoft, large) == []


def test_how_people_are_written_to_is_kept_and_forgotten_with_the_chat(bot: BotHere) -> None:
    nora = bot.person("nora", member="m-nordwind")
    nora.zone = "America/New_York"
    nora.say("help")
    bot.work()
    kept = reference(bot.house, nora)
    assert (kept["conversation"], kept["zone"], kept["locale"]) == (nora.chat.id, "America/New_York", "en-GB")
    nora.uninstall()
    kept = reference(bot.house, nora)
    assert kept["conversation"] is None
    assert kept["retired_at"] is not None
    assert [row["private"] for row in bot.house.rows(accounts) if row["user_id"] == nora.user] == [None]
    nora.install()
    bot.work()
    assert reference(bot.house, nora)["retired_at"] is None


def test_a_notice_reaches_its_person_from_another_process(bot: BotHere, microsoft: FakeMicrosoft) -> None:
    """Nothing is left but what is in the database, and nobody has written to the new process yet."""
    nora, mara = bot.person("nora", member="m-nordwind"), bot.person("mara", member="m-manager")
    mara.say("help")
    nora.say("Register Donau Logistik GmbH, Nimbus Backup, 45k EUR, closing end of March 2027, contact Jo Jung jo@donau.example")
    bot.work()
    bot.restart()
    nora.bot_url = bot.url
    before = len(mara.messages())
    nora.say("yes")
    bot.work()
    assert len(mara.messages()) > before
    microsoft.assert_clean()


def test_an_answer_that_takes_long_is_announced_and_a_quick_one_is_not(bot: BotHere, microsoft: FakeMicrosoft) -> None:
    nora = bot.person("nora", member="m-nordwind")
    nora.say("help")
    bot.work()
    quick = len(microsoft.typing)
    nora.say("my deals")  # nobody answers it for now
    microsoft.wait_until(lambda: len(microsoft.typing) > quick, seconds=10)
    bot.work()
    assert microsoft.typing[-1] == nora.chat.id
    microsoft.assert_clean()


def test_an_account_is_the_tenant_and_the_object_in_it_and_nothing_that_is_written_on_it(bot: BotHere) -> None:
    nora, eve = bot.person("nora", member="m-nordwind"), bot.person("nora")
    said_by_eve = eve.activity("message", to=eve.chat, text="my deals")
    said_by_eve["from"] |= {"name": "Nora Nilsen", "userPrincipalName": "nora@nordwind.example", "id": nora.mri}
    eve.deliver(said_by_eve)
    bot.work()
    assert "know this account" in read_aloud(eve.messages()[-1].shown)
    assert Sender(chat="teams", tenant=TENANT, user=eve.user) != Sender(chat="teams", tenant=TENANT, user=nora.user)


def test_how_somebody_is_written_to_is_handed_out_to_them_and_goes_with_them(bot: BotHere) -> None:
    nora, mara = bot.person("nora", member="m-nordwind"), bot.person("mara", member="m-manager")
    with bot.house.database.transaction() as connection:
        person = find_person(connection, "m-nordwind")
        assert person is not None
        held = held_about(connection, person)["reached_in_teams"]
        assert [row["mri"] for row in held] == [nora.mri]
        erase(connection, person)
    assert [row["mri"] for row in bot.house.rows(teams_references)] == [mara.mri]
