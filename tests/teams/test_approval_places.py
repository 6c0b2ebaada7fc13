"""Approvals in a channel of Teams: chosen by saying so there, decided there once, and never shown where others read along."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from storage.tables import events, outbox, registrations
from tests.shares import SQLITE_FIRST
from tests.teams.bot_here import BotHere
from tests.teams_fake.microsoft import FakeMicrosoft
from tests.teams_fake.people import Person
from tests.teams_fake.screen import actions, cards, read_aloud
from tests.teams_fake.world import CHANNEL, Conversation, Message, guid

REVIEWED = "Register Zeppelin Werke AG, contact Max Muster, 120k EUR, closing end of March"
CONFLICT = "Register Donau Logistik GmbH, Nimbus Backup, 45k EUR, close end of March 2027, contact Jo Jung jo@donau.example"
WHO = {"nora": "nordwind", "mara": "manager", "otto": "other-manager", "chris": "channel", "dirk": "direct"}


class Desk:
    """The vendor's people of the house in a channel with the bot, and Nora of Nordwind, who is not."""

    def __init__(self, bot: BotHere, microsoft: FakeMicrosoft) -> None:
        self.bot, self.microsoft = bot, microsoft
        people = [bot.person(name, member=f"m-{who}") for name, who in WHO.items()]
        self.nora, self.mara, self.otto, self.chris, self.dirk = people
        vendor = [person.mri for person in people[1:]]
        self.room = microsoft.group(*vendor, kind=CHANNEL, team="19:team@thread.tacv2")

    def choose(self, who: Person, said: str = "post my approvals here", *, to: Conversation | None = None) -> None:
        self.bot.house.later(minutes=1)
        assert who.say(said, to=to or self.room).status == 200
        self.bot.work()

    def register(self, said: str = REVIEWED) -> str:
        for each in (said, "yes"):
            self.nora.say(each)
            self.bot.work()
        return str(self.bot.house.rows(registrations)[-1]["id"])

    def posted(self, place: Conversation | None = None) -> list[Message]:
        at = (place or self.room).id
        return [message for message in self.microsoft.world.messages if message.conversation.startswith(at)]

    def press(self, who: Person, label: str, at: Message) -> Any:
        """What Teams is told at once; a button that opens a dialog opens it."""
        data = button(at, label)["data"]
        if (data.get("msteams") or {}).get("type") == "task/fetch":
            return who.invoke("task/fetch", {"data": data, "context": {"theme": "default"}}, to=self.room).body
        return who.execute("press", data, to=self.room, message=at.id).body

    def alone(self, who: Person) -> list[str]:
        return [read_aloud(message.shown) for message in who.messages()]

    def status(self, id: str) -> str:
        return str(next(row["status"] for row in self.bot.house.rows(registrations) if row["id"] == id))

    def logged(self, kind: str) -> list[str]:
        return [row["actor_id"] for row in self.bot.house.rows(events) if row["kind"] == kind]


def button(message: Message, label: str) -> Any:
    return next(each for card in cards(message.shown) for each in actions(card) if each["title"] == label)


def labels(message: Message) -> list[str]:
    return [str(each["title"]) for card in cards(message.shown) for each in actions(card)]


@pytest.fixture
def desk(bot: BotHere, microsoft: FakeMicrosoft) -> Desk:
    return Desk(bot, microsoft)


def test_a_card_in_the_channel_is_decided_once_by_twenty_clicks_and_says_so(desk: Desk) -> None:
    desk.choose(desk.mara)
    (chosen,) = desk.posted()
    assert "what waits for Mara Manthey’s decision is posted in this channel" in read_aloud(chosen.shown)
    told = len(desk.alone(desk.mara))

    id = desk.register()
    card = desk.posted()[-1]
    said = read_aloud(card.shown)
    assert card.conversation == desk.room.id, "it begins a conversation of its own"
    assert all(
        shown in said for shown in ("Zeppelin Werke AG", "Nordwind Systems", "120,000 EUR", "Existing customer", "Decision by")
    )
    assert "Max Muster" not in str(card.shown), "contacts are for those who decide"
    assert labels(card) == ["Approve", "Decline", "Ask for more", "Look at the case"]
    assert len(desk.alone(desk.mara)) == told, "she has it in the channel"

    def presses(who: Person) -> Callable[[], Any]:
        return lambda: desk.press(who, "Approve", card)

    with ThreadPoolExecutor(max_workers=20) as pool:
        heard = list(pool.map(lambda press: press(), [presses(who) for who in (desk.mara, desk.chris) for _ in range(10)]))
    assert {each["value"] for each in heard} == {"Got it. I answer in our personal chat."}
    desk.bot.work()
    assert (desk.status(id), len(desk.logged("registration.approved"))) == ("approved", 1)
    answers = [said for who in (desk.mara, desk.chris) for said in desk.alone(who)[-10:]]
    assert sum("Approved: Zeppelin Werke AG" in said for said in answers) == 1
    assert sum("Already decided: Protected, by " in said for said in answers) == 19
    assert desk.posted()[-1] is card, "nobody else hears of the presses"

    while desk.bot.update_cards():
        pass
    assert labels(card) == []
    assert "Already decided: Protected, by " in read_aloud(card.shown)
    desk.microsoft.assert_clean()


@SQLITE_FIRST
def test_who_may_not_decide_sees_nothing_and_it_is_on_record(desk: Desk) -> None:
    desk.choose(desk.mara)
    id = desk.register()
    card = desk.posted()[-1]
    desk.press(desk.dirk, "Approve", card)
    seen = desk.press(desk.dirk, "Look at the case", card)
    desk.bot.work()
    assert f"I find no case “{id}”" in str(seen)
    assert "Max Muster" not in str(seen)
    assert f"I find no case “{id}”" in desk.alone(desk.dirk)[-1]
    assert desk.posted()[-1] is card
    assert (desk.status(id), desk.logged("decision.refused")) == ("in_review", ["m-direct"] * 2)


@SQLITE_FIRST
def test_the_case_is_shown_in_a_dialog_and_declined_with_a_reason_in_another(desk: Desk) -> None:
    desk.choose(desk.mara)
    id = desk.register()
    card, told = desk.posted()[-1], len(desk.alone(desk.mara))
    seen = desk.press(desk.mara, "Look at the case", card)["task"]["value"]
    desk.bot.work()
    assert "Max Muster" in str(seen["card"])
    assert len(desk.alone(desk.mara)) == told, "what is looked at is posted nowhere"
    asked = desk.press(desk.mara, "Decline", card)["task"]["value"]
    (send,) = actions(asked["card"]["content"])
    name = next(each["id"] for each in asked["card"]["content"]["body"] if each["type"].startswith("Input."))
    filled = {**send["data"], name: "The project was cancelled"}
    desk.mara.invoke("task/submit", {"data": filled, "context": {"theme": "default"}}, to=desk.room)
    desk.bot.work()
    assert desk.status(id) == "declined"
    assert desk.posted()[-1] is card
    desk.bot.update_cards()
    assert "The project was cancelled" in read_aloud(card.shown)
    desk.microsoft.assert_clean()


@SQLITE_FIRST
@pytest.mark.parametrize("why", ["people of another organisation", "There are guests in it", "More than 100 people"])
def test_it_is_refused_where_others_read_along_with_the_reason(desk: Desk, why: str) -> None:
    if "another" in why:
        desk.room.foreign = {desk.dirk.mri: guid(77)}
    elif "guests" in why:
        desk.room.guests = {desk.dirk.mri}
    else:
        desk.room.members += [f"29:many-{number}" for number in range(100)]
    desk.choose(desk.mara)
    assert "I can’t post your approvals in that channel" in desk.alone(desk.mara)[-1]
    assert why in desk.alone(desk.mara)[-1]
    assert desk.posted() == []
    desk.register()
    assert desk.posted() == []


@SQLITE_FIRST
@pytest.mark.parametrize("gone", ["removed", "shared"])
def test_what_is_no_channel_of_the_vendors_alone_any_more_is_left_and_its_chooser_is_told_once(desk: Desk, gone: str) -> None:
    desk.choose(desk.mara)
    desk.register()
    card = desk.posted()[-1]
    if gone == "removed":
        desk.mara.uninstall(to=desk.room)
    else:
        desk.room.foreign = {desk.dirk.mri: guid(77)}
    desk.register(CONFLICT)
    assert desk.posted()[-1] is card
    told = desk.alone(desk.mara)
    assert sum("I no longer post your approvals in your channel in Teams" in said for said in told) == 1
    assert "Donau Logistik GmbH" in told[-1]
    assert not any(row["failed_at"] for row in desk.bot.house.rows(outbox))
    while desk.bot.update_cards():
        pass
    assert gone == "removed" or read_aloud(card.shown) == "This is no longer shown here."


@SQLITE_FIRST
def test_it_ends_by_the_button_or_by_a_word_and_a_group_of_colleagues_will_do_too(desk: Desk) -> None:
    desk.choose(desk.mara)
    desk.press(desk.mara, "Stop posting here", desk.posted()[-1])
    desk.bot.work()
    assert "come to you alone from now on" in desk.alone(desk.mara)[-1]
    before = len(desk.posted())
    desk.register()
    assert len(desk.posted()) == before
    group = desk.microsoft.group(desk.mara.mri, desk.otto.mri)
    desk.choose(desk.mara, "Freigaben hier posten", to=group)
    assert "Ab jetzt steht in diesem Kanal" in read_aloud(desk.posted(group)[-1].shown)
    desk.register(CONFLICT)
    assert "Donau Logistik GmbH" in read_aloud(desk.posted(group)[-1].shown)
    desk.choose(desk.mara, "nicht mehr hier", to=group)
    assert "kommen ab jetzt nur zu Ihnen" in desk.alone(desk.mara)[-1]
