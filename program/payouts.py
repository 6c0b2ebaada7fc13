"""What is payable is paid out in runs: one channel admin prepares a run, another approves it, and each line is paid at most once.

A run takes every line that is payable, is in no other run that stands and is not disputed. A partner whose lines of a currency add
up to less than the minimum, or to less than nothing, is carried over to the next run. Once prepared, a run never changes: it is
approved or cancelled as it is. Source: clause payouts.run of the policy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from program.money import Money
from program.policy import Policy
from program.reckoning import LineKind


class CarriedOver(StrEnum):
    """Why a partner is not paid in a run."""

    BELOW_MINIMUM = "below_minimum"
    NEGATIVE = "negative"
    NO_RATE = "no_rate"  # the minimum cannot be converted into the currency yet


class RunOutcome(StrEnum):
    APPROVED = "approved"
    CANCELLED = "cancelled"


class CannotDecide(StrEnum):
    """Why a run cannot be approved or cancelled."""

    DECIDED = "decided"
    OWN_RUN = "own_run"
    DISPUTED = "disputed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Payable:
    """A line that may be paid. `after` is the cancelled run that held it last, None where there was none."""

    line_id: str
    partner_id: str
    kind: LineKind
    amount: Money
    earned_on: date
    due_on: date
    after: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """What a partner gets in a run in one currency, or why it is carried over.

    `clawed_back` is the sum of its clawback lines, never above zero; its lines were earned from `first` to `last`, both included.
    """

    partner_id: str
    amount: Money
    lines: int
    clawed_back: Money
    clawbacks: int
    first: date
    last: date
    carried: CarriedOver | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """The lines that are paid, and the totals of everybody who was looked at."""

    lines: tuple[Payable, ...]
    totals: tuple[Total, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunDecision:
    outcome: RunOutcome
    at: datetime
    by: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A payout run. It holds what was payable on `through`, a day in the program's zone; `prepared_by` is a member's id."""

    id: str
    prepared_at: datetime
    prepared_by: str
    through: date
    policy_version: str
    decision: RunDecision | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedRun:
    """The run stays as it is; `clause` is what a decision would break, None for a matter of where it stands."""

    cannot: CannotDecide
    clause: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """How much more (or less) a partner gets than in the run before."""

    total: Total
    before: Money
    difference: Money


def prepare(payable: Iterable[Payable], minimum: Callable[[str], Money | None]) -> Prepared:
    """The run that the lines make. `minimum` is the least that is paid in a currency, None where that is not known."""
    groups: dict[tuple[str, str], list[Payable]] = {}
    for line in payable:
        groups.setdefault((line.partner_id, line.amount.currency), []).append(line)
    least = {currency: minimum(currency) for currency in {currency for _, currency in groups}}
    lines: list[Payable] = []
    totals = []
    for (partner_id, currency), group in sorted(groups.items()):
        total = _total(partner_id, currency, group, least[currency])
        totals.append(total)
        if total.carried is None:
            lines += group
    return Prepared(lines=tuple(lines), totals=tuple(totals))


def _total(partner_id: str, currency: str, group: Sequence[Payable], least: Money | None) -> Total:
    taken = [line for line in group if line.kind is LineKind.CLAWBACK]
    amount = _sum(group, currency)
    return Total(
        partner_id=partner_id,
        amount=amount,
        lines=len(group),
        clawed_back=_sum(taken, currency),
        clawbacks=len(taken),
        first=min(line.earned_on for line in group),
        last=max(line.earned_on for line in group),
        carried=_carried(amount, least),
    )


def _sum(lines: Iterable[Payable], currency: str) -> Money:
    return Money.from_minor(sum(line.amount.minor for line in lines), currency)


def _carried(amount: Money, least: Money | None) -> CarriedOver | None:
    if amount.amount < 0:
        return CarriedOver.NEGATIVE
    if least is None:
        return CarriedOver.NO_RATE
    return CarriedOver.BELOW_MINIMUM if amount.amount < least.amount or not amount.amount else None


def approve(run: Run, *, by: str, at: datetime, disputed: int, policy: Policy) -> RunDecision | RefusedRun:
    """The approval by the member, unless somebody decided, the member prepared it, or so many of its lines are disputed by now."""
    if run.decision is not None:
        return RefusedRun(cannot=CannotDecide.DECIDED)
    if run.prepared_by == by:
        return RefusedRun(cannot=CannotDecide.OWN_RUN, clause=policy.earning.payout.clause)
    if disputed:
        return RefusedRun(cannot=CannotDecide.DISPUTED, clause=policy.earning.dispute.clause)
    return RunDecision(outcome=RunOutcome.APPROVED, at=at, by=by)


def cancel(run: Run, *, by: str, at: datetime, reason: str) -> RunDecision | RefusedRun:
    """Its lines are payable again. Whoever prepared it may cancel it, too."""
    if run.decision is not None:
        return RefusedRun(cannot=CannotDecide.DECIDED)
    return RunDecision(outcome=RunOutcome.CANCELLED, at=at, by=by, reason=reason)


def sums(totals: Iterable[Total]) -> tuple[Money, ...]:
    """What is paid in each currency, in the order of their codes; what is carried over is not counted."""
    minor: dict[str, int] = {}
    for total in totals:
        if total.carried is None:
            minor[total.amount.currency] = minor.get(total.amount.currency, 0) + total.amount.minor
    return tuple(Money.from_minor(units, currency) for currency, units in sorted(minor.items()))


def largest_changes(totals: Iterable[Total], before: Mapping[tuple[str, str], Money]) -> tuple[Change, ...]:
    """In each currency the partner whose payout differs most from the one `before`, by partner and currency; without one, none."""
    largest: dict[str, Change] = {}
    for total in totals:
        currency = total.amount.currency
        known = before.get((total.partner_id, currency))
        if known is None or total.carried is not None or known == total.amount:
            continue
        difference = Money.from_minor(total.amount.minor - known.minor, currency)
        found = largest.get(currency)
        if found is None or abs(difference.minor) > abs(found.difference.minor):
            largest[currency] = Change(total=total, before=known, difference=difference)
    return tuple(largest[currency] for currency in sorted(largest))
