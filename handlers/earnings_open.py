"""What is not in a statement: what is earned and not paid yet, the partner's rates, and the promotions that it has something of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from handlers.clauses import clause_sources
from handlers.earning_lines import amounts, company_of, line_label, state_label
from handlers.outcome import Outcome, say, short
from handlers.ports import Work
from handlers.reply import Fact, Facts, Part, Table, Text, Tone
from handlers.settling import today_of
from handlers.state import Conversation
from handlers.tier_benefits import rate_facts
from handlers.understanding.earning_questions import EarningQuestion
from handlers.wording import Words
from program.earning import promotions_ahead
from program.ledger import Entry, LineState
from program.partners import Partner

#: A reply shows so many lines, those that are paid next.
_SHOWN: Final = 8


def open_amounts(work: Work, conversation: Conversation, partner: Partner, question: EarningQuestion) -> Outcome:
    """Of the period that the question names, else of all time."""
    words, today = Words.of(work.viewer.member), today_of(work)
    policy = work.program.in_force(work.at)
    entries = work.statements.lines(partner.id, question.first or date.min, question.last or today)
    work.log.add("statement.viewed", partner.id)
    unpaid = sorted((entry for entry in entries if entry.state(today) is not LineState.PAID), key=_falls_due)
    clauses = clause_sources([policy.earning.due.clause, policy.earning.payout.clause], policy, words)
    if not unpaid:
        return Outcome(parts=(Text(text=words("open.nothing")), clauses), conversation=conversation)
    title = words("open.title", amount=amounts(unpaid, words))
    if work.viewer.partner is None:
        title = f"{partner.name} · {title}"
    rest = len(unpaid) - _SHOWN
    more = (Text(text=words.count("open.more", rest), tone=Tone.HINT),) if rest > 0 else ()
    payouts = words("open.payouts", days=words.number(policy.earning.payout.every_days))
    parts: tuple[Part, ...] = (
        Text(text=title, tone=Tone.TITLE),
        Facts(facts=_states(unpaid, today, words)),
        _table(work, unpaid[:_SHOWN], today, words),
        *more,
        Text(text=payouts),
        clauses,
    )
    return Outcome(parts=parts, conversation=conversation)


def _falls_due(entry: Entry) -> tuple[date, date]:
    return entry.due_on or date.max, entry.line.earned_on


def _states(unpaid: Sequence[Entry], today: date, words: Words) -> tuple[Fact, ...]:
    """What can be paid at once; and the rest, with the day on which the next of it falls due."""
    payable = [entry for entry in unpaid if entry.state(today) is LineState.PAYABLE]
    accrued = [entry for entry in unpaid if entry.state(today) is LineState.ACCRUED]
    days = [entry.due_on for entry in accrued if entry.due_on is not None]
    note = words("open.next", day=words.day(min(days))) if days else ""
    facts = [Fact(label=words("line_sum.payable"), value=amounts(payable, words))] if payable else []
    return (*facts, *((Fact(label=words("line_sum.accrued"), value=amounts(accrued, words), note=note),) if accrued else ()))


def _table(work: Work, entries: Sequence[Entry], today: date, words: Words) -> Table:
    rows = tuple(
        (
            short(company_of(work, entry), 28),
            line_label(entry.line, words),
            words.money(entry.line.amount),
            state_label(entry, today, words),
        )
        for entry in entries
    )
    names = ("company", "line", "amount", "state")
    return Table(
        caption=words.count("earnings.lines", len(entries)),
        columns=tuple(words(f"column.{name}") for name in names),
        rows=rows,
        numeric=frozenset({names.index("amount")}),
    )


def campaigns(work: Work, conversation: Conversation, partner: Partner) -> Outcome:
    """The promotions of the policy that the partner has something of: those that run today, and those that are to come."""
    words, today, policy = Words.of(work.viewer.member), today_of(work), work.program.in_force(work.at)
    found = promotions_ahead(partner.kinds, work.tiers.at(partner.id, work.at), today, policy)
    if not found:
        return say(conversation, words("campaigns.none"))
    facts = tuple(
        Fact(
            label=promotion.name.replace("_", " "),
            value=words("campaigns.points", points=words.number(promotion.points))
            if promotion.points
            else words("campaigns.amount", amount=words.money(promotion.amount)),
            note=words("campaigns.days", first=words.day(promotion.first), last=words.day(promotion.last)),
        )
        for promotion in found
    )
    sources = clause_sources([promotion.clause for promotion in found], policy, words)
    return Outcome(
        parts=(Text(text=words("campaigns.title"), tone=Tone.TITLE), Facts(facts=facts), sources), conversation=conversation
    )


def rates(work: Work, conversation: Conversation, partner: Partner) -> Outcome:
    """What the partner earns of a deal at its tier, by the rules in force."""
    words, policy = Words.of(work.viewer.member), work.program.in_force(work.at)
    tier = work.tiers.at(partner.id, work.at)
    facts, clauses = rate_facts(partner, policy, tier, words)
    title = words("rates.title", partner=partner.name, tier=words(f"tier.{tier.value}"))
    sources = clause_sources(clauses, policy, words)
    return Outcome(parts=(Text(text=title, tone=Tone.TITLE), Facts(facts=facts), sources), conversation=conversation)
