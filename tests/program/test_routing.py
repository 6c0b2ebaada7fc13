"""Whose customer it is before anybody registers it: the areas of partners, and what direct sales look after themselves."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from program.deciding import Verdict
from program.money import Money
from program.policy import Ground, RoutingRules
from program.routing import Territory, goes_to_direct
from tests.program.deals import POLICY, file, is_approved, referred_for, request, sale, verdict

RULES = replace(
    POLICY.routing,
    direct_from_employees=5000,
    direct_from_amount=Money(amount=Decimal(1_000_000), currency="EUR"),
    direct_countries=frozenset({"NO"}),
    direct_industries=frozenset({"railways"}),
)
NOTHING = replace(
    RULES, direct_from_employees=None, direct_from_amount=None, direct_countries=frozenset(), direct_industries=frozenset()
)


def euros(amount: int) -> Money:
    return Money(amount=Decimal(amount), currency="EUR")


# ── direct sales' own customers ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("known", "direct"),
    [
        ({"employees": 4999}, False),
        ({"employees": 5000}, True),
        ({"amount": euros(999_999)}, False),
        ({"amount": euros(1_000_000)}, True),
        ({"country": "NO"}, True),
        ({"country": "SE"}, False),
        ({"industry": "Railways"}, True),
        ({"industry": "Rail"}, False),
        ({}, False),
    ],
)
def test_size_amount_country_and_industry_say_whose_customer_it_is(known: dict[str, object], direct: bool) -> None:
    assert goes_to_direct(sale(**known), RULES) is direct


def test_where_the_size_is_known_the_amount_says_nothing() -> None:
    assert not goes_to_direct(sale(employees=12, amount=euros(50_000_000)), RULES)
    assert not goes_to_direct(sale(employees=12, amount=euros(50_000_000)), replace(RULES, direct_from_employees=None))


def test_no_rate_is_assumed_for_another_currency() -> None:
    assert not goes_to_direct(sale(amount=Money(amount=Decimal(10**9), currency="JPY")), RULES)


@given(
    employees=st.none() | st.integers(1, 10**6),
    amount=st.none() | st.integers(1, 10**9).map(euros),
    country=st.none() | st.sampled_from(["DE", "NO"]),
    industry=st.none() | st.sampled_from(["Railways", "Retail"]),
)
def test_a_policy_that_names_nothing_leaves_every_customer_to_partners(
    employees: int | None, amount: Money | None, country: str | None, industry: str | None
) -> None:
    known = sale(employees=employees, amount=amount, country=country, industry=industry)
    assert not goes_to_direct(known, NOTHING)


@given(st.integers(1, 10**6), st.integers(0, 10**6))
def test_a_larger_customer_never_goes_back_to_partners(employees: int, more: int) -> None:
    if goes_to_direct(sale(employees=employees), RULES):
        assert goes_to_direct(sale(employees=employees + more), RULES)


def routed(rules: RoutingRules, **known: object) -> Verdict:
    return verdict(request(file(), opportunity=sale(**known)), policy=replace(POLICY, routing=rules))


def test_a_person_decides_on_a_registration_for_such_a_customer() -> None:
    assert referred_for(routed(RULES, employees=5000)) == [Ground.DIRECT_OR_PARTNER]
    assert is_approved(routed(NOTHING, employees=5000))


# ── areas ────────────────────────────────────────────────────────────────────────────────────────────────────────────────

ALPS = Territory(
    id="t-1",
    name="Alps",
    countries=frozenset({"AT", "CH"}),
    industries=frozenset({"Tourism"}),
    min_employees=10,
    max_employees=500,
    partner_id="alpenblick",
)
INSIDE = {"country": "AT", "industry": "Tourism", "employees": 40}


@pytest.mark.parametrize(
    ("changed", "covered"),
    [
        ({}, True),
        ({"employees": 10}, True),
        ({"employees": 500}, True),
        ({"employees": 9}, False),
        ({"employees": 501}, False),
        ({"country": "DE"}, False),
        ({"industry": "Retail"}, False),
    ],
)
def test_a_customer_lies_in_an_area_within_all_its_bounds(changed: dict[str, object], covered: bool) -> None:
    assert ALPS.covers(sale(**(INSIDE | changed))) is covered


@pytest.mark.parametrize("unknown", ["country", "industry", "employees"])
def test_what_is_not_known_of_a_customer_never_puts_it_into_an_area(unknown: str) -> None:
    assert not ALPS.covers(sale(**(INSIDE | {unknown: None})))


def test_an_area_without_bounds_is_everywhere() -> None:
    assert Territory(id="t-2", name="Anywhere").covers(sale())


@pytest.mark.parametrize(("holder", "decided"), [("alpenblick", False), ("nordwind", True), (None, True)])
def test_only_another_partners_area_needs_a_person(holder: str | None, decided: bool) -> None:
    asked = request(file(), opportunity=sale(**INSIDE), territories=(replace(ALPS, partner_id=holder),))
    if decided:
        assert is_approved(verdict(asked))
    else:
        assert referred_for(verdict(asked)) == [Ground.EXCLUSIVE_TERRITORY]
