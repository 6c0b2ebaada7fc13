"""What the vendor spent on its channels and which customers they won, for a channel admin alone."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, RowMapping, func, select

from program.access import Act, Viewer
from program.channel_economics import Channel, ChannelCost, Segment, Win
from program.money import Money
from program.opportunities import Ending
from program.registrations import Status
from storage.files import OWN
from storage.pricing_tables import channel_costs
from storage.tables import opportunities, registration_files, registrations

#: The file under which a registration's customer is counted: a customer with several files is one.
_CUSTOMER: Final = (
    select(func.min(registration_files.c.customer_id))
    .where(registration_files.c.registration_id == registrations.c.id, registration_files.c.relation.in_(OWN))
    .scalar_subquery()
)


class SqlChannelFigures:
    """`handlers.ports_pricing.ChannelFigures` on a connection, for one viewer."""

    def __init__(self, connection: Connection, viewer: Viewer) -> None:
        self._connection = connection
        self._viewer = viewer

    def costs(self, first: date, last: date) -> tuple[ChannelCost, ...]:
        if not self._viewer.may(Act.SEE_ECONOMICS):
            return ()
        months = channel_costs.c.month.between(first.replace(day=1), last.replace(day=1))
        query = (
            select(channel_costs).where(months).order_by(channel_costs.c.month, channel_costs.c.channel, channel_costs.c.segment)
        )
        return tuple(read_cost(row) for row in self._connection.execute(query).mappings())

    def wins(self, before: datetime) -> tuple[Win, ...]:
        if not self._viewer.may(Act.SEE_ECONOMICS):
            return ()
        return (*self._of_partners(before), *self._of_direct(before))

    def _of_partners(self, before: datetime) -> tuple[Win, ...]:
        columns = registrations.c.closed_at, registrations.c.employees, registrations.c.final_minor, registrations.c.final_currency
        query = select(_CUSTOMER.label("customer"), *columns).where(
            registrations.c.status == Status.WON.value,
            registrations.c.closed_at < before,
            registrations.c.renews.is_(None),
        )
        return tuple(
            Win(
                customer=row.customer,
                channel=Channel.PARTNER,
                at=row.closed_at,
                employees=row.employees,
                amount=_money(row.final_minor, row.final_currency),
            )
            for row in self._connection.execute(query)
            if row.customer is not None
        )

    def _of_direct(self, before: datetime) -> tuple[Win, ...]:
        columns = opportunities.c.customer_id, opportunities.c.closed_at, opportunities.c.amount_minor, opportunities.c.currency
        query = select(*columns).where(opportunities.c.ended == Ending.WON.value, opportunities.c.closed_at < before)
        return tuple(
            Win(
                customer=row.customer_id,
                channel=Channel.DIRECT,
                at=row.closed_at,
                employees=None,
                amount=_money(row.amount_minor, row.currency),
            )
            for row in self._connection.execute(query)
        )


def _money(minor: int | None, currency: str | None) -> Money | None:
    return Money.from_minor(minor, currency) if minor is not None and currency is not None else None


def read_cost(row: RowMapping) -> ChannelCost:
    return ChannelCost(
        month=row["month"],
        channel=Channel(row["channel"]),
        segment=Segment(row["segment"]) if row["segment"] else None,
        amount=Money.from_minor(row["amount_minor"], row["currency"]),
    )


def cost_row(cost: ChannelCost) -> dict[str, Any]:
    return {
        "month": cost.month,
        "channel": cost.channel.value,
        "segment": cost.segment.value if cost.segment else "",
        "currency": cost.amount.currency,
        "amount_minor": cost.amount.minor,
    }
