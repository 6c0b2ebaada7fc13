"""Payout runs, as the record keeps them: a line is paid once under any interleaving, and a run never changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, text
from sqlalchemy.exc import DatabaseError, IntegrityError

from handlers.ports import Stale
from program.disputes import DisputeOutcome, Settlement
from program.ledger import LineState
from program.partners import Member
from program.payouts import CarriedOver, Run, RunDecision, RunOutcome
from program.punctuality import Paid
from program.reckoning import LineKind
from storage.ledger_tables import statement_lines
from storage.payout_tables import payout_decisions, payout_lines, payout_runs
from storage.work import SqlWork
from tests.storage.build import ADMIN, CHANNEL, MANAGER, NOW, OTHER_MANAGER, RIVAL, SELLER, Record, at_once
from tests.storage.ledger import CEM, CORA, TODAY, book, decide, dispute, euros, furnish, line, make_run, prepared

DAY = timedelta(days=1)


@pytest.fixture
def books(record: Record) -> Record:
    furnish(record)
    return record


def payable(record: Record, today: date = TODAY) -> set[str]:
    with record.turn(CHANNEL) as work:
        return {one.line_id for one in work.payouts.payable(today)}


# ── what is payable ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_line_is_payable_from_its_earliest_day_on_and_a_margin_never(books: Record) -> None:
    book(books, line("L-1", 100))
    book(books, line("L-2", 100), due=TODAY + DAY)
    book(books, line("L-3", 100), due=None)
    book(books, line("L-4", 100, kind=LineKind.MARGIN))
    assert payable(books) == {"L-1"}
    assert payable(books, TODAY + DAY) == {"L-1", "L-2"}


def test_a_line_in_a_run_is_not_payable_until_that_is_cancelled(books: Record) -> None:
    book(books, line("L-1", 100), line("L-2", 30, "R-2", "alpenblick"))
    run, made = prepared(books)
    assert [one.line_id for one in made.lines] == ["L-1"]
    assert [total.carried for total in made.totals] == [CarriedOver.BELOW_MINIMUM, None]
    assert payable(books) == {"L-2"}
    decide(books, run, CHANNEL, RunOutcome.CANCELLED)
    assert payable(books) == {"L-1", "L-2"}
    again, _ = prepared(books, CORA)
    assert payable(books) == {"L-2"}
    decide(books, again, CHANNEL)
    assert payable(books) == {"L-2"}


def test_an_open_dispute_holds_its_line_and_a_settled_one_does_not(books: Record) -> None:
    disputed = line("L-1", 100)
    book(books, disputed)
    found = dispute(books, "D-1", disputed)
    assert payable(books) == set()
    with books.turn(MANAGER) as work:
        work.disputes.settle(found.id, Settlement(outcome=DisputeOutcome.REJECTED, at=NOW, by=MANAGER.id, reason="no"))
    assert payable(books) == {"L-1"}


# ── how a line stands ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_statement_says_since_when_a_line_is_paid(books: Record) -> None:
    book(books, line("L-1", 100))
    run, _ = prepared(books)
    states = []
    with books.turn(SELLER) as work:
        entry = work.statements.line("L-1")
        assert entry is not None
        states.append((entry.state(TODAY), entry.paid_at))
    decide(books, run, CORA, at=NOW + DAY)
    with books.turn(SELLER) as work:
        (entry,) = work.statements.of_deal("R-1")
        states.append((entry.state(TODAY), entry.paid_at))
        (deal,) = work.books.deals(["R-1"])
        assert [one.paid_at for one in deal.entries] == [NOW + DAY]
    assert states == [(LineState.PAYABLE, None), (LineState.PAID, NOW + DAY)]


def test_a_cancelled_run_pays_nothing(books: Record) -> None:
    book(books, line("L-1", 100))
    run, _ = prepared(books)
    decide(books, run, CORA, RunOutcome.CANCELLED)
    with books.turn(SELLER) as work:
        entry = work.statements.line("L-1")
        assert entry is not None
        assert entry.paid_at is None


# ── runs ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_run_is_read_as_it_was_kept(books: Record) -> None:
    book(books, line("L-1", 100), line("L-2", -20, kind=LineKind.CLAWBACK), line("L-3", 70, "R-2", "alpenblick"))
    run, made = prepared(books)
    with books.turn(CORA) as work:
        assert work.payouts.get(run.id) == run
        assert work.payouts.waiting() == (run,)
        assert set(work.payouts.totals(run.id)) == set(made.totals)
        assert [(one.partner.id, one.line.id, one.company) for one in work.payouts.lines(run.id)] == [
            ("alpenblick", "L-3", "R-2 GmbH"),
            ("nordwind", "L-1", "R-1 GmbH"),
            ("nordwind", "L-2", "R-1 GmbH"),
        ]
    decide(books, run, CORA)
    with books.turn(CORA) as work:
        (decided,) = work.payouts.latest(5)
        assert decided.decision == RunDecision(outcome=RunOutcome.APPROVED, at=NOW, by=CORA.id, reason="because")
        assert work.payouts.waiting() == ()
        payees = work.payouts.payees(run.id)
        assert {id: [one.id for one in people] for id, people in payees.items()} == {"nordwind": [ADMIN.id]}


def test_the_run_before_is_the_last_that_was_approved(books: Record) -> None:
    for day, amount, outcome in ((0, 100, RunOutcome.APPROVED), (1, 300, RunOutcome.CANCELLED)):
        book(books, line(f"L-{day}", amount))
        run, _ = prepared(books, at=NOW + day * DAY)
        decide(books, run, CORA, outcome, at=NOW + day * DAY)
    with books.turn(CORA, NOW + 2 * DAY) as work:
        latest, _ = make_run(work)
        assert work.payouts.before(latest) == {("nordwind", "EUR"): euros(100)}


@pytest.mark.parametrize("who", [SELLER, ADMIN, RIVAL, MANAGER])
def test_runs_are_there_for_channel_admins_only(books: Record, who: Member) -> None:
    book(books, line("L-1", 100))
    run, _ = prepared(books)
    with books.turn(who) as work:
        assert work.payouts.get(run.id) is None
        assert work.payouts.latest(5) == work.payouts.waiting() == ()
        assert work.payouts.totals(run.id) == ()
        assert list(work.payouts.lines(run.id)) == []


# ── what the database itself refuses ─────────────────────────────────────────────────────────────────────────────────────


def test_nobody_approves_their_own_run_even_behind_the_rules(books: Record) -> None:
    book(books, line("L-1", 100))
    run, _ = prepared(books)
    with pytest.raises(IntegrityError, match="two_people"):
        decide(books, run, CHANNEL)


def test_a_line_is_in_one_standing_run_whatever_is_tried(books: Record) -> None:
    book(books, line("L-1", 100))
    run, made = prepared(books)
    with books.turn(CORA) as work:
        other = Run(id="P-X", prepared_at=NOW, prepared_by=CORA.id, through=TODAY, policy_version=run.policy_version)
    with pytest.raises(Stale), books.turn(CORA) as work:
        work.payouts.add(other, made)
    row = {"line_id": "L-1", "run_id": "P-X", "partner_id": "nordwind", "due_on": TODAY}
    for after in (run.id, "P-X", "P-?"):
        with pytest.raises((IntegrityError, Stale)), books.database.transaction() as connection:  # noqa: PT012 - one attempt
            connection.execute(
                insert(payout_runs),
                {"id": "P-X", "prepared_at": NOW, "prepared_by": CORA.id, "through": TODAY, "policy_version": "x"},
            )
            connection.execute(insert(payout_lines), row | {"after": after})
    decide(books, run, CORA)
    with pytest.raises((IntegrityError, Stale)), books.turn(CORA) as work:
        work.payouts.add(other, made)
    assert len(books.rows(payout_lines)) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE payout_lines SET run_id = 'P-2'",
        "DELETE FROM payout_lines",
        "UPDATE payout_totals SET amount_minor = 1",
        "DELETE FROM payout_runs",
        "UPDATE payout_decisions SET outcome = 'cancelled'",
        "DELETE FROM disputes",
        "DELETE FROM dispute_outcomes",
    ],
)
def test_what_was_paid_and_disputed_only_grows(books: Record, statement: str) -> None:
    paid = line("L-1", 100)
    book(books, paid)
    run, _ = prepared(books)
    decide(books, run, CORA)
    found = dispute(books, "D-1", paid)
    with books.turn(MANAGER) as work:
        work.disputes.settle(found.id, Settlement(outcome=DisputeOutcome.REJECTED, at=NOW, by=MANAGER.id, reason="no"))
    with pytest.raises(DatabaseError, match="append-only"), books.database.transaction() as connection:
        connection.execute(text(statement))


# ── many at once ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_two_who_prepare_at_one_moment_never_pay_a_line_twice(books: Record) -> None:
    book(books, *(line(f"L-{number}", 100) for number in range(20)))
    made = at_once([partial(books.until_quiet, who, make_run) for who in (CHANNEL, CORA)])
    assert sorted(len(found.lines) for _, found in made) == [0, 20]
    assert len(books.rows(payout_lines)) == 20


def test_twenty_who_decide_at_one_moment_decide_once(books: Record) -> None:
    book(books, line("L-1", 100))
    run, _ = prepared(books)

    def decision(number: int) -> bool:
        who = (CORA, CEM)[number % 2]
        outcome = (RunOutcome.APPROVED, RunOutcome.CANCELLED)[number % 3 == 0]

        def deed(work: SqlWork) -> bool:
            found = work.payouts.lock(run.id)
            if found is None or found.decision is not None:
                return False
            work.payouts.decide(found, RunDecision(outcome=outcome, at=NOW, by=who.id))
            return True

        return books.until_quiet(who, deed)

    assert sum(at_once([partial(decision, number) for number in range(20)])) == 1
    assert len(books.rows(payout_decisions)) == 1


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("book"), st.sampled_from([100, 60, 20, -30])),
        st.tuples(st.just("prepare"), st.just(0)),
        st.tuples(st.just("approve"), st.integers(0, 3)),
        st.tuples(st.just("cancel"), st.integers(0, 3)),
        st.tuples(st.just("dispute"), st.integers(0, 5)),
        st.tuples(st.just("settle"), st.integers(0, 5)),
    ),
    min_size=3,
    max_size=14,
)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=STEPS)
def test_whatever_happens_in_whatever_order_a_line_is_paid_at_most_once(books: Record, steps: Sequence[tuple[str, int]]) -> None:
    for verb, number in steps:
        _step(books, verb, number)
    outcomes = {row["run_id"]: row["outcome"] for row in books.rows(payout_decisions)}
    standing = [row for row in books.rows(payout_lines) if outcomes.get(row["run_id"]) != RunOutcome.CANCELLED.value]
    assert len(standing) == len({row["line_id"] for row in standing})
    amounts = {row["id"]: row["amount_minor"] for row in books.rows(statement_lines)}
    with books.turn(CORA) as work:
        for run in work.payouts.latest(1000):
            held = [amounts[row["line_id"]] for row in books.rows(payout_lines) if row["run_id"] == run.id]
            assert sum(held) == sum(total.amount.minor for total in work.payouts.totals(run.id) if total.carried is None)


def _step(books: Record, verb: str, number: int) -> None:
    """One thing that happens; nothing where there is nothing for it to happen to."""
    with books.turn(CORA) as work:
        runs = [run for run in work.payouts.latest(1000) if run.decision is None][: number + 1]
        lines = [row["id"] for row in books.rows(statement_lines)]
        disputes = work.disputes.waiting()
    if verb == "book":
        id = books.ids.line()
        book(books, line(id, number, kind=LineKind.COMMISSION if number > 0 else LineKind.CLAWBACK))
    elif verb == "prepare":
        prepared(books)
    elif verb in ("approve", "cancel") and runs:
        decide(books, runs[-1], CORA, RunOutcome.APPROVED if verb == "approve" else RunOutcome.CANCELLED)
    elif verb == "dispute" and number < len(lines):
        with books.turn(SELLER) as work:
            entry = work.statements.line(lines[number])
            known = work.disputes.of_line(lines[number])
        if entry is not None and known is None:
            dispute(books, books.ids.dispute(), entry.line)
    elif verb == "settle" and number < len(disputes):
        with books.turn(MANAGER) as work:
            settlement = Settlement(outcome=DisputeOutcome.WITHDRAWN, at=NOW, by=SELLER.id)
            work.disputes.settle(disputes[number].dispute.id, settlement)


# ── how punctual ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_was_paid_is_counted_by_partner_due_day_and_payment(books: Record) -> None:
    book(books, line("L-1", 100), line("L-2", 60), due=TODAY - 40 * DAY)
    book(books, line("L-3", 60, "R-2", "alpenblick"), line("L-4", 10, "R-2", "alpenblick"))
    run, _ = prepared(books)
    book(books, line("L-5", 100), due=TODAY - 10 * DAY)
    decide(books, run, CORA, at=NOW + DAY)
    for who, partners, overdue in (
        (CHANNEL, {"nordwind", "alpenblick"}, 1),
        (MANAGER, {"nordwind"}, 1),
        (OTHER_MANAGER, {"alpenblick"}, 0),
    ):
        with books.turn(who) as work:
            counted = list(work.payouts.punctual(TODAY - 365 * DAY, "Europe/Berlin", every_days=31))
            assert {one.partner_id for one in counted} == partners
            assert work.payouts.overdue(TODAY) == overdue
    with books.turn(CHANNEL) as work:
        late = Paid(due_on=TODAY - 40 * DAY, paid_on=TODAY + DAY, lines=2)
        soon = Paid(due_on=TODAY, paid_on=TODAY + DAY, lines=2)
        assert set(work.payouts.paid(TODAY - 365 * DAY, "Europe/Berlin")) == {late, soon}
        assert work.payouts.paid(TODAY - 365 * DAY, "Europe/Berlin", "nordwind") == (late,)
        assert work.payouts.paid(TODAY + 2 * DAY, "Europe/Berlin") == ()
        within_41 = work.payouts.punctual(TODAY - 365 * DAY, "Europe/Berlin", every_days=41)
        assert {(one.partner_id, one.lines, one.on_time) for one in within_41} == {("nordwind", 2, 2), ("alpenblick", 2, 2)}
        within_40 = work.payouts.punctual(TODAY - 365 * DAY, "Europe/Berlin", every_days=40)
        assert {(one.partner_id, one.on_time) for one in within_40} == {("nordwind", 0), ("alpenblick", 2)}
