"""Where approvals go is each decider's own choice: what is kept of it, whose cards it moves, and what ends it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.approvals import Approvals
from handlers.message import Said
from handlers.ports_approvals import Closed
from program.access import BY_RULE
from storage.approval_tables import approval_places
from storage.people import SqlPeople
from storage.persons import erase, find_person, held_about
from storage.postings import Postings
from storage.tables import outbox
from storage.work import SqlWork
from tests.bot.house import PEOPLE, House, Talk

ROOM, OTHER = "T1/C1//", "T1/C2//"


def choose(talk: Talk, room: str = ROOM, said: str = "post my approvals here") -> str:
    talk.house.later(minutes=1)
    return talk.do(Said(text=said, place=room))


def open_(house: House, room: str = ROOM) -> None:
    """As the chat says it before the first message there."""
    with house.database.transaction() as connection:
        work = SqlWork(connection, viewer=BY_RULE, at=house.at, program=house.program, ids=house.ids)
        work.approvals.open("console", room, "#deal-desk")


def cards(house: House, company: str = "Zeppelin Werke AG") -> list[dict[str, Any]]:
    """Rows of the outbox that are for a channel, and ask for a decision about the company."""
    rows = [row for row in house.rows(outbox) if row["reply"].get("place") and row["about"]]
    return [row for row in rows if company in str(row["reply"])]


def test_a_choice_counts_once_the_chat_has_said_who_reads_along(house: House) -> None:
    mara = house.talk("manager")
    assert "is posted in this channel" in choose(mara)
    assert mara.reply.place == ROOM
    assert "come to you alone" in mara.say("where do my approvals go?")
    house.talk("nordwind").register("Zeppelin Werke AG")
    assert cards(house) == []
    assert "waits for a decision" in mara.notices()[-1]

    open_(house)
    assert "go to #deal-desk" in mara.say("where do my approvals go?")
    house.talk("hafenwerk").register("Zeppelin Werke AG")
    (card,) = cards(house)
    assert (card["chat"], card["conversation"], card["member_id"]) == ("console", ROOM, "m-manager")
    assert mara.notices() == ()


def test_a_card_is_for_what_is_ones_own_and_two_in_one_channel_get_one(house: House) -> None:
    mara, otto = house.talk("manager"), house.talk("other-manager")
    for talk in (mara, otto, house.talk("channel"), house.talk("channel-2")):
        choose(talk)
    open_(house)
    mara.say("otto@vendor.example is my deputy from 23 to 26 November")
    house.talk("nordwind").register("Zeppelin Werke AG")
    (card,) = cards(house)
    assert card["member_id"] == "m-manager"
    assert "waits for a decision" in otto.notices()[-1], "as a deputy he is told alone"
    house.talk("rival").register("Zeppelin Werke AG")  # of two portfolios by now: the channel admins have it
    admins = [row["member_id"] for row in cards(house)[1:]]
    assert admins == ["m-channel"]


def test_partners_choose_nothing_and_what_they_may_not_know_is_on_no_card(house: House) -> None:
    for who in ("nordwind", "direct"):
        assert "Approvals are for partner managers and channel admins" in choose(house.talk(who))
        assert house.talk(who).reply.place == ""
    choose(house.talk("manager"))
    open_(house)
    house.talk("nordwind").register("Donau Logistik GmbH", more=", Nimbus Backup, 45k EUR")
    (card,) = cards(house, "Donau Logistik GmbH")
    shown = str(card["reply"])
    assert "review.approve/" not in shown, "with somebody else concerned, it is decided with everything in view"
    assert not any(word in shown for word in ("Dirk", "buyer@donau", "Nora"))
    assert "Mara Manthey" in shown, "whose it is to decide, where several have theirs posted"


def test_it_ends_with_a_word_with_the_role_and_with_the_person(house: House) -> None:
    mara = house.talk("manager")
    choose(mara)
    open_(house)
    assert "stehen nicht mehr in #deal-desk" in choose(mara, OTHER, "nicht mehr hier")
    mara.press("#deal-desk")
    open_(house)
    assert mara.reply.place == ROOM
    assert "go to #deal-desk" in mara.say("where do my approvals go?")
    assert "no longer to #deal-desk" in choose(mara, ""), "said to the bot alone, “here” is their own chat"

    choose(mara)
    open_(house)
    with house.database.transaction() as connection:
        person = find_person(connection, PEOPLE["manager"].email)
        assert person is not None
        assert [row["address"] for row in held_about(connection, person)["approval_places"]] == [ROOM]
        SqlPeople(connection, BY_RULE, house.at).deactivate(person.id)
    house.talk("nordwind").register("Zeppelin Werke AG")
    assert cards(house) == []
    with house.database.transaction() as connection:
        erase(connection, person)
    assert house.rows(approval_places) == []


@pytest.mark.parametrize("why", [Closed.ARCHIVED, None])
def test_a_card_that_cannot_be_posted_comes_to_its_reader_alone_and_once(house: House, why: Closed | None) -> None:
    mara = house.talk("manager")
    choose(mara)
    open_(house)
    house.talk("nordwind").register("Zeppelin Werke AG")
    approvals = Approvals(house.database, house.program, house.ids)
    with house.database.transaction() as connection:
        (posting,) = Postings(connection, house.at).lease(["console"], until=house.at, most=9)
    assert approvals.opened(posting, "#renamed", house.at)
    for _ in range(2):
        approvals.alone(posting, why, house.at)
    told = mara.notices()
    assert sum("I no longer post your approvals in #renamed" in each for each in told) == (why is not None)
    assert sum("Zeppelin Werke AG" in each for each in told) == 1
    assert approvals.opened(posting, "#renamed", house.at) == (why is None)
    assert "Approved" in mara.press("Approve")
