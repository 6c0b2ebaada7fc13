"""A message is taken once and answered once, a notice is put once, and a conversation goes on from where it stood."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from functools import partial

import pytest

from handlers.message import Opened, Said, Sender
from handlers.ports import Stale
from handlers.reply import Choice, Choices, Reply, Text
from storage.feed import Conversations
from storage.inbox import Inbox
from storage.outbox import SqlOutbox
from storage.tables import events, inbox
from storage.work import SqlWork
from tests.storage.build import ATTEMPTS, CHANNEL, COLLEAGUE, NOW, RIVAL, SELLER, Record, at_once, sender

ACCOUNT = sender()


def saying(text: str) -> Reply:
    return Reply(parts=(Text(text=text), Choices(choices=(Choice(label="Ja", action="yes"),))), language="de")


def take(
    record: Record, key: str, reply: str, *, account: Sender = ACCOUNT, member_id: str | None = SELLER.id, minutes: int = 0
) -> bool:
    """A turn that answers under the key."""
    with record.database.transaction() as connection:
        box = Inbox(connection)
        at = NOW + timedelta(minutes=minutes)
        return box.answer(key, saying(reply), sender=account, member_id=member_id, what=Said(text=f"to {reply}"), at=at)


# ── inbox ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_message_delivered_again_finds_its_reply(record: Record) -> None:
    assert take(record, "k1", "first")
    assert not take(record, "k1", "second")
    with record.database.reading() as connection:
        assert Inbox(connection).reply_to("k1", ACCOUNT) == saying("first")
        assert Inbox(connection).reply_to("k2", ACCOUNT) is None


def test_a_key_does_not_open_what_another_account_was_told(record: Record) -> None:
    take(record, "k1", "secret")
    with record.database.reading() as connection:
        for other in (sender("u2"), sender(tenant="T2"), sender(chat="web")):
            assert Inbox(connection).reply_to("k1", other) is None


def test_a_message_delivered_ten_times_at_once_is_taken_once(record: Record) -> None:
    taken = at_once([partial(take, record, "k1", f"reply {number}") for number in range(10)])
    assert sorted(taken) == [False] * 9 + [True]
    with record.database.reading() as connection:
        assert Inbox(connection).reply_to("k1", ACCOUNT) == saying(f"reply {taken.index(True)}")


def test_a_turn_that_fails_leaves_its_message_untaken(record: Record) -> None:
    with suppress(LookupError), record.database.transaction() as connection:
        Inbox(connection).answer("k1", saying("no"), sender=ACCOUNT, member_id=SELLER.id, what=Opened(), at=NOW)
        raise LookupError
    assert take(record, "k1", "after all")


def test_a_transcript_is_of_one_account_and_in_order(record: Record) -> None:
    with record.turn(CHANNEL) as work:
        work.links.bind(ACCOUNT, SELLER.id)
    for number in range(4):
        take(record, f"k{number}", f"r{number}", minutes=number)
    take(record, "else", "where", account=sender("u2"), minutes=9)
    with record.database.reading() as connection:
        found = Inbox(connection).exchanges(ACCOUNT, limit=3)
    assert [(one.key, one.what, one.reply) for one in found] == [
        (f"k{number}", Said(text=f"to r{number}"), saying(f"r{number}")) for number in (1, 2, 3)
    ]
    assert found[-1].at == NOW + timedelta(minutes=3)


def test_an_account_that_moved_to_another_member_shows_nothing_of_before(record: Record) -> None:
    with record.turn(CHANNEL) as work:
        work.links.bind(ACCOUNT, SELLER.id)
    take(record, "k1", "of Nordwind")
    with record.turn(CHANNEL) as work:
        work.links.bind(ACCOUNT, RIVAL.id)
    take(record, "k2", "of Alpenblick", member_id=RIVAL.id)
    with record.database.reading() as connection:
        assert [one.reply for one in Inbox(connection).exchanges(ACCOUNT, limit=9)] == [saying("of Alpenblick")]
    assert len(record.rows(inbox)) == 2


# ── outbox ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


def waiting(record: Record, member_id: str) -> list[tuple[str, Reply]]:
    with record.database.reading() as connection:
        return list(SqlOutbox(connection, NOW).waiting(member_id))


def test_a_notice_is_put_once_under_its_key(record: Record) -> None:
    for text in ("first", "second"):
        with record.turn(CHANNEL) as work:
            work.outbox.put("k1", SELLER.id, saying(text))
    assert waiting(record, SELLER.id) == [("k1", saying("first"))]


def test_ten_turns_that_tell_the_same_at_once_tell_it_once(record: Record) -> None:
    def tell(number: int, work: SqlWork) -> None:
        work.outbox.put("k1", SELLER.id, saying(f"{number}"))

    at_once([partial(record.until_quiet, CHANNEL, partial(tell, number)) for number in range(10)])
    assert [key for key, _ in waiting(record, SELLER.id)] == ["k1"]


def test_notices_wait_for_their_member_in_order_until_they_were_shown(record: Record) -> None:
    with record.turn(CHANNEL) as work:
        for key in ("z", "a", "m"):
            work.outbox.put(key, SELLER.id, saying(key))
        work.outbox.put("other", COLLEAGUE.id, saying("other"))
        work.outbox.mark_delivered(SELLER.id, ["a", "other"])
    assert [key for key, _ in waiting(record, SELLER.id)] == ["z", "m"]
    assert [key for key, _ in waiting(record, COLLEAGUE.id)] == ["other"]


def test_what_was_shown_is_not_told_again(record: Record) -> None:
    with record.turn(CHANNEL) as work:
        work.outbox.put("k1", SELLER.id, saying("once"))
        work.outbox.mark_delivered(SELLER.id, ["k1"])
        work.outbox.put("k1", SELLER.id, saying("again"))
    assert waiting(record, SELLER.id) == []


# ── conversations ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_conversation_begins_empty_and_goes_on(record: Record) -> None:
    with record.database.transaction() as connection:
        kept = Conversations(connection)
        assert kept.read(SELLER.id) == (0, {})
        kept.write(SELLER.id, revision=0, state={"draft": {"company": "Müller"}}, account=ACCOUNT)
        assert kept.read(SELLER.id) == (1, {"draft": {"company": "Müller"}})
        kept.write(SELLER.id, revision=1, state={}, account=ACCOUNT)
        assert kept.read(SELLER.id) == (2, {})
        assert kept.read(COLLEAGUE.id) == (0, {})


@pytest.mark.parametrize("revision", [0, 1, 3])
def test_a_turn_that_began_elsewhere_in_the_conversation_is_stale(record: Record, revision: int) -> None:
    with record.database.transaction() as connection:
        for now in (0, 1):
            Conversations(connection).write(SELLER.id, revision=now, state={"now": now}, account=ACCOUNT)
    with pytest.raises(Stale), record.database.transaction() as connection:
        Conversations(connection).write(SELLER.id, revision=revision, state={"now": "lost"}, account=ACCOUNT)
    with record.database.reading() as connection:
        assert Conversations(connection).read(SELLER.id) == (2, {"now": 1})


def test_ten_turns_of_one_member_follow_one_another(record: Record) -> None:
    def turn() -> None:
        for _ in range(ATTEMPTS):
            with suppress(Stale), record.database.transaction() as connection:
                kept = Conversations(connection)
                revision, state = kept.read(SELLER.id)
                kept.write(SELLER.id, revision=revision, state={"turns": state.get("turns", 0) + 1}, account=ACCOUNT)
                return

    at_once([turn] * 10)
    with record.database.reading() as connection:
        assert Conversations(connection).read(SELLER.id) == (10, {"turns": 10})


# ── the log ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_happened_is_told_in_order_with_who_did_it(record: Record) -> None:
    with record.turn(SELLER) as work:
        work.log.add("registration.submitted", "R-1", policy="2026-01")
        work.log.add("registration.submitted", "R-2")
    with record.turn(CHANNEL, NOW - timedelta(days=1)) as work:
        work.log.add("registration.approved", "R-1")
        told = work.log.of("R-1")
    assert [(one.kind, one.actor_id, one.at) for one in told] == [
        ("registration.submitted", SELLER.id, NOW),
        ("registration.approved", CHANNEL.id, NOW - timedelta(days=1)),
    ]
    assert told[0].fields == {"policy": "2026-01"}
    assert len(record.rows(events)) == 3
