"""A price is the list's, a discount is given by whoever may give it, and nobody undercuts what is protected."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from program.money import Money, minor_digits
from program.partners import Role, Tier
from program.periods import protected_period
from program.policy import Ground
from program.pricing import (
    Line,
    NeedsApproval,
    Price,
    Quote,
    RefusedQuote,
    Unit,
    WithinAuthority,
    judge,
    list_in_force,
    may_approve,
    total_of,
)
from program.registrations import Claim, CustomerFile, Status
from tests.program.deals import POLICY

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
DAY = AT.date()


def price(amount: str = "240", *, product: str = "Orbit Cloud", since: date = date(2026, 1, 1), least: int = 1) -> Price:
    money = Money(amount=Decimal(amount), currency="EUR")
    return Price(product=product, valid_from=since, unit=Unit.SEAT, amount=money, from_quantity=least)


def line(discount: str = "0", *, quantity: int = 50, family: str | None = "Orbit", amount: str = "240") -> Line:
    return Line(family=family, price=price(amount), quantity=quantity, discount=Decimal(discount))


def quote(*lines: Line, tier: Tier = Tier.SILVER, **files: tuple[CustomerFile, ...]) -> Quote:
    return Quote(partner_id="nordwind", tier=tier, lines=lines, **files)


def protected_for(partner_id: str, *, family: str | None = "Orbit", ago: int = 10) -> CustomerFile:
    start = AT - timedelta(days=ago)
    claim = Claim(
        registration_id="R-1",
        partner_id=partner_id,
        member_id="m",
        manager_id=None,
        family=family,
        status=Status.APPROVED,
        registered_at=start,
        protected=protected_period(start=start, days=90, zone="Europe/Berlin"),
    )
    return CustomerFile(id="c", name="Müller Bau GmbH", revision=1, claims=(claim,))


# ── the price list ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_price_counts_from_its_day_on() -> None:
    prices = [price("200", since=date(2026, 1, 1)), price("240", since=DAY), price("260", since=DAY + timedelta(days=1))]
    found = list_in_force(prices, "Orbit Cloud", "EUR", DAY)
    assert found is not None
    assert found.of(1) == prices[1]
    assert list_in_force(prices, "Orbit Cloud", "EUR", date(2025, 12, 31)) is None


def test_a_newer_list_replaces_every_step_of_the_older_one() -> None:
    old = [price("240", least=1), price("220", least=50)]
    new = [price("250", since=DAY)]
    found = list_in_force([*old, *new], "Orbit Cloud", "EUR", DAY)
    assert found is not None
    assert found.steps == tuple(new)


def test_the_step_of_a_quantity_is_the_last_that_it_reaches() -> None:
    found = list_in_force([price("240", least=5), price("220", least=50)], "Orbit Cloud", "EUR", DAY)
    assert found is not None
    assert [step and step.amount.amount for step in (found.of(4), found.of(5), found.of(49), found.of(50))] == [None, 240, 240, 220]
    assert found.least == 5


def test_a_list_of_another_product_or_currency_is_another_list() -> None:
    assert list_in_force([price()], "Orbit Vault", "EUR", DAY) is None
    assert list_in_force([price()], "Orbit Cloud", "USD", DAY) is None


# ── who gives it ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("tier", "discount", "verdict"),
    [
        (Tier.REGISTERED, "5", WithinAuthority),
        (Tier.REGISTERED, "5.0001", Role.PARTNER_MANAGER),
        (Tier.SILVER, "8", WithinAuthority),
        (Tier.SILVER, "12", Role.PARTNER_MANAGER),
        (Tier.SILVER, "20", Role.PARTNER_MANAGER),
        (Tier.SILVER, "20.01", Role.CHANNEL_ADMIN),
        (Tier.PLATINUM, "15", WithinAuthority),
        (Tier.PLATINUM, "35", Role.CHANNEL_ADMIN),
        (Tier.PLATINUM, "35.01", RefusedQuote),
    ],
)
def test_a_discount_is_given_by_whoever_may(tier: Tier, discount: str, verdict: type | Role) -> None:
    found = judge(quote(line(discount), tier=tier), policy=POLICY, at=AT)
    if isinstance(verdict, Role):
        assert isinstance(found, NeedsApproval)
        assert found.role is verdict
        assert [reason.clause for reason in found.reasons] == ["10.2", "10.3"]
    else:
        assert isinstance(found, verdict)


def test_the_line_with_the_highest_discount_decides_for_the_whole_quote() -> None:
    found = judge(quote(line("3"), line("21"), line("9")), policy=POLICY, at=AT)
    assert isinstance(found, NeedsApproval)
    assert found.role is Role.CHANNEL_ADMIN


def test_a_price_is_compared_exactly_and_not_by_its_rounded_percentage() -> None:
    # 8 % from 12,000.00 is 11,040.00: a cent less is more than 8 %, however a percentage is rounded.
    at_limit = Line(family="Orbit", price=price(), quantity=50, offered=Money(amount=Decimal("11040.00"), currency="EUR"))
    beyond = replace(at_limit, offered=Money(amount=Decimal("11039.99"), currency="EUR"))
    assert isinstance(judge(quote(at_limit), policy=POLICY, at=AT), WithinAuthority)
    assert isinstance(judge(quote(beyond), policy=POLICY, at=AT), NeedsApproval)
    assert (at_limit.percent, beyond.percent) == (Decimal(8), Decimal("8.01"))


def test_a_price_above_the_list_is_no_discount() -> None:
    dear = Line(family="Orbit", price=price(), quantity=1, offered=Money(amount=Decimal(300), currency="EUR"))
    assert dear.percent == 0
    assert isinstance(judge(quote(dear, tier=Tier.REGISTERED), policy=POLICY, at=AT), WithinAuthority)


def test_a_manager_approves_up_to_the_limit_and_a_channel_admin_more() -> None:
    assert may_approve(Role.PARTNER_MANAGER, quote(line("20")), policy=POLICY)
    assert not may_approve(Role.PARTNER_MANAGER, quote(line("20.5")), policy=POLICY)
    assert may_approve(Role.CHANNEL_ADMIN, quote(line("20.5")), policy=POLICY)
    assert not may_approve(Role.SELLER, quote(line("1")), policy=POLICY)


# ── protected deals ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_nobody_undercuts_what_is_protected_for_somebody_else() -> None:
    found = judge(quote(line("1"), files=(protected_for("felsenkante"),)), policy=POLICY, at=AT)
    assert isinstance(found, RefusedQuote)
    assert found.most == 0
    assert [(reason.ground, reason.clause) for reason in found.reasons] == [(Ground.PRICE, "2.7"), (Ground.UNDERCUTTING, "10.4")]


@pytest.mark.parametrize(
    "file",
    [
        protected_for("nordwind"),  # its own
        protected_for("felsenkante", family="FlowDesk"),
        protected_for("felsenkante", ago=120),  # expired
    ],
)
def test_a_protection_of_ones_own_of_another_family_or_of_old_leaves_the_authority(file: CustomerFile) -> None:
    assert isinstance(judge(quote(line("8"), files=(file,)), policy=POLICY, at=AT), WithinAuthority)
    assert isinstance(judge(quote(line("9"), files=(file,)), policy=POLICY, at=AT), NeedsApproval)


def test_the_list_price_undercuts_nobody() -> None:
    assert isinstance(judge(quote(line("0"), files=(protected_for("felsenkante"),)), policy=POLICY, at=AT), WithinAuthority)


def test_a_customer_of_a_similar_name_that_is_protected_goes_to_a_person() -> None:
    found = judge(quote(line("2"), doubtful=(protected_for("felsenkante"),)), policy=POLICY, at=AT)
    assert isinstance(found, NeedsApproval)
    assert [reason.ground for reason in found.reasons] == [Ground.UNCLEAR_IDENTITY]
    assert isinstance(judge(quote(line("2"), doubtful=(protected_for("nordwind"),)), policy=POLICY, at=AT), WithinAuthority)


# ── money ────────────────────────────────────────────────────────────────────────────────────────────────────────────────

PERCENTS = st.decimals(min_value=0, max_value=100, places=4)
CURRENCIES = st.sampled_from(["EUR", "JPY", "KWD"])


@st.composite
def lines(draw: st.DrawFn, currency: str) -> Line:
    amount = Money.from_minor(draw(st.integers(1, 10**7)), currency)
    listed = Price(product="P", valid_from=DAY, unit=Unit.SEAT, amount=amount)
    return Line(family=None, price=listed, quantity=draw(st.integers(1, 5000)), discount=draw(PERCENTS))


@given(st.data(), CURRENCIES)
def test_the_parts_of_a_quote_sum_to_the_whole(data: st.DataObject, currency: str) -> None:
    drawn = data.draw(st.lists(lines(currency), min_size=1, max_size=6))
    whole = quote(*drawn)
    assert whole.total.minor == sum(one.total.minor for one in drawn)
    assert whole.listed.minor == sum(one.price.amount.minor * one.quantity for one in drawn)
    assert 0 <= whole.total.amount <= whole.listed.amount


@given(st.data(), CURRENCIES)
def test_a_line_is_rounded_once_by_no_more_than_half_a_minor_unit(data: st.DataObject, currency: str) -> None:
    one = data.draw(lines(currency))
    assert one.discount is not None
    exact = Fraction(one.listed.amount) * (100 - Fraction(one.discount)) / 100
    unit = Fraction(1, 10 ** minor_digits(currency))
    assert abs(Fraction(one.total.amount) - exact) <= unit / 2
    if abs(Fraction(one.total.amount) - exact) == unit / 2:
        assert one.total.minor % 2 == 0


@given(st.data(), PERCENTS, st.sampled_from(list(Tier)))
def test_no_discount_is_above_what_whoever_decides_may_give(data: st.DataObject, percent: Decimal, tier: Tier) -> None:
    offered = data.draw(st.booleans())
    amount = Money.from_minor(data.draw(st.integers(0, 1_200_000)), "EUR")
    one = replace(line("0"), discount=None, offered=amount) if offered else line(str(percent))
    given_away = Fraction(one.discount) if one.discount is not None else 100 - Fraction(one.total.minor, one.listed.minor) * 100
    found = judge(quote(one, tier=tier), policy=POLICY, at=AT)
    rules = POLICY.pricing
    match found:
        case WithinAuthority():
            assert given_away <= rules.authority[tier]
        case NeedsApproval(role=role):
            assert rules.authority[tier] < given_away <= rules.approval[role]
            assert role is Role.PARTNER_MANAGER or given_away > rules.approval[Role.PARTNER_MANAGER]
        case RefusedQuote():
            assert given_away > rules.most


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=9))
def test_a_sum_is_the_sum(minor: list[int]) -> None:
    assert total_of([Money.from_minor(each, "EUR") for each in minor]) == Money.from_minor(sum(minor), "EUR")


@pytest.mark.parametrize(
    "wrong",
    [
        {"quantity": 0},
        {"quantity": 1_000_001},
        {"discount": None},
        {"discount": Decimal("100.1")},
        {"discount": Decimal(-1)},
        {"offered": Money(amount=Decimal(1), currency="EUR")},
        {"discount": None, "offered": Money(amount=Decimal(1), currency="USD")},
        {"discount": None, "offered": Money(amount=Decimal(-1), currency="EUR")},
    ],
)
def test_a_line_that_makes_no_sense_is_none(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="a "):
        replace(line("5"), **wrong)  # type: ignore[arg-type]  # each of them is one of its fields
