"""Money is exact, and a split loses nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from program.money import Money, minor_digits

_CURRENCIES = st.sampled_from(["EUR", "USD", "CHF", "JPY", "KWD"])
_UNITS = st.integers(-(10**15), 10**15)
_SHARES = st.lists(st.integers(0, 10_000), min_size=1, max_size=12).filter(any)


def euros(amount: str) -> Money:
    return Money(amount=Decimal(amount), currency="EUR")


def test_an_amount_has_the_digits_of_its_currency() -> None:
    assert str(euros("45").amount) == "45.00"
    assert str(Money(amount=Decimal("45.0"), currency="JPY").amount) == "45"
    assert str(Money(amount=Decimal("1.5"), currency="KWD").amount) == "1.500"


@pytest.mark.parametrize(
    ("amount", "currency"), [("0.001", "EUR"), ("0.5", "JPY"), ("0.0001", "KWD"), ("NaN", "EUR"), ("Infinity", "EUR")]
)
def test_what_the_currency_cannot_say_is_refused(amount: str, currency: str) -> None:
    with pytest.raises(ValueError, match=r"digits after the point|finite"):
        Money(amount=Decimal(amount), currency=currency)


@pytest.mark.parametrize("currency", ["eur", "EU", "EURO", "", "€UR", "E1R"])
def test_a_currency_is_three_capital_letters(currency: str) -> None:
    with pytest.raises(ValueError, match="three capital letters"):
        Money(amount=Decimal(1), currency=currency)


@pytest.mark.parametrize("amount", [1, 1.5, "1"])
def test_nothing_but_a_decimal_becomes_money(amount: object) -> None:
    with pytest.raises(TypeError):
        Money(amount=amount, currency="EUR")  # type: ignore[arg-type]  # that it is refused is what is tested


@pytest.mark.parametrize(("exact", "rounded"), [("0.005", "0.00"), ("0.015", "0.02"), ("-0.015", "-0.02"), ("2.675", "2.68")])
def test_halves_go_to_the_even_cent(exact: str, rounded: str) -> None:
    assert Money.rounded(Decimal(exact), "EUR") == euros(rounded)


def test_two_currencies_are_never_added() -> None:
    with pytest.raises(ValueError, match="two currencies"):
        euros("1") + Money(amount=Decimal(1), currency="USD")


@given(_UNITS, _UNITS, _CURRENCIES)
def test_adding_is_exact(one: int, other: int, currency: str) -> None:
    assert (Money.from_minor(one, currency) + Money.from_minor(other, currency)).minor == one + other


@given(_UNITS, _CURRENCIES)
def test_minor_units_there_and_back(units: int, currency: str) -> None:
    money = Money.from_minor(units, currency)
    assert money.minor == units
    assert money.amount == Decimal(units) / 10 ** minor_digits(currency)


def test_equal_remainders_favour_the_earlier_part() -> None:
    assert euros("0.02").split([1, 1, 1]) == (euros("0.01"), euros("0.01"), euros("0"))


def test_a_deal_sourced_by_the_partner_is_split_seventy_to_thirty() -> None:
    assert euros("99.99").split([70, 30]) == (euros("69.99"), euros("30.00"))


@given(_UNITS, _SHARES, _CURRENCIES)
def test_the_parts_sum_to_the_whole(units: int, shares: list[int], currency: str) -> None:
    parts = Money.from_minor(units, currency).split(shares)
    assert len(parts) == len(shares)
    assert sum(part.minor for part in parts) == units
    assert {part.currency for part in parts} == {currency}


@given(_UNITS, _SHARES)
def test_no_part_is_a_whole_cent_away_from_its_share(units: int, shares: list[int]) -> None:
    total = sum(shares)
    for part, share in zip(Money.from_minor(units, "EUR").split(shares), shares, strict=True):
        assert abs(part.minor * total - units * share) < total
        assert share or part.minor == 0


@given(_UNITS, _SHARES)
def test_taking_back_splits_as_giving_did(units: int, shares: list[int]) -> None:
    given_out = Money.from_minor(units, "EUR").split(shares)
    taken_back = Money.from_minor(-units, "EUR").split(shares)
    assert [-part.minor for part in given_out] == [part.minor for part in taken_back]


@pytest.mark.parametrize("shares", [[], [0], [0, 0], [1, -1], [3, -1]])
def test_shares_that_divide_nothing_are_refused(shares: list[int]) -> None:
    with pytest.raises(ValueError, match="shares"):
        euros("1").split(shares)


@pytest.mark.parametrize("amount", ["1e20", "-1e20", "1e27", "Infinity", "NaN"])
def test_an_absurd_amount_is_refused_as_a_value(amount: str) -> None:
    with pytest.raises(ValueError, match=r"below 10\^20"):
        Money(amount=Decimal(amount), currency="EUR")
    with pytest.raises(ValueError, match=r"below 10\^20"):
        Money.rounded(Decimal(amount), "EUR")


def test_a_rounded_zero_has_no_minus() -> None:
    assert str(Money.rounded(Decimal("-0.001"), "EUR").amount) == "0.00"
