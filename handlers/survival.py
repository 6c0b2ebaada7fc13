"""How long it takes until something happens, where for some it has not happened yet: curves, their means, and what tells two apart.

Kaplan–Meier's estimate of the share that still waits; the restricted mean waiting time up to a horizon, which is the area under it,
with Greenwood's variance; the difference of two such means with its normal interval; the log-rank test of both curves being one.
Sources: Kaplan and Meier 1958; Royston and Parmar 2013 (restricted mean); Mantel 1966 (log-rank).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from math import erfc, sqrt
from statistics import NormalDist
from typing import Final

#: Of both sides of an interval that covers the truth 19 times in 20.
_QUANTILE: Final = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """For how many days somebody was watched, and whether what was waited for came at their end."""

    days: float
    came: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """The share that still waits after each day on which somebody's wait ended; `variance` is that of the restricted mean."""

    days: tuple[float, ...]
    share: tuple[float, ...]
    mean: float
    variance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Mean days of the first less those of the second, both up to the horizon; `low` and `high` bound it at 95 %."""

    days: float
    low: float
    high: float
    p_value: float

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves no difference out."""
        return not self.low <= 0 <= self.high


def curve(waits: Sequence[Wait], horizon: float) -> Curve:
    """Of at least one wait, up to the horizon in days."""
    steps = _steps(waits, horizon)
    days = tuple(day for day, _, _ in steps)
    shares: list[float] = []
    left = 1.0
    for _, came, at_risk in steps:
        left *= 1 - came / at_risk
        shares.append(left)
    edges = [0.0, *days, horizon]
    pieces = [share * (edges[place + 1] - edges[place]) for place, share in enumerate([1.0, *shares])]
    mean = sum(pieces)
    variance = 0.0
    area = sum(pieces[1:])  # what lies beyond each step
    for place, (_, came, at_risk) in enumerate(steps):
        if at_risk > came:
            variance += area * area * came / (at_risk * (at_risk - came))
        area -= pieces[place + 1]
    return Curve(days=days, share=tuple(shares), mean=mean, variance=variance)


def difference(first: Sequence[Wait], second: Sequence[Wait], horizon: float) -> Difference:
    """Of two groups, each of at least one wait."""
    one, other = curve(first, horizon), curve(second, horizon)
    days, error = one.mean - other.mean, sqrt(one.variance + other.variance)
    return Difference(
        days=days, low=days - _QUANTILE * error, high=days + _QUANTILE * error, p_value=log_rank(first, second, horizon)
    )


def log_rank(first: Sequence[Wait], second: Sequence[Wait], horizon: float) -> float:
    """The probability of curves at least so different, were they one; 1 where nothing happened."""
    expected = variance = observed = 0.0
    ones, others = (sorted(each.days for each in group) for group in (first, second))
    came_of_first, came_of_second = _came(first, horizon), _came(second, horizon)
    for day in sorted({*came_of_first, *came_of_second}):
        came = came_of_first.get(day, 0) + came_of_second.get(day, 0)
        here, there = _at_least(ones, day), _at_least(others, day)
        total = here + there
        observed += came_of_first.get(day, 0)
        expected += came * here / total
        if total > 1:
            variance += came * (here / total) * (there / total) * (total - came) / (total - 1)
    return 1.0 if variance <= 0 else erfc(abs(observed - expected) / sqrt(2 * variance))


def _steps(waits: Sequence[Wait], horizon: float) -> list[tuple[float, int, int]]:
    """Each day on which something came: how often, and how many had waited until then."""
    ends = sorted(each.days for each in waits)
    return [(day, came, _at_least(ends, day)) for day, came in sorted(_came(waits, horizon).items())]


def _came(waits: Sequence[Wait], horizon: float) -> dict[float, int]:
    found: dict[float, int] = {}
    for each in waits:
        if each.came and each.days <= horizon:
            found[each.days] = found.get(each.days, 0) + 1
    return found


def _at_least(ends: Sequence[float], day: float) -> int:
    """How many of the sorted ends are not before the day."""
    return len(ends) - bisect_left(ends, day)
