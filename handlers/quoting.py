"""A price for an end customer: judged in the same turn, put on record with a yes, or sent to whoever may approve it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from handlers.approval_cards import ask_for_quote
from handlers.clauses import clause_sources
from handlers.outcome import Outcome, offer, say
from handlers.ports import Work
from handlers.prices import offer_in, price_list
from handlers.quote_customer import customer_files
from handlers.quote_view import last_day, line_facts, percent, quote_parts, quote_table, rate_facts
from handlers.reply import Choice, Choices, Facts, FieldKind, Part, Text, Tone
from handlers.state import Conversation
from handlers.step_options import Weighed
from handlers.steps import Asked, Question, Step, begin
from handlers.understanding.pricing import discount_in, quantity_in
from handlers.understanding.readings import Slot
from handlers.wording import Words
from program.access import Act
from program.money import Money
from program.partners import Partner, Role
from program.policy import Ground, Policy
from program.pricing import Line, NeedsApproval, Price, Quote, RefusedQuote, Verdict, WithinAuthority, judge
from program.quoting import QuoteStatus, RecordedQuote, record
from program.registrations import Reason

#: A list shows so many at once, newest first.
_LISTED: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    """A quote as far as it is known, and the verdict on it; without a `quantity` it is judged for one unit."""

    partner: Partner
    policy: Policy
    quote: Quote
    verdict: Verdict


def ask_quote(work: Work, conversation: Conversation, text: str) -> Outcome:
    """A discount that is asked for: whatever the words say of it is known from the start."""
    asked = offer_in(work, text)
    given = {
        "product": asked.products[0] if len(asked.products) == 1 else "",
        "quantity": str(asked.quantity) if asked.quantity else "",
        "company": asked.company,
        "discount": _said(asked.percent, asked.price, asked.currency, per_unit=asked.per_unit),
    }
    return begin(work, conversation, QUOTE, "new", given)


def begin_quote(work: Work, conversation: Conversation, product: str) -> Outcome:
    """The same for one product, from a button."""
    known = any(one.name == product for one in work.catalogue.products())
    return begin(work, conversation, QUOTE, "new", {"product": product if known else ""})


def _said(discount: Decimal | None, price: Decimal | None, currency: str | None, *, per_unit: bool) -> str:
    """In the form that `discount_in` gives."""
    if discount is not None:
        return f"{discount} %"
    return "" if price is None else f"{price} {currency or '?'}{'/unit' if per_unit else ''}"


def _ask(work: Work, _: str) -> Asked | tuple[Part, ...]:
    words = Words.of(work.viewer.member)
    if not work.viewer.may(Act.QUOTE) or work.viewer.partner is None:
        return (Text(text=words("quote.not_yours")),)
    return Asked(
        title=words("quote.ask"),
        submit=words("quote.submit"),
        questions=(
            Question(name="product", label=words("slot.product"), kind=FieldKind.TEXT, slot=Slot.PRODUCT),
            Question(
                name="discount",
                label=words("quote.discount"),
                kind=FieldKind.TEXT,
                hint=words("quote.discount.hint"),
                reads=discount_in,
                fault=words("quote.discount.fault"),
            ),
            Question(name="company", label=words("quote.customer"), kind=FieldKind.TEXT, slot=Slot.COMPANY),
            Question(
                name="quantity",
                label=words("quote.quantity"),
                kind=FieldKind.TEXT,
                reads=quantity_in,
                fault=words("quote.quantity.fault"),
            ),
            Question(name="note", label=words("quote.note"), required=False),
        ),
        confirm=True,
        weigh=lambda values: _weigh(work, values),
    )


def _weigh(work: Work, values: Mapping[str, str]) -> Weighed:
    """What may be given, as soon as product and discount are known; nothing to say yes to where it is refused."""
    words = Words.of(work.viewer.member)
    if "product" not in values or "discount" not in values:
        return Weighed(submit=words("quote.submit"))
    found = _judged(work, values)
    if not isinstance(found, _Judged):
        return Weighed(about=found)
    parts = _verdict_parts(work, found, values, words)
    match found.verdict:
        case WithinAuthority():
            return Weighed(about=parts, submit=words("quote.keep"))
        case NeedsApproval():
            return Weighed(about=parts, submit=words("quote.send"))
        case RefusedQuote():
            return Weighed(about=parts)


def _judged(work: Work, values: Mapping[str, str]) -> _Judged | tuple[Part, ...]:
    words, partner, product = Words.of(work.viewer.member), work.viewer.partner, values["product"]
    if partner is None:
        raise LookupError("a quote belongs to a partner")
    listed = price_list(work, product)
    if listed is None:
        return (Text(text=words("price.none", product=product)),)
    quantity = int(values.get("quantity", listed.least))
    price = listed.of(quantity)
    if price is None:
        return (Text(text=words("price.least", product=product, least=words.number(listed.least)), tone=Tone.WARNING),)
    family = next((one.family for one in work.catalogue.products() if one.name == product), None)
    line = _line(price, family, quantity, values["discount"])
    if line is None:
        return (Text(text=words("quote.currency", currency=price.amount.currency), tone=Tone.WARNING),)
    files, doubtful = customer_files(work, values["company"]) if values.get("company") else ((), ())
    policy = work.program.in_force(work.at)
    quote = Quote(partner_id=partner.id, tier=partner.tier, lines=(line,), files=files, doubtful=doubtful)
    return _Judged(partner=partner, policy=policy, quote=quote, verdict=judge(quote, policy=policy, at=work.at))


def _line(price: Price, family: str | None, quantity: int, discount: str) -> Line | None:
    """The line by the answer to the discount; None for a price in another currency, which is never converted."""
    amount, _, currency = discount.partition(" ")
    if currency == "%":
        return Line(family=family, price=price, quantity=quantity, discount=Decimal(amount))
    code, _, unit = currency.partition("/")
    if code not in ("?", price.amount.currency):
        return None
    offered = Money.rounded(Decimal(amount) * (quantity if unit else 1), price.amount.currency)
    return Line(family=family, price=price, quantity=quantity, offered=offered)


def _verdict_parts(work: Work, found: _Judged, values: Mapping[str, str], words: Words) -> tuple[Part, ...]:
    """The numbers step by step, the verdict in a sentence, and its clauses."""
    (line,) = found.quote.lines
    title = words("quote.for", product=line.price.product, company=values["company"]) if "company" in values else line.price.product
    if "quantity" in values or line.discount is None:
        facts = line_facts(line, found.policy, words)
    else:
        facts = rate_facts(line.price, line.discount, found.policy, words)
    tone, said = _said_verdict(work, found, line, words)
    clauses = [reason.clause for reason in _reasons(found.verdict)]
    clauses = list(dict.fromkeys((*clauses, found.policy.clause(Ground.PRICE_LIST).id)))
    return (Facts(title=title, facts=facts), Text(text=said, tone=tone), clause_sources(clauses, found.policy, words))


def _reasons(verdict: Verdict) -> tuple[Reason, ...]:
    return (verdict.reason,) if isinstance(verdict, WithinAuthority) else verdict.reasons


def _said_verdict(work: Work, found: _Judged, line: Line, words: Words) -> tuple[Tone, str]:
    """The verdict in a sentence. A refusal for a protected deal tells nothing of whose it is."""
    given = percent(line.percent, words)
    tier = found.partner.tier.value.capitalize()
    match found.verdict:
        case WithinAuthority(limit=limit):
            return Tone.SUCCESS, words("quote.within", discount=given, limit=percent(limit, words), tier=tier)
        case NeedsApproval(role=role, limit=limit, reasons=reasons):
            who = _who(work, role, found.partner, words)
            if all(reason.ground is Ground.UNCLEAR_IDENTITY for reason in reasons):
                return Tone.PLAIN, words("quote.unclear", who=who)
            return Tone.PLAIN, words("quote.above", discount=given, limit=percent(limit, words), tier=tier, who=who)
        case RefusedQuote(most=most):
            if most:
                return Tone.WARNING, words("quote.too_much", discount=given, most=percent(most, words))
            return Tone.WARNING, words("quote.undercuts")


def _who(work: Work, role: Role, partner: Partner, words: Words) -> str:
    manager = work.people.manager_of(partner.id) if role is Role.PARTNER_MANAGER else None
    return manager.name if manager else words("role.channel_team")


def _do(work: Work, conversation: Conversation, _: str, values: Mapping[str, str]) -> Outcome:
    """Puts the quote on record: approved by rule, or open and told to those who decide. What is refused is only said."""
    words = Words.of(work.viewer.member)
    found = _judged(work, values)
    if not isinstance(found, _Judged):
        return Outcome(parts=found, conversation=conversation)
    if isinstance(found.verdict, RefusedQuote):
        return Outcome(parts=_verdict_parts(work, found, values, words), conversation=conversation)
    quote = record(
        work.ids.quote(),
        found.quote,
        found.verdict,
        member_id=work.viewer.member.id,
        company=values["company"],
        partner=found.partner,
        policy=found.policy,
        at=work.at,
        note=values.get("note", ""),
    )
    work.quotes.add(quote)
    clauses = ",".join(reason.clause for reason in quote.reasons)
    work.log.add(f"quote.{'approved' if quote.status is QuoteStatus.APPROVED else 'asked'}", quote.id, clause=clauses)
    if quote.status is QuoteStatus.APPROVED:
        return say(conversation, words("quote.kept", id=quote.id, day=last_day(quote, words)), tone=Tone.SUCCESS)
    _tell_deciders(work, quote, found.partner)
    who = _who(work, quote.reviewer or Role.CHANNEL_ADMIN, found.partner, words)
    return say(conversation, words("quote.sent", id=quote.id, who=who), tone=Tone.SUCCESS)


def _tell_deciders(work: Work, quote: RecordedQuote, partner: Partner) -> None:
    managed = quote.reviewer is Role.PARTNER_MANAGER
    deciders = work.people.deciders_for(partner.id) if managed else work.people.channel_admins()
    ask_for_quote(
        work,
        quote,
        deciders,
        key=f"quote.asked:{quote.id}",
        compose=lambda their: (
            Text(text=their("notice.quote_asked", partner=partner.name, company=quote.company, id=quote.id), tone=Tone.TITLE),
            *quote_parts(work, quote, their)[1:],
            Choices(choices=decisions(quote, their)),
        ),
    )


def decisions(quote: RecordedQuote, words: Words) -> tuple[Choice, ...]:
    """What whoever decides the quote can press; an approval is of the quote as it is shown."""
    return (
        Choice(label=words("choice.approve"), action=f"quote.approve/{quote.id}/{quote.revision}", style="primary"),
        Choice(label=words("choice.decline"), action=f"step/quote.decline/{quote.id}", style="danger"),
    )


# ── what there is ────────────────────────────────────────────────────────────────────────────────────────────────────────
def list_quotes(work: Work, conversation: Conversation) -> Outcome:
    """The quotes in the viewer's sight, newest first."""
    words = Words.of(work.viewer.member)
    found = work.quotes.newest(_LISTED + 1)
    if not found:
        choices = [Choice(label=words("choice.quote"), action="quote.begin/")] if work.viewer.may(Act.QUOTE) else []
        return Outcome(parts=(Text(text=words("quote.none")), *offer(choices)), conversation=conversation)
    shown = found[:_LISTED]
    parts: list[Part] = [quote_table(work, shown, words("quote.caption"), words)]
    if len(found) > _LISTED:
        parts.append(Text(text=words("quote.more", shown=words.number(_LISTED)), tone=Tone.HINT))
    choices = [Choice(label=words("choice.show", id=one.id), action=f"quote.show/{one.id}") for one in shown]
    return Outcome(parts=(*parts, *offer(choices)), conversation=conversation)


def show_quote(work: Work, conversation: Conversation, quote_id: str) -> Outcome:
    """One quote in full, with what the viewer can do about it."""
    words = Words.of(work.viewer.member)
    quote = work.quotes.get(quote_id)
    if quote is None:
        return say(conversation, words("quote.unknown", id=quote_id[:20]))
    policy = work.program.version(quote.policy_version)
    sources = clause_sources([reason.clause for reason in quote.reasons], policy, words)
    may = quote.status_at(work.at) is QuoteStatus.OPEN and work.viewer.may_approve(quote.partner_id, quote.reviewer)
    choices = decisions(quote, words) if may else ()
    return Outcome(parts=(*quote_parts(work, quote, words), sources, *offer(choices)), conversation=replace(conversation))


QUOTE: Final = Step(verb="quote", ask=_ask, do=_do)
