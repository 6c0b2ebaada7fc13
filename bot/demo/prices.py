"""The demo's price list, last year's and this year's, and what its vendor spent on its channels month by month."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from program.channel_economics import Channel, ChannelCost, Segment
from program.money import Money
from program.periods import local_date, months_after
from program.policy import Program
from program.pricing import Price, Unit

#: Of each product: its unit, what one costs a year now, and, where larger quantities cost less, from how many on.
_LIST: Final = (
    ("Nimbus Backup", Unit.SEAT, 96, ((100, 84), (500, 72))),
    ("Nimbus Vault", Unit.TERABYTE, 540, ()),
    ("Sentinel Firewall", Unit.DEVICE, 1450, ((10, 1290),)),
    ("FlowDesk CRM", Unit.SEAT, 240, ((100, 210),)),
    ("FlowDesk ERP", Unit.SEAT, 690, ((50, 640),)),
    ("InsightBI", Unit.SERVER, 4800, ()),
    ("EdgeConnect SD-WAN", Unit.SITE, 2150, ((20, 1890),)),
    ("PatchPilot", Unit.DEVICE, 36, ((250, 29),)),
    ("SignFlow eSignature", Unit.SEAT, 108, ()),
    ("Managed SOC", Unit.SERVER, 3900, ()),
)
#: Last year's prices, in per cent of this year's.
_BEFORE: Final = 95
#: What a month costs, by channel and size of customer; without a size for all of them.
_COSTS: Final = (
    (Channel.PARTNER, Segment.SMALL, 9_400),
    (Channel.PARTNER, Segment.MEDIUM, 14_200),
    (Channel.PARTNER, Segment.LARGE, 6_100),
    (Channel.PARTNER, None, 3_500),
    (Channel.DIRECT, Segment.SMALL, 4_800),
    (Channel.DIRECT, Segment.MEDIUM, 21_500),
    (Channel.DIRECT, Segment.LARGE, 33_900),
)
#: So many whole months are recorded, and each costs a little more than the one before.
_MONTHS: Final = 15
_RISE: Final = 85


def demo_prices(program: Program, at: datetime) -> tuple[Price, ...]:
    """Two lists: one from the beginning of the program on, one from the beginning of the year."""
    this_year = local_date(at, program.zone).replace(month=1, day=1)
    first = min(program.versions[0].effective, this_year)
    lists = ((first, _BEFORE), (this_year, 100)) if first < this_year else ((this_year, 100),)
    return tuple(price for day, percent in lists for price in _prices(day, percent, program.currency))


def list_prices(currency: str = "EUR") -> tuple[Price, ...]:
    """The list of this year as it stands in the vendor's collateral, the smallest quantity of each product first."""
    return tuple(_prices(date.min, 100, currency))


def _prices(day: date, percent: int, currency: str) -> Iterator[Price]:
    for product, unit, amount, steps in _LIST:
        for least, each in ((1, amount), *steps):
            money = Money.rounded(Decimal(each * percent) / 100, currency)
            yield Price(product=product, valid_from=day, unit=unit, amount=money, from_quantity=least)


def demo_costs(program: Program, at: datetime) -> tuple[ChannelCost, ...]:
    """The last whole months; the newest cost the most."""
    this_month = local_date(at, program.zone).replace(day=1)
    return tuple(
        ChannelCost(
            month=months_after(this_month, -ago),
            channel=channel,
            segment=segment,
            amount=Money(amount=Decimal(amount - _RISE * ago), currency=program.currency),
        )
        for ago in range(1, _MONTHS + 1)
        for channel, segment, amount in _COSTS
    )
