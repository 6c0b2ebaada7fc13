"""A partner's case adds up to the cent, rests on the policy's rates, and says in which month it breaks even."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from program.money import Money
from program.partners import Partner, PartnerKind, Tier
from program.policy import Pay
from program.profitability import Margin, Plan, case_of, history_of, margin_of
from program.registrations import Closing, Registration, Status
from tests.program.deals import NOW, POLICY, sale


def euros(amount: int | str) -> Money:
    return Money(amount=Decimal(amount), currency="EUR")


PLAN = Plan(people=2, ramp_up=euros(5_000), monthly=euros(1_000), otherwise=euros(500), deals=Decimal(3), value=euros(20_000))
RESELLER = Margin(kind=PartnerKind.RESELLER, pays=Pay.COMMISSION, percent=Decimal(23), clause="5.2")
MSP = Margin(kind=PartnerKind.MSP, pays=Pay.REVENUE_SHARE, percent=Decimal(20), clause="5.5")


def partner(*kinds: PartnerKind, tier: Tier = Tier.SILVER) -> Partner:
    return Partner(id="p", name="P", kinds=frozenset(kinds), tier=tier, country="DE", zone="Europe/Berlin", currency="EUR")


@pytest.mark.parametrize(
    ("kinds", "tier", "pays", "percent", "clause"),
    [
        ({PartnerKind.RESELLER}, Tier.SILVER, Pay.COMMISSION, Decimal(23), "5.2"),
        ({PartnerKind.REFERRAL}, Tier.GOLD, Pay.HAND_OVER_FEE, Decimal(25), "5.1"),
        ({PartnerKind.INTEGRATION}, Tier.BRONZE, Pay.COMMISSION, Decimal(15), "5.1"),
        ({PartnerKind.MSP}, Tier.PLATINUM, Pay.REVENUE_SHARE, Decimal(25), "5.5"),
        ({PartnerKind.REFERRAL, PartnerKind.RESELLER}, Tier.GOLD, Pay.COMMISSION, Decimal(26), "5.2"),
    ],
)
def test_the_margin_is_the_policys_for_kind_and_tier(
    kinds: set[PartnerKind], tier: Tier, pays: Pay, percent: Decimal, clause: str
) -> None:
    found = margin_of(partner(*kinds, tier=tier), POLICY)
    assert (found.pays, found.percent, found.clause) == (pays, percent, clause)


def test_a_reseller_breaks_even_in_the_month_that_can_be_worked_out_by_hand() -> None:
    # One deal a month from the fourth on: 23 % of 20,000 is 4,600; 1,500 go out every month, 10,000 at the beginning.
    found = case_of(PLAN, RESELLER, POLICY)
    assert found.investment == euros(10_000)
    assert (found.month_earns, found.month_costs) == (euros(4_600), euros(1_500))
    first, second, *_ = found.quarters
    assert (first.earned, first.spent, first.balance) == (euros(0), euros(14_500), euros(-14_500))
    assert (second.earned, second.spent, second.balance) == (euros(13_800), euros(4_500), euros(-5_200))
    assert found.break_even == 8  # after six months 5,200 are open, and 3,100 a month come in
    assert len(found.quarters) == POLICY.economics.quarters


def test_a_revenue_share_grows_with_every_customer_that_is_there() -> None:
    # 20 % of 20,000 a year is 333.33 a month for each customer, one more every month from the fourth on.
    found = case_of(PLAN, MSP, POLICY)
    assert found.quarters[0].earned == euros(0)
    assert found.quarters[1].earned == euros("333.33") + euros("666.67") + euros("1000.00")
    assert found.month_earns == euros(7_000)  # 21 customers after 24 months


def test_what_never_breaks_even_says_so() -> None:
    found = case_of(replace(PLAN, deals=Decimal("0.5")), RESELLER, POLICY)
    assert found.break_even is None
    assert found.quarters[-1].balance.amount < 0


def test_who_spends_nothing_is_even_from_the_first_month() -> None:
    nothing = euros(0)
    found = case_of(replace(PLAN, ramp_up=nothing, monthly=nothing, otherwise=nothing), RESELLER, POLICY)
    assert found.break_even == 1


def test_only_a_break_even_that_lasts_is_one() -> None:
    # Nothing was invested and nothing is earned: even at once, then deeper in debt every month.
    found = case_of(replace(PLAN, ramp_up=euros(0), deals=Decimal(0)), RESELLER, POLICY)
    assert found.break_even is None


AMOUNTS = st.integers(0, 10**8).map(lambda minor: Money.from_minor(minor, "EUR"))
PLANS = st.builds(
    Plan,
    people=st.integers(0, 200),
    ramp_up=AMOUNTS,
    monthly=AMOUNTS,
    otherwise=AMOUNTS,
    deals=st.decimals(0, 1000, places=2),
    value=AMOUNTS,
)


@given(PLANS, st.sampled_from([RESELLER, MSP]))
def test_quarters_sum_to_the_last_balance_and_the_break_even_agrees_with_them(plan: Plan, margin: Margin) -> None:
    found = case_of(plan, margin, POLICY)
    running = 0
    for quarter in found.quarters:
        running += quarter.earned.minor - quarter.spent.minor
        assert quarter.balance.minor == running
    assert (found.break_even is None) == (running < 0)
    for quarter in found.quarters:
        if found.break_even is not None and quarter.number * 3 >= found.break_even:
            assert quarter.balance.minor >= 0


@given(PLANS)
def test_what_a_reseller_earns_is_its_rate_of_what_it_sold(plan: Plan) -> None:
    found = case_of(plan, RESELLER, POLICY)
    months = POLICY.economics.quarters * 3 - POLICY.economics.ramp_months
    exact = Fraction(plan.deals) / 3 * months * Fraction(plan.value.minor) * Fraction(23, 100)
    assert abs(sum(quarter.earned.minor for quarter in found.quarters) - exact) <= Fraction(months, 2)


# ── what there was ───────────────────────────────────────────────────────────────────────────────────────────────────────


OPEN = Registration(
    id="R-1",
    partner_id="p",
    member_id="m",
    opportunity=sale(),
    status=Status.IN_REVIEW,
    registered_at=NOW,
    policy_version=POLICY.version,
)


def won(amount: str | None, currency: str = "EUR") -> Registration:
    money = Money(amount=Decimal(amount), currency=currency) if amount else None
    return replace(OPEN, status=Status.WON, closing=Closing(at=NOW, amount=money))


def test_the_history_counts_deals_a_quarter_and_their_average() -> None:
    found = history_of([won("10000"), won("20001"), won("5", "USD"), won(None), OPEN], "EUR")
    assert found is not None
    assert (found.deals, found.value) == (Decimal("0.5"), euros("15000.50"))


def test_without_a_won_deal_there_is_no_history() -> None:
    assert history_of([OPEN, won(None)], "EUR") is None
