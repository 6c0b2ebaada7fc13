"""A code binds one chat account to one member, once and in time; what is unbound has no access any more."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

import pytest

from handlers.message import Sender
from handlers.ports import Links
from storage.links import SqlLinks, member_behind
from storage.tables import accounts, link_attempts, link_codes
from storage.work import SqlWork
from tests.storage.build import CHANNEL, COLLEAGUE, NOW, RIVAL, SELLER, Record, at_once, sender

END = NOW + timedelta(hours=72)
TICK = timedelta(microseconds=1)


def behind(record: Record, account: Sender) -> str | None:
    with record.database.reading() as connection:
        found = member_behind(connection, account)
        return found.id if found else None


def issue(record: Record, code_hash: str, member_id: str = SELLER.id, expires_at: datetime = END) -> None:
    with record.turn(CHANNEL) as work:
        work.links.add_code(code_hash, member_id, expires_at)


def take(record: Record, code_hash: str, at: datetime = NOW) -> str | None:
    with record.database.transaction() as connection:
        return SqlLinks(connection, at).take_code(code_hash)


def test_a_code_names_its_member_once(record: Record) -> None:
    issue(record, "hash")
    assert take(record, "hash") == SELLER.id
    assert take(record, "hash") is None
    assert record.rows(link_codes) == []


def test_a_code_nobody_made_names_nobody(record: Record) -> None:
    issue(record, "hash")
    assert take(record, "other") is None
    assert take(record, "hash") == SELLER.id


@pytest.mark.parametrize(("at", "member_id"), [(END - TICK, SELLER.id), (END, None), (END + TICK, None)])
def test_a_code_is_valid_until_just_before_it_expires(record: Record, at: datetime, member_id: str | None) -> None:
    issue(record, "hash")
    assert take(record, "hash", at) == member_id


def test_a_new_code_makes_the_earlier_ones_void(record: Record) -> None:
    issue(record, "first")
    issue(record, "another's", COLLEAGUE.id)
    issue(record, "second")
    assert take(record, "first") is None
    assert take(record, "another's") == COLLEAGUE.id
    assert take(record, "second") == SELLER.id


def test_of_twenty_accounts_that_use_a_code_at_once_one_is_linked(record: Record) -> None:
    issue(record, "hash")

    def use(number: int, work: SqlWork) -> str | None:
        links: Links = work.links
        member_id = links.take_code("hash")
        if member_id is not None:
            links.bind(sender(f"u{number}"), member_id)
        return member_id

    taken = at_once([partial(record.until_quiet, CHANNEL, partial(use, number)) for number in range(20)])
    assert sorted(filter(None, taken)) == [SELLER.id]
    assert len(record.rows(accounts)) == 1


def test_an_account_is_the_chat_the_tenant_and_the_user_together(record: Record) -> None:
    with record.turn(CHANNEL) as work:
        work.links.bind(sender("u1"), SELLER.id)
    assert behind(record, sender("u1")) == SELLER.id
    for other in (sender("u2"), sender("u1", chat="teams"), sender("u1", tenant="T2")):
        assert behind(record, other) is None


def test_an_account_bound_anew_belongs_to_the_new_member_alone(record: Record) -> None:
    with record.turn(CHANNEL) as work:
        work.links.bind(sender(), SELLER.id)
        work.links.bind(sender(), RIVAL.id)
    assert behind(record, sender()) == RIVAL.id
    assert len(record.rows(accounts)) == 1


def test_unbinding_ends_the_access_of_that_account_and_no_other(record: Record) -> None:
    with record.turn(CHANNEL) as work:
        work.links.bind(sender("phone"), SELLER.id)
        work.links.bind(sender("desk"), SELLER.id)
        work.links.unbind(sender("phone"))
    assert behind(record, sender("phone")) is None
    assert behind(record, sender("desk")) == SELLER.id


def test_attempts_are_counted_for_each_account_from_an_instant_on(record: Record) -> None:
    hour = timedelta(hours=1)
    for at in (NOW - hour - TICK, NOW - hour, NOW - TICK):
        with record.turn(CHANNEL, at) as work:
            work.links.note_attempt(sender("guesser"))
            work.links.note_attempt(sender("guesser", tenant="T2"))
    with record.turn(CHANNEL) as work:
        assert work.links.attempts_since(sender("guesser"), NOW - hour) == 2
        assert work.links.attempts_since(sender("guesser"), NOW) == 0
        assert work.links.attempts_since(sender("other"), NOW - hour) == 0
    assert len(record.rows(link_attempts)) == 6
