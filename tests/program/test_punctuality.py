"""How punctual payouts are: on time within so many days of the due day, reckoned by lines."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from program.punctuality import Counted, Paid, Punctuality, by_month, least_punctual, punctuality

DUE = date(2026, 10, 1)


def paid(days: int, *, lines: int = 1) -> Paid:
    return Paid(due_on=DUE, paid_on=DUE + timedelta(days=days), lines=lines)


def test_nothing_paid_is_no_figure() -> None:
    assert punctuality([], every_days=31) is None


def test_a_line_is_on_time_up_to_the_last_of_the_days() -> None:
    found = punctuality([paid(31), paid(32), paid(0, lines=2)], every_days=31)
    assert found == Punctuality(lines=4, on_time=3, days=0)
    assert found.share == Decimal("0.75")


def test_the_least_punctual_partner_comes_first_whose_counts_come_in_parts() -> None:
    counted = [
        Counted(partner_id="nordwind", lines=4, on_time=4),
        Counted(partner_id="alpenblick", lines=3, on_time=3),
        Counted(partner_id="hafenwerk", lines=9, on_time=9),
        Counted(partner_id="alpenblick", lines=1, on_time=0),
    ]
    assert least_punctual(counted, 9) == ["alpenblick", "hafenwerk", "nordwind"]
    assert least_punctual(counted, 1) == ["alpenblick"]


def test_months_are_those_of_the_payment() -> None:
    found = by_month([paid(40), paid(0), paid(29)], every_days=31)
    assert {month: one.lines for month, one in found.items()} == {date(2026, 10, 1): 2, date(2026, 11, 1): 1}


@given(st.lists(st.tuples(st.integers(-5, 400), st.integers(1, 50)), min_size=1))
def test_months_always_sum_to_the_whole(some: list[tuple[int, int]]) -> None:
    lines = [paid(days, lines=number) for days, number in some]
    whole = punctuality(lines, every_days=31)
    assert whole is not None
    months = by_month(lines, every_days=31).values()
    assert sum(part.lines for part in months) == whole.lines
    assert sum(part.on_time for part in months) == whole.on_time
    assert whole.days >= 0
