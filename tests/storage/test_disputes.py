"""Disputes, as the record keeps them: one a line, one outcome each, and none of anybody else's."""

from __future__ import annotations

from functools import partial

import pytest

from handlers.ports import Stale
from program.disputes import DisputeOutcome, Settlement
from program.partners import Member
from program.review_time import Rung
from storage.payout_tables import dispute_outcomes, dispute_rungs, disputes
from storage.work import SqlWork
from tests.storage.build import (
    ADMIN,
    CHANNEL,
    COLLEAGUE,
    DIRECT,
    MANAGER,
    NOW,
    OTHER_MANAGER,
    RIVAL,
    SELLER,
    Record,
    at_once,
)
from tests.storage.ledger import a_dispute, book, dispute, euros, furnish, line

LINE = line("L-1", 100)


@pytest.fixture
def books(record: Record) -> Record:
    furnish(record)
    book(record, LINE)
    return record


def test_a_dispute_is_read_as_it_was_opened_and_settled(books: Record) -> None:
    found = dispute(books, "D-1", LINE)
    with books.turn(SELLER) as work:
        assert work.disputes.get("D-1") == work.disputes.of_line("L-1") == found
        assert [(one.dispute, one.line, one.partner.id) for one in work.disputes.waiting()] == [(found, LINE, "nordwind")]
        entry = work.statements.line("L-1")
        assert entry is not None
        assert entry.disputed
    settlement = Settlement(outcome=DisputeOutcome.UPHELD, at=NOW, by=MANAGER.id, reason="right", amount=euros(20))
    with books.turn(MANAGER) as work:
        work.disputes.settle("D-1", settlement)
    with books.turn(SELLER) as work:
        settled = work.disputes.get("D-1")
        assert settled is not None
        assert settled.settlement == settlement
        assert work.disputes.waiting() == ()
        entry = work.statements.line("L-1")
        assert entry is not None
        assert not entry.disputed


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        (SELLER, True),
        (COLLEAGUE, False),
        (ADMIN, True),
        (RIVAL, False),
        (MANAGER, True),
        (OTHER_MANAGER, False),
        (DIRECT, False),
        (CHANNEL, True),
    ],
)
def test_a_dispute_is_there_for_whoever_sees_its_line(books: Record, who: Member, *, sees: bool) -> None:
    dispute(books, "D-1", LINE)
    with books.turn(who) as work:
        assert (work.disputes.get("D-1") is not None) == sees
        assert (work.disputes.of_line("L-1") is not None) == sees
        assert (work.disputes.waiting() != ()) == sees


def test_a_line_is_disputed_once_by_twenty_at_one_moment(books: Record) -> None:
    def deed(number: int, work: SqlWork) -> bool:
        work.disputes.hold(LINE.id)
        if work.disputes.of_line(LINE.id) is not None:
            return False
        work.disputes.add(a_dispute(f"D-{number}", LINE, work.viewer.member))
        return True

    people = (SELLER, ADMIN)
    jobs = [partial(books.until_quiet, people[number % 2], partial(deed, number)) for number in range(20)]
    assert sum(at_once(jobs)) == 1
    assert len(books.rows(disputes)) == 1


def test_a_dispute_is_settled_once_by_two_at_one_moment(books: Record) -> None:
    dispute(books, "D-1", LINE)

    def deed(outcome: DisputeOutcome, work: SqlWork) -> bool:
        found = work.disputes.get("D-1")
        if found is None or not found.is_open:
            return False
        amount = euros(20) if outcome is DisputeOutcome.UPHELD else None
        work.disputes.settle("D-1", Settlement(outcome=outcome, at=NOW, by=work.viewer.member.id, amount=amount))
        return True

    jobs = [
        partial(books.until_quiet, who, partial(deed, outcome))
        for who, outcome in (
            (MANAGER, DisputeOutcome.UPHELD),
            (CHANNEL, DisputeOutcome.REJECTED),
            (SELLER, DisputeOutcome.WITHDRAWN),
        )
    ]
    assert sum(at_once(jobs)) == 1
    assert len(books.rows(dispute_outcomes)) == 1


def test_a_second_outcome_is_refused_by_its_key(books: Record) -> None:
    dispute(books, "D-1", LINE)
    settlement = Settlement(outcome=DisputeOutcome.REJECTED, at=NOW, by=MANAGER.id)
    with books.turn(MANAGER) as work:
        work.disputes.settle("D-1", settlement)
    with pytest.raises(Stale), books.turn(CHANNEL) as work:
        work.disputes.settle("D-1", settlement)


def test_each_rung_is_climbed_once(books: Record) -> None:
    dispute(books, "D-1", LINE)
    with books.turn(CHANNEL) as work:
        assert [work.disputes.climb("D-1", rung, NOW) for rung in (Rung.REMINDED, Rung.REMINDED, Rung.TAKEN_OVER)] == [
            True,
            False,
            True,
        ]
        found = work.disputes.get("D-1")
        assert found is not None
        assert found.climbed is Rung.TAKEN_OVER
    assert len(books.rows(dispute_rungs)) == 2
