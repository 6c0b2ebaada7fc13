"""What the vendor spends and wins is a channel admin's alone; partners' wins and direct sales' are each counted once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from program.channel_economics import Channel, ChannelCost, Segment, Win
from program.money import Money
from program.opportunities import Ending, RecordedOpportunity, close
from program.partners import Member, Role
from program.registrations import Closing, Contact, Status
from storage.loading import Loader
from tests.storage.build import CHANNEL, DIRECT, EVERYBODY, NOW, SELLER, Record, exactly, opportunity, registration

MAY = date(2026, 5, 1)
SPENT = Money(amount=Decimal("1200.50"), currency="EUR")
VALUE = Money(amount=Decimal(45000), currency="EUR")
COSTS = (
    ChannelCost(month=MAY, channel=Channel.DIRECT, segment=None, amount=SPENT),
    ChannelCost(month=MAY, channel=Channel.PARTNER, segment=Segment.SMALL, amount=SPENT),
    ChannelCost(month=date(2026, 6, 1), channel=Channel.PARTNER, segment=Segment.LARGE, amount=SPENT),
)


@pytest.fixture
def figures(record: Record) -> Record:
    """A customer won by a partner, one by direct, a renewal, and costs of two months."""
    with record.database.transaction() as connection:
        Loader(connection).pricing.put_costs(COSTS)
    won = registration(
        "R-WON", SELLER, status=Status.WON, closing=Closing(at=NOW, amount=VALUE), opportunity=opportunity(employees=80)
    )
    with record.turn(SELLER) as work:
        work.registrations.add(won, exactly(work.files.open(["name:won"], name="Won")))
        renewal = replace(won, id="R-AGAIN", renews="R-WON")
        work.registrations.add(renewal, exactly(work.files.open(["name:won"], name="Won")))
        work.registrations.add(registration("R-OPEN", SELLER), exactly(work.files.open(["name:open"], name="Open")))
    sale = RecordedOpportunity(
        id="O-WON", seller_id=DIRECT.id, company="Direct", contact=Contact(name="Ana"), opened_at=NOW, amount=VALUE
    )
    with record.turn(DIRECT) as work:
        work.opportunities.add(close(sale, Ending.WON, at=NOW), work.files.open(["name:direct"], name="Direct"))
        lost = replace(sale, id="O-LOST")
        work.opportunities.add(close(lost, Ending.LOST, at=NOW), work.files.open(["name:lost"], name="Lost"))
    return record


def test_costs_are_those_of_the_months(figures: Record) -> None:
    with figures.turn(CHANNEL) as work:
        assert work.channel_figures.costs(date(2026, 5, 17), date(2026, 6, 2)) == COSTS
        assert work.channel_figures.costs(date(2026, 6, 1), date(2026, 6, 30)) == COSTS[2:]


def test_wins_of_both_channels_without_renewals(figures: Record) -> None:
    with figures.turn(CHANNEL) as work:
        wins = work.channel_figures.wins(NOW + timedelta(seconds=1))
        assert work.channel_figures.wins(NOW) == ()
    ids = {win.channel: win.customer for win in wins}
    assert sorted(wins, key=lambda win: win.channel) == [
        Win(customer=ids[Channel.DIRECT], channel=Channel.DIRECT, at=NOW, employees=None, amount=VALUE),
        Win(customer=ids[Channel.PARTNER], channel=Channel.PARTNER, at=NOW, employees=80, amount=VALUE),
    ]
    assert ids[Channel.PARTNER] != ids[Channel.DIRECT]


@pytest.mark.parametrize("who", EVERYBODY, ids=lambda member: member.id)
def test_nobody_else_sees_any_of_it(figures: Record, who: Member) -> None:
    with figures.turn(who) as work:
        seen = (*work.channel_figures.costs(MAY, NOW.date()), *work.channel_figures.wins(NOW + timedelta(days=1)))
    assert bool(seen) == (who.role is Role.CHANNEL_ADMIN)


def test_a_cost_that_is_brought_in_again_replaces_the_old_one(figures: Record) -> None:
    right = replace(COSTS[0], amount=Money(amount=Decimal(7), currency="EUR"))
    with figures.database.transaction() as connection:
        Loader(connection).pricing.put_costs([right])
    with figures.turn(CHANNEL) as work:
        assert work.channel_figures.costs(MAY, MAY) == (right, COSTS[1])
