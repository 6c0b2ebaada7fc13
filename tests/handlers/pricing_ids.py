"""What stands for the braces of the ids that are put together where prices, money and tables are told."""

from __future__ import annotations

from handlers.profiting import NAMES
from program.channel_economics import Channel, Segment
from program.pricing import Unit
from program.quoting import QuoteStatus

#: As the tables list them.
PRICING_COLUMNS = (
    "balance channel cost_each customers discount earned from_quantity item price quarter segment spent valid_from".split()
)
_CHANNELS = [channel.value for channel in Channel]
_STATUSES = [status.value for status in QuoteStatus]

PRICING_IDS: dict[str, list[str]] = {
    "channel.{channel.value}": _CHANNELS,
    "channel.{line.channel.value}": _CHANNELS,
    "channel.{one.value}": _CHANNELS,
    "profit.{name}": list(NAMES),
    "profit.{name}.hint": list(NAMES),
    "quote.status.{quote.status_at(work.at).value}": _STATUSES,
    "quote.status.{status.value}": _STATUSES,
    "segment.{line.segment.value}": [segment.value for segment in Segment],
    "unit.{price.unit.value}": [unit.value for unit in Unit],
}
