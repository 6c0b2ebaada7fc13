"""What a policy file gives: the rules that come with the project, and their versions."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from program.money import Money
from program.partners import PartnerKind, Role, Tier
from program.policy import (
    Detail,
    Ground,
    NextStep,
    NoPolicyInForce,
    Pay,
    Policy,
    Program,
    ProtectionScope,
    RateTable,
)
from program.policy_reading import read_policy

SHIPPED = (Path(__file__).parents[2] / "program.toml").read_text(encoding="utf-8")


def changed(old: str, new: str, source: str = SHIPPED) -> str:
    """The source with the first `old` replaced; it has to be there."""
    assert old in source, old
    return source.replace(old, new, 1)


@pytest.fixture(scope="module")
def program() -> Program:
    return read_policy(SHIPPED)


@pytest.fixture(scope="module")
def today(program: Program) -> Policy:
    return program.in_force(datetime(2026, 11, 23, tzinfo=UTC))


# ── the policy that comes with the project ───────────────────────────────────────────────────────────────────────────────


def test_the_shipped_policy_protects_as_the_program_says(today: Policy) -> None:
    rules = today.protection
    assert (rules.days, rules.extension_days, rules.extensions, rules.cool_down_days, rules.max_open) == (90, 30, 1, 30, 50)
    assert rules.scope is ProtectionScope.CUSTOMER_AND_FAMILY


def test_the_shipped_policy_asks_for_little_and_decides_at_once(today: Policy) -> None:
    rules = today.registration
    assert rules.required == (Detail.COMPANY, Detail.CONTACT, Detail.CLOSE_DATE)
    assert rules.max_months_ahead == 36
    assert rules.max_amount == Money(amount=Decimal(100_000_000), currency="EUR")
    assert rules.decided_at_once


def test_every_kind_of_partner_is_paid_and_goes_on_its_own_way(today: Policy) -> None:
    ways = {kind: (rules.pays, rules.rates, rules.after_approval) for kind, rules in today.kinds.items()}
    assert ways == {
        PartnerKind.REFERRAL: (Pay.HAND_OVER_FEE, RateTable.REFERRAL, NextStep.HAND_OVER),
        PartnerKind.RESELLER: (Pay.COMMISSION, RateTable.RESELLER, NextStep.QUOTE),
        PartnerKind.INTEGRATION: (Pay.COMMISSION, RateTable.REFERRAL, NextStep.CO_SELL),
        PartnerKind.IMPLEMENTATION: (Pay.COMMISSION, RateTable.REFERRAL, NextStep.ONBOARDING_PROJECT),
        PartnerKind.MSP: (Pay.REVENUE_SHARE, None, NextStep.SERVICE_START),
        PartnerKind.VAR: (Pay.REVENUE_SHARE, None, NextStep.SERVICE_START),
    }


def test_the_shipped_rates_are_those_of_the_program(today: Policy) -> None:
    rates = today.commission.rates
    assert [rates[RateTable.REFERRAL].by_tier[tier] for tier in Tier] == [15, 15, 20, 25, 30]
    assert [rates[RateTable.RESELLER].by_tier[tier] for tier in Tier] == [20, 20, 23, 26, 30]
    assert [rates[table].cap for table in RateTable] == [30, 40]
    assert today.commission.complex_points == 10
    assert today.commission.renewal_share == 50
    assert [today.revenue_share.by_tier[tier] for tier in Tier] == [10, 10, 15, 20, 25]
    assert [today.mdf.by_tier[tier] for tier in Tier] == [3, 3, 4, 4, 5]


def test_the_shipped_tiers_ask_what_the_program_says(today: Policy) -> None:
    bronze, silver, gold, platinum = today.tiers.requirements
    assert [tier.revenue.amount for tier in today.tiers.requirements] == [0, 50_000, 200_000, 500_000]
    assert (bronze.closed_deals, bronze.sales_certified_people) == (1, 1)
    assert silver.certified_people == 3
    assert (gold.technically_certified_people, gold.references) == (1, 2)
    assert (platinum.dedicated_practice, platinum.executive_sponsor) == (True, True)
    assert today.tiers.revenue_months == 12


def test_the_shipped_policy_looks_at_tiers_and_rewards_a_promotion(today: Policy) -> None:
    tiers = today.tiers
    assert (tiers.review.month, tiers.review.day) == (1, 15)
    assert (tiers.reward.points, tiers.reward.mdf_points) == (Decimal(5), Decimal(1))
    assert (tiers.reward.days, tiers.reward.recognition) == (90, True)
    assert (tiers.recertification.warning_days, tiers.recertification.grace_days) == (30, 60)
    assert tiers.override.max_days == 365
    assert today.clause(Ground.PROMOTION).id == tiers.reward.clause == "6.7"


def test_every_tier_is_helped_sooner_and_a_clause_names_the_tiers(today: Policy) -> None:
    benefits = today.tiers.benefits
    assert [benefits.support_hours[tier] for tier in Tier] == [48, 24, 16, 8, 4]
    assert (benefits.executive_access, benefits.previews) == (Tier.GOLD, Tier.SILVER)
    assert "ab Silver" in today.clauses[benefits.clause].text["de"]


def test_a_code_is_valid_for_three_days_and_five_may_be_tried_in_an_hour(today: Policy) -> None:
    assert (today.access.code_hours, today.access.attempts_per_hour) == (72, 5)


def test_conflicts_across_portfolios_alone_go_to_a_channel_admin(today: Policy) -> None:
    to_admins = [ground for ground, role in today.routing.deciders.items() if role is Role.CHANNEL_ADMIN]
    assert to_admins == [Ground.CROSS_PORTFOLIO]
    assert set(today.routing.deciders.values()) == {Role.CHANNEL_ADMIN, Role.PARTNER_MANAGER}


def test_every_ground_has_its_clause_in_every_language(program: Program) -> None:
    for policy in program.versions:
        for ground in Ground:
            assert set(policy.clause(ground).text) == {"en", "de"}
        for clause in policy.clauses.values():
            assert all(text and "{" not in text and "  " not in text for text in clause.text.values())


def test_clauses_stand_in_the_order_of_their_numbers(today: Policy) -> None:
    numbers = [[int(part) for part in number.split(".")] for number in today.clauses]
    assert numbers == sorted(numbers)


def test_a_clause_says_the_figure_that_holds(program: Program) -> None:
    before, after = (policy.clause(Ground.EXTENSION).text for policy in program.versions)
    assert "15 days" in before["en"]
    assert "15 Tage" in before["de"]
    assert "30 days" in after["en"]
    assert "30 Tage" in after["de"]


def test_figures_are_written_as_the_language_writes_them() -> None:
    policy = read_policy(changed("share = 50 ", "share = 12.5 ")).versions[0]
    assert "100,000,000 EUR" in policy.clause(Ground.AMOUNT_LIMIT).text["en"]
    assert "100.000.000 EUR" in policy.clause(Ground.AMOUNT_LIMIT).text["de"]
    renewal = policy.clauses[policy.commission.renewal_clause].text
    assert "12.5 %" in renewal["en"]
    assert "12,5 %" in renewal["de"]


def test_percentages_are_exact() -> None:
    policy = read_policy(changed("silver = 23", "silver = 23.1")).versions[0]
    assert policy.commission.rates[RateTable.RESELLER].by_tier[Tier.SILVER] == Decimal("23.1")


# ── versions ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_version_takes_over_at_midnight_in_the_zone_of_the_program(program: Program) -> None:
    midnight = datetime(2025, 12, 31, 23, tzinfo=UTC)  # in Berlin
    assert program.in_force(midnight - timedelta(microseconds=1)).version == "2024-01"
    assert program.in_force(midnight).version == "2026-01"


def test_a_program_elsewhere_has_its_own_midnight() -> None:
    program = read_policy(changed('zone = "Europe/Berlin"', 'zone = "America/New_York"'))
    assert program.in_force(datetime(2026, 1, 1, 4, 59, 59, tzinfo=UTC)).version == "2024-01"
    assert program.in_force(datetime(2026, 1, 1, 5, tzinfo=UTC)).version == "2026-01"


def test_before_the_first_version_nothing_is_in_force(program: Program) -> None:
    with pytest.raises(NoPolicyInForce):
        program.in_force(datetime(2023, 12, 31, 22, 59, tzinfo=UTC))


def test_a_version_is_found_by_its_id(program: Program) -> None:
    assert program.version("2024-01").effective == date(2024, 1, 1)
    with pytest.raises(KeyError):
        program.version("2025-01")


def test_a_version_that_builds_on_another_changes_only_what_it_says(program: Program) -> None:
    before, after = program.versions
    assert (before.protection.extension_days, after.protection.extension_days) == (15, 30)
    same = ("registration", "routing", "kinds", "commission", "revenue_share", "mdf", "tiers", "access", "grounds")
    assert all(getattr(before, name) == getattr(after, name) for name in same)
    differing = [number for number in before.clauses if before.clauses[number] != after.clauses[number]]
    assert differing == [before.clause(Ground.EXTENSION).id]


def test_versions_build_on_one_another_in_turn() -> None:
    third = '\n[[version]]\nid = "2027-01"\neffective = 2027-01-01\nbased_on = "2026-01"\nprotection.period.days = 60\n'
    latest = read_policy(SHIPPED + third).version("2027-01")
    assert (latest.protection.days, latest.protection.extension_days) == (60, 30)


def test_a_list_is_replaced_whole() -> None:
    source = SHIPPED + '\n[version.kinds.referral]\noffers = ["amount"]\n'
    before, after = read_policy(source).versions
    assert len(before.kinds[PartnerKind.REFERRAL].offers) == 6
    assert after.kinds[PartnerKind.REFERRAL].offers == (Detail.AMOUNT,)
