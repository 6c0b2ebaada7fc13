"""The cheapest way to a tier, when it will be reached, and what is lost on the way, from what is known today.

What costs least comes first: a word of a customer, people's certificates, what the partner decides for itself, and last what only a
sale brings. One certificate can meet two requirements; of the open deals, the fewest that are enough are named.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from program.partners import Tier
from program.periods import months_after, start_of_day
from program.policy import Policy
from program.tier_facts import Facts, OpenDeal, WonDeal, drops_out_on
from program.tiering import Need, Progress, Standing, requirements_of, standing, tier_met

#: From the least effort to the most.
_EFFORT: Final = (
    Need.REFERENCES,
    Need.SALES_CERTIFIED_PEOPLE,
    Need.TECHNICALLY_CERTIFIED_PEOPLE,
    Need.CERTIFIED_PEOPLE,
    Need.EXECUTIVE_SPONSOR,
    Need.DEDICATED_PRACTICE,
    Need.CLOSED_DEALS,
    Need.REVENUE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PathStep:
    """Something to do for a tier: how much of it is missing and the clause that asks it.

    Of certificates, `newcomers` of them go to people who have none yet, which meets another requirement too. `deals` are open
    ones that are enough for it; none when all of them together are not, or nothing has to be sold.
    """

    need: Need
    missing: Decimal
    clause: str
    newcomers: int = 0
    deals: tuple[OpenDeal, ...] = ()


def cheapest_path(figures: Standing, facts: Facts, tier: Tier, policy: Policy) -> tuple[PathStep, ...]:
    """What is missing for the tier, the least effort first; nothing when it is met."""
    missing = {each.requirement.need: each for each in figures.progress(requirements_of(tier, policy)) if not each.is_met}
    newcomers = int(missing[Need.CERTIFIED_PEOPLE].missing) if Need.CERTIFIED_PEOPLE in missing else 0
    steps: list[PathStep] = []
    for need in _EFFORT:
        if need not in missing:
            continue
        step = _step(missing[need], facts)
        if need in (Need.SALES_CERTIFIED_PEOPLE, Need.TECHNICALLY_CERTIFIED_PEOPLE):
            step = replace(step, newcomers=min(newcomers, int(step.missing)))
            newcomers -= step.newcomers
        elif need is Need.CERTIFIED_PEOPLE:
            step = replace(step, missing=Decimal(newcomers))
        if step.missing:
            steps.append(step)
    if len(steps) > 1 and steps[-1].need is Need.REVENUE and steps[-2].need is Need.CLOSED_DEALS:
        closing = max(len(steps[-1].deals), 1)
        steps[-2:] = [step for step in steps[-2:] if step.need is Need.REVENUE or step.missing > closing]
    return tuple(steps)


def _step(progress: Progress, facts: Facts) -> PathStep:
    need, missing = progress.requirement.need, progress.missing
    deals: tuple[OpenDeal, ...] = ()
    if need is Need.REVENUE:
        deals = _enough(facts.open, missing)
    elif need is Need.CLOSED_DEALS and len(facts.open) >= missing:
        deals = tuple(sorted(facts.open, key=lambda deal: (deal.close_date, deal.id))[: int(missing)])
    return PathStep(need=need, missing=missing, clause=progress.requirement.clause, deals=deals)


def _enough(deals: tuple[OpenDeal, ...], missing: Decimal) -> tuple[OpenDeal, ...]:
    """The fewest deals that are worth so much, the largest of them; none when all are not enough."""
    chosen: list[OpenDeal] = []
    for deal in sorted(deals, key=lambda deal: (-_worth(deal), deal.close_date, deal.id)):
        if missing <= 0:
            break
        chosen.append(deal)
        missing -= _worth(deal)
    return tuple(sorted(chosen, key=lambda deal: (deal.close_date, deal.id))) if missing <= 0 else ()


def _worth(deal: OpenDeal) -> Decimal:
    return deal.value.amount if deal.value is not None else Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """Once these deals are won by their close dates, sales are enough from the day on; `missing` is what else the tier asks."""

    tier: Tier
    day: date
    deals: tuple[OpenDeal, ...]
    missing: tuple[Progress, ...]


def forecast(facts: Facts, tier: Tier, *, policy: Policy, day: date, zone: str) -> Forecast | None:
    """When the tier is reached if open deals close on their dates; None when they are not enough, or it is met already.

    Revenue of the past drops out meanwhile, and certificates expire. A close date that is over counts as today's.
    """
    asked = requirements_of(tier, policy)
    if standing(facts, policy=policy, day=day, zone=zone).meets(asked):
        return None
    expected: list[tuple[date, OpenDeal]] = sorted(
        ((max(deal.close_date, day), deal) for deal in facts.open if deal.value is not None), key=lambda pair: (pair[0], pair[1].id)
    )
    for count, (closes, _) in enumerate(expected, start=1):
        won = tuple(_won(deal, on, zone) for on, deal in expected[:count])
        figures = standing(replace(facts, won=(*facts.won, *won)), policy=policy, day=closes, zone=zone)
        missing = tuple(each for each in figures.progress(asked) if not each.is_met)
        if all(each.requirement.need not in (Need.REVENUE, Need.CLOSED_DEALS) for each in missing):
            return Forecast(tier=tier, day=closes, deals=tuple(deal for _, deal in expected[:count]), missing=missing)
    return None


def _won(deal: OpenDeal, on: date, zone: str) -> WonDeal:
    return WonDeal(id=deal.id, company=deal.company, at=start_of_day(on, zone), value=deal.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """From the day on the partner no longer meets what it meets today, unless something is added; `met` is what is left."""

    day: date
    met: Tier
    missing: tuple[Progress, ...]


def next_loss(facts: Facts, *, policy: Policy, day: date, zone: str, months: int = 12) -> Loss | None:
    """When the tier that is met today is first missed because revenue drops out or something expires, within so many months."""
    today = tier_met(standing(facts, policy=policy, day=day, zone=zone), policy)
    asked = requirements_of(today, policy)
    for when in sorted(set(_ends(facts, policy.tiers.revenue_months, zone))):
        if not day < when <= months_after(day, months):
            continue
        figures = standing(facts, policy=policy, day=when, zone=zone)
        if not figures.meets(asked):
            missing = tuple(each for each in figures.progress(asked) if not each.is_met)
            return Loss(day=when, met=tier_met(figures, policy), missing=missing)
    return None


def _ends(facts: Facts, months: int, zone: str) -> Iterator[date]:
    """Every day on which something stops counting."""
    yield from (drops_out_on(deal.at, months, zone) for deal in facts.won)
    ends = [*(one.last for one in facts.certificates), *(one.last for one in facts.recorded)]
    yield from (date.fromordinal(last.toordinal() + 1) for last in ends if last is not None and last < date.max)
