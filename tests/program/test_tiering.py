"""What counts for a tier, when it counts, and which tier it comes to."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from program.partners import Tier
from program.periods import start_of_day
from program.tier_facts import Area, FactKind, Facts, drops_out_on, qualifying_period
from program.tiering import Need, next_tier, rank, requirements_of, standing, tier_below, tier_met
from tests.program.tiers import EVERYTHING, NOW, POLICY, TODAY, ZONE, certified, euros, recorded, won

TICK = timedelta(microseconds=1)
moments = st.datetimes(datetime(2024, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - the zone is added
days = st.dates(date(2025, 1, 1), date(2028, 6, 1))


def met(facts: Facts, day: date = TODAY) -> Tier:
    return tier_met(standing(facts, policy=POLICY, day=day, zone=ZONE), POLICY)


def figures(facts: Facts, day: date = TODAY) -> dict[Need, int]:
    """In whole units."""
    return {need: int(done) for need, done in standing(facts, policy=POLICY, day=day, zone=ZONE).done.items()}


# ── tiers ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("revenue", "tier"),
    [
        (1, Tier.BRONZE),
        (49_999, Tier.BRONZE),
        (50_000, Tier.SILVER),
        (199_999, Tier.SILVER),
        (200_000, Tier.GOLD),
        (500_000, Tier.PLATINUM),
    ],
)
def test_with_everything_else_revenue_decides(revenue: int, tier: Tier) -> None:
    assert met(replace(EVERYTHING, won=(won(revenue),))) is tier


def test_who_has_sold_nothing_is_registered_whatever_else_there_is() -> None:
    assert met(EVERYTHING) is Tier.REGISTERED


def test_what_lower_tiers_ask_holds_for_the_higher_ones() -> None:
    nobody_sells = replace(EVERYTHING, won=(won(900_000),), certificates=certified("ann", "ben", "cem", area=Area.TECHNICAL))
    assert met(nobody_sells) is Tier.REGISTERED
    assert {one.need for one in requirements_of(Tier.PLATINUM, POLICY)} == set(Need)


def test_every_requirement_names_the_clause_that_asks_it() -> None:
    asked = {one.need: (int(one.total), one.clause) for one in requirements_of(Tier.GOLD, POLICY)}
    assert asked == {
        Need.CLOSED_DEALS: (1, "6.2"),
        Need.REVENUE: (200_000, "6.4"),
        Need.CERTIFIED_PEOPLE: (3, "6.3"),
        Need.SALES_CERTIFIED_PEOPLE: (1, "6.2"),
        Need.TECHNICALLY_CERTIFIED_PEOPLE: (1, "6.4"),
        Need.REFERENCES: (2, "6.4"),
    }


def test_above_the_highest_tier_there_is_none_and_below_the_lowest_neither() -> None:
    assert next_tier(Tier.PLATINUM) is None
    assert next_tier(Tier.REGISTERED) is Tier.BRONZE
    assert tier_below(Tier.REGISTERED) is Tier.REGISTERED
    assert tier_below(Tier.GOLD) is Tier.SILVER


def test_progress_says_what_is_missing_and_never_less_than_nothing() -> None:
    facts = replace(EVERYTHING, won=(won(150_000), won(70_000)))
    progress = {
        one.requirement.need: one
        for one in standing(facts, policy=POLICY, day=TODAY, zone=ZONE).progress(requirements_of(Tier.PLATINUM, POLICY))
    }
    assert (int(progress[Need.REVENUE].done), int(progress[Need.REVENUE].missing)) == (220_000, 280_000)
    assert (int(progress[Need.CLOSED_DEALS].done), int(progress[Need.CLOSED_DEALS].missing)) == (2, 0)


# ── people and what is recorded ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_person_with_two_certificates_is_one_person() -> None:
    facts = Facts(certificates=(*certified("ann", "ben"), *certified("ann", area=Area.TECHNICAL), *certified("ann")))
    done = figures(facts)
    assert (done[Need.CERTIFIED_PEOPLE], done[Need.SALES_CERTIFIED_PEOPLE], done[Need.TECHNICALLY_CERTIFIED_PEOPLE]) == (2, 2, 1)


def test_what_is_recorded_holds_on_its_last_day_and_not_after() -> None:
    last = date(2026, 12, 31)
    facts = Facts(
        certificates=certified("ann", first=TODAY, last=last), recorded=recorded(FactKind.SPONSOR, "Dana", first=TODAY, last=last)
    )
    for day, there in ((TODAY - timedelta(days=1), 0), (TODAY, 1), (last, 1), (last + timedelta(days=1), 0)):
        assert (figures(facts, day)[Need.SALES_CERTIFIED_PEOPLE], figures(facts, day)[Need.EXECUTIVE_SPONSOR]) == (there, there)


def test_a_customer_who_is_a_reference_twice_is_one_reference() -> None:
    facts = Facts(recorded=(*recorded(FactKind.REFERENCE, "Acme"), *recorded(FactKind.REFERENCE, "Acme", first=TODAY)))
    assert figures(facts)[Need.REFERENCES] == 1


# ── the qualifying period ────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_period_is_twelve_months_with_today_as_its_last_day_in_the_zone_of_the_program() -> None:
    period = qualifying_period(TODAY, 12, ZONE)
    assert (period.start, period.end) == (datetime(2025, 11, 23, 23, tzinfo=UTC), datetime(2026, 11, 23, 23, tzinfo=UTC))


def test_revenue_counts_from_the_first_instant_of_the_period_to_the_last() -> None:
    period = qualifying_period(TODAY, 12, ZONE)
    for at, counts in ((period.start - TICK, 0), (period.start, 7), (period.end - TICK, 7), (period.end, 0)):
        assert figures(Facts(won=(won(7, at),)))[Need.REVENUE] == counts


def test_a_deal_counts_as_closed_whenever_it_was_won() -> None:
    assert figures(Facts(won=(won(7, datetime(2020, 1, 1, tzinfo=UTC)),)))[Need.CLOSED_DEALS] == 1


@pytest.mark.parametrize(
    ("day", "first"),
    [(date(2028, 2, 29), date(2027, 3, 1)), (date(2027, 2, 28), date(2026, 3, 1)), (date(2028, 2, 28), date(2027, 2, 28))],
)
def test_the_period_is_whole_calendar_months_also_in_february(day: date, first: date) -> None:
    assert qualifying_period(day, 12, "UTC").start == start_of_day(first, "UTC")


@given(at=moments, months=st.integers(1, 36), zone=st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Pacific/Apia"]))
def test_a_deal_drops_out_on_a_day_and_was_in_the_period_on_the_day_before(at: datetime, months: int, zone: str) -> None:
    day = drops_out_on(at, months, zone)
    assert at not in qualifying_period(day, months, zone)
    assert at in qualifying_period(day - timedelta(days=1), months, zone)


def test_a_deal_in_a_currency_without_a_rate_counts_as_closed_and_makes_the_figures_incomplete() -> None:
    whole = standing(Facts(won=(won(None), won(5))), policy=POLICY, day=TODAY, zone=ZONE)
    assert (int(whole.done[Need.CLOSED_DEALS]), int(whole.done[Need.REVENUE]), whole.is_complete) == (2, 5, False)
    long_ago = standing(Facts(won=(won(None, datetime(2020, 1, 1, tzinfo=UTC)),)), policy=POLICY, day=TODAY, zone=ZONE)
    assert long_ago.is_complete


# ── more is never less ───────────────────────────────────────────────────────────────────────────────────────────────────

deals = st.lists(st.builds(won, st.integers(1, 400_000), moments), max_size=6).map(tuple)
people = st.lists(st.sampled_from(["ann", "ben", "cem", "dan"]), max_size=6)
areas = st.sampled_from(list(Area))


@st.composite
def facts_of(draw: st.DrawFn) -> Facts:
    certificates = tuple(one for name in draw(people) for one in certified(name, area=draw(areas), first=draw(days)))
    kinds = draw(st.lists(st.sampled_from(list(FactKind)), max_size=5))
    company = tuple(one for at, kind in enumerate(kinds) for one in recorded(kind, f"n{at}", first=draw(days)))
    return Facts(won=draw(deals), certificates=certificates, recorded=company)


@given(less=facts_of(), more=facts_of(), day=days)
def test_a_tier_never_falls_by_something_more(less: Facts, more: Facts, day: date) -> None:
    both = Facts(
        won=(*less.won, *more.won), certificates=(*less.certificates, *more.certificates), recorded=(*less.recorded, *more.recorded)
    )
    assert rank(met(both, day)) >= max(rank(met(less, day)), rank(met(more, day)))


@given(facts=facts_of(), day=days)
def test_a_tier_is_met_exactly_when_nothing_of_it_is_missing(facts: Facts, day: date) -> None:
    figures = standing(facts, policy=POLICY, day=day, zone=ZONE)
    reached = tier_met(figures, POLICY)
    for tier in Tier:
        missing = sum(one.missing for one in figures.progress(requirements_of(tier, POLICY)))
        assert (missing == 0) is (rank(tier) <= rank(reached))


def test_revenue_is_added_up_to_the_cent() -> None:
    deals = tuple(replace(won(1, id=str(number)), value=euros(Decimal("0.10"))) for number in range(3))
    assert standing(Facts(won=deals), policy=POLICY, day=TODAY, zone=ZONE).done[Need.REVENUE] == Decimal("0.30")
    assert NOW in qualifying_period(TODAY, 12, ZONE)
