"""The demo shows tiers: Nordwind is close to Gold, Hafenwerk will lose revenue, and nothing changes by itself on the first day."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.demo import load_demo
from bot.ids import FreshIds
from bot.sweeps import Sweeps
from handlers.tier_state import tier_of
from program.partners import Tier
from program.policy import Program
from program.tier_history import Cause
from program.tier_path import cheapest_path, forecast, next_loss
from program.tiering import Need, rank
from storage.engine import Database
from storage.work import SqlWork
from tests.bot.demo_program import AT, demo, everything, program

__all__ = ["demo", "everything", "program"]  # fixtures


def test_nordwind_is_one_reference_and_some_revenue_from_gold(everything: SqlWork) -> None:
    partner = everything.people.partner("nordwind")
    assert partner is not None
    tier = tier_of(everything, partner)
    assert (tier.held, tier.met) == (Tier.SILVER, Tier.SILVER)
    steps = cheapest_path(tier.figures, tier.facts, Tier.GOLD, tier.policy)
    assert [step.need for step in steps] == [Need.REFERENCES, Need.REVENUE]
    assert steps[1].deals, "open deals are enough"
    ahead = forecast(tier.facts, Tier.GOLD, policy=tier.policy, day=tier.today, zone=tier.zone)
    assert ahead is not None
    assert [one.requirement.need for one in ahead.missing] == [Need.REFERENCES]


def test_hafenwerk_is_gold_and_may_lose_it(everything: SqlWork) -> None:
    partner = everything.people.partner("hafenwerk")
    assert partner is not None
    tier = tier_of(everything, partner)
    assert (tier.held, tier.met) == (Tier.GOLD, Tier.GOLD)
    loss = next_loss(tier.facts, policy=tier.policy, day=tier.today, zone=tier.zone, months=6)
    assert loss is not None
    assert [one.requirement.need for one in loss.missing] == [Need.REVENUE]


def test_nobody_meets_more_than_they_hold(everything: SqlWork) -> None:
    for partner in everything.people.partners():
        tier = tier_of(everything, partner)
        assert tier.held is partner.tier
        assert rank(tier.met) <= rank(tier.held), partner.id


def test_the_tour_has_a_past(everything: SqlWork) -> None:
    assert [line.cause for line in everything.tiers.changes("nordwind")] == [Cause.INITIAL, Cause.PROMOTION, Cause.PROMOTION]
    assert everything.tiers.at("nordwind", AT - timedelta(days=200)) is Tier.BRONZE
    assert everything.tiers.at("nordwind", AT) is Tier.SILVER


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_on_the_first_day_no_tier_changes(database_url: str, program: Program) -> None:
    database = Database(database_url)
    load_demo(database, program, at=AT)
    swept = Sweeps(database, program, FreshIds()).run_tiers(AT + timedelta(hours=1))
    assert swept.failed == 0
    assert set(swept.changed) <= {Cause.MET}
    database.close()
