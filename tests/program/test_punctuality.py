"""How punctual payouts are: on time within so many days of the due day, reckoned by lines."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from program.punctuality import Paid, Punctuality, by_month, by_partner, punctuality

DUE = date(2026, 10, 1)


def paid(days: int, *, partner: str = "nordwind", lines: int = 1, due: date = DUE) -> Paid:
    return Paid(partner_id=partner, due_on=due, paid_on=due + timedelta(days=days), lines=lines)


def test_nothing_paid_is_no_figure() -> None:
    assert punctuality([], every_days=31) is None


def test_a_line_is_on_time_up_to_the_last_of_the_days() -> None:
    found = punctuality([paid(31), paid(32), paid(0, lines=2)], every_days=31)
    assert found == Punctuality(lines=4, on_time=3, days=0)
    assert found.share == Decimal("0.75")


def test_the_least_punctual_partner_comes_first() -> None:
    found = by_partner([paid(3), paid(40, partner="alpenblick"), paid(1, partner="hafenwerk", lines=9)], every_days=31)
    assert list(found) == ["alpenblick", "hafenwerk", "nordwind"]
    assert found["alpenblick"].days == 40


def test_months_are_those_of_the_payment() -> None:
    found = by_month([paid(40), paid(0), paid(29)], every_days=31)
    assert {month: one.lines for month, one in found.items()} == {date(2026, 10, 1): 2, date(2026, 11, 1): 1}


@given(st.lists(st.tuples(st.integers(-5, 400), st.sampled_from("abc"), st.integers(1, 50)), min_size=1))
def test_parts_always_sum_to_the_whole(some: list[tuple[int, str, int]]) -> None:
    lines = [paid(days, partner=partner, lines=number) for days, partner, number in some]
    whole = punctuality(lines, every_days=31)
    assert whole is not None
    for parts in (by_partner(lines, every_days=31), by_month(lines, every_days=31)):
        assert sum(part.lines for part in parts.values()) == whole.lines
        assert sum(part.on_time for part in parts.values()) == whole.on_time
    assert whole.days >= 0
