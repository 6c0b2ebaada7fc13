"""What a new customer costs: the spending of a channel divided by the customers it won, for each size of customer.

Source: clause 11.2. Nothing is guessed: where nothing was spent or nobody was won there is no figure, and one that stands on few
customers says so. A customer counts once, where it was won first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from typing import Final

from program.money import Money
from program.periods import local_date
from program.policy_pricing import EconomicsRules


class Channel(StrEnum):
    """Through whom a customer was won."""

    PARTNER = "partner"
    DIRECT = "direct"


class Segment(StrEnum):
    """The size of a customer; unknown where neither its employees nor the deal's value tell."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelCost:
    """What was spent in a month (its first day) in a channel; without a segment it was spent for all of them."""

    month: date
    channel: Channel
    segment: Segment | None
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Win:
    """A deal that was won with a customer; the ids are those of the customer's files."""

    customer: str
    channel: Channel
    at: datetime
    employees: int | None
    amount: Money | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Acquisition:
    """One channel in one segment (None: all of them): how many customers were won, what was spent, what one of them cost.

    `spent` is None where no cost was recorded; `each` is None then, and where nobody was won.
    """

    channel: Channel
    segment: Segment | None
    won: int
    spent: Money | None
    is_few: bool

    @property
    def each(self) -> Money | None:
        """Rounded half-even."""
        if self.spent is None or not self.won:
            return None
        return Money.from_minor(round(Fraction(self.spent.minor, self.won)), self.spent.currency)


@dataclass(frozen=True, slots=True, kw_only=True)
class Economics:
    """Both channels by segment, and as a whole; the latter counts the costs that no segment has.

    `months_missing` are the months without any cost of a channel, `left_out` the currencies that were not counted, and
    `unsplit` the channels of which some costs name no segment, so that their segments cost more than they show.
    """

    first: date
    last: date
    lines: tuple[Acquisition, ...]
    totals: tuple[Acquisition, ...]
    months_missing: dict[Channel, int]
    left_out: frozenset[str]
    unsplit: frozenset[Channel]

    def total(self, channel: Channel) -> Acquisition:
        return next(line for line in self.totals if line.channel is channel)


_MONTHS_OF_A_YEAR: Final = 12


def segment_of(employees: int | None, amount: Money | None, rules: EconomicsRules) -> Segment:
    """By the number of employees; where it is not known, by the value of the deal, if that is in the program's currency."""
    if employees is not None:
        low, high, value = Fraction(rules.small_below), Fraction(rules.large_from), Fraction(employees)
    elif amount is not None and amount.currency == rules.small_under.currency:
        low, high = Fraction(rules.small_under.amount), Fraction(rules.large_over.amount)
        value = Fraction(amount.amount)
    else:
        return Segment.UNKNOWN
    if value < low:
        return Segment.SMALL
    return Segment.LARGE if value >= high else Segment.MEDIUM


def first_wins(wins: Iterable[Win]) -> tuple[Win, ...]:
    """Of every customer the win that made it one: the earliest, of two at one instant the partner's."""
    found: dict[str, Win] = {}
    for win in sorted(wins, key=lambda one: (one.at, one.channel is not Channel.PARTNER)):
        found.setdefault(win.customer, win)
    return tuple(found.values())


def months_between(first: date, last: date) -> tuple[date, ...]:
    """The first days of the months from that of `first` to that of `last`, both included."""
    start, end = first.year * _MONTHS_OF_A_YEAR + first.month - 1, last.year * _MONTHS_OF_A_YEAR + last.month - 1
    return tuple(date(month // _MONTHS_OF_A_YEAR, month % _MONTHS_OF_A_YEAR + 1, 1) for month in range(start, end + 1))


def economics(
    costs: Iterable[ChannelCost], wins: Iterable[Win], *, first: date, last: date, zone: str, rules: EconomicsRules
) -> Economics:
    """Both channels in the months from that of `first` to that of `last`, both included, days counted in the zone."""
    months = frozenset(months_between(first, last))
    currency = rules.small_under.currency
    spent = [cost for cost in costs if cost.month in months]
    counted = [cost for cost in spent if cost.amount.currency == currency]
    new = [win for win in first_wins(wins) if local_date(win.at, zone).replace(day=1) in months]
    sized = [(win.channel, segment_of(win.employees, win.amount, rules)) for win in new]

    def line(channel: Channel, segment: Segment | None) -> Acquisition:
        won = sum(one is channel and segment in (None, size) for one, size in sized)
        of_it = [cost.amount.minor for cost in counted if cost.channel is channel and segment in (None, cost.segment)]
        total = Money.from_minor(sum(of_it), currency) if of_it else None
        return Acquisition(channel=channel, segment=segment, won=won, spent=total, is_few=won < rules.few)

    lines = [line(channel, segment) for segment in Segment for channel in Channel]
    shown = {one.segment for one in lines if one.won or one.spent is not None}
    return Economics(
        first=min(months),
        last=max(months),
        lines=tuple(one for one in lines if one.segment in shown),
        totals=tuple(line(channel, None) for channel in Channel),
        months_missing={one: len(months - {cost.month for cost in counted if cost.channel is one}) for one in Channel},
        left_out=frozenset(cost.amount.currency for cost in spent) - {currency},
        unsplit=frozenset(cost.channel for cost in counted if cost.segment is None),
    )
