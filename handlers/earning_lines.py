"""Lines of a statement in words: what each is, for which deal, and where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from handlers.ports import Work
from handlers.wording import Words
from program.ledger import Entry, LineState, StatementLine
from program.money import Money
from program.periods import months_after
from program.reckoning import LineKind


def line_label(line: StatementLine, words: Words) -> str:
    """Commission 23 %; revenue share of October 2026."""
    kind = words(f"line.{line.kind.value}")
    if line.kind is LineKind.REVENUE_SHARE and line.number == 1:
        return words("line.share_of", kind=kind, month=words.month(line.earned_on))
    return kind if line.percent is None else f"{kind} {words.rate(line.percent)}"


def state_label(entry: Entry, today: date, words: Words) -> str:
    """Paid; payable; due on a day; or waiting for the customer's payment."""
    if entry.disputed:
        return words("line_state.disputed")
    state = entry.state(today)
    if state is LineState.ACCRUED and entry.due_on is not None:
        return words("line_state.due_on", day=words.short_day(entry.due_on))
    return words(f"line_state.{state.value}")


def company_of(work: Work, entry: Entry) -> str:
    """The end customer of the line's deal."""
    registration = work.registrations.get(entry.line.registration_id)
    return registration.opportunity.company if registration else entry.line.registration_id


def total(entries: Iterable[Entry], currency: str) -> Money:
    """The sum of those in the currency."""
    minor = sum(entry.line.amount.minor for entry in entries if entry.line.amount.currency == currency)
    return Money.from_minor(minor, currency)


def sums(entries: Iterable[Entry]) -> tuple[Money, ...]:
    """The sum of each currency, in the order in which they appear."""
    entries = tuple(entries)
    return tuple(total(entries, currency) for currency in dict.fromkeys(entry.line.amount.currency for entry in entries))


def amounts(entries: Iterable[Entry], words: Words) -> str:
    """The sum in words; of each currency where there are several."""
    return words.all_of([words.money(amount) for amount in sums(entries)])


def period_words(first: date, last: date, words: Words) -> str:
    """October 2026; Q3 2026; 2026; or from the first to the last day."""
    if first.day == 1 and last == months_after(first, 1) - timedelta(days=1):
        return words.month(first)
    if first.day == 1 and first.month % 3 == 1 and last == months_after(first, 3) - timedelta(days=1):
        return f"Q{first.month // 3 + 1} {first.year}"
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
        return str(first.year)
    return words("earnings.from_to", first=words.short_day(first), last=words.short_day(last))
