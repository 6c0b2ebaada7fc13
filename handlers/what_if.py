"""What a deal would bring: of another value, at another tier, with another product or share, beside what it brings as it stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from handlers.clauses import clause_sources
from handlers.earnings_explained import step_facts
from handlers.outcome import Outcome, say
from handlers.ports import Work
from handlers.ports_ledger import Deal
from handlers.registration_form import money_of
from handlers.reply import Facts, Part, Text, Tone
from handlers.settling import sale_of, sold, terms_of
from handlers.state import Conversation, Draft
from handlers.understanding.earning_questions import EarningQuestion
from handlers.understanding.money import read_money
from handlers.understanding.readings import Slot
from handlers.understanding.text import fold
from handlers.wording import Words
from program.billing import BillingFact, FactKind
from program.earning import Sale, Sold
from program.money import Money
from program.partners import Partner
from program.policy import Pay, Policy
from program.reckoning import Entitlement, Reckoned, reckon
from program.registrations import Closing, Contact, Opportunity, Registration, Sourced, Status


def supposed_for(
    work: Work, conversation: Conversation, registration: Registration, question: EarningQuestion, text: str
) -> Outcome:
    """What a registered deal would bring under the assumptions of the question, and how that differs from now."""
    words = Words.of(work.viewer.member)
    partner = work.people.partner(registration.partner_id)
    if partner is None:
        return say(conversation, words("deals.unknown", id=registration.id))
    now = _as_won(work, registration, partner, _value(registration))
    asked = _amount(text, now.value.currency if now else partner.currency)
    now = now or (_as_won(work, registration, partner, asked) if asked else None)
    if now is None:
        return say(conversation, words("what_if.no_value", company=registration.opportunity.company))
    then = _assumed(work, now, question, asked, text)
    return _compared(work, conversation, registration.opportunity.company, registration, partner, now, then)


def supposed(work: Work, conversation: Conversation, partner: Partner, question: EarningQuestion, text: str) -> Outcome:
    """What a deal that is not registered would bring: its value has to be said."""
    words = Words.of(work.viewer.member)
    asked = _amount(text, partner.currency)
    if asked is None:
        return say(conversation, words("what_if.how"))
    what = words("what_if.a_deal", amount=words.money(asked))
    return _invented(work, conversation, partner, what, asked, (), question, text)


def drafted(
    work: Work, conversation: Conversation, draft: Draft, partner: Partner, question: EarningQuestion, text: str
) -> Outcome:
    """What the registration in progress would bring, as far as its value is known."""
    words, written = Words.of(work.viewer.member), draft.get(Slot.AMOUNT)
    company, currency = draft.get(Slot.COMPANY) or words("what_if.this_deal"), draft.get(Slot.CURRENCY) or partner.currency
    value = _amount(text, currency) or (money_of(written, currency) if written else None)
    if value is None:
        return say(conversation, words("what_if.no_value", company=company))
    product = draft.get(Slot.PRODUCT)
    products = sold([product], work.catalogue.products()) if product else ()
    return _invented(work, conversation, partner, company, value, products, question, text)


def _invented(
    work: Work, conversation: Conversation, partner: Partner, what: str, value: Money, products: tuple[Sold, ...],
    question: EarningQuestion, text: str,
) -> Outcome:  # fmt: skip
    """What a deal of the value would bring that nobody has registered."""
    invented = Registration(
        id="",
        partner_id=partner.id,
        member_id=work.viewer.member.id,
        opportunity=Opportunity(company="", contact=Contact(), close_date=work.at.date()),
        status=Status.APPROVED,
        registered_at=work.at,
        policy_version=work.program.in_force(work.at).version,
    )
    now = _as_won(work, invented, partner, value)
    if now is None:
        return say(conversation, Words.of(work.viewer.member)("what_if.how"))
    with_product = replace(now, products=_products(work, text) or products or now.products)
    then = _assumed(work, with_product, question, value, text)
    return _compared(work, conversation, what, invented, partner, with_product, then)


def expected(work: Work, conversation: Conversation, registration: Registration) -> Outcome:
    """What a deal that has earned nothing yet would bring if it were won today as it stands."""
    words, company = Words.of(work.viewer.member), registration.opportunity.company
    partner = work.people.partner(registration.partner_id)
    if partner is None or registration.status in (Status.DECLINED, Status.LOST, Status.WITHDRAWN):
        status = words(f"status.{registration.status_at(work.at).value}")
        return say(conversation, words("earnings.nothing_for", company=company, status=status))
    now = _as_won(work, registration, partner, _value(registration))
    if now is None:
        return say(conversation, words("what_if.no_value", company=company))
    return _compared(work, conversation, company, registration, partner, now, now)


def prospect(work: Work, registration: Registration, partner: Partner) -> tuple[Sale, Reckoned] | None:
    """The deal as if it were won now, and what it would bring; None without a value."""
    sale = _as_won(work, registration, partner, _value(registration))
    return None if sale is None else (sale, _reckoned(work, registration, partner, sale))


# ── the assumptions ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _as_won(work: Work, registration: Registration, partner: Partner, value: Money | None) -> Sale | None:
    """The deal as if it were won at this instant; as it was, where it is."""
    if registration.status is not Status.WON:
        closing = Closing(at=work.at, amount=value) if value else None
        registration = replace(registration, status=Status.WON, closing=closing)
    return sale_of(work, Deal(registration=registration, partner=partner, history=work.tiers.changes(partner.id)))


def _value(registration: Registration) -> Money | None:
    won = registration.closing.amount if registration.closing else None
    return won or registration.opportunity.amount


def _assumed(work: Work, sale: Sale, question: EarningQuestion, amount: Money | None, text: str) -> Sale:
    """The sale with what the question supposes; a split is one of a deal that the partner brought in, if it is none yet."""
    return replace(
        sale,
        value=amount or sale.value,
        tier=question.tier or sale.tier,
        products=_products(work, text) or sale.products,
        partner_percent=question.partner_percent or sale.partner_percent,
        sourced=sale.sourced or (Sourced.PARTNER if question.partner_percent else None),
    )


def _products(work: Work, text: str) -> tuple[Sold, ...]:
    said = fold(text)
    catalogue = work.catalogue.products()
    named = [product.name for product in catalogue if any(fold(word) in said for word in (product.name, *product.aliases))]
    return sold(named, catalogue)


def _amount(text: str, currency: str) -> Money | None:
    found = [reading for reading in read_money(text) if reading.amount > 0]
    return Money.rounded(found[0].amount, found[0].currency or currency) if found else None


# ── what comes of them ───────────────────────────────────────────────────────────────────────────────────────────────────


def _reckoned(work: Work, registration: Registration, partner: Partner, sale: Sale) -> Reckoned:
    terms = terms_of(work, Deal(registration=registration, partner=partner, history=work.tiers.changes(partner.id)))
    terms = replace(terms, tier_at=lambda _: sale.tier, today=max(terms.today, sale.won_on))
    return reckon(sale, tuple(_usage(sale, terms.policy)), terms)


def _usage(sale: Sale, policy: Policy) -> Iterable[BillingFact]:
    """For a share of revenue: a month's, a twelfth of the first year's value."""
    if policy.kinds[sale.kind].pays is Pay.REVENUE_SHARE:
        monthly = Money.rounded(sale.value.amount / 12, sale.value.currency)
        yield BillingFact(
            source="what-if", kind=FactKind.USAGE, registration_id=sale.registration_id, on=sale.won_on, amount=monthly
        )


def _compared(
    work: Work, conversation: Conversation, what: str, registration: Registration, partner: Partner, now: Sale, then: Sale
) -> Outcome:
    words, policy = Words.of(work.viewer.member), work.program.version(registration.policy_version)
    before = _reckoned(work, registration, partner, now)
    after = before if then == now else _reckoned(work, registration, partner, then)
    if after.missing or not after.entitlements:
        return say(conversation, _waits(after, words))
    monthly = policy.kinds[now.kind].pays is Pay.REVENUE_SHARE
    amount = words.money(_sum(after.entitlements, then.currency))
    said = words(
        "what_if.monthly" if monthly else "what_if.result", what=what, amount=amount, tier=words(f"tier.{then.tier.value}")
    )
    parts: list[Part] = [Text(text=said, tone=Tone.TITLE)]
    if then != now and not before.missing:
        parts.append(Text(text=_difference(before, after, now, then, words)))
    facts = tuple(fact for entitled in after.entitlements for fact in step_facts(entitled.steps, words))
    clauses = [step.clause for entitled in after.entitlements for step in entitled.steps if step.clause]
    return Outcome(parts=(*parts, Facts(facts=facts), clause_sources(clauses, policy, words)), conversation=conversation)


def _difference(before: Reckoned, after: Reckoned, now: Sale, then: Sale, words: Words) -> str:
    was, becomes = _sum(before.entitlements, now.currency), _sum(after.entitlements, then.currency)
    more = becomes.amount - was.amount
    fields = {"now": words.money(was), "tier": words(f"tier.{now.tier.value}")}
    if not more:
        return words("what_if.same", **fields)
    difference = words.money(Money(amount=abs(more), currency=was.currency))
    return words("what_if.more" if more > 0 else "what_if.less", difference=difference, **fields)


def _waits(reckoned: Reckoned, words: Words) -> str:
    if not reckoned.missing:
        return words("what_if.nothing")
    currency, month = min(reckoned.missing)
    return words("earnings.no_rate", currency=currency, month=words.month(month))


def _sum(entitlements: Sequence[Entitlement], currency: str) -> Money:
    return Money(amount=sum((entitled.amount.amount for entitled in entitlements), Decimal(0)), currency=currency)
