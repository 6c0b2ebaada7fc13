"""The report on reminders finds an effect that is there and none that is not, and is shown to whoever looks after partners."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert

from benchmarks.nudge_simulation import tried
from handlers.nudge_effect import FEWEST, effect
from handlers.ports_nudges import Followed
from program.policy_nudges import NudgeKind
from storage.nudge_tables import nudge_lots
from tests.bot.house import NOW
from tests.bot.waiting import approved_at_once
from tests.delivery.desk import Desk
from tests.nudges.reach import close

#: As the benchmark finds it with 200,000 partners of each sort.
TRUTH = -15.5
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_an_effect_that_is_there_is_found_and_none_that_is_not() -> None:
    none, strong = (tried(20, 800, strength, 30, seed=3, truth=truth) for strength, truth in ((1.0, 0.0), (3.0, TRUTH)))
    assert none.covered >= 0.85
    assert none.sooner + none.later <= 0.15
    assert strong.covered >= 0.85
    assert strong.sooner >= 0.5
    assert strong.later == 0


def test_too_few_partners_say_nothing() -> None:
    many = [_followed(number, held_out=False) for number in range(500)]
    few = [_followed(number, held_out=True) for number in range(FEWEST - 1)]
    assert effect(NudgeKind.FIRST_DEAL, [*many, *few], NOW).difference is None
    assert effect(NudgeKind.FIRST_DEAL, [*many, *few, _followed(999, held_out=True)], NOW).difference is not None


def test_nobody_is_compared_for_longer_than_somebody_of_each_group_was_watched() -> None:
    groups = [_followed(number, held_out=bool(number % 2), days=30) for number in range(100)]
    assert effect(NudgeKind.FIRST_DEAL, groups, NOW).horizon == 30


def _followed(number: int, *, held_out: bool, days: int = 200) -> Followed:
    since = NOW - timedelta(days=days)
    won_at = since + timedelta(days=number % days) if number % 3 else None
    return Followed(partner_id=f"p-{number}", is_held_out=held_out, since=since, won_at=won_at)


@on_sqlite
def test_a_manager_asks_whether_reminders_work(desk: Desk) -> None:
    assert "Nothing can be said of reminders yet" in desk.say("manager", "do the reminders work?")
    lots = [
        {"kind": "first_deal", "partner_id": id, "is_held_out": held_out, "drawn_at": datetime(2026, 6, 1, tzinfo=UTC)}
        for id, held_out in (("nordwind", False), ("hafenwerk", True), ("felsenkante", True))
    ]
    with desk.house.database.transaction() as connection:
        connection.execute(insert(nudge_lots), lots)
    close(desk, approved_at_once(desk.house, "nordwind", NOW - timedelta(days=60)), NOW - timedelta(days=40))
    shown = desk.say("manager", "nudge report")
    assert "1 partner" in shown
    assert "2 partners" not in shown, "the other one is another manager's"
    assert "too early to tell" in shown
    assert "14.17" in shown
    assert "Only partner managers" in desk.say("nordwind", "do the reminders work?")
