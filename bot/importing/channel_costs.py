"""What the vendor spent on its channels from a file: month by month, for a size of customer or for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from bot.ids import FreshIds
from bot.importing import values
from bot.importing.amounts import money_of, month_until
from bot.importing.plan import Counted, Plan
from bot.importing.rows import Cells, Problems, cells_of
from bot.importing.sheet import Column, Line
from program.channel_economics import Channel, ChannelCost, Segment
from storage.loading import Loader
from storage.pricing_loading import cost_key

COLUMNS: Final = (
    Column(name="period"),
    Column(name="channel"),
    Column(name="segment", needed=False),
    Column(name="amount"),
    Column(name="currency"),
)


def read(lines: Sequence[Line], problems: Problems, at: datetime) -> Plan:
    """A cost is known by its month, channel, segment and currency; said again with another amount, it is put right."""
    found: list[ChannelCost] = []
    first: dict[tuple[Any, ...], int] = {}
    for cells in cells_of(lines, COLUMNS, problems):
        cost = _cost(cells, at)
        before = first.setdefault(cost_key(cost), cells.number)
        if before != cells.number:
            cells.wrong("period", f"has a cost of this channel, segment and currency in line {before} already")
        found.append(cost)

    def bring_in(loader: Loader, problems: Problems, ids: FreshIds) -> Counted:
        there = loader.pricing.costs_there()
        new = [cost for cost in found if cost_key(cost) not in there]
        changed = [cost for cost in found if there.get(cost_key(cost), cost) != cost]
        loader.pricing.put_costs([*new, *changed])
        return Counted(added=len(new), changed=len(changed), unchanged=len(found) - len(new) - len(changed))

    return bring_in


def _cost(cells: Cells, at: datetime) -> ChannelCost:
    nothing: Segment | None = None
    currency = cells.take("currency", values.currency, "EUR")
    return ChannelCost(
        month=cells.take("period", month_until(at), date.min),
        channel=cells.take("channel", values.code_of(Channel), Channel.PARTNER),
        segment=cells.take("segment", values.code_of(Segment), nothing),
        amount=money_of(cells, "amount", currency),
    )
