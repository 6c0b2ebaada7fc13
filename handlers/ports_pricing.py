"""What handlers need of prices, quotes and costs: promises that storage keeps, stated here and nowhere else.

As in `handlers.ports`: read and written inside the transaction of the turn, and for one viewer.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from program.channel_economics import ChannelCost, Win
from program.pricing import Price
from program.quoting import RecordedQuote


class Prices(Protocol):
    """The price list, the same for everybody in the program."""

    def of(self, products: Sequence[str]) -> tuple[Price, ...]:
        """Every price that the products ever had or will have."""
        ...

    def newest(self, day: date) -> date | None:
        """Since when the newest price of the day is in force; None where there is none yet."""
        ...


class Quotes(Protocol):
    """Quotes in the viewer's sight: a partner's own, a manager's portfolio's, all for a channel admin; none for direct sales."""

    def get(self, quote_id: str) -> RecordedQuote | None: ...
    def lock(self, quote_id: str) -> RecordedQuote | None:
        """The same, locked until the turn ends: of two who decide at once, the second reads how."""
        ...

    def newest(self, most: int) -> tuple[RecordedQuote, ...]:
        """Newest first."""
        ...

    def waiting(self) -> tuple[RecordedQuote, ...]:
        """What is open and not lapsed, and the viewer may decide, the longest waiting first."""
        ...

    def named(self, company: str) -> tuple[RecordedQuote, ...]:
        """Quotes for companies whose name contains the words, newest first."""
        ...

    def add(self, quote: RecordedQuote) -> None: ...
    def change(self, quote: RecordedQuote) -> None:
        """Stores it under the next revision; raises Stale if it is no longer at the revision that it carries."""
        ...


class ChannelFigures(Protocol):
    """What the vendor spent and won, for a channel admin; to everybody else there is nothing."""

    def costs(self, first: date, last: date) -> tuple[ChannelCost, ...]:
        """Of the months from that of `first` to that of `last`, both included."""
        ...

    def wins(self, before: datetime) -> tuple[Win, ...]:
        """Every deal that was won before the instant, renewals left out, in no order."""
        ...
