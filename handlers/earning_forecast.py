"""What the open deals would bring by the month in which they are to close, and what has accrued and is still to fall due."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from handlers.outcome import Outcome, say, short
from handlers.ports import Work
from handlers.reply import Chart, Part, Table, Text, Tone
from handlers.settling import today_of
from handlers.state import Conversation
from handlers.what_if import prospect
from handlers.wording import Words
from program.ledger import LineState
from program.money import Money
from program.partners import Partner, Role, leading_kind
from program.periods import first_of_month
from program.policy import Pay
from program.registrations import Registration, Status

#: So many deals are shown, those that close first; and what has accrued is looked for so many days back.
_SHOWN: Final = 8
_LOOKED_BACK: Final = 730


def forecast(work: Work, conversation: Conversation, partner: Partner) -> Outcome:
    """At today's tier, of the protected deals with a value."""
    words = Words.of(work.viewer.member)
    opened = _open(work, partner)
    found = [(registration, amount) for registration in opened if (amount := _brings(work, registration, partner))]
    uncounted = len(opened) - len(found)
    pending = _accrued(work, partner, words) + ([words.count("forecast.left_out", uncounted)] if uncounted else [])
    if not found:
        return say(conversation, words("forecast.nothing"), *pending)
    currency = found[0][1].currency
    total = Money(amount=sum((amount.amount for _, amount in found), Decimal(0)), currency=currency)
    tier = words(f"tier.{work.tiers.at(partner.id, work.at).value}")
    monthly = work.program.in_force(work.at).kinds[leading_kind(partner.kinds)].pays is Pay.REVENUE_SHARE
    who = "" if work.viewer.partner else f"{partner.name} · "
    title = who + words("forecast.monthly" if monthly else "forecast.title", amount=words.money(total), tier=tier)
    parts: list[Part] = [Text(text=title, tone=Tone.TITLE), _table(found[:_SHOWN], len(found), words)]
    parts += [Text(text=said, tone=Tone.HINT) for said in pending]
    return Outcome(parts=(*parts, *_chart(found, currency, words)), conversation=conversation)


def _open(work: Work, partner: Partner) -> list[Registration]:
    """The protected deals that the viewer works on (a seller: their own), those that close first before the others."""
    own = work.viewer.member.id if work.viewer.member.role is Role.SELLER else None
    found = [
        registration
        for registration in work.registrations.of_partner(partner.id)
        if registration.status_at(work.at) is Status.APPROVED and own in (None, registration.member_id)
    ]
    return sorted(found, key=lambda registration: (registration.opportunity.close_date, registration.id))


def _brings(work: Work, registration: Registration, partner: Partner) -> Money | None:
    """What the deal would bring in the partner's currency; None without a value or an exchange rate."""
    prospected = prospect(work, registration, partner)
    if prospected is None or prospected[1].missing or not prospected[1].entitlements:
        return None
    sale, reckoned = prospected
    return Money(amount=sum((entitled.amount.amount for entitled in reckoned.entitlements), Decimal(0)), currency=sale.currency)


def _accrued(work: Work, partner: Partner, words: Words) -> list[str]:
    """What is booked already and not payable yet."""
    today = today_of(work)
    entries = work.statements.lines(partner.id, today - timedelta(days=_LOOKED_BACK), today)
    waiting = [entry for entry in entries if entry.state(today) is LineState.ACCRUED]
    if not waiting:
        return []
    currency = waiting[0].line.amount.currency
    minor = sum(entry.line.amount.minor for entry in waiting if entry.line.amount.currency == currency)
    return [words("forecast.accrued", amount=words.money(Money.from_minor(minor, currency)))]


def _table(found: list[tuple[Registration, Money]], total: int, words: Words) -> Table:
    return Table(
        caption=words.count("forecast.deals", total),
        columns=tuple(words(f"column.{name}") for name in ("company", "close_date", "commission")),
        rows=tuple(
            (short(one.opportunity.company, 32), words.short_day(one.opportunity.close_date), words.money(amount))
            for one, amount in found
        ),
        numeric=frozenset({2}),
    )


def _chart(found: list[tuple[Registration, Money]], currency: str, words: Words) -> tuple[Part, ...]:
    """By the month in which the deals close; nothing for one month alone."""
    months: dict[date, Decimal] = defaultdict(Decimal)
    for registration, amount in found:
        months[first_of_month(registration.opportunity.close_date)] += amount.amount
    if len(months) < 2:
        return ()
    ordered = sorted(months)
    return (
        Chart(
            title=words("forecast.chart", currency=currency),
            labels=tuple(words.short_month(month) for month in ordered),
            values=tuple(months[month] for month in ordered),
            shown=tuple(words.money(Money(amount=months[month], currency=currency)) for month in ordered),
        ),
    )
