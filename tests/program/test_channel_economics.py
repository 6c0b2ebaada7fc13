"""What a customer costs is spending over customers, by size and channel; what is not known is never a figure."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from program.channel_economics import (
    Acquisition,
    Channel,
    ChannelCost,
    Economics,
    Segment,
    Win,
    economics,
    first_wins,
    months_between,
    segment_of,
)
from program.money import Money
from tests.program.deals import POLICY

RULES = POLICY.economics
JANUARY, DECEMBER = date(2026, 1, 1), date(2026, 12, 31)
AT = datetime(2026, 5, 20, 12, tzinfo=UTC)


def euros(amount: int, currency: str = "EUR") -> Money:
    return Money(amount=Decimal(amount), currency=currency)


def cost(channel: Channel, amount: int, segment: Segment | None = None, *, month: int = 5, currency: str = "EUR") -> ChannelCost:
    return ChannelCost(month=date(2026, month, 1), channel=channel, segment=segment, amount=euros(amount, currency))


def win(customer: str, channel: Channel, *, employees: int | None = 20, amount: int | None = None, at: datetime = AT) -> Win:
    money = euros(amount) if amount is not None else None
    return Win(customer=customer, channel=channel, at=at, employees=employees, amount=money)


def counted(costs: list[ChannelCost], wins: list[Win]) -> Economics:
    return economics(costs, wins, first=JANUARY, last=DECEMBER, zone="Europe/Berlin", rules=RULES)


def line(found: Economics, channel: Channel, segment: Segment) -> Acquisition:
    return next(one for one in found.lines if (one.channel, one.segment) == (channel, segment))


@pytest.mark.parametrize(
    ("employees", "amount", "segment"),
    [
        (249, 9_000_000, Segment.SMALL),
        (250, None, Segment.MEDIUM),
        (4_999, None, Segment.MEDIUM),
        (5_000, 1, Segment.LARGE),
        (None, 24_999, Segment.SMALL),
        (None, 25_000, Segment.MEDIUM),
        (None, 250_000, Segment.LARGE),
        (None, None, Segment.UNKNOWN),
    ],
)
def test_a_customers_size_is_its_employees_or_else_the_deals_value(
    employees: int | None, amount: int | None, segment: Segment
) -> None:
    assert segment_of(employees, euros(amount) if amount is not None else None, RULES) is segment


def test_a_value_in_another_currency_tells_no_size() -> None:
    assert segment_of(None, euros(10, "USD"), RULES) is Segment.UNKNOWN


def test_spending_over_customers_for_each_size_and_as_a_whole() -> None:
    costs = [cost(Channel.PARTNER, 900, Segment.SMALL), cost(Channel.PARTNER, 101, Segment.LARGE), cost(Channel.DIRECT, 1_000)]
    wins = [win(f"s{n}", Channel.PARTNER) for n in range(6)] + [win("d", Channel.DIRECT)]
    found = counted(costs, wins)
    small = line(found, Channel.PARTNER, Segment.SMALL)
    assert (small.won, small.spent, small.each, small.is_few) == (6, euros(900), euros(150), False)
    whole = found.total(Channel.PARTNER)
    assert (whole.won, whole.spent, whole.each) == (6, euros(1_001), Money(amount=Decimal("166.83"), currency="EUR"))
    direct = found.total(Channel.DIRECT)
    assert (direct.won, direct.each, direct.is_few) == (1, euros(1_000), True)
    assert found.unsplit == {Channel.DIRECT}


def test_where_nobody_was_won_or_nothing_is_recorded_there_is_no_figure() -> None:
    found = counted([cost(Channel.PARTNER, 900, Segment.LARGE)], [win("d", Channel.DIRECT)])
    nobody, unrecorded = line(found, Channel.PARTNER, Segment.LARGE), line(found, Channel.DIRECT, Segment.SMALL)
    assert (nobody.won, nobody.spent, nobody.each) == (0, euros(900), None)
    assert (unrecorded.won, unrecorded.spent, unrecorded.each) == (1, None, None)
    assert found.months_missing == {Channel.PARTNER: 11, Channel.DIRECT: 12}


def test_nothing_at_all_is_no_error() -> None:
    found = counted([], [])
    assert found.lines == ()
    assert [one.each for one in found.totals] == [None, None]


def test_a_customer_counts_once_where_it_was_won_first() -> None:
    wins = [
        win("a", Channel.DIRECT, at=AT + timedelta(days=1)),
        win("a", Channel.PARTNER),
        win("old", Channel.PARTNER, at=AT - timedelta(days=300)),  # last year
        win("old", Channel.PARTNER),
        win("tie", Channel.DIRECT),
        win("tie", Channel.PARTNER),
    ]
    found = counted([], wins)
    assert [found.total(channel).won for channel in Channel] == [2, 0]


def test_days_are_counted_where_the_program_is() -> None:
    new_year = datetime(2025, 12, 31, 23, 30, tzinfo=UTC)  # half past midnight in Berlin
    assert counted([], [win("a", Channel.PARTNER, at=new_year)]).total(Channel.PARTNER).won == 1


def test_another_currency_is_left_out_and_said() -> None:
    found = counted([cost(Channel.PARTNER, 5, currency="USD"), cost(Channel.PARTNER, 7)], [win("a", Channel.PARTNER)])
    assert found.total(Channel.PARTNER).spent == euros(7)
    assert found.left_out == {"USD"}


def test_months_outside_are_not_counted() -> None:
    assert months_between(date(2025, 11, 30), date(2026, 2, 1)) == tuple(
        date(year, month, 1) for year, month in ((2025, 11), (2025, 12), (2026, 1), (2026, 2))
    )
    found = economics(
        [cost(Channel.PARTNER, 5, month=4), cost(Channel.PARTNER, 7)],
        [],
        first=date(2026, 5, 3),
        last=date(2026, 5, 9),
        zone="UTC",
        rules=RULES,
    )
    assert found.total(Channel.PARTNER).spent == euros(7)


COSTS = st.lists(
    st.builds(cost, st.sampled_from(Channel), st.integers(1, 10**6), st.none() | st.sampled_from(Segment), month=st.integers(1, 12))
)
WINS = st.lists(
    st.builds(win, st.sampled_from("abcdef"), st.sampled_from(Channel), employees=st.none() | st.integers(1, 9000)), max_size=20
)


@given(COSTS, WINS)
def test_segments_and_what_no_segment_has_sum_to_the_whole(costs: list[ChannelCost], wins: list[Win]) -> None:
    found = counted(costs, wins)
    assert sum(one.won for one in found.totals) == len(first_wins(wins)) == len({one.customer for one in wins})
    for channel in Channel:
        of_it = [one for one in found.lines if one.channel is channel]
        unsplit = sum(one.amount.minor for one in costs if one.channel is channel and one.segment is None)
        whole = found.total(channel)
        assert sum(one.won for one in of_it) == whole.won
        assert sum(one.spent.minor for one in of_it if one.spent) + unsplit == (whole.spent.minor if whole.spent else 0)
