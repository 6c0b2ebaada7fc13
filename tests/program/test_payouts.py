"""What is paid out in a run, who may decide it, and what a second person should look at."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from program.money import Money
from program.payouts import (
    CannotDecide,
    CarriedOver,
    Payable,
    RefusedRun,
    Run,
    RunDecision,
    RunOutcome,
    approve,
    cancel,
    largest_changes,
    prepare,
    sums,
)
from program.policy_reading import read_policy
from program.reckoning import LineKind

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
TODAY = date(2026, 11, 23)
POLICY = read_policy((Path(__file__).parents[2] / "program.toml").read_text(encoding="utf-8")).in_force(NOW)
RUN = Run(id="P-1", prepared_at=NOW, prepared_by="chris", through=TODAY, policy_version=POLICY.version)
_NUMBERS = count(1)


def euros(amount: int | str, currency: str = "EUR") -> Money:
    return Money(amount=Decimal(amount), currency=currency)


def line(partner: str, amount: int | str, kind: LineKind = LineKind.COMMISSION, currency: str = "EUR") -> Payable:
    return Payable(
        line_id=f"L-{next(_NUMBERS)}",
        partner_id=partner,
        kind=kind,
        amount=euros(amount, currency),
        earned_on=TODAY,
        due_on=TODAY,
    )


def fifty(currency: str) -> Money:
    return euros(50, currency)


# ── who is paid ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_partner_at_the_minimum_is_paid_and_one_below_waits() -> None:
    prepared = prepare([line("nordwind", 20), line("nordwind", 30), line("alpenblick", "49.99")], fifty)
    assert {total.partner_id: (total.amount, total.carried) for total in prepared.totals} == {
        "nordwind": (euros(50), None),
        "alpenblick": (euros("49.99"), CarriedOver.BELOW_MINIMUM),
    }
    assert {one.partner_id for one in prepared.lines} == {"nordwind"}


def test_what_was_taken_back_is_set_off_and_a_negative_sum_is_carried_over() -> None:
    prepared = prepare(
        [
            line("nordwind", 500),
            line("nordwind", -100, LineKind.CLAWBACK),
            line("alpenblick", 100),
            line("alpenblick", -300, LineKind.CLAWBACK),
        ],
        fifty,
    )
    paid, waits = sorted(prepared.totals, key=lambda total: total.carried is not None)
    assert (paid.amount, paid.clawed_back, paid.clawbacks, paid.lines) == (euros(400), euros(-100), 1, 2)
    assert (waits.amount, waits.carried) == (euros(-200), CarriedOver.NEGATIVE)
    assert sums(prepared.totals) == (euros(400),)


def test_each_currency_of_a_partner_is_a_total_of_its_own() -> None:
    prepared = prepare([line("nordwind", 100), line("nordwind", 90, currency="CHF")], fifty)
    assert sums(prepared.totals) == (euros(90, "CHF"), euros(100))


def test_without_a_rate_for_the_minimum_a_currency_waits() -> None:
    prepared = prepare([line("nordwind", 1000, currency="CHF")], lambda _: None)
    assert [total.carried for total in prepared.totals] == [CarriedOver.NO_RATE]
    assert prepared.lines == ()


def test_a_minimum_of_nothing_does_not_pay_nothing() -> None:
    prepared = prepare([line("nordwind", 10), line("nordwind", -10, LineKind.CLAWBACK)], lambda currency: euros(0, currency))
    assert [total.carried for total in prepared.totals] == [CarriedOver.BELOW_MINIMUM]


amounts = st.integers(min_value=-100_000, max_value=100_000).filter(bool)
payables = st.lists(
    st.builds(
        lambda partner, units, currency: Payable(
            line_id=f"L-{next(_NUMBERS)}",
            partner_id=partner,
            kind=LineKind.CLAWBACK if units < 0 else LineKind.COMMISSION,
            amount=Money.from_minor(units, currency),
            earned_on=TODAY,
            due_on=TODAY,
        ),
        st.sampled_from(["a", "b", "c"]),
        amounts,
        st.sampled_from(["EUR", "CHF", "JPY"]),
    ),
    max_size=40,
)


@given(payables)
def test_the_totals_of_a_run_are_the_sums_of_its_lines_and_nothing_is_lost(lines: list[Payable]) -> None:
    prepared = prepare(lines, fifty)
    for money in sums(prepared.totals):
        of_lines = [one.amount.amount for one in prepared.lines if one.amount.currency == money.currency]
        assert sum(of_lines) == money.amount
    assert sum(total.lines for total in prepared.totals) == len(lines)
    assert sum(total.lines for total in prepared.totals if total.carried is None) == len(prepared.lines)
    assert len({one.line_id for one in prepared.lines}) == len(prepared.lines)
    for total in prepared.totals:
        theirs = [one for one in lines if (one.partner_id, one.amount.currency) == (total.partner_id, total.amount.currency)]
        assert sum(one.amount.amount for one in theirs) == total.amount.amount
        assert (total.carried is None) == (total.amount.amount >= 50)
        assert total.clawed_back.amount <= 0


@given(payables, st.randoms(use_true_random=False))
def test_the_order_of_the_lines_changes_nothing(lines: list[Payable], random: Random) -> None:
    shuffled = list(lines)
    random.shuffle(shuffled)
    one, other = prepare(lines, fifty), prepare(shuffled, fifty)
    assert one.totals == other.totals
    assert set(one.lines) == set(other.lines)


# ── who decides ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_second_person_approves() -> None:
    assert approve(RUN, by="cora", at=NOW, disputed=0, policy=POLICY) == RunDecision(outcome=RunOutcome.APPROVED, at=NOW, by="cora")


def test_nobody_approves_what_they_prepared_and_the_clause_is_named() -> None:
    assert approve(RUN, by="chris", at=NOW, disputed=0, policy=POLICY) == RefusedRun(cannot=CannotDecide.OWN_RUN, clause="5.12")


def test_a_run_with_a_disputed_line_is_not_approved() -> None:
    assert approve(RUN, by="cora", at=NOW, disputed=1, policy=POLICY) == RefusedRun(cannot=CannotDecide.DISPUTED, clause="5.13")


@pytest.mark.parametrize("outcome", RunOutcome)
def test_a_run_is_decided_once(outcome: RunOutcome) -> None:
    decided = Run(
        id="P-1",
        prepared_at=NOW,
        prepared_by="chris",
        through=TODAY,
        policy_version=POLICY.version,
        decision=RunDecision(outcome=outcome, at=NOW, by="cora"),
    )
    refused = RefusedRun(cannot=CannotDecide.DECIDED)
    assert approve(decided, by="cora", at=NOW, disputed=0, policy=POLICY) == refused
    assert cancel(decided, by="cora", at=NOW, reason="wrong") == refused


def test_whoever_prepared_it_may_cancel_it() -> None:
    assert cancel(RUN, by="chris", at=NOW, reason="too early") == RunDecision(
        outcome=RunOutcome.CANCELLED, at=NOW, by="chris", reason="too early"
    )


# ── what is odd ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_largest_change_of_each_currency_is_named() -> None:
    prepared = prepare(
        [line("a", 100), line("b", 900), line("c", 500), line("a", 70, currency="CHF"), line("d", 9000)],
        fifty,
    )
    before = {("a", "EUR"): euros(110), ("b", "EUR"): euros(300), ("c", "EUR"): euros(500), ("a", "CHF"): euros(90, "CHF")}
    changes = largest_changes(prepared.totals, before)
    assert [(change.total.partner_id, change.before, change.difference) for change in changes] == [
        ("a", euros(90, "CHF"), euros(-20, "CHF")),
        ("b", euros(300), euros(600)),
    ]


def test_the_first_run_changes_nothing() -> None:
    assert largest_changes(prepare([line("a", 100)], fifty).totals, {}) == ()
