"""What is to be said is read once by its reader: whatever the chat does, whoever dies, however many post."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.delivery.dispatch import message_key
from handlers.reply import Reply, Text
from storage.outbox import SqlOutbox
from storage.postings import Entry, Posting, Postings
from storage.tables import outbox
from tests.delivery.desk import PACE, Desk
from tests.delivery.fake_chat import BROKEN, BROKEN_AFTER, HANGS, LOST, REFUSED, UNREACHED, Busy, FakeChat, once_per
from tests.storage.build import at_once

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def put(desk: Desk, *texts: str, conversation: str = "c1", bulk: bool = False) -> None:
    """Rows to post, as a turn or a sweep would leave them."""
    with desk.house.database.transaction() as connection:
        box = SqlOutbox(connection, desk.house.at)
        for text in texts:
            box.post(text, "m-nordwind", saying(text), bulk=bulk, chat="fake", conversation=conversation)


def saying(text: str) -> Reply:
    return Reply(parts=(Text(text=text),))


def lease(desk: Desk) -> tuple[Posting, ...]:
    return tuple(held.posting for held in desk.dispatch.lease(8) or ())


def row(desk: Desk, key: str) -> dict[str, object]:
    (found,) = [row for row in desk.house.rows(outbox) if row["key"] == key]
    return found


# ── what the chat does ───────────────────────────────────────────────────────────────────────────────────────────────────


@ON_SQLITE
@pytest.mark.parametrize("fault", [LOST, BROKEN, BROKEN_AFTER, HANGS, UNREACHED, Busy(), Busy(retry_after="3")], ids=str)
@pytest.mark.parametrize("times", [1, 3])
def test_a_message_is_there_once_after_any_fault(desk: Desk, fault: str | Busy, times: int) -> None:
    desk.chat.faults.extend([fault] * times)
    put(desk, "hello")
    desk.work()
    assert desk.chat.texts("c1") == ["hello"]
    assert desk.chat.doubled == 0
    assert row(desk, "hello")["delivered_at"] is not None


@ON_SQLITE
def test_after_a_doubt_the_chat_is_asked_and_not_written_to_again(desk: Desk) -> None:
    desk.chat.faults.append(LOST)
    put(desk, "hello")
    desk.work()
    assert (desk.chat.tries, len(desk.chat.asked)) == (1, 1)


@ON_SQLITE
def test_a_chat_that_cannot_be_asked_just_now_is_asked_later(desk: Desk) -> None:
    desk.chat.faults.append(LOST)
    desk.chat.looks.extend(["later", "later"])
    put(desk, "hello")
    desk.work()
    assert (desk.chat.tries, len(desk.chat.asked)) == (1, 3)


@ON_SQLITE
def test_a_message_that_was_surely_not_taken_is_sent_again_without_asking(desk: Desk) -> None:
    desk.chat.faults.extend([UNREACHED, Busy(retry_after="2")])
    put(desk, "hello")
    desk.work()
    assert (desk.chat.tries, desk.chat.asked) == (3, [])


@ON_SQLITE
@pytest.mark.parametrize(("header", "seconds"), [("7", 7), ("0", 1), (None, 1), ("soon", 1), ("-5", 1), ("9" * 30, 3600)])
def test_a_busy_chat_is_left_alone_as_long_as_it_asks(desk: Desk, header: str | None, seconds: int) -> None:
    desk.chat.per_conversation = replace(once_per(1), count=50)
    desk.chat.faults.append(Busy(retry_after=header))
    put(desk, "hello")
    put(desk, "also", bulk=True)
    desk.post()
    desk.house.at += timedelta(seconds=seconds) - timedelta(milliseconds=10)
    desk.post()
    assert desk.chat.tries == 1
    desk.work()
    assert sorted(desk.chat.texts("c1")) == ["also", "hello"]


@ON_SQLITE
def test_what_the_chat_refuses_for_good_is_a_dead_letter_at_once_and_lets_the_next_go_on(desk: Desk) -> None:
    desk.chat.faults.append(REFUSED)
    put(desk, "first", "second")
    desk.work()
    assert desk.chat.texts("c1") == ["second"]
    assert (row(desk, "first")["trouble"], row(desk, "first")["attempt"]) == ("is_archived", 1)


@ON_SQLITE
def test_a_chat_that_stays_away_for_hours_gets_its_messages_then(desk: Desk) -> None:
    desk.chat.faults.extend([UNREACHED] * (PACE.troubles - 1))
    began = desk.house.at
    put(desk, "hello")
    desk.work()
    assert desk.chat.texts("c1") == ["hello"]
    assert timedelta(hours=5) < desk.house.at - began < timedelta(hours=8)


@ON_SQLITE
def test_a_chat_that_stays_away_for_longer_leaves_dead_letters(desk: Desk) -> None:
    desk.chat.faults.extend([UNREACHED] * PACE.troubles)
    put(desk, "hello")
    desk.work()
    assert (row(desk, "hello")["trouble"], desk.chat.messages) == ("unreached", [])


# ── a chat that cannot be asked ──────────────────────────────────────────────────────────────────────────────────────────


@ON_SQLITE
@pytest.mark.parametrize(("faults", "shown"), [([BROKEN], 1), ([LOST], 2), ([BROKEN, BROKEN], 0)])
def test_without_reading_back_a_reply_in_doubt_is_sent_once_more_and_no_more(desk: Desk, faults: list[str], shown: int) -> None:
    desk.chat.can_find = False
    desk.chat.faults.extend(faults)
    put(desk, "hello")
    desk.work()
    assert len(desk.chat.texts("c1")) == shown
    assert desk.chat.tries == 2
    assert row(desk, "hello")["trouble"] == ("doubtful" if shown == 0 else BROKEN if faults == [BROKEN] else LOST)


@ON_SQLITE
@pytest.mark.parametrize(("fault", "shown"), [(LOST, 1), (BROKEN, 0)])
def test_without_reading_back_bulk_in_doubt_is_never_sent_again(desk: Desk, fault: str, shown: int) -> None:
    desk.chat.can_find = False
    desk.chat.faults.append(fault)
    put(desk, "hello", bulk=True)
    desk.work()
    assert (len(desk.chat.texts("c1")), desk.chat.tries) == (shown, 1)
    assert row(desk, "hello")["trouble"] == "doubtful"
    assert 'partnerbot_postings_given_up_total{chat="fake",code="doubtful"} 1.0' in desk.metrics.text().decode()


# ── who posts ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_row_is_leased_to_one_and_had_by_another_when_that_one_died(desk: Desk) -> None:
    put(desk, "hello")
    assert [(posting.attempt, posting.doubts) for posting in lease(desk)] == [(1, 0)]
    assert lease(desk) == ()
    desk.forget_leases()
    assert [(posting.attempt, posting.doubts) for posting in lease(desk)] == [(2, 1)]


def test_of_ten_that_lease_at_once_each_row_goes_to_one(desk: Desk) -> None:
    for number in range(20):
        put(desk, f"row {number}", conversation=f"c{number}")
    leased = at_once([lambda: desk.dispatch.lease(4)] * 10)
    ids = [held.posting.id for some in leased for held in some or ()]
    assert len(ids) == len(set(ids)) == 20


def test_a_process_that_died_after_it_posted_has_not_posted_in_vain(desk: Desk) -> None:
    put(desk, "hello")
    (posting,) = lease(desk)
    asyncio.run(desk.chat.send("c1", {"text": "hello"}, message_key(posting.key, 0)))
    desk.forget_leases()
    desk.work()
    assert desk.chat.texts("c1") == ["hello"]
    assert row(desk, "hello")["posted"] == ["m1"]


def test_a_process_that_comes_back_after_its_lease_posts_and_changes_nothing(desk: Desk) -> None:
    put(desk, "hello")
    (late,) = desk.dispatch.lease(8) or ()
    desk.forget_leases()
    desk.work()
    after = desk.house.rows(outbox)
    asyncio.run(desk.dispatch.deliver_leased(late))
    assert desk.house.rows(outbox) == after
    assert desk.chat.texts("c1") == ["hello"]


def test_a_process_that_stood_still_while_its_lease_ran_out_begins_anew_before_it_posts(desk: Desk) -> None:
    put(desk, "hello")
    (late,) = desk.dispatch.lease(8) or ()
    desk.forget_leases()
    following = asyncio.run(desk.dispatch.deliver_one(late))
    assert desk.chat.messages == []
    assert following is not None
    assert following.posting.attempt == 2
    asyncio.run(desk.dispatch.deliver_leased(following))
    assert desk.chat.texts("c1") == ["hello"]


@ON_SQLITE
def test_a_row_that_cannot_even_be_drawn_ends_as_a_dead_letter(desk: Desk) -> None:
    def defective(_: Reply) -> object:
        raise LookupError("a defect of the renderer")

    desk.chat.render = defective  # type: ignore[method-assign, assignment]  # a defect of the chat's renderer
    put(desk, "hello")
    for _ in range(PACE.doubts + 1):
        with pytest.raises(LookupError):
            desk.post()
        desk.forget_leases()
    desk.chat.render = FakeChat().render  # type: ignore[method-assign]  # mended too late
    desk.work()
    assert row(desk, "hello")["trouble"] == "doubts"


# ── order ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_replies_of_one_conversation_come_in_their_order_whatever_happens_to_the_first(desk: Desk) -> None:
    desk.chat.faults.extend([UNREACHED, Busy(retry_after="2"), LOST])
    put(desk, "one", "two", "three")
    put(desk, "elsewhere", conversation="c2")
    desk.work()
    assert desk.chat.texts("c1") == ["one", "two", "three"]


def test_bulk_waits_for_what_is_not(desk: Desk) -> None:
    for number in range(3):
        put(desk, f"bulk {number}", conversation=f"b{number}", bulk=True)
    put(desk, "reply", conversation="c1")
    assert [held.posting.key for held in desk.dispatch.lease(2) or ()] == ["reply", "bulk 0"]


def test_bulk_that_is_stuck_does_not_hold_up_a_reply_in_its_conversation(desk: Desk) -> None:
    desk.chat.faults.append(UNREACHED)
    put(desk, "nudge", bulk=True)
    desk.post()
    put(desk, "reply")
    desk.post()
    assert desk.chat.texts("c1") == ["reply"]


@ON_SQLITE
def test_a_long_reply_comes_in_pieces_each_once_and_in_order(desk: Desk) -> None:
    desk.chat.longest = 4
    desk.chat.faults.extend([None, LOST, UNREACHED, BROKEN_AFTER, Busy()])
    put(desk, "one two three four", "five")
    desk.work()
    assert "".join(desk.chat.texts("c1")) == "one two three fourfive"
    assert desk.chat.doubled == 0


@ON_SQLITE
def test_of_a_long_reply_only_one_piece_is_ever_in_doubt(desk: Desk) -> None:
    desk.chat.longest, desk.chat.can_find = 4, False
    desk.chat.faults.extend([None, None, BROKEN])
    put(desk, "one two three four")
    desk.work()
    assert "".join(desk.chat.texts("c1")) == "one two three four"


@ON_SQLITE
def test_the_limit_of_a_conversation_is_kept_and_others_do_not_wait_for_it(desk: Desk) -> None:
    desk.chat.per_conversation = once_per(1)
    put(desk, *(f"m{number}" for number in range(5)))
    put(desk, "elsewhere", conversation="c2")
    began = desk.house.at
    desk.work()
    assert desk.chat.texts("c1") == [f"m{number}" for number in range(5)]
    assert desk.chat.too_many == 0
    assert timedelta(seconds=4) <= desk.house.at - began < timedelta(seconds=5)


# ── the operator's ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_dead_letters_are_listed_and_revived_one_or_all(desk: Desk) -> None:
    put(desk, "one", conversation="archived-1")
    put(desk, "two", conversation="archived-2")
    desk.work()
    assert [(entry.trouble, entry.chat) for entry in dead(desk)] == [("is_archived", "fake")] * 2
    with desk.house.database.transaction() as connection:
        postings = Postings(connection, desk.house.at)
        assert postings.revive(dead(desk)[0].id) == 1
        assert postings.revive(99) == 0
    assert [posting.key for posting in lease(desk)] == ["two"]
    with desk.house.database.transaction() as connection:
        assert Postings(connection, desk.house.at).revive(None) == 1


def test_a_revived_letter_in_doubt_is_looked_for_first(desk: Desk) -> None:
    put(desk, "hello")
    (posting,) = lease(desk)
    asyncio.run(desk.chat.send("c1", {"text": "hello"}, message_key(posting.key, 0)))
    with desk.house.database.transaction() as connection:
        postings = Postings(connection, desk.house.at)
        postings.give_up(posting, "doubts", ())
        postings.revive(None)
    desk.work()
    assert desk.chat.texts("c1") == ["hello"]


def dead(desk: Desk) -> tuple[Entry, ...]:
    with desk.house.database.reading() as connection:
        return Postings(connection, desk.house.at).entries(limit=9)


def test_a_process_that_has_not_the_chat_leaves_its_rows_alone(desk: Desk) -> None:
    put(desk, "hello")
    desk.dispatch.channels.clear()
    assert lease(desk) == ()
