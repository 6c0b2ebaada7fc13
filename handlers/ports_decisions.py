"""What handlers need to know of how registrations were decided: promises that storage keeps, stated here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """When a registration was submitted and when a person decided it first, and whose calendar counts the days between."""

    partner_id: str
    country: str
    zone: str
    submitted_at: datetime
    decided_at: datetime


class Decisions(Protocol):
    """How the registrations submitted since an instant were decided, for figures only: nothing of it is worded one by one.

    Of the whole program; of the own portfolio for a partner manager.
    """

    def at_once(self, since: datetime) -> int:
        """How many were decided by rule, in the turn that submitted them."""
        ...

    def by_person(self, since: datetime) -> Iterator[Decided]:
        """Those that a person decided, in no order, read while they are gone through. An appeal's decision does not count."""
        ...
