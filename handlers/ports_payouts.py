"""What handlers need from the floors above to pay partners and to settle disputes.

As in `handlers.ports`: what is out of the viewer's sight is not there. Runs are there for whoever may pay out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from program.disputes import Dispute, Settlement
from program.ledger import StatementLine
from program.money import Money
from program.partners import Member, Partner
from program.payouts import Payable, Prepared, Run, RunDecision, Total
from program.punctuality import Counted, Paid
from program.review_time import Rung


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidLine:
    """A line of a run, its partner and its deal's company."""

    partner: Partner
    company: str
    line: StatementLine
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """An open dispute and its partner, its line as it was booked."""

    dispute: Dispute
    partner: Partner
    line: StatementLine


class Payouts(Protocol):
    def payable(self, today: date) -> tuple[Payable, ...]:
        """Every line of every partner that is payable on the day, in no run that stands, and not disputed; in no order."""
        ...

    def add(self, run: Run, prepared: Prepared) -> None:
        """Keeps the run as it is for good. Raises Stale when one of its lines is in another run by now."""
        ...

    def get(self, run_id: str) -> Run | None: ...
    def lock(self, run_id: str) -> Run | None:
        """The same, locked until the turn ends: no line of it is disputed meanwhile."""
        ...

    def waiting(self) -> tuple[Run, ...]:
        """Those that nobody has decided, the earliest first."""
        ...

    def latest(self, most: int) -> tuple[Run, ...]:
        """The newest first."""
        ...

    def totals(self, run_id: str) -> tuple[Total, ...]:
        """By partner and currency, the largest amount first."""
        ...

    def before(self, run: Run) -> Mapping[tuple[str, str], Money]:
        """What each partner got, by its id and the currency, in the last run approved before this one was prepared."""
        ...

    def disputed(self, run_id: str) -> tuple[str, ...]:
        """The lines of the run that are disputed at the moment."""
        ...

    def lines(self, run_id: str) -> Iterator[PaidLine]:
        """By partner, in the order in which they were earned; read while they are gone through."""
        ...

    def decide(self, run: Run, decision: RunDecision) -> None:
        """Raises Stale when somebody else decided."""
        ...

    def payees(self, run_id: str) -> Mapping[str, tuple[Member, ...]]:
        """The active admins of every partner that the run pays, by the partner's id."""
        ...

    def paid(self, since: date, zone: str, partner_id: str | None = None) -> tuple[Paid, ...]:
        """What was paid from the day on, of the partners in the viewer's sight or of one of them; days are those of the zone."""
        ...

    def punctual(self, since: date, zone: str, *, every_days: int) -> Iterator[Counted]:
        """The same counted for each partner and run, with what was paid within so many days of its due day."""
        ...

    def overdue(self, before: date) -> int:
        """How many lines of partners in sight, payable before the day, are not paid."""
        ...


class Disputes(Protocol):
    """Those of the lines that the viewer may see."""

    def add(self, dispute: Dispute) -> None:
        """Raises Stale when the line is disputed already."""
        ...

    def get(self, dispute_id: str) -> Dispute | None: ...
    def of_line(self, line_id: str) -> Dispute | None: ...
    def hold(self, line_id: str) -> None:
        """Locks the line and the run that it waits in until the turn ends: the run is not approved meanwhile."""
        ...

    def waiting(self) -> tuple[Waiting, ...]:
        """The open ones, the earliest first."""
        ...

    def settle(self, dispute_id: str, settlement: Settlement) -> None:
        """Raises Stale when it was settled already."""
        ...

    def climb(self, dispute_id: str, rung: Rung, at: datetime) -> bool:
        """False when it had climbed that far already."""
        ...
