"""A partner's own case: a few figures that only the partner knows, against what it earns by the policy, until it breaks even."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Final

from handlers.clauses import clause_sources
from handlers.figures import NOTHING, amount_in, count_in, decimal_in
from handlers.outcome import Outcome, offer
from handlers.ports import Work
from handlers.quote_view import percent
from handlers.reply import Chart, Choice, Fact, Facts, FieldKind, Part, Table, Text, Tone
from handlers.state import Conversation
from handlers.steps import Asked, Question, Step
from handlers.wording import Words
from program.access import Act
from program.money import Money
from program.partners import Partner
from program.policy import Ground, Pay, Policy
from program.profitability import Case, History, Plan, case_of, history_of, margin_of
from program.registrations import Status

_YEAR: Final = timedelta(days=365)
#: Beyond them a figure is a slip.
_MOST_PEOPLE, _MOST_DEALS = 10_000, Decimal(10_000)
_MONEY: Final = ("ramp_up", "monthly", "otherwise", "value")
#: What is asked, in this order.
NAMES: Final = ("people", "ramp_up", "monthly", "otherwise", "deals", "value")


def _ask(work: Work, subject: str) -> Asked | tuple[Part, ...]:
    """The figures; those of an earlier calculation stand in the subject, to be changed."""
    words, partner = Words.of(work.viewer.member), work.viewer.partner
    if partner is None or not work.viewer.may(Act.QUOTE):
        return (Text(text=words("profit.not_yours")),)
    earlier = dict(zip(NAMES, subject.split(";"), strict=False)) if ";" in subject else {}
    known = _from_history(_history(work, partner)) | earlier
    questions = tuple(_question(name, known.get(name, ""), partner, words) for name in NAMES)
    return Asked(title=words("profit.ask"), submit=words("profit.submit"), questions=questions, changes=bool(earlier))


def _question(name: str, known: str, partner: Partner, words: Words) -> Question:
    def reads(text: str) -> str | None:
        return _figure(name, text, partner.currency)

    currency = {"currency": partner.currency}
    label, hint = words(f"profit.{name}", **currency), words(f"profit.{name}.hint", **currency)
    given = reads(known) if known else None
    return Question(
        name=name,
        label=label,
        hint=hint,
        kind=FieldKind.TEXT,
        required=name != "otherwise",
        known=given or "",
        reads=reads,
        fault=words("profit.fault.money" if name in _MONEY else "profit.fault.number", **currency),
    )


def _figure(name: str, text: str, currency: str) -> str | None:
    """The figure in canonical form: a whole number of people, deals with two digits, or an amount of the currency."""
    if name == "people":
        return count_in(text, _MOST_PEOPLE)
    return decimal_in(text, _MOST_DEALS) if name == "deals" else amount_in(text, currency)


def _history(work: Work, partner: Partner) -> History | None:
    """What the partner won in the last year, in its own currency."""
    since = work.at - _YEAR
    won = [one for one in work.registrations.of_partner(partner.id) if one.status is Status.WON and one.closing]
    return history_of([one for one in won if one.closing and one.closing.at >= since], partner.currency)


def _from_history(history: History | None) -> dict[str, str]:
    return {} if history is None else {"deals": f"{history.deals:f}", "value": f"{history.value.amount:f}"}


def _do(work: Work, conversation: Conversation, _: str, values: Mapping[str, str]) -> Outcome:
    words, partner = Words.of(work.viewer.member), work.viewer.partner
    if partner is None:
        return Outcome(parts=(Text(text=words("profit.not_yours")),), conversation=conversation)
    policy = work.program.in_force(work.at)
    plan = _plan(values, partner.currency)
    found = case_of(plan, margin_of(partner, policy), policy)
    history = _from_history(_history(work, partner))
    from_history = any(values.get(name) == value for name, value in history.items())
    mark = ";".join(values.get(name, NOTHING) for name in NAMES)
    clauses = [found.margin.clause, policy.clause(Ground.PARTNERS_CASE).id]
    parts = (
        *_verdict(found, policy, words),
        Facts(facts=_facts(plan, found, partner, policy, words)),
        _table(found, words),
        _chart(found, words),
        *((Text(text=words("profit.from_history"), tone=Tone.HINT),) if from_history else ()),
        Text(text=words("profit.left_out"), tone=Tone.HINT),
        clause_sources(clauses, policy, words),
        *offer([Choice(label=words("choice.change"), action=f"step/profit/{mark}")]),
    )
    return Outcome(parts=parts, conversation=conversation)


def _plan(values: Mapping[str, str], currency: str) -> Plan:
    def money(name: str) -> Money:
        return Money(amount=Decimal(values.get(name, NOTHING)), currency=currency)

    return Plan(
        people=int(values["people"]),
        ramp_up=money("ramp_up"),
        monthly=money("monthly"),
        otherwise=money("otherwise"),
        deals=Decimal(values["deals"]),
        value=money("value"),
    )


def _verdict(found: Case, policy: Policy, words: Words) -> tuple[Part, ...]:
    """Whether and when it breaks even, and what is left at the end."""
    last = found.quarters[-1]
    months = words.number(policy.economics.quarters * 3)
    if found.break_even is None:
        return (Text(text=words("profit.never", months=months, balance=words.money(last.balance)), tone=Tone.WARNING),)
    text = words("profit.even", month=words.number(found.break_even), months=months, balance=words.money(last.balance))
    return (Text(text=text, tone=Tone.SUCCESS),)


def _facts(plan: Plan, found: Case, partner: Partner, policy: Policy, words: Words) -> tuple[Fact, ...]:
    """Every number of the calculation and what it is made of."""
    margin, costs = found.margin, words("profit.costs", monthly=words.money(plan.monthly), otherwise=words.money(plan.otherwise))
    is_share = margin.pays is Pay.REVENUE_SHARE
    base = words("profit.of_revenue" if is_share else "profit.of_deal", rate=percent(margin.percent, words))
    tier = words("profit.why", tier=partner.tier.value.capitalize(), clause=margin.clause)
    deals = words("profit.flow", deals=words.number(plan.deals), value=words.money(plan.value))
    ramp = words("profit.ramp", months=words.number(policy.economics.ramp_months), clause=policy.clause(Ground.PARTNERS_CASE).id)
    people = words("profit.people_times", people=words.number(plan.people), each=words.money(plan.ramp_up))
    return (
        Fact(label=words("profit.margin"), value=base, note=tier),
        Fact(label=words("profit.deal_flow"), value=deals, note=ramp),
        Fact(label=words("profit.investment"), value=words.money(found.investment), note=people),
        Fact(label=words("profit.month_costs"), value=words.money(found.month_costs), note=costs),
        Fact(label=words("profit.month_earns"), value=words.money(found.month_earns)),
    )


def _table(found: Case, words: Words) -> Table:
    rows = tuple(
        (words.number(each.number), words.money(each.earned), words.money(each.spent), words.money(each.balance))
        for each in found.quarters
    )
    names = ("quarter", "earned", "spent", "balance")
    return Table(
        caption=words("profit.table"),
        columns=tuple(words(f"column.{name}") for name in names),
        rows=rows,
        numeric=frozenset({1, 2, 3}),
    )


def _chart(found: Case, words: Words) -> Chart:
    return Chart(
        title=words("profit.chart"),
        labels=tuple(words("profit.quarter", number=words.number(each.number)) for each in found.quarters),
        values=tuple(each.balance.amount for each in found.quarters),
        shown=tuple(words.money(each.balance) for each in found.quarters),
    )


PROFIT: Final = Step(verb="profit", ask=_ask, do=_do)
