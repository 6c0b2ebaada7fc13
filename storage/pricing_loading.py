"""Brings the price list and the channels' costs in: a price that is there stays for good, a cost can be put right."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from program.channel_economics import ChannelCost
from program.pricing import Price
from storage.channel_figures import cost_row, read_cost
from storage.pricing_tables import channel_costs, prices
from storage.quotes import price_row, read_price
from storage.tables import products
from storage.upsert import upsert

#: What tells one price from another, and one cost.
PriceKey = tuple[str, str, Any, int]


class PricingLoader:
    """Part of `storage.loading.Loader`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def products_there(self) -> frozenset[str]:
        """The names of the catalogue's products."""
        return frozenset(self._connection.execute(select(products.c.name)).scalars())

    def prices_there(self) -> dict[PriceKey, Price]:
        """Every price on the list, by `price_key`."""
        found = (read_price(row) for row in self._connection.execute(select(prices)).mappings())
        return {price_key(price): price for price in found}

    def add_prices(self, records: Sequence[Price], at: datetime) -> None:
        """Adds prices that are not there yet; their products must be."""
        if records:
            self._connection.execute(insert(prices), [price_row(record) | {"recorded_at": at} for record in records])

    def costs_there(self) -> dict[tuple[Any, ...], ChannelCost]:
        """Every recorded cost, by `cost_key`."""
        found = (read_cost(row) for row in self._connection.execute(select(channel_costs)).mappings())
        return {cost_key(cost): cost for cost in found}

    def put_costs(self, records: Sequence[ChannelCost]) -> None:
        """Adds costs, or replaces those of the same month, channel, segment and currency."""
        if records:
            statement = upsert(self._connection, channel_costs, ["month", "channel", "segment", "currency"])
            self._connection.execute(statement, [cost_row(record) for record in records])


def price_key(price: Price) -> PriceKey:
    """The product, the currency, the day and the quantity: on one list, one price."""
    return price.product, price.amount.currency, price.valid_from, price.from_quantity


def cost_key(cost: ChannelCost) -> tuple[Any, ...]:
    return cost.month, cost.channel, cost.segment, cost.amount.currency
