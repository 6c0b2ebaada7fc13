"""One line of a statement, step by step, each with its clause: what it is of, how the rate came about, and when it is paid."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from handlers.clauses import clause_sources
from handlers.earning_lines import company_of, line_label
from handlers.outcome import Outcome, offer, say
from handlers.ports import Work
from handlers.reply import Choice, Fact, Facts, Part, Text, Tone
from handlers.settling import today_of
from handlers.state import Conversation
from handlers.understanding.earning_questions import EarningQuestion
from handlers.wording import Words
from program.earning import Step, StepKind
from program.ledger import Entry, LineState
from program.money import Money
from program.partners import Partner, Tier
from program.policy import Policy
from program.reckoning import LineKind
from program.registrations import Registration

#: The latest line is looked for so many days back.
_LOOKED_BACK: Final = 730
_POINTS: Final = (StepKind.COMPLEX, StepKind.VERTICAL, StepKind.SEVERAL, StepKind.PROMOTION, StepKind.REWARD)
#: What a rate is made of; with only one of them the rate itself need not be said again.
_OF_THE_RATE: Final = (*_POINTS, StepKind.CAP, StepKind.RENEWAL)
#: What makes the partner's amount another one than the percentage of the base.
_OF_THE_AMOUNT: Final = (StepKind.DEAL_CAP, StepKind.SHARE, StepKind.BEFORE, StepKind.EXCHANGE)


def explain(work: Work, conversation: Conversation, line_id: str, question: EarningQuestion | None = None) -> Outcome:
    """The line of that name, if the viewer may see it."""
    words = Words.of(work.viewer.member)
    entry = work.statements.line(line_id.upper())
    if entry is None:
        return say(conversation, words("earnings.unknown_line", id=line_id[:20]))
    line, policy = entry.line, work.program.version(entry.line.policy_version)
    work.log.add("statement.viewed", line.partner_id, line=line.id)
    title = words("explain.title", line=line_label(line, words), company=company_of(work, entry), amount=words.money(line.amount))
    contrast = _contrast(entry, question.percents if question else (), policy, words)
    parts: list[Part] = [
        Text(text=title, tone=Tone.TITLE),
        *contrast,
        Facts(facts=step_facts(line.steps, words)),
        Text(text=_when(work, entry, policy, words)),
        clause_sources(list(line.clauses), policy, words),
    ]
    may_dispute = work.viewer.partner is not None and not entry.disputed
    choices = [Choice(label=words("choice.dispute"), action=f"step/dispute/{line.id}")] if may_dispute else []
    return Outcome(parts=(*parts, *offer(choices)), conversation=conversation)


def explain_latest(work: Work, conversation: Conversation, partner: Partner, question: EarningQuestion) -> Outcome:
    """The latest line of the partner that fits the question: with the percentage or the amount that it names, or one that took
    something back where it asks for that; else the latest of all."""
    words, today = Words.of(work.viewer.member), today_of(work)
    first = question.first or today - timedelta(days=_LOOKED_BACK)
    return _explain_one(work, conversation, work.statements.lines(partner.id, first, question.last or today), question, words)


def explain_deal(work: Work, conversation: Conversation, registration: Registration, question: EarningQuestion) -> Outcome:
    """The first line of the deal, or the one that fits the question."""
    words = Words.of(work.viewer.member)
    return _explain_one(work, conversation, tuple(reversed(work.statements.of_deal(registration.id))), question, words)


def _explain_one(
    work: Work, conversation: Conversation, entries: Sequence[Entry], question: EarningQuestion, words: Words
) -> Outcome:
    if not entries:
        return say(conversation, words("explain.nothing"))
    percent = [entry for entry in entries if entry.line.percent is not None and entry.line.percent in question.percents[:1]]
    amount = [entry for entry in entries if abs(entry.line.amount.amount) in question.amounts]
    less = [entry for entry in entries if question.less and entry.line.amount.amount < 0]
    return explain(work, conversation, (percent or amount or less or entries)[-1].line.id, question)


# ── the steps in words ───────────────────────────────────────────────────────────────────────────────────────────────────


def step_facts(steps: Sequence[Step], words: Words) -> tuple[Fact, ...]:
    """Each step that says something: what it is, its figure, and its clause."""
    kinds = {step.kind for step in steps}
    unsaid = set()
    if kinds.isdisjoint(_OF_THE_RATE):
        unsaid.add(StepKind.RATE)
    if kinds.isdisjoint(_OF_THE_AMOUNT):
        unsaid.add(StepKind.WHOLE)
    return tuple(_fact(step, words) for step in steps if step.kind not in unsaid)


def _fact(step: Step, words: Words) -> Fact:
    note = words("explain.clause", id=step.clause) if step.clause else ""
    return Fact(label=words(f"step.{step.kind.value}", name=_name(step, words)), value=_figure(step, words), note=note)


def _name(step: Step, words: Words) -> str:
    """What the step is about, in the reader's words where it is one of ours."""
    match step.kind:
        case StepKind.TIER_RATE:
            return words(f"tier.{step.name}")
        case StepKind.SHARE:
            return words(f"sourced.{step.name}") if step.name else ""
        case StepKind.USAGE:
            return words.month(_month(step.name))
        case StepKind.EXCHANGE:
            return words(
                "explain.rate_of", one=words.money(step.money) if step.money else "", month=words.month(_month(step.name[:7]))
            )
        case _:
            return step.name.replace("_", " ")


def _figure(step: Step, words: Words) -> str:
    if step.kind in _POINTS:
        return words("explain.points", points=words.number(step.percent or Decimal(0)))
    if step.kind is StepKind.EXCHANGE:
        return f"{words.number(step.percent or Decimal(0))} {step.name[8:]}"
    if step.kind is StepKind.VOID:
        return words("explain.void")
    if step.money is None:
        return words.rate(step.percent or Decimal(0))
    if step.kind in (StepKind.REFUNDED, StepKind.BEFORE):
        return words.money(_opposite(step.money))
    return words.money(step.money) if step.percent is None else f"{words.rate(step.percent)} = {words.money(step.money)}"


def _month(text: str) -> date:
    """The first day of a month written as 2026-10."""
    return date.fromisoformat(f"{text}-01")


def _opposite(money: Money) -> Money:
    return Money(amount=-money.amount, currency=money.currency)


def _when(work: Work, entry: Entry, policy: Policy, words: Words) -> str:
    """When it is paid, and what it waits for."""
    today, line = today_of(work), entry.line
    if entry.disputed:
        return words("explain.disputed")
    state = entry.state(today)
    if line.kind is LineKind.MARGIN:
        return words("explain.margin")
    if state is LineState.PAID and entry.paid_at is not None:
        return words("explain.paid", day=words.day(entry.paid_at.date()))
    if entry.due_on is not None:
        return words("explain.payable" if state is LineState.PAYABLE else "explain.due", day=words.day(entry.due_on))
    return words(f"explain.waits.{policy.earning.due.after.value}", days=words.number(policy.earning.due.holding_days))


def _contrast(entry: Entry, percents: Sequence[Decimal], policy: Policy, words: Words) -> tuple[Part, ...]:
    """Why it is this percentage and not another one that the question names."""
    line = entry.line
    others = [percent for percent in percents if percent != line.percent]
    held = next((step for step in line.steps if step.kind is StepKind.TIER_RATE), None)
    if not others or line.percent is None or held is None or held.percent is None:
        return ()
    table = _table_of(held, policy)
    added = line.percent - held.percent
    tier = next((tier for tier in Tier if table.get(tier) in (others[0], others[0] - added)), None)
    fields = {
        "percent": words.rate(line.percent),
        "other": words.rate(others[0]),
        "held": words(f"tier.{held.name}"),
        "when": words("explain.at_month" if line.kind is LineKind.REVENUE_SHARE else "explain.at_win"),
    }
    if tier is None:
        return (Text(text=words("explain.no_such_rate", **fields)),)
    return (Text(text=words("explain.other_tier", tier=words(f"tier.{tier.value}"), **fields)),)


def _table_of(step: Step, policy: Policy) -> dict[Tier, Decimal]:
    """The rates by tier of the clause that the step rests on."""
    for rates in policy.commission.rates.values():
        if rates.clause == step.clause:
            return dict(rates.by_tier)
    return dict(policy.revenue_share.by_tier)
