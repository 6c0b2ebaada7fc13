"""A partner manager's partners at a glance: how one of them is doing, and who has been quiet for longest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from handlers.earning_lines import amounts, sums
from handlers.outcome import Outcome, offer, say
from handlers.ports import Work
from handlers.reply import Choice, Fact, Facts, Table, Text, Tone
from handlers.settling import today_of
from handlers.state import Conversation
from handlers.understanding.text import fold
from handlers.wording import Words
from program.access import Act
from program.money import Money
from program.partners import Partner
from program.periods import local_date
from program.registrations import UNDECIDED, Registration, Status

#: A list has so many partners.
_SHOWN: Final = 10
#: What was won and earned is told of so many days.
_YEAR: Final = timedelta(days=365)


def named_partner(work: Work, subject: str) -> Partner | None:
    """The partner in the viewer's sight that the words name: in full, or by the first word of its name where only one has it."""
    said = fold(subject.strip())
    if not said or not work.viewer.may(Act.REVIEW):
        return None
    partners = work.people.partners()
    found = [each for each in partners if fold(each.name) == said] or [
        each for each in partners if fold(each.name).split()[0] == said
    ]
    return found[0] if len(found) == 1 else None


def show(work: Work, conversation: Conversation, partner: Partner) -> Outcome:
    """Its tier, its deals and what it earned in a year, and the way to the rest."""
    words, today = Words.of(work.viewer.member), today_of(work)
    deals, since = work.registrations.of_partner(partner.id), work.at - _YEAR
    held = work.tiers.at(partner.id, work.at)
    by_status = {each.id: each.status_at(work.at) for each in deals}
    waiting = [each for each in deals if by_status[each.id] in UNDECIDED]
    protected = [each for each in deals if by_status[each.id] is Status.APPROVED]
    won = [each for each in deals if by_status[each.id] is Status.WON and each.closing is not None and each.closing.at >= since]
    earned = work.statements.lines(partner.id, today - _YEAR, today)
    work.log.add("statement.viewed", partner.id, first=(today - _YEAR).isoformat(), last=today.isoformat())
    last = max((each.registered_at for each in deals), default=None)
    facts = [
        Fact(label=words("portfolio.tier"), value=words(f"tier.{held.value}")),
        Fact(label=words("portfolio.last"), value=_day(last, words)),
        _counted(words("portfolio.waiting"), waiting, words),
        _counted(words("portfolio.protected"), protected, words),
        _counted(words("portfolio.won"), won, words),
    ]
    if sums(earned):
        facts.append(Fact(label=words("portfolio.earned"), value=amounts(earned, words)))
    choices = [
        Choice(label=words("choice.show_tier", partner=partner.name), action=f"tier.show/{partner.id}"),
        Choice(
            label=words("choice.statement"),
            action=f"earnings.of/{partner.id}/{(today - _YEAR).isoformat()}/{today.isoformat()}",
        ),
    ]
    parts = (Text(text=partner.name, tone=Tone.TITLE), Facts(facts=tuple(facts)), *offer(choices))
    return Outcome(parts=parts, conversation=conversation)


def quiet(work: Work, conversation: Conversation) -> Outcome:
    """The partners in the viewer's sight by their last registration: who never had one first, then the longest ago."""
    words = Words.of(work.viewer.member)
    if not work.viewer.may(Act.REVIEW):
        return say(conversation, words("portfolio.not_yours"))
    last: dict[str, datetime] = {}
    counts: dict[str, int] = {}
    for deal in work.registrations.all():
        last[deal.partner_id] = max(deal.registered_at, last.get(deal.partner_id, deal.registered_at))
        counts[deal.partner_id] = counts.get(deal.partner_id, 0) + 1
    partners = sorted(work.people.partners(), key=lambda each: (each.id in last, last.get(each.id, work.at), each.name))
    rows = []
    for each in partners[:_SHOWN]:
        held = work.tiers.at(each.id, work.at)
        count = words.number(counts.get(each.id, 0))
        rows.append((each.name, words(f"tier.{held.value}"), _day(last.get(each.id), words), count))
    table = Table(
        caption=words("portfolio.quiet", n=words.number(len(rows)), total=words.number(len(partners))),
        columns=tuple(words(f"column.{name}") for name in ("partner", "tier", "last_registration", "deals")),
        rows=tuple(rows),
        numeric=frozenset({3}),
    )
    return Outcome(parts=(table,), conversation=conversation)


def _day(at: datetime | None, words: Words) -> str:
    return words("portfolio.never") if at is None else words.short_day(local_date(at, words.zone))


def _counted(label: str, deals: Sequence[Registration], words: Words) -> Fact:
    """How many, and what those with an amount are worth together."""
    values = [each.closing.amount if each.closing and each.closing.amount else each.opportunity.amount for each in deals]
    worth: dict[str, Money] = {}
    for value in values:
        if value is not None:
            worth[value.currency] = value + worth[value.currency] if value.currency in worth else value
    return Fact(label=label, value=words.number(len(deals)), note=words.all_of([words.money(each) for each in worth.values()]))
