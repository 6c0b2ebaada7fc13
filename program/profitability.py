"""Whether the partnership pays: what a partner earns by the policy, month by month, against what it spends, until it breaks even.

Source: clause 11.1, and chapter 5 for what a partner earns. Amounts are exact and rounded half-even once a month. What nobody can
know stays out: no renewals, and no customer who leaves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from program.money import Money, minor_digits
from program.partners import Partner, PartnerKind, leading_kind
from program.policy import Pay, Policy
from program.registrations import Registration, Status

_MONTHS: Final = 3
_YEAR: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What only the partner knows, all in one currency and not below zero.

    `people` are trained for `ramp_up` each, once; the practice costs `monthly`, and its people would earn `otherwise` a month with
    something else. `deals` are won in a quarter (exact, two digits at most), each worth `value` in its first year.
    """

    people: int
    ramp_up: Money
    monthly: Money
    otherwise: Money
    deals: Decimal
    value: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Margin:
    """What a partner of a kind and tier earns: per cent of a deal's first year, or of its monthly revenue. `clause` says so."""

    kind: PartnerKind
    pays: Pay
    percent: Decimal
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarter:
    """A quarter, from 1: what was earned and spent in it, and what is left of everything since the beginning."""

    number: int
    earned: Money
    spent: Money
    balance: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """The whole calculation. `break_even` is the month, from 1, at whose end nothing is owed any more; None when there is none.

    `month_earns` is what the last month earns, `month_costs` what every month costs.
    """

    margin: Margin
    investment: Money
    month_earns: Money
    month_costs: Money
    quarters: tuple[Quarter, ...]
    break_even: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The partner's own won deals of the last year: how many a quarter, and what one was worth. None without any."""

    deals: Decimal
    value: Money


def margin_of(partner: Partner, policy: Policy) -> Margin:
    """What the partner earns on a deal that is not complex and has no promotion."""
    rules = policy.kinds[leading_kind(partner.kinds)]
    if rules.rates is None:
        shares = policy.revenue_share
        return Margin(kind=rules.kind, pays=rules.pays, percent=shares.by_tier[partner.tier], clause=shares.clause)
    rates = policy.commission.rates[rules.rates]
    return Margin(kind=rules.kind, pays=rules.pays, percent=rates.by_tier[partner.tier], clause=rates.clause)


def case_of(plan: Plan, margin: Margin, policy: Policy) -> Case:
    """The plan under the policy, quarter by quarter; what the quarters say sums up to the last balance, to the cent."""
    rules = policy.economics
    investment = Money(amount=plan.ramp_up.amount * plan.people, currency=plan.ramp_up.currency)
    costs = plan.monthly + plan.otherwise
    earned = [_earned(plan, margin, month, rules.ramp_months) for month in range(1, rules.quarters * _MONTHS + 1)]
    balance = -investment.minor
    break_even: int | None = None
    quarters: list[Quarter] = []
    for month, each in enumerate(earned, start=1):
        balance += each.minor - costs.minor
        if balance < 0:
            break_even = None
        elif break_even is None:
            break_even = month
        if month % _MONTHS == 0:
            quarters.append(_quarter(month // _MONTHS, earned[month - _MONTHS : month], investment, costs, balance))
    return Case(
        margin=margin,
        investment=investment,
        month_earns=earned[-1],
        month_costs=costs,
        quarters=tuple(quarters),
        break_even=break_even,
    )


def _quarter(number: int, earned: Sequence[Money], investment: Money, costs: Money, balance: int) -> Quarter:
    """The ramp-up is spent in the first quarter."""
    spent = costs.minor * len(earned) + (investment.minor if number == 1 else 0)
    return Quarter(
        number=number,
        earned=Money.from_minor(sum(each.minor for each in earned), costs.currency),
        spent=Money.from_minor(spent, costs.currency),
        balance=Money.from_minor(balance, costs.currency),
    )


def _earned(plan: Plan, margin: Margin, month: int, ramp: int) -> Money:
    """What the month earns, from 1: of the deals won in it, or of every customer that is there by then."""
    won = Fraction(plan.deals) / _MONTHS
    since = max(0, month - ramp)
    counted = Fraction(since, _YEAR) if margin.pays is Pay.REVENUE_SHARE else Fraction(min(since, 1))
    exact = won * counted * Fraction(plan.value.amount) * Fraction(margin.percent) / 100
    return Money.from_minor(round(exact * 10 ** minor_digits(plan.value.currency)), plan.value.currency)  # half-even


def history_of(won: Sequence[Registration], currency: str) -> History | None:
    """What the won registrations of the last twelve months say, those in the currency with a final value."""
    amounts = [one.closing.amount for one in won if one.status is Status.WON and one.closing and one.closing.amount]
    values = [amount for amount in amounts if amount.currency == currency]
    if not values:
        return None
    total = sum(amount.minor for amount in values)
    average = Money.from_minor(round(Fraction(total, len(values))), currency)
    return History(deals=Decimal(len(values)) / 4, value=average)
