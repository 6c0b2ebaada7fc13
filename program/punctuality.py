"""How punctual payouts are: a line is paid on time within so many days of the first day on which it was payable.

The days are those between two runs, as the policy promises. Source: clause payouts.run of the policy.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from program.periods import first_of_month
from program.review_time import median


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    """So many lines, payable from `due_on` and paid on `paid_on`: days in the program's zone."""

    due_on: date
    paid_on: date
    lines: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Punctuality:
    """Of `lines` paid, `on_time` were so; `days` is the median of the days from the due day to the payment."""

    lines: int
    on_time: int
    days: int

    @property
    def share(self) -> Decimal:
        """0 to 1."""
        return Decimal(self.on_time) / self.lines


def punctuality(paid: Iterable[Paid], *, every_days: int) -> Punctuality | None:
    """Of all the lines together; None where none was paid."""
    days: Counter[int] = Counter()
    for one in paid:
        days[max((one.paid_on - one.due_on).days, 0)] += one.lines
    if not days.total():
        return None
    on_time = sum(lines for late, lines in days.items() if late <= every_days)
    return Punctuality(lines=days.total(), on_time=on_time, days=median(days))


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Of `lines` of a partner, `on_time` were paid on time."""

    partner_id: str
    lines: int
    on_time: int


def least_punctual(counted: Iterable[Counted], most: int) -> list[str]:
    """The ids of so many partners, the least punctual first, then those of the most lines; each partner may be counted in parts."""
    lines: Counter[str] = Counter()
    on_time: Counter[str] = Counter()
    for one in counted:
        lines[one.partner_id] += one.lines
        on_time[one.partner_id] += one.on_time
    order = sorted(lines, key=lambda id: (Decimal(on_time[id]) / lines[id], -lines[id], id))
    return order[:most]


def by_month(paid: Iterable[Paid], *, every_days: int) -> dict[date, Punctuality]:
    """Of the lines paid in each month, by its first day, the earliest first; a month without payment is left out."""
    groups: dict[date, list[Paid]] = {}
    for one in paid:
        groups.setdefault(first_of_month(one.paid_on), []).append(one)
    found = {month: punctuality(group, every_days=every_days) for month, group in sorted(groups.items())}
    return {month: one for month, one in found.items() if one is not None}
