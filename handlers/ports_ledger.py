"""What handlers need from the floors above for money: the books as they are kept, and the statements as a viewer may see them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

from program.billing import BillingFact, Exchange, FactKind
from program.earning import Sale
from program.ledger import Due, Entry, StatementLine
from program.partners import Partner
from program.periods import Period
from program.registrations import Registration
from program.tier_history import TierChange


class Contradicted(Exception):
    """A source said something else before than it says now: what was recorded stays. `source` is its name."""

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self.source = source


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """A registration as the books know it: its partner, what billing said, and every line that is booked for it.

    `history` is that of the partner's tier, oldest first.
    `sale` is the deal as it was won, where it is won and that was kept.
    """

    registration: Registration
    partner: Partner
    history: tuple[TierChange, ...] = ()
    sale: Sale | None = None
    facts: tuple[BillingFact, ...] = ()
    entries: tuple[Entry, ...] = ()


class Books(Protocol):
    """The books of the program. What is returned is for `program`, whoever the viewer is, and is never worded."""

    def deals(self, registration_ids: Sequence[str]) -> tuple[Deal, ...]:
        """Those that there are, in no order; locked until the turn ends, so that nobody else books for them meanwhile."""
        ...

    def registrations(self, registration_ids: Collection[str]) -> tuple[Registration, ...]:
        """The same without their money, locked likewise, in the order of their ids."""
        ...

    def keep(self, won: Sequence[Sale]) -> None:
        """Keeps deals as they are won, for good. Raises Stale for one that is kept."""
        ...

    def recorded(self, facts: Sequence[BillingFact]) -> Mapping[tuple[FactKind, str], BillingFact]:
        """What is recorded of the same kind from the same sources, by kind and source; it may say something else."""
        ...

    def record(self, facts: Sequence[BillingFact]) -> int:
        """Keeps what is new, and says how many were. Raises Contradicted for what was said otherwise before."""
        ...

    def exchange(self) -> Exchange: ...
    def set_rates(self, rates: Mapping[tuple[str, date], Decimal]) -> int:
        """Keeps the rates that are new (currency, first day of the month), and says how many. Raises Contradicted."""
        ...

    def book(self, lines: Sequence[StatementLine], dues: Sequence[Due]) -> None:
        """Adds to the ledger. Raises Stale when somebody else booked the same."""
        ...

    def won(self, policy_version: str, period: Period) -> tuple[str, ...]:
        """The ids of the deals won in the period that were registered under the version of the policy."""
        ...

    def unkept(self, period: Period) -> tuple[str, ...]:
        """The ids of the deals won in the period, with a value, that are not kept yet as they were won."""
        ...

    def rated(self, since: datetime) -> tuple[tuple[str, date], ...]:
        """The exchange rates (currency, first day of the month) that were recorded at the instant or later."""
        ...

    def touched_by(self, currency: str, period: Period) -> tuple[str, ...]:
        """The ids of the deals in, or paid in, the currency that were won or used in the period."""
        ...


class Statements(Protocol):
    """The lines that the viewer may see: of own deals for a seller, of the company for its admin, of those whom they look after
    for the vendor's side; none for direct sales."""

    def lines(self, partner_id: str, first: date, last: date) -> tuple[Entry, ...]:
        """Earned from `first` to `last`, both included, the earliest first."""
        ...

    def of_deal(self, registration_id: str) -> tuple[Entry, ...]:
        """In the order in which they were booked."""
        ...

    def line(self, line_id: str) -> Entry | None: ...
