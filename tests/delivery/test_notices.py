"""Where a member is told what they did not ask for: in the chat that they used last, once."""

from __future__ import annotations

from handlers.message import Sender
from handlers.reply import Reply, Text
from storage.links import SqlLinks
from storage.outbox import SqlOutbox
from tests.delivery.desk import Desk, account


def tell(desk: Desk, text: str, who: str = "nordwind") -> None:
    with desk.house.database.transaction() as connection:
        SqlOutbox(connection, desk.house.at).put(text, f"m-{who}", Reply(parts=(Text(text=text),)))


def test_who_was_in_the_chat_last_is_told_there_alone_and_nowhere_else(desk: Desk) -> None:
    desk.house.talk("nordwind").say("hello")
    desk.receive("nordwind", "hello", conversation="c:lobby")
    desk.work()
    tell(desk, "approved")
    desk.work()
    assert desk.chat.texts("dm:nordwind") == ["approved"]
    assert desk.house.talk("nordwind").notices() == ()


def test_who_was_at_the_terminal_last_is_told_there(desk: Desk) -> None:
    desk.say("nordwind", "hello")
    desk.house.talk("nordwind").say("hello")
    tell(desk, "approved")
    desk.work()
    assert "approved" not in desk.chat.texts("dm:nordwind")
    assert desk.house.talk("nordwind").notices() == ("approved",)


def test_what_waits_at_the_terminal_follows_its_member_into_the_chat_once(desk: Desk) -> None:
    desk.house.talk("nordwind").say("hello")
    tell(desk, "approved")
    desk.say("nordwind", "hello")
    desk.say("nordwind", "hello")
    assert desk.chat.texts("dm:nordwind").count("approved") == 1
    assert desk.house.talk("nordwind").notices() == ()


def test_what_was_seen_at_the_terminal_does_not_follow(desk: Desk) -> None:
    tell(desk, "approved")
    assert desk.house.talk("nordwind").notices() == ("approved",)
    desk.say("nordwind", "hello")
    assert "approved" not in desk.chat.texts("dm:nordwind")


def test_a_notice_of_a_turn_is_posted_to_whom_it_concerns(desk: Desk) -> None:
    desk.say("manager", "hello")
    desk.say("nordwind", "Register Donau Logistik GmbH, contact a@donau-logistik.example, closing end of March")
    before = len(desk.chat.texts("dm:manager"))
    desk.say("nordwind", "yes")
    assert any("Donau" in text for text in desk.chat.texts("dm:manager")[before:])


def test_an_account_that_passes_to_another_member_takes_nothing_along(desk: Desk) -> None:
    desk.say("nordwind", "hello")
    tell(desk, "secret")
    with desk.house.database.transaction() as connection:
        SqlLinks(connection, desk.house.at).bind(account("nordwind"), "m-rival")
    tell(desk, "secret too")
    desk.work()
    assert not any("secret" in text for text in desk.chat.texts("dm:nordwind"))
    assert desk.house.talk("nordwind").notices() == ("secret", "secret too")


def test_an_account_that_is_unlinked_gets_nothing_more(desk: Desk) -> None:
    desk.say("nordwind", "hello")
    tell(desk, "secret")
    with desk.house.database.transaction() as connection:
        SqlLinks(connection, desk.house.at).unbind(account("nordwind"))
    desk.work()
    assert not any("secret" in text for text in desk.chat.texts("dm:nordwind"))


def test_a_second_account_in_the_same_chat_is_told_when_it_was_used_last(desk: Desk) -> None:
    other = Sender(chat="fake", tenant="T2", user="nora")
    with desk.house.database.transaction() as connection:
        SqlLinks(connection, desk.house.at).bind(other, "m-nordwind")
        SqlLinks(connection, desk.house.at).reach(other, "dm:nora")
    desk.say("nordwind", "hello")
    tell(desk, "approved")
    desk.work()
    assert desk.chat.texts("dm:nora") == []
    assert "approved" in desk.chat.texts("dm:nordwind")
