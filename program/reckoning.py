"""Everything that a deal earns its partner by what is known of it, item by item; the ledger books the difference.

The commission is one item; every refund, the customer's early leaving and the true-up are items of their own, each the difference
that it makes to the commission in the order of their days. So the items always sum to the commission on what is left, whatever
order the facts came in. Source: chapter 5 of the policy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal, localcontext
from enum import StrEnum
from itertools import groupby

from program.billing import PRECISION, BillingFact, Exchange, FactKind, NoExchangeRate
from program.earning import Sale, Step, StepKind, promotions_for, rate_of, share_of
from program.money import Money
from program.partners import Tier
from program.periods import first_of_month, months_after, start_of_day
from program.policy import Ground, Pay, Policy
from program.policy_earning import DueAfter

#: The tier that the partner held at an instant.
TierAt = Callable[[datetime], Tier]


class LineKind(StrEnum):
    """What a line of a statement is."""

    COMMISSION = "commission"
    RENEWAL = "renewal"
    MARGIN = "margin"  # kept by the partner as a discount: never paid out
    REVENUE_SHARE = "revenue_share"
    SPIFF = "spiff"
    CLAWBACK = "clawback"
    TRUE_UP = "true_up"
    ADJUSTMENT = "adjustment"  # the outcome of a dispute


@dataclass(frozen=True, slots=True, kw_only=True)
class Entitlement:
    """What is due for one item of a deal, in the partner's currency; `on` is the day on which it is earned.

    `base` is in the deal's currency, `percent` None for a fixed amount. `due_on` is the first day on which it is payable, None
    while that is not known.
    """

    item: str
    kind: LineKind
    base: Money
    percent: Decimal | None
    amount: Money
    steps: tuple[Step, ...]
    on: date
    due_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a deal is reckoned by, beside its facts. `today` is the day in the program's zone; later days have not happened."""

    policy: Policy
    exchange: Exchange
    tier_at: TierAt
    zone: str
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoned:
    """The items that could be reckoned, and the exchange rates (currency, month) that some are waiting for."""

    entitlements: tuple[Entitlement, ...]
    missing: frozenset[tuple[str, date]] = frozenset()


def reckon(sale: Sale, facts: Sequence[BillingFact], terms: Terms) -> Reckoned:
    """Every item of the deal as of the terms' day. The facts are the deal's own, each once, in any order."""
    found: list[Entitlement] = []
    missing: set[tuple[str, date]] = set()
    for items in _parts(sale, sorted(facts, key=lambda fact: (fact.on, fact.kind, fact.source)), terms):
        try:
            found.extend(items)
        except NoExchangeRate as waiting:
            missing.add((waiting.currency, waiting.month))
    return Reckoned(entitlements=tuple(found), missing=frozenset(missing))


def _parts(sale: Sale, facts: list[BillingFact], terms: Terms) -> Iterator[Iterator[Entitlement]]:
    if terms.policy.kinds[sale.kind].pays is Pay.REVENUE_SHARE:
        usage = (fact for fact in facts if fact.kind is FactKind.USAGE and fact.on <= terms.today)
        for month, of_month in groupby(usage, key=lambda fact: first_of_month(fact.on)):
            # Not reckoned before it is asked for: whoever asks knows what to do when a rate is missing.
            yield map(_share, (sale,), (month,), (list(of_month),), (terms,))
    else:
        yield _commission(sale, facts, terms)
    yield _spiffs(sale, facts, terms)


# ── commission ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class _Base:
    """The base as it stood after something happened to it."""

    item: str
    kind: LineKind
    on: date
    base: Money
    steps: tuple[Step, ...]


def _commission(sale: Sale, facts: list[BillingFact], terms: Terms) -> Iterator[Entitlement]:
    rated = rate_of(sale, terms.policy)
    due = _due_on(sale, facts, terms)
    before: Money | None = None
    for stage in _bases(sale, facts, terms):
        whole, steps = _earned(sale, stage.base, rated.percent, terms)
        amount = whole if before is None else whole + _negative(before)
        told = (*stage.steps, *rated.steps, *steps)
        if before is not None:
            told = (*told, Step(kind=StepKind.BEFORE, money=before))
        before = whole
        if amount.amount or stage.item == "commission":
            yield Entitlement(
                item=stage.item,
                kind=stage.kind,
                base=stage.base,
                percent=rated.percent,
                amount=amount,
                steps=told,
                on=stage.on,
                due_on=max(due, stage.on) if due else None,
            )


def _bases(sale: Sale, facts: list[BillingFact], terms: Terms) -> Iterator[_Base]:
    """The base at the win, and after each thing that changed it up to today, in the order of their days."""
    value, refunded = sale.value, Money(amount=Decimal(0), currency=sale.value.currency)
    first = Step(kind=StepKind.VALUE, money=value)
    yield _Base(item="commission", kind=_kind(sale, terms.policy), on=sale.won_on, base=value, steps=(first,))
    trued, left = _trued_up(sale, facts, terms), _left_early(sale, facts, terms)
    rules = terms.policy.earning
    for on, fact in _changes(facts, trued, left, terms.today):
        item, kind = "true_up", LineKind.TRUE_UP
        if fact is None and trued is not None:
            value = trued[1]
            first = Step(kind=StepKind.INVOICED, clause=rules.true_up.clause, money=value)
        elif fact is left:
            item, kind, value = "churn", LineKind.CLAWBACK, Money(amount=Decimal(0), currency=value.currency)
            first = Step(kind=StepKind.LEFT_EARLY, clause=rules.clawback.clause, money=value)
        elif fact is not None and fact.amount is not None:
            item, kind, refunded = f"refund:{fact.source}", LineKind.CLAWBACK, refunded + fact.amount
        less = Step(kind=StepKind.REFUNDED, clause=rules.clawback.clause, money=refunded)
        base = _at_least_nothing(value + _negative(refunded))
        yield _Base(item=item, kind=kind, on=on, base=base, steps=(first, less) if refunded.amount else (first,))
        if fact is not None and fact is left:
            return


def _changes(
    facts: list[BillingFact], trued: tuple[date, Money] | None, left: BillingFact | None, today: date
) -> list[tuple[date, BillingFact | None]]:
    """What changed the base, by day: refunds, then the true-up (None), then that the customer left."""
    changes: list[tuple[date, int, str, BillingFact | None]] = [
        (fact.on, 0, fact.source, fact) for fact in facts if fact.kind is FactKind.REFUND and fact.on <= today
    ]
    if trued is not None:
        changes.append((trued[0], 1, "", None))
    if left is not None:
        changes.append((left.on, 2, "", left))
    return [(on, fact) for on, _, _, fact in sorted(changes, key=lambda change: change[:3])]


def _trued_up(sale: Sale, facts: list[BillingFact], terms: Terms) -> tuple[date, Money] | None:
    """The day of the true-up and what was invoiced until then; None before it, and where nothing was invoiced."""
    day = months_after(sale.won_on, terms.policy.earning.true_up.months)
    invoiced = [fact.amount for fact in facts if fact.kind is FactKind.INVOICE and fact.amount and fact.on < day]
    if day > terms.today or not invoiced:
        return None
    return day, Money(amount=sum((amount.amount for amount in invoiced), Decimal(0)), currency=sale.value.currency)


def _left_early(sale: Sale, facts: list[BillingFact], terms: Terms) -> BillingFact | None:
    """The first fact since the win that the customer left, if that was early enough to take the commission back."""
    first, within = sale.won_on, sale.won_on + timedelta(days=terms.policy.earning.clawback.churn_days)
    left = (fact for fact in facts if fact.kind is FactKind.CHURN and fact.on <= terms.today)
    return next((fact for fact in left if first <= fact.on < within), None)


def _earned(sale: Sale, base: Money, percent: Decimal, terms: Terms) -> tuple[Money, tuple[Step, ...]]:
    """The partner's part of a percentage of the base: converted, rounded once, capped, then shared so that the parts sum up."""
    with localcontext(prec=PRECISION):
        unrounded = base.amount * percent / 100
    steps = []
    if base.currency != sale.currency:
        unrounded = terms.exchange.converted(unrounded, base.currency, sale.currency, sale.won_on)
        steps.append(_exchange_step(base.currency, sale, sale.won_on, terms))
    whole = Money.rounded(unrounded, sale.currency)
    steps.append(Step(kind=StepKind.WHOLE, money=whole))
    cap = terms.policy.earning.deal_cap
    if cap is not None:
        most = Money.rounded(
            terms.exchange.converted(cap.amount.amount, cap.amount.currency, sale.currency, sale.won_on), sale.currency
        )
        if whole.amount > most.amount:
            whole = most
            steps.append(Step(kind=StepKind.DEAL_CAP, clause=cap.clause, money=most))
    return _shared(sale, whole, steps, terms.policy)


def _shared(sale: Sale, whole: Money, steps: list[Step], policy: Policy) -> tuple[Money, tuple[Step, ...]]:
    """The partner's part of an amount, the rest being direct sales'; the clause is that of a split."""
    if sale.partner_percent == 100:
        return whole, tuple(steps)
    part = whole.split((sale.partner_percent, 100 - sale.partner_percent))[0]
    by = sale.sourced.value if sale.sourced else ""
    clause = policy.grounds[Ground.SPLIT]
    return part, (*steps, Step(kind=StepKind.SHARE, clause=clause, percent=Decimal(sale.partner_percent), money=part, name=by))


def _exchange_step(source: str, sale: Sale, day: date, terms: Terms) -> Step:
    numerator, denominator = terms.exchange.rate(source, sale.currency, day)
    with localcontext(prec=12):
        rate = (numerator / denominator).normalize()
    one = Money(amount=Decimal(1), currency=source)
    return Step(
        kind=StepKind.EXCHANGE, clause=terms.policy.earning.exchange, percent=rate, money=one, name=f"{day:%Y-%m} {sale.currency}"
    )


def _kind(sale: Sale, policy: Policy) -> LineKind:
    if policy.kinds[sale.kind].pays is Pay.MARGIN:
        return LineKind.MARGIN
    return LineKind.RENEWAL if sale.renewal else LineKind.COMMISSION


# ── revenue share and SPIFFs ─────────────────────────────────────────────────────────────────────────────────────────────


def _share(sale: Sale, month: date, usage: list[BillingFact], terms: Terms) -> Entitlement:
    """The share of one month's revenue, at the tier held when the month began or, in the month of the win, at the win."""
    begins = max(start_of_day(month, terms.zone), sale.won_at)
    rated = share_of(terms.tier_at(begins), terms.policy)
    last = months_after(month, 1) - timedelta(days=1)
    base = Money(
        amount=sum((fact.amount.amount for fact in usage if fact.amount), Decimal(0)),
        currency=sale.value.currency,
    )
    with localcontext(prec=PRECISION):
        unrounded = base.amount * rated.percent / 100
    steps = [Step(kind=StepKind.USAGE, money=base, name=f"{month:%Y-%m}"), *rated.steps]
    if base.currency != sale.currency:
        unrounded = terms.exchange.converted(unrounded, base.currency, sale.currency, month)
        steps.append(_exchange_step(base.currency, sale, month, terms))
    whole = Money.rounded(unrounded, sale.currency)
    amount, told = _shared(sale, whole, [*steps, Step(kind=StepKind.WHOLE, money=whole)], terms.policy)
    return Entitlement(
        item=f"share:{month:%Y-%m}",
        kind=LineKind.REVENUE_SHARE,
        base=base,
        percent=rated.percent,
        amount=amount,
        steps=told,
        on=last,
        due_on=last + timedelta(days=terms.policy.earning.due.holding_days),
    )


def _spiffs(sale: Sale, facts: list[BillingFact], terms: Terms) -> Iterator[Entitlement]:
    """The fixed amounts of promotions; taken back when the customer leaves early."""
    if _left_early(sale, facts, terms) is not None:
        return
    due = _due_on(sale, facts, terms)
    for promotion in promotions_for(sale, terms.policy):
        if not promotion.amount.amount:
            continue
        given = promotion.amount
        steps = [Step(kind=StepKind.SPIFF, clause=promotion.clause, money=given, name=promotion.name)]
        if given.currency != sale.currency:
            steps.append(_exchange_step(given.currency, sale, sale.won_on, terms))
        amount = terms.exchange.money(given, sale.currency, sale.won_on)
        yield Entitlement(
            item=f"spiff:{promotion.name}",
            kind=LineKind.SPIFF,
            base=given,
            percent=None,
            amount=amount,
            steps=tuple(steps),
            on=sale.won_on,
            due_on=due,
        )


# ── when ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _due_on(sale: Sale, facts: list[BillingFact], terms: Terms) -> date | None:
    """The first day on which what the deal earned is payable, None while the customer has not paid."""
    rule = terms.policy.earning.due
    if terms.policy.kinds[sale.kind].pays is Pay.MARGIN:
        return sale.won_on
    reached = _reached(sale, facts, terms)
    return reached + timedelta(days=rule.holding_days) if reached else None


def _reached(sale: Sale, facts: list[BillingFact], terms: Terms) -> date | None:
    """The day of the win, of the first payment, or of the one that paid in full: what was won, or less where less was invoiced."""
    after, paid, full = terms.policy.earning.due.after, Decimal(0), sale.value.amount
    if after is DueAfter.WIN:
        return sale.won_on
    if (trued := _trued_up(sale, facts, terms)) is not None:
        full = min(full, trued[1].amount)
    for fact in facts:
        if fact.kind is FactKind.PAYMENT and fact.amount and fact.on <= terms.today:
            paid += fact.amount.amount
            if after is DueAfter.FIRST_PAYMENT or paid >= full:
                return max(fact.on, sale.won_on)
    return None


def _negative(money: Money) -> Money:
    return replace(money, amount=-money.amount)


def _at_least_nothing(money: Money) -> Money:
    return money if money.amount > 0 else replace(money, amount=Decimal(0))
