"""The cheapest way to a tier, when it is reached if open deals close, and when it is lost if nothing is added."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from program.partners import Tier
from program.tier_facts import Area, FactKind, Facts
from program.tier_path import Forecast, PathStep, cheapest_path, forecast, next_loss
from program.tiering import Need, standing
from tests.program.tiers import EVERYTHING, POLICY, TODAY, ZONE, certified, recorded, still_open, won

MARCH, APRIL = date(2027, 3, 3), date(2027, 4, 15)


def path(facts: Facts, tier: Tier) -> tuple[PathStep, ...]:
    return cheapest_path(standing(facts, policy=POLICY, day=TODAY, zone=ZONE), facts, tier, POLICY)


def ahead(facts: Facts, tier: Tier, day: date = TODAY) -> Forecast | None:
    return forecast(facts, tier, policy=POLICY, day=day, zone=ZONE)


def test_a_tier_that_is_met_asks_nothing_more() -> None:
    facts = replace(EVERYTHING, won=(won(200_000),))
    assert path(facts, Tier.GOLD) == ()
    assert ahead(facts, Tier.GOLD) is None


def test_what_costs_least_comes_first_and_sales_last() -> None:
    assert [step.need for step in path(Facts(), Tier.PLATINUM)] == [
        Need.REFERENCES, Need.SALES_CERTIFIED_PEOPLE, Need.TECHNICALLY_CERTIFIED_PEOPLE, Need.CERTIFIED_PEOPLE,
        Need.EXECUTIVE_SPONSOR, Need.DEDICATED_PRACTICE, Need.REVENUE,
    ]  # fmt: skip


def test_one_technical_certificate_for_somebody_new_meets_two_requirements() -> None:
    facts = Facts(won=(won(200_000),), certificates=certified("ann", "ben"), recorded=recorded(FactKind.REFERENCE, "A", "B"))
    (only,) = path(facts, Tier.GOLD)
    assert (only.need, int(only.missing), only.newcomers, only.clause) == (Need.TECHNICALLY_CERTIFIED_PEOPLE, 1, 1, "6.4")


def test_a_technical_certificate_can_go_to_somebody_certified_in_sales() -> None:
    facts = Facts(won=(won(200_000),), certificates=certified("ann", "ben", "cem"), recorded=recorded(FactKind.REFERENCE, "A", "B"))
    (only,) = path(facts, Tier.GOLD)
    assert (only.need, only.newcomers) == (Need.TECHNICALLY_CERTIFIED_PEOPLE, 0)


def test_the_fewest_open_deals_that_are_enough_are_named() -> None:
    deals = (
        still_open("small", 20_000, MARCH),
        still_open("large", 90_000, APRIL),
        still_open("middle", 60_000, MARCH),
        still_open("unknown", None, MARCH),
    )
    facts = replace(EVERYTHING, won=(won(60_000),), open=deals)
    (only,) = path(facts, Tier.GOLD)
    assert (only.need, int(only.missing), [deal.id for deal in only.deals]) == (Need.REVENUE, 140_000, ["middle", "large"])


def test_open_deals_that_are_not_enough_are_not_named() -> None:
    facts = replace(EVERYTHING, won=(won(60_000),), open=(still_open("small", 139_999, MARCH),))
    (only,) = path(facts, Tier.GOLD)
    assert only.deals == ()
    assert ahead(facts, Tier.GOLD) is None


def test_the_first_deal_is_named_where_only_a_deal_is_missing() -> None:
    facts = replace(EVERYTHING, open=(still_open("later", 10, APRIL), still_open("sooner", None, MARCH)))
    (only,) = path(facts, Tier.BRONZE)
    assert (only.need, [deal.id for deal in only.deals]) == (Need.CLOSED_DEALS, ["sooner"])


def test_if_these_two_close_it_is_gold_on_the_day_of_the_second() -> None:
    deals = (
        still_open("first", 80_000, date(2027, 1, 20)),
        still_open("second", 70_000, MARCH),
        still_open("third", 900_000, APRIL),
    )
    found = ahead(replace(EVERYTHING, won=(won(60_000),), open=deals), Tier.GOLD)
    assert found is not None
    assert (found.day, [deal.id for deal in found.deals], found.missing) == (MARCH, ["first", "second"], ())


def test_what_drops_out_meanwhile_is_not_counted() -> None:
    old = won(60_000, datetime(2026, 1, 10, 9, tzinfo=UTC))
    deals = (still_open("first", 140_000, date(2027, 1, 9)),)
    assert ahead(replace(EVERYTHING, won=(old,), open=deals), Tier.GOLD) is not None
    later = (still_open("first", 140_000, date(2027, 1, 10)),)
    assert ahead(replace(EVERYTHING, won=(old,), open=later), Tier.GOLD) is None


def test_what_else_is_missing_then_is_said() -> None:
    facts = replace(EVERYTHING, won=(won(60_000),), open=(still_open("one", 140_000, MARCH),), recorded=())
    found = ahead(facts, Tier.GOLD)
    assert found is not None
    assert [(one.requirement.need, int(one.missing)) for one in found.missing] == [(Need.REFERENCES, 2)]


def test_a_close_date_that_is_over_counts_as_todays() -> None:
    found = ahead(replace(EVERYTHING, won=(won(60_000),), open=(still_open("late", 140_000, date(2026, 10, 1)),)), Tier.GOLD)
    assert found is not None
    assert found.day == TODAY


def test_a_tier_is_lost_when_old_revenue_drops_out() -> None:
    facts = replace(EVERYTHING, won=(won(150_000, datetime(2026, 2, 10, 9, tzinfo=UTC)), won(60_000)))
    loss = next_loss(facts, policy=POLICY, day=TODAY, zone=ZONE)
    assert loss is not None
    assert (loss.day, loss.met, [int(one.missing) for one in loss.missing]) == (date(2027, 2, 10), Tier.SILVER, [140_000])


def test_a_tier_is_lost_when_a_certificate_expires() -> None:
    last = TODAY + timedelta(days=20)
    facts = replace(
        EVERYTHING,
        won=(won(210_000),),
        certificates=(*certified("ann", "ben", "cem"), *certified("ann", area=Area.TECHNICAL, last=last)),
    )
    loss = next_loss(facts, policy=POLICY, day=TODAY, zone=ZONE)
    assert loss is not None
    assert (loss.day, [one.requirement.need for one in loss.missing]) == (
        last + timedelta(days=1),
        [Need.TECHNICALLY_CERTIFIED_PEOPLE],
    )


def test_nothing_is_lost_where_nothing_is_held() -> None:
    assert next_loss(Facts(), policy=POLICY, day=TODAY, zone=ZONE) is None
