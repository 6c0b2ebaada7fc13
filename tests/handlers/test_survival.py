"""Waiting times are estimated as the textbooks say, and the report finds an effect that is there and none that is not."""

from __future__ import annotations

import random

import pytest

from handlers.survival import Wait, curve, difference, log_rank

#: Gehan 1965: weeks in remission of leukaemia patients, with 6-MP and with placebo; the example of the log-rank test.
DRUG = [Wait(days=days, came=True) for days in (6, 6, 6, 7, 10, 13, 16, 22, 23)] + [
    Wait(days=days, came=False) for days in (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)
]
PLACEBO = [Wait(days=days, came=True) for days in (1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23)]


def test_the_share_that_still_waits_is_that_of_the_textbook() -> None:
    found = curve(DRUG, 35)
    shares = dict(zip(found.days, found.share, strict=True))
    assert [round(shares[day], 4) for day in (6, 7, 10, 13, 16, 22, 23)] == [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482]


def test_the_log_rank_test_is_that_of_the_textbook() -> None:
    """Its chi-square is 16.79 (survdiff of R gives the same)."""
    assert log_rank(DRUG, PLACEBO, 100) == pytest.approx(4.17e-5, rel=0.01)


def test_the_restricted_mean_and_its_variance_are_those_of_the_textbook() -> None:
    """Without anybody who is still waiting, it is the plain mean, and its variance that of the mean (by n, not n - 1)."""
    found = curve(PLACEBO, 23)
    days = [each.days for each in PLACEBO]
    mean = sum(days) / len(days)
    assert found.mean == pytest.approx(mean)
    assert found.variance == pytest.approx(sum((day - mean) ** 2 for day in days) / len(days) ** 2)


def test_a_difference_between_a_group_and_itself_is_none() -> None:
    found = difference(DRUG, DRUG, 35)
    assert (found.days, found.p_value) == (0, 1)
    assert not found.is_clear


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    """Waits of which some are cut off; the true difference is known, and so is that of two groups alike."""
    drawn = random.Random(14)
    runs, covered, false_alarms, found = 200, 0, 0, 0
    for _ in range(runs):
        slow, same, quick = (_waits(drawn, mean) for mean in (120, 120, 70))
        alike, sooner = difference(slow, same, 90), difference(quick, slow, 90)
        false_alarms += alike.is_clear
        covered += sooner.low <= _TRUE <= sooner.high
        found += sooner.is_clear
    assert 0.91 <= covered / runs <= 0.99
    assert false_alarms / runs <= 0.09
    assert found / runs > 0.9


def _waits(drawn: random.Random, mean: float) -> list[Wait]:
    """Of 150 partners that joined over a year; each is watched for 90 days or less."""
    waits = []
    for _ in range(150):
        came, watched = drawn.expovariate(1 / mean), drawn.uniform(40, 180)
        waits.append(Wait(days=min(came, watched), came=came <= watched))
    return waits


def _restricted(mean: float, horizon: float) -> float:
    """The mean of an exponential wait that is cut off at the horizon."""
    from math import exp

    return mean * (1 - exp(-horizon / mean))


_TRUE = _restricted(70, 90) - _restricted(120, 90)
