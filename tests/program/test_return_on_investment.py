"""The return on a product is exact, can be checked by hand, and says honestly when there is none."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from program.money import Money
from program.return_on_investment import WEEKS, Situation, reckon


def euros(amount: str | int) -> Money:
    return Money(amount=Decimal(amount), currency="EUR")


def situation(
    *, replaced: int = 0, people: int = 100, hours: str = "0.5", hourly: int = 45, units: int = 100, price: int = 84, once: int = 0
) -> Situation:
    return Situation(
        replaced=euros(replaced),
        people=people,
        hours=Decimal(hours),
        hourly=euros(hourly),
        units=units,
        price=euros(price),
        introduction=euros(once),
    )


def test_a_hundred_people_who_save_half_an_hour_a_week_are_reckoned_as_by_hand() -> None:
    found = reckon(situation(replaced=3_000, once=12_000))
    assert found.time_saved == euros(103_500)  # 100 x 0.5 x 46 x 45
    assert found.saved == euros(106_500)
    assert found.cost == euros(8_400)
    assert found.first_outlay == euros(20_400)
    assert found.payback == 3  # 20,400 / 8,875 a month = 2.3
    assert found.value == euros(3 * 106_500 - 12_000 - 3 * 8_400)
    assert [year.balance for year in found.years] == [euros(86_100), euros(184_200), euros(282_300)]
    assert found.percent == 759  # 282,300 of 37,200


def test_what_takes_longer_than_a_year_is_paid_back_from_what_is_left_of_the_months() -> None:
    found = reckon(situation(people=1, hours="1", hourly=50, units=1, price=300, once=4_000))
    assert found.saved == euros(2_300)
    # After a year 2,000 of 4,300 are missing; each month leaves (2,300 - 300) / 12.
    assert found.payback == 24


def test_what_saves_less_than_it_costs_is_never_paid_back() -> None:
    found = reckon(situation(people=1, hours="0.1", units=10))
    assert found.payback is None
    assert found.value.amount < 0
    assert found.percent is not None
    assert found.percent < 0


def test_what_costs_nothing_is_paid_back_at_once_and_has_no_percentage() -> None:
    found = reckon(situation(price=0))
    assert (found.payback, found.percent) == (1, None)


AMOUNTS = st.integers(0, 200_000)


@given(AMOUNTS, st.integers(0, 500), st.integers(0, 4000), st.integers(0, 200), st.integers(1, 500), AMOUNTS, AMOUNTS)
def test_the_month_of_the_payback_is_the_first_one_that_has_brought_everything_back(
    replaced: int, people: int, hundredths: int, hourly: int, units: int, price: int, once: int
) -> None:
    hours = Decimal(hundredths).scaleb(-2)
    found = reckon(
        situation(replaced=replaced, people=people, hours=str(hours), hourly=hourly, units=units, price=price, once=once)
    )
    monthly = Decimal(replaced + people * hours * WEEKS * hourly)  # of a twelfth, to stay exact
    cost = Decimal(units * price)

    def balance(month: int) -> Decimal:
        """Twelve times what is left at the end of the month."""
        return month * monthly - 12 * (once + cost) - max(0, month - 12) * cost

    if found.payback is None:
        assert balance(12_000) < 0 or monthly <= cost
    else:
        assert balance(found.payback) >= 0
        assert found.payback == 1 or balance(found.payback - 1) < 0
    assert found.years[-1].balance == found.value
