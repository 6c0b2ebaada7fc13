"""A message that was received is answered once, after those that its member sent before, whatever stops in between."""

from __future__ import annotations

import asyncio
from functools import partial

import pytest
from typing_extensions import override

from bot.turns import TRIES, Turns
from handlers.message import Said
from storage.inbox import Inbox, Received
from storage.tables import inbox, outbox, registrations
from tests.bot.house import CountedIds
from tests.delivery.desk import PACE, Desk, account
from tests.storage.build import at_once

SUMMARY = "Register Acme GmbH, contact buyer@acme.example, 45k EUR, closing end of March"
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def lease(desk: Desk, most: int = 8) -> tuple[Received, ...]:
    with desk.house.database.transaction() as connection:
        return Inbox(connection).lease(at=desk.house.at, until=desk.house.at + PACE.turn, most=most)


class BrokenIds(CountedIds):
    """Fails where a registration gets its number: in the middle of the turn, after rows were written."""

    @override
    def registration(self) -> str:
        raise RuntimeError("no number")


def break_turns(desk: Desk) -> None:
    desk.house.turns = Turns(desk.house.database, desk.house.program, BrokenIds(), lambda: desk.house.at)


def test_a_conversation_is_held_in_the_chat(desk: Desk) -> None:
    assert "Acme GmbH" in desk.say("nordwind", SUMMARY)
    assert "Approved" in desk.say("nordwind", "yes")
    assert "1 deal" in desk.say("nordwind", "my deals")


def test_a_message_delivered_again_is_known_and_has_no_second_effect(desk: Desk) -> None:
    assert desk.receive("nordwind", "hello", key="k1")
    assert not desk.receive("nordwind", "hello", key="k1")
    desk.work()
    assert not desk.receive("nordwind", "hello", key="k1")
    desk.work()
    assert len(desk.chat.messages) == 1


def test_a_message_delivered_ten_times_at_once_is_kept_once(desk: Desk) -> None:
    kept = at_once([partial(desk.receive, "nordwind", "hello", key="k1")] * 10)
    assert sorted(kept) == [False] * 9 + [True]


def test_messages_of_one_member_are_answered_one_after_the_other_also_across_chats(desk: Desk) -> None:
    elsewhere = desk.house.talk("nordwind").incoming(Said(text="end of March"), key="k2")
    desk.receive("nordwind", "Register Acme GmbH, contact buyer@acme.example", key="k1")
    desk.house.turns.receive(elsewhere)
    desk.receive("nordwind", "yes", key="k3")
    for key in ("k1", "k2", "k3"):
        leased = lease(desk)
        assert [received.key for received in leased] == [key]
        assert lease(desk) == ()
        desk.house.turns.answer(leased[0])
    assert desk.house.statuses("Acme GmbH") == {"nordwind": "approved"}


def test_messages_of_different_members_are_worked_on_at_the_same_time(desk: Desk) -> None:
    for who in ("nordwind", "colleague", "rival"):
        desk.receive(who, "hello", key=who)
        desk.receive(who, "my deals")
    assert [received.key for received in lease(desk)] == ["nordwind", "colleague", "rival"]


def test_a_message_whose_process_died_is_had_by_another_after_its_lease(desk: Desk) -> None:
    desk.receive("nordwind", "hello", key="k1")
    assert lease(desk)[0].attempt == 1
    assert lease(desk) == ()
    desk.forget_leases()
    (again,) = lease(desk)
    assert (again.key, again.attempt) == ("k1", 2)


def test_a_process_that_comes_back_late_finds_its_message_answered(desk: Desk) -> None:
    desk.receive("nordwind", SUMMARY)
    desk.work()
    desk.receive("nordwind", "yes", key="k1")
    (late,) = lease(desk)
    desk.forget_leases()
    (quick,) = lease(desk)
    desk.house.turns.answer(quick)
    desk.house.turns.answer(late)
    desk.work()
    assert [text for text in desk.chat.texts("dm:nordwind") if "Approved" in text] == [desk.chat.messages[-1].text]
    assert desk.house.statuses("Acme GmbH") == {"nordwind": "approved"}


def test_two_that_work_on_one_message_at_once_answer_it_once(desk: Desk) -> None:
    desk.receive("nordwind", SUMMARY)
    desk.work()
    desk.receive("nordwind", "yes", key="k1")
    first = lease(desk)
    desk.forget_leases()
    at_once([partial(desk.house.turns.answer, received) for received in (*first, *lease(desk))])
    assert len([row for row in desk.house.rows(registrations) if row["company"] == "Acme GmbH"]) == 1
    assert len([row for row in desk.house.rows(outbox) if row["key"] == "reply:k1"]) == 1


def test_a_message_that_fails_is_tried_again_and_those_behind_it_wait(desk: Desk) -> None:
    desk.say("nordwind", SUMMARY)
    whole = desk.house.turns
    break_turns(desk)
    desk.receive("nordwind", "yes")
    desk.receive("nordwind", "my deals")
    assert desk.answer() == 1
    assert desk.answer() == 0
    desk.house.turns = whole
    desk.house.later(seconds=1)
    desk.work()
    answers = desk.chat.texts("dm:nordwind")[1:]
    assert "Approved" in answers[0]
    assert "1 deal" in answers[1]


@ON_SQLITE
def test_a_message_that_always_fails_ends_with_a_reference_for_its_sender_and_lets_the_next_go_on(desk: Desk) -> None:
    desk.say("nordwind", SUMMARY)
    break_turns(desk)
    desk.receive("nordwind", "yes", key="poison")
    desk.receive("nordwind", "hello")
    desk.work()
    sorry, hello = desk.chat.texts("dm:nordwind")[1:]
    (row,) = [row for row in desk.house.rows(inbox) if row["key"] == "poison"]
    assert row["attempt"] == TRIES
    assert f"give your contact the number {row['reference']}." in sorry
    assert row["reference"] not in hello
    assert not desk.receive("nordwind", "yes", key="poison")
    with desk.house.database.reading() as connection:
        assert Inbox(connection).backlog().given_up == 1


@ON_SQLITE
def test_a_message_that_takes_its_process_with_it_each_time_is_given_up_too(desk: Desk) -> None:
    desk.receive("nordwind", "hello", key="k1")
    for _ in range(TRIES):
        lease(desk)
        desk.forget_leases()
    desk.work()
    (sorry,) = desk.chat.texts("dm:nordwind")
    assert "Something went wrong on our side" in sorry


@ON_SQLITE
def test_who_gives_up_a_message_that_was_answered_meanwhile_says_nothing(desk: Desk) -> None:
    desk.receive("nordwind", "hello", key="k1")
    for _ in range(TRIES):
        desk.forget_leases()
        lease(desk)
    desk.forget_leases()
    (late,) = lease(desk)
    desk.house.turns.take(desk.incoming("nordwind", "hello", key="k1"))
    desk.house.turns.answer(late)
    assert desk.house.rows(outbox) == []


def test_a_stranger_is_answered_where_they_asked_and_what_they_typed_is_not_kept(desk: Desk) -> None:
    desk.receive("somebody", "link AAAA-BBBB-CCCC", conversation="c:lobby")
    desk.work()
    assert len(desk.chat.texts("c:lobby")) == 1
    (row,) = desk.house.rows(inbox)
    assert "BBBB" not in str(row["what"])
    assert row["member_id"] is None


def test_a_link_code_given_in_the_chat_makes_the_member_reachable_there(desk: Desk) -> None:
    code = desk.house.talk("admin").say("invite max@nordwind.example as seller").split("link ")[1].split()[0]
    assert "Hi Max" in desk.say("max", f"link {code}")
    (row,) = [row for row in desk.house.rows(inbox) if row["chat"] == "fake"]
    assert code not in str(row["what"])


def test_text_that_no_database_can_hold_is_received_all_the_same(desk: Desk) -> None:
    desk.receive("nordwind", "my\x00 deals \ud83d")
    desk.work()
    assert "No deals yet" in desk.chat.texts("dm:nordwind")[0]


def test_how_much_waits_and_since_when(desk: Desk) -> None:
    began = desk.house.at
    desk.receive("nordwind", "hello")
    desk.house.later(minutes=1)
    desk.receive("rival", "hello")
    with desk.house.database.reading() as connection:
        backlog = Inbox(connection).backlog()
    assert (backlog.waiting, backlog.since, backlog.given_up) == (2, began, 0)
    desk.work()
    with desk.house.database.reading() as connection:
        assert Inbox(connection).backlog().since is None


def test_the_account_of_a_message_is_who_it_is_said_to_be(desk: Desk) -> None:
    desk.receive("nordwind", "hello", key="k1")
    (received,) = lease(desk)
    assert received.sender == account("nordwind")


# ── held from the start ──────────────────────────────────────────────────────────────────────────────────────────────────


def receive_and_hold(desk: Desk, who: str, text: str, key: str) -> Received:
    """As a process receives that has room for one more turn."""
    with desk.house.database.transaction() as connection:
        received = desk.house.turns.keep(connection, desk.incoming(who, Said(text=text), key=key), hold=PACE.turn)
    assert received is not None
    return received


def test_a_message_is_held_by_whoever_received_it_and_by_nobody_else(desk: Desk) -> None:
    assert receive_and_hold(desk, "nordwind", "hello", "k1").attempt == 1
    assert lease(desk) == ()
    desk.forget_leases()
    assert [received.attempt for received in lease(desk)] == [2]


def test_a_message_behind_another_is_not_held_before_that_is_answered(desk: Desk) -> None:
    first = receive_and_hold(desk, "nordwind", "hello", "k1")
    assert receive_and_hold(desk, "nordwind", "my deals", "k2").attempt == 0
    assert receive_and_hold(desk, "rival", "hello", "k3").attempt == 1
    assert lease(desk) == ()
    desk.house.turns.answer(first)
    assert [received.key for received in lease(desk)] == ["k2"]


def test_a_message_that_is_held_and_comes_again_is_known(desk: Desk) -> None:
    receive_and_hold(desk, "nordwind", "hello", "k1")
    assert not desk.receive("nordwind", "hello", key="k1")


def test_an_answer_is_held_by_whoever_gave_it_unless_another_waits_there(desk: Desk) -> None:
    for key in ("k1", "k2"):
        desk.receive("nordwind", "hello", key=key)
        (received,) = lease(desk)
        posting = desk.house.turns.answer(received, hold=PACE.posting)
        assert (posting is not None) is (key == "k1")
    assert desk.dispatch.lease(8) == ()
    rows = {row["key"]: (row["attempt"], row["doubts"]) for row in desk.house.rows(outbox)}
    assert rows == {"reply:k1": (1, 1), "reply:k2": (0, 0)}
    desk.forget_leases()
    desk.work()
    assert len(desk.chat.messages) == 2


def test_an_answer_that_is_held_is_posted_without_being_looked_for(desk: Desk) -> None:
    desk.receive("nordwind", "hello", key="k1")
    (received,) = lease(desk)
    posting = desk.house.turns.answer(received, hold=PACE.posting)
    assert posting is not None
    assert asyncio.run(desk.dispatch.deliver_one(desk.dispatch.held(posting, desk.elapsed()))) is None
    assert len(desk.chat.messages) == 1
    assert desk.dispatch.lease(8) is None


def test_of_two_turns_with_one_message_the_later_one_undoes_what_it_did(desk: Desk) -> None:
    desk.receive("nordwind", SUMMARY)
    desk.work()
    late = receive_and_hold(desk, "nordwind", "yes", "k1")
    desk.forget_leases()
    (quick,) = lease(desk)
    at_once([partial(desk.house.turns.answer, received, hold=PACE.posting) for received in (late, quick)])
    assert len([row for row in desk.house.rows(registrations) if row["company"] == "Acme GmbH"]) == 1
    assert [row["key"] for row in desk.house.rows(outbox)].count("reply:k1") == 1
