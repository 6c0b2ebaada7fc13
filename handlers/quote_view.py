"""A quote in words: every line from the list price to what the customer pays, each number with the clause it rests on."""

from __future__ import annotations

from decimal import Decimal

from handlers.outcome import short
from handlers.ports import Work
from handlers.reply import Fact, Facts, Part, Table, Text, Tone
from handlers.wording import Words
from program.money import Money
from program.periods import Period
from program.policy import Ground, Policy
from program.pricing import Line, Price
from program.quoting import QuoteStatus, RecordedQuote


def percent(value: Decimal, words: Words) -> str:
    """12.5%, 12,5 %."""
    return words("quote.percent", value=words.number(value))


def unit_price(price: Price, words: Words) -> str:
    """240 EUR per seat and year."""
    return words("price.each", amount=words.money(price.amount), unit=words(f"unit.{price.unit.value}"))


def since(price: Price, policy: Policy, words: Words) -> str:
    """Which list the price is from, and the clause."""
    return words("price.since", day=words.day(price.valid_from), clause=policy.clause(Ground.PRICE_LIST).id)


def line_facts(line: Line, policy: Policy, words: Words) -> tuple[Fact, ...]:
    """The steps of one line; they add up."""
    less = Money(amount=line.listed.amount - line.total.amount, currency=line.total.currency)
    units = words("quote.times", quantity=words.number(line.quantity), price=words.money(line.price.amount))
    shown = percent(line.percent, words)
    return (
        Fact(label=words("quote.list_price"), value=unit_price(line.price, words), note=since(line.price, policy, words)),
        Fact(label=words("quote.listed"), value=words.money(line.listed), note=units),
        Fact(label=words("quote.discount"), value=words("quote.less", amount=words.money(less)), note=shown),
        Fact(label=words("quote.price"), value=words("quote.a_year", amount=words.money(line.total))),
    )


def rate_facts(price: Price, discount: Decimal, policy: Policy, words: Words) -> tuple[Fact, ...]:
    """The same for one unit, as long as nobody said how many."""
    each = Line(family=None, price=price, quantity=1, discount=discount)
    return (
        Fact(label=words("quote.list_price"), value=unit_price(price, words), note=since(price, policy, words)),
        Fact(label=words("quote.price_each"), value=words.money(each.total), note=percent(discount, words)),
    )


def quote_parts(work: Work, quote: RecordedQuote, words: Words) -> tuple[Part, ...]:
    """One quote in full. Whoever is not of its partner learns whose it is."""
    policy = work.program.version(quote.policy_version)
    status = quote.status_at(work.at)
    partner = None if work.viewer.partner else work.people.partner(quote.partner_id)
    member = work.people.member(quote.member_id)
    facts = [Fact(label=words("fact.status"), value=words(f"quote.status.{status.value}"), note=_until(work, quote, status, words))]
    if partner is not None:
        tier = words("quote.tier", tier=quote.tier.value.capitalize())
        facts.append(Fact(label=words("fact.partner"), value=partner.name, note=tier))
    facts.append(Fact(label=words("quote.asked_by"), value=member.name if member else words("role.former_colleague")))
    facts += [fact for line in quote.lines for fact in (_product(line, words), *line_facts(line, policy, words))]
    decider = work.people.member(quote.decided_by) if quote.decided_by else None
    if quote.decided_at is not None:
        who = decider.name if decider else words("role.by_rule")
        facts.append(Fact(label=words("quote.decided_by"), value=who, note=words.moment(quote.decided_at)))
    if quote.note:
        facts.append(Fact(label=words("fact.reason"), value=quote.note))
    title = words("quote.title", company=quote.company, id=quote.id)
    return (Text(text=title, tone=Tone.TITLE), Facts(facts=tuple(facts)))


def _product(line: Line, words: Words) -> Fact:
    return Fact(label=words("slot.product"), value=line.price.product)


def _until(work: Work, quote: RecordedQuote, status: QuoteStatus, words: Words) -> str:
    """Until which day an approval holds, in the reader's zone."""
    return words("quote.until", day=last_day(quote, words)) if status is QuoteStatus.APPROVED else ""


def last_day(quote: RecordedQuote, words: Words) -> str:
    """The last day on which the quote holds, in the reader's zone."""
    return words.day(Period(start=quote.asked_at, end=quote.valid_until).last_day(words.zone))


def quote_table(work: Work, quotes: tuple[RecordedQuote, ...], caption: str, words: Words) -> Table:
    """Quotes as a list, with their partners for who sees several."""
    several = work.viewer.partner is None
    rows = []
    for quote in quotes:
        partner = work.people.partner(quote.partner_id) if several else None
        discount = max((line.percent for line in quote.lines), default=Decimal(0))
        rows.append(
            (
                quote.id,
                *((partner.name if partner else "",) if several else ()),
                short(quote.company),
                short(words.all_of([line.price.product for line in quote.lines])),
                percent(discount, words),
                words.money(quote.total),
                words(f"quote.status.{quote.status_at(work.at).value}"),
            )
        )
    names = ("id", *(("partner",) if several else ()), "company", "item", "discount", "price", "status")
    return Table(
        caption=caption,
        columns=tuple(words(f"column.{name}") for name in names),
        rows=tuple(rows),
        numeric=frozenset({len(names) - 3, len(names) - 2}),
    )
