"""Whether the report on reminders finds an effect that is there, and none that is not: invented partners whose behaviour is known.

    python -m benchmarks.nudge_simulation [--programs 300] [--partners 400] [--seed 14]

The behaviour. Partners join evenly over a year; the report is read at its end, so that most are watched for less than 180 days. Each
has an eagerness of its own: the chance of registering the deal that becomes its first, each day, is drawn from a gamma distribution
(shape 2) around one in 90, and a partner that is never eager enough waits for ever longer, as partners do. A reminder that is read
(60 % are) multiplies that chance for the seven days after it. From the registration to the win it takes 15 days and an exponential
time of 30 more. One partner in twenty stops the reminders at each one it gets; it still counts as one who gets them. Reminders come on
the days of the policy. Partners draw lots by the program's own keyed hash; shares of 10 % and of 30 % who do without are tried.

The truth is the difference of the mean waiting times up to the horizon, from 200,000 partners of each sort who are watched for that
long. Printed are, for each strength of the effect, how often the report's 95 % interval holds the truth, and how often it says that
reminders bring the first deal sooner or later. Without an effect, that must be about one time in twenty.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import log
from pathlib import Path
from statistics import mean
from typing import Final

from handlers.nudge_effect import effect
from handlers.ports_nudges import Followed
from program.holding_out import is_held_out
from program.policy_nudges import NudgeKind
from program.policy_reading import read_policy

PROGRAM: Final = read_policy((Path(__file__).parents[1] / "program.toml").read_text(encoding="utf-8"))
REMINDED_ON: Final = PROGRAM.versions[-1].nudges.days[NudgeKind.FIRST_DEAL]
READ_ON: Final = datetime(2026, 11, 23, tzinfo=UTC)
#: How much a reminder that is read multiplies the daily chance, for a week.
STRENGTHS: Final = (1.0, 1.5, 2.0, 3.0)
SHARES: Final = (10, 30)
_YEAR: Final = 365
_MEAN_CHANCE: Final = 1 / 90
_SHAPE: Final = 2.0
_READ: Final = 0.6
_STOPS: Final = 0.05
_ACTS_FOR: Final = 7
_LEAST: Final = 15
_MORE: Final = 30
_FOR_TRUTH: Final = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What reports said of programs in which the effect was so strong; shares are of those programs."""

    strength: float
    share: int
    truth: float
    covered: float
    sooner: float
    later: float
    width: float


def days_to_first_deal(drawn: random.Random, strength: float) -> float:
    """Of one partner, who is reminded where the strength is not 1."""
    chance = drawn.gammavariate(_SHAPE, _MEAN_CHANCE / _SHAPE)
    needed = -log(1 - drawn.random())  # it registers once its chances have added up to that
    at, stopped = 0.0, False
    for place, day in enumerate(REMINDED_ON):
        following = REMINDED_ON[place + 1] if place + 1 < len(REMINDED_ON) else day + 10**6
        reads = not stopped and drawn.random() < _READ
        stopped = stopped or drawn.random() < _STOPS
        stirred = min(day + _ACTS_FOR, following) if reads and strength > 1 else day
        for until, times in ((stirred, strength), (following, 1.0)):
            if needed <= chance * times * (until - at):
                return at + needed / (chance * times) + _LEAST + drawn.expovariate(1 / _MORE)
            needed -= chance * times * (until - at)
            at = until
    raise AssertionError("the last stretch is long enough for everybody")


def program(drawn: random.Random, partners: int, strength: float, share: int, name: str) -> list[Followed]:
    """A year of a program, as its record would have it."""
    followed = []
    for number in range(partners):
        id = f"{name}-{number}"
        held_out = is_held_out(NudgeKind.FIRST_DEAL, id, percent=share, key=PROGRAM.name)
        joined = READ_ON - timedelta(days=drawn.uniform(0, _YEAR))
        won_at = joined + timedelta(days=min(days_to_first_deal(drawn, 1.0 if held_out else strength), 10**4))
        followed.append(Followed(partner_id=id, is_held_out=held_out, since=joined, won_at=won_at if won_at <= READ_ON else None))
    return followed


def truth_of(strength: float, horizon: float, seed: int, count: int = _FOR_TRUTH) -> float:
    """The true difference of mean waiting times up to the horizon."""
    if strength == 1:
        return 0.0
    with_them, without = (
        mean(min(days_to_first_deal(drawn, times), horizon) for _ in range(count))
        for drawn, times in ((random.Random(seed), strength), (random.Random(seed + 1), 1.0))
    )
    return with_them - without


def tried(programs: int, partners: int, strength: float, share: int, seed: int, truth: float | None = None) -> Found:
    """Reports on so many programs."""
    drawn = random.Random(seed)
    known = truth_of(strength, 180, seed) if truth is None else truth
    found = []
    for number in range(programs):
        seen = effect(NudgeKind.FIRST_DEAL, program(drawn, partners, strength, share, f"{seed}-{number}"), READ_ON)
        if seen.difference is not None:
            found.append(seen.difference)
    count = len(found)
    return Found(
        strength=strength,
        share=share,
        truth=known,
        covered=sum(one.low <= known <= one.high for one in found) / count,
        sooner=sum(one.is_clear and one.days < 0 for one in found) / count,
        later=sum(one.is_clear and one.days > 0 for one in found) / count,
        width=mean(one.high - one.low for one in found),
    )


def table(found: Sequence[Found]) -> str:
    names = "strength | do without | true difference, days | in the interval | says sooner | says later | width, days"
    rows = (
        f"| × {one.strength:g} | {one.share} % | {one.truth:.1f} | {one.covered:.1%} | {one.sooner:.1%} | {one.later:.1%} | {one.width:.1f} |"
        for one in found
    )
    return "\n".join([f"| {names} |", "|---" * 7 + "|", *rows])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--programs", type=int, default=300)
    parser.add_argument("--partners", type=int, default=400)
    parser.add_argument("--seed", type=int, default=14)
    asked = parser.parse_args()
    found = [tried(asked.programs, asked.partners, strength, share, asked.seed) for share in SHARES for strength in STRENGTHS]
    print(f"{asked.programs} programs of {asked.partners} partners each\n\n{table(found)}")  # noqa: T201 - it is what the script is for


if __name__ == "__main__":
    main()
