"""Approvals in a channel of Slack: chosen by saying so there, decided there once, and never shown where others read along."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from storage.tables import events, outbox, registrations
from tests.bot.house import PEOPLE, House
from tests.shares import SQLITE_FIRST
from tests.slack.bot_here import BotHere
from tests.slack_fake.people import NotThere, User
from tests.slack_fake.slack import FakeSlack
from tests.slack_fake.world import Channel, Message

REVIEWED = "Register Zeppelin Werke AG, contact Max Muster, 120k EUR, closing end of March"
CONFLICT = "Register Donau Logistik GmbH, Nimbus Backup, 45k EUR, close end of March 2027, contact Jo Jung jo@donau.example"
WHO = ("nordwind", "manager", "other-manager", "channel", "direct")


class Desk:
    """The vendor's people of the house in #deal-desk with the bot, and Nora of Nordwind, who is not."""

    def __init__(self, slack: FakeSlack, house: House) -> None:
        self.slack, self.house = slack, house
        self.bot = BotHere(slack, house)
        people = {who: slack.north.join(who, PEOPLE[who].name) for who in WHO}
        for who, user in people.items():
            self.bot.link(user, f"m-{who}")
        self.nora, self.mara, self.otto, self.chris, self.dirk = people.values()
        vendor = {user.id for user in (self.mara, self.otto, self.chris, self.dirk)}
        self.room = self.channel("deal-desk", vendor)

    def channel(self, name: str, people: set[str]) -> Channel:
        team = self.slack.north.team
        return team.channel(name, people | {team.bot.id}, kind="group")

    def choose(self, who: User, said: str = "post my approvals here") -> None:
        self.house.later(minutes=1)
        who.mention(said, channel=self.room)
        self.bot.work()

    def register(self, said: str = REVIEWED) -> str:
        self.nora.say(said)
        self.bot.work()
        self.nora.say("yes")
        self.bot.work()
        return str(self.house.rows(registrations)[-1]["id"])

    def posted(self) -> list[Message]:
        """What everybody in the channel reads of the bot, oldest first."""
        return [each for each in self.slack.north.bot_messages if each.channel == self.room.id and each.only_to is None]

    def alone(self, who: User) -> list[str]:
        """What only this person was told, in the channel or in direct messages."""
        return [each.shown for each in who.messages() if each.channel != self.room.id or each.only_to == who.id]

    def status(self, id: str) -> str:
        return str(next(row["status"] for row in self.house.rows(registrations) if row["id"] == id))

    def logged(self, kind: str) -> list[str]:
        return [row["actor_id"] for row in self.house.rows(events) if row["kind"] == kind]


@pytest.fixture
def desk(furnished_url: str) -> Iterator[Desk]:
    house = House(furnished_url)
    with FakeSlack() as slack:
        desk = Desk(slack, house)
        yield desk
        desk.bot.close()
        slack.assert_clean()
    house.close()


def test_a_card_in_the_channel_is_decided_once_by_twenty_clicks_and_every_copy_says_so(desk: Desk) -> None:
    desk.mara.say("otto@vendor.example is my deputy from 23 to 26 November")
    desk.choose(desk.mara)
    (chosen,) = desk.posted()
    assert "what waits for Mara Manthey’s decision is posted in this channel" in chosen.shown
    assert chosen.buttons == ["Stop posting here"]
    told = len(desk.alone(desk.mara))

    id = desk.register()
    card = desk.posted()[-1]
    for shown in ("Zeppelin Werke AG", "Nordwind Systems", "120,000 EUR", "Existing customer", "Decision by"):
        assert shown in card.shown
    assert "Max Muster" not in card.shown, "contacts are for those who decide"
    assert card.thread_ts is None
    assert card.buttons == ["Approve", "Decline", "Ask for more", "Look at the case"]
    assert len(desk.alone(desk.mara)) == told, "she has it in the channel"
    assert "waits for a decision" in desk.alone(desk.otto)[-1], "a deputy is told alone"
    desk.otto.click(f"Show {id}")
    desk.bot.work()

    fingers = [who.aim("Approve", at=card) for who in (desk.mara, desk.chris) for _ in range(10)]
    assert all(ack.is_good for ack in desk.slack.together(fingers))
    desk.bot.work()
    assert (desk.status(id), len(desk.logged("registration.approved"))) == ("approved", 1)
    heard = [said for who in (desk.mara, desk.chris) for said in desk.alone(who)[-10:]]
    assert sum("Approved: Zeppelin Werke AG" in said for said in heard) == 1
    assert sum("Already decided: Protected, by " in said for said in heard) == 19

    while desk.bot.update_cards():
        pass
    assert not desk.posted()[-1].buttons
    assert "Already decided: Protected, by " in desk.posted()[-1].shown
    copies = [each for each in desk.otto.messages() if "Zeppelin Werke AG" in each.shown and each.channel != desk.room.id]
    assert not any("Approve" in each.buttons for each in copies)


@SQLITE_FIRST
def test_who_may_not_decide_is_told_so_alone_and_it_is_on_record(desk: Desk) -> None:
    desk.choose(desk.mara)
    id = desk.register()
    card, posted = desk.posted()[-1], len(desk.posted())
    for label in ("Approve", "Look at the case", "Decline"):
        desk.dirk.click(label, at=card)
        desk.bot.work()
        while desk.dirk.modal is not None:
            assert f"I find no case “{id}”" in str(desk.dirk.modal.body)
            desk.dirk.close_modal()
    assert any(f"I find no case “{id}”" in said for said in desk.alone(desk.dirk))
    assert len(desk.posted()) == posted, "nobody else hears of it"
    assert desk.status(id) == "in_review"
    assert desk.logged("decision.refused") == ["m-direct"] * 3


@SQLITE_FIRST
def test_the_case_is_shown_to_whoever_may_decide_and_to_nobody_else_and_declined_with_a_reason_in_a_modal(desk: Desk) -> None:
    desk.choose(desk.mara)
    id = desk.register()
    card, posted = desk.posted()[-1], len(desk.posted())
    desk.mara.click("Look at the case", at=card)
    desk.bot.work()
    assert "Max Muster" in str(desk.mara.modal and desk.mara.modal.body)
    desk.mara.close_modal()
    desk.mara.click("Decline", at=card)
    desk.bot.work()
    desk.mara.submit({"text": "The project was cancelled"})
    desk.bot.work()
    assert desk.status(id) == "declined"
    assert len(desk.posted()) == posted
    desk.bot.update_cards()
    assert "Declined" in desk.posted()[-1].shown
    assert "The project was cancelled" in desk.posted()[-1].shown


@SQLITE_FIRST
def test_what_concerns_somebody_else_too_is_decided_in_ones_own_chat(desk: Desk) -> None:
    desk.choose(desk.mara)
    desk.register(CONFLICT)
    card = desk.posted()[-1]
    assert card.buttons == ["Decide in my own chat", "Look at the case", "Decline", "Ask for more"]
    assert "Dirk" not in card.shown
    posted = len(desk.posted())
    desk.mara.click("Decide in my own chat", at=card)
    desk.bot.work()
    assert any("Dirk Direkt" in said for said in desk.alone(desk.mara))
    assert len(desk.posted()) == posted


@SQLITE_FIRST
def test_it_ends_by_a_word_or_by_the_button_and_begins_again(desk: Desk) -> None:
    desk.choose(desk.mara)
    desk.otto.click("Stop posting here", at=desk.posted()[-1])
    desk.bot.work()
    assert "only Mara Manthey can stop it" in desk.alone(desk.otto)[-1]
    desk.mara.click("Stop posting here", at=desk.posted()[-1])
    desk.bot.work()
    assert any("come to you alone from now on, and no longer to #deal-desk" in said for said in desk.alone(desk.mara))
    before = len(desk.posted())
    desk.register()
    assert len(desk.posted()) == before
    assert "waits for a decision" in desk.alone(desk.mara)[-1]
    desk.mara.click("Post in #deal-desk again")
    desk.bot.work()
    desk.mara.say("where do my approvals go?")
    desk.bot.work()
    assert "Your approvals go to #deal-desk" in desk.alone(desk.mara)[-1]
    desk.choose(desk.mara, "nicht mehr hier")
    assert "kommen ab jetzt nur zu Ihnen und stehen nicht mehr in #deal-desk" in desk.alone(desk.mara)[-1]


@SQLITE_FIRST
def test_it_is_refused_where_others_read_along_with_the_reason(desk: Desk) -> None:
    north, team = desk.slack.north, desk.slack.north.team
    desk.nora.person.is_restricted = True
    rooms = {
        "It is shared with people of another organisation": desk.channel("shared", {desk.mara.id}),
        "There are guests in it": desk.channel("with-nora", {desk.mara.id, desk.nora.id}),
        "More than 100 people": desk.channel("everybody", {desk.mara.id, *(f"U0MANY{n:04}" for n in range(100))}),
    }
    north.guest("gitta", desk.slack.south.team, next(iter(rooms.values())))
    for why, desk.room in rooms.items():
        desk.choose(desk.mara)
        told = desk.alone(desk.mara)[-1]
        assert "I can’t post your approvals in that channel" in told
        assert why in told
        assert desk.posted() == []
    desk.room = next(each for each in team.channels.values() if each.name == "deal-desk")
    desk.choose(desk.dirk)
    assert "Approvals are for partner managers and channel admins" in desk.alone(desk.dirk)[-1]
    assert all("approvals" not in each.shown for each in desk.posted())


@SQLITE_FIRST
@pytest.mark.parametrize("gone", ["archived", "removed", "shared"])
def test_what_is_no_channel_of_the_vendors_alone_any_more_is_left_and_its_chooser_is_told_once(desk: Desk, gone: str) -> None:
    desk.choose(desk.mara)
    first = desk.register()
    card = desk.posted()[-1]
    if gone == "archived":
        desk.room.is_archived = True
    elif gone == "removed":
        desk.room.members.discard(desk.slack.north.team.bot.id)
    else:
        desk.slack.north.guest("gitta", desk.slack.south.team, desk.room)
    before = len(desk.posted())
    desk.register("Register Zeppelin Logistik AG as an existing customer, contact Max Muster, 120k EUR, closing end of March")
    desk.register(CONFLICT)
    assert len(desk.posted()) == before
    told = desk.alone(desk.mara)
    assert sum("I no longer post your approvals in #deal-desk" in said for said in told) == 1
    assert "Donau Logistik GmbH" in told[-1]
    assert not any(row["failed_at"] for row in desk.house.rows(outbox))

    while desk.bot.update_cards():
        pass
    if gone == "shared":
        assert card.shown == "This is no longer shown here."
        with pytest.raises(NotThere):
            desk.mara.click("Approve", at=card)
    assert desk.status(first) == "in_review"
    desk.slack.platform.refused.clear()  # that it may not write there, Slack had to say first
