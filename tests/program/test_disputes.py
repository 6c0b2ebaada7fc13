"""Disputing a line: within the days, once; decided by a person in time, and what that books."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from program.disputes import (
    CannotDispute,
    Dispute,
    DisputeOutcome,
    Opening,
    RefusedDispute,
    Settlement,
    adjustment,
    clock,
    dispute,
    reject,
    rung_to_climb,
    uphold,
    withdraw,
)
from program.ledger import Entry, LineState, StatementLine, differences
from program.money import Money
from program.policy_reading import read_policy
from program.reckoning import LineKind
from program.review_time import Rung

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
TODAY = date(2026, 11, 23)
ZONE = "Europe/Berlin"
POLICY = read_policy((Path(__file__).parents[2] / "program.toml").read_text(encoding="utf-8")).in_force(NOW)
LINE = StatementLine(
    id="L-1",
    partner_id="nordwind",
    registration_id="R-1",
    item="commission",
    number=1,
    kind=LineKind.COMMISSION,
    policy_version=POLICY.version,
    base=Money(amount=Decimal(50_000), currency="EUR"),
    percent=Decimal(23),
    amount=Money(amount=Decimal(11_500), currency="EUR"),
    steps=(),
    earned_on=TODAY,
    booked_at=NOW,
)


def euros(amount: int, currency: str = "EUR") -> Money:
    return Money(amount=Decimal(amount), currency=currency)


def opened(line: StatementLine = LINE, *, at: datetime = NOW, known: Dispute | None = None) -> Dispute | RefusedDispute:
    return dispute(line, Opening(id="D-1", by="nora", at=at, reason="too little"), known=known, policy=POLICY, zone=ZONE)


def an_open_one() -> Dispute:
    found = opened()
    assert isinstance(found, Dispute)
    return found


def every_weekday(day: date) -> bool:
    return day.weekday() < 5


# ── disputing ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_line_can_be_disputed_until_the_end_of_the_last_day_in_the_programs_zone() -> None:
    last = datetime(2027, 2, 21, 22, 59, tzinfo=UTC)  # 90 days after 23 November, one minute before midnight in Berlin
    assert isinstance(opened(at=last), Dispute)
    assert opened(at=last + timedelta(minutes=1)) == RefusedDispute(cannot=CannotDispute.TOO_LATE, clause="5.13")


@pytest.mark.parametrize("outcome", [None, *DisputeOutcome])
def test_a_line_is_disputed_once_however_that_ended(outcome: DisputeOutcome | None) -> None:
    settlement = Settlement(outcome=outcome, at=NOW, by="mara") if outcome else None
    known = replace(an_open_one(), settlement=settlement)
    assert opened(known=known) == RefusedDispute(cannot=CannotDispute.DISPUTED_ALREADY)


def test_what_a_dispute_books_is_final() -> None:
    booked, _ = adjustment(an_open_one(), euros(500), LINE, id="L-2", at=NOW, today=TODAY, policy=POLICY)
    assert opened(booked) == RefusedDispute(cannot=CannotDispute.FINAL, clause="5.13")


# ── deciding ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("amount", [euros(0), euros(-5), euros(5, "CHF")])
def test_an_amount_is_above_zero_and_in_the_lines_currency(amount: Money) -> None:
    found = uphold(an_open_one(), amount, line=LINE, by="mara", at=NOW, reason="right")
    assert found == RefusedDispute(cannot=CannotDispute.AMOUNT)


def test_a_dispute_is_decided_once() -> None:
    settlement = uphold(an_open_one(), euros(500), line=LINE, by="mara", at=NOW, reason="right")
    assert isinstance(settlement, Settlement)
    settled = replace(an_open_one(), settlement=settlement)
    refused = RefusedDispute(cannot=CannotDispute.DECIDED)
    assert uphold(settled, euros(500), line=LINE, by="mara", at=NOW, reason="right") == refused
    assert reject(settled, by="mara", at=NOW, reason="wrong") == refused
    assert withdraw(settled, by="nora", at=NOW) == refused


def test_what_is_upheld_is_a_line_of_its_own_payable_at_once_with_its_clause() -> None:
    booked, due = adjustment(an_open_one(), euros(500), LINE, id="L-2", at=NOW, today=TODAY, policy=POLICY)
    assert (booked.item, booked.number, booked.kind) == ("adjustment:D-1", 1, LineKind.ADJUSTMENT)
    assert (booked.amount, booked.corrects, booked.clauses) == (euros(500), "L-1", ("5.13",))
    assert Entry(line=booked, due_on=due.on).state(TODAY) is LineState.PAYABLE


@given(st.integers(1, 10**9))
def test_no_rule_takes_an_adjustment_back(units: int) -> None:
    amount = Money.from_minor(units, "EUR")
    booked, due = adjustment(an_open_one(), amount, LINE, id="L-2", at=NOW, today=TODAY, policy=POLICY)
    missing = differences([], [Entry(line=booked, due_on=due.on)], today=TODAY)
    assert (missing.drafts, missing.dues) == ((), ())


# ── waiting ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_person_decides_within_business_days_and_the_dispute_climbs_after_them() -> None:
    ticking = clock(an_open_one(), zone=ZONE, policy=POLICY, is_business_day=every_weekday)
    assert ticking.due_day == date(2026, 11, 30)
    assert ticking.rungs == {
        Rung.REMINDED: datetime(2026, 11, 24, 23, tzinfo=UTC),
        Rung.OVERDUE: datetime(2026, 11, 30, 23, tzinfo=UTC),
        Rung.TAKEN_OVER: datetime(2026, 12, 2, 23, tzinfo=UTC),
    }


def test_each_rung_is_climbed_once_and_nobody_is_reminded_of_what_is_overdue() -> None:
    found = an_open_one()
    ticking = clock(found, zone=ZONE, policy=POLICY, is_business_day=every_weekday)
    reminded, overdue, taken = (ticking.rungs[rung] for rung in Rung)
    assert rung_to_climb(found, ticking, reminded - timedelta(seconds=1), is_managed=True) is None
    assert rung_to_climb(found, ticking, reminded, is_managed=True) is Rung.REMINDED
    assert rung_to_climb(replace(found, climbed=Rung.REMINDED), ticking, reminded, is_managed=True) is None
    assert rung_to_climb(found, ticking, overdue, is_managed=True) is Rung.OVERDUE
    assert rung_to_climb(replace(found, climbed=Rung.OVERDUE), ticking, taken, is_managed=True) is Rung.TAKEN_OVER
    assert replace(found, climbed=Rung.TAKEN_OVER).is_with_channel_admins


def test_without_a_manager_there_is_nobody_to_take_over_from() -> None:
    found = replace(an_open_one(), climbed=Rung.OVERDUE)
    ticking = clock(found, zone=ZONE, policy=POLICY, is_business_day=every_weekday)
    assert rung_to_climb(found, ticking, ticking.rungs[Rung.TAKEN_OVER], is_managed=False) is None


def test_what_is_decided_climbs_no_more() -> None:
    found = replace(an_open_one(), settlement=Settlement(outcome=DisputeOutcome.REJECTED, at=NOW, by="mara"))
    ticking = clock(found, zone=ZONE, policy=POLICY, is_business_day=every_weekday)
    assert rung_to_climb(found, ticking, ticking.rungs[Rung.TAKEN_OVER], is_managed=True) is None
