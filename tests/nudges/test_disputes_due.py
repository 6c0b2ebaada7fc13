"""The reminder that a dispute is due disturbs nobody at night, says by which rule it comes, and is not sent once it is settled."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from bot.sweeps import Sweeps
from program.review_time import Rung
from tests.bot.waiting import approved_at_once
from tests.delivery.desk import Desk
from tests.nudges.reach import quiet, told
from tests.nudges.test_sending import on_sqlite

#: A Monday. The reminder becomes due when Wednesday begins in Berlin; its reader may be disturbed from eight on.
DISPUTED = datetime(2026, 11, 23, 9, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 24, 23, 5, tzinfo=UTC)


@on_sqlite
@pytest.mark.parametrize("is_settled", [False, True])
def test_a_due_dispute_is_reminded_of_in_the_morning_unless_it_is_settled(desk: Desk, is_settled: bool) -> None:
    quiet(desk)
    dispute = disputed(desk)
    desk.post()
    desk.house.at = MIDNIGHT
    assert Sweeps(desk.house.database, desk.house.program, desk.house.ids).run(MIDNIGHT).climbed == {Rung.REMINDED: 1}
    desk.post()
    assert not [text for text in told(desk, "manager") if "A reminder: dispute" in text]
    if is_settled:
        desk.say("nordwind", f"withdraw {dispute}")
        desk.say("nordwind", "yes")
    desk.house.at = MIDNIGHT + timedelta(hours=8)
    desk.post()
    (*_, last) = told(desk, "manager")
    assert (f"A reminder: dispute {dispute}" in last) is not is_settled
    if not is_settled:
        assert "can’t be switched off" in last
        assert "Clause" in last


def disputed(desk: Desk) -> str:
    """Nora disputes her line; what the dispute is called."""
    id = approved_at_once(desk.house, "nordwind", DISPUTED - timedelta(days=60))
    nora = desk.house.talk("nordwind")
    nora.say(f"we won {id} for 50k EUR")
    nora.say("yes")
    desk.house.pays(id, Decimal(50000))
    desk.house.at = DISPUTED
    desk.house.sweep()
    line = nora.say("I dispute a line").split(": 1")[0].split()[-1]
    nora.say(f"I dispute line {line} because it is too little")
    return nora.say("yes").split("is disputed (")[1].split(")")[0]
