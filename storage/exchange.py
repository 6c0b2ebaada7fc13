"""The program's exchange rates, read whole: there is one for each currency and month."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import Connection, select

from program.billing import Exchange
from storage.ledger_tables import exchange_rates


def read_exchange(connection: Connection, currency: str) -> Exchange:
    """All rates; `currency` is the program's."""
    rows = connection.execute(select(exchange_rates.c.currency, exchange_rates.c.month, exchange_rates.c.rate))
    return Exchange(currency=currency, rates={(row.currency, row.month): Decimal(row.rate) for row in rows})
