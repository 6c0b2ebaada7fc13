"""Deciding a quote that a partner may not give by itself: approved or declined once, by whoever may, and the partner is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from handlers.asked_to_decide import where_it_stands
from handlers.case import names_of
from handlers.clauses import clause_sources
from handlers.notices import tell_all
from handlers.outcome import Outcome, offer, say
from handlers.ports import Work
from handlers.quote_customer import customer_files
from handlers.quote_view import last_day, percent, quote_table
from handlers.quoting import show_quote
from handlers.reply import Choice, Fact, Facts, Part, Text, Tone
from handlers.state import Conversation
from handlers.steps import Asked, Question, Step, begin
from handlers.understanding.text import fold
from handlers.wording import Words
from program.access import Act
from program.partners import Member, Partner
from program.policy import Ground, Policy
from program.pricing import undercuts
from program.quoting import QuoteStatus, RecordedQuote, again, decline
from program.quoting import approve as approved

#: So many wait on one card.
_SHOWN: Final = 5


def waiting_parts(work: Work, words: Words) -> tuple[tuple[Part, ...], tuple[Choice, ...]]:
    """The quotes that wait for the viewer, and the buttons to open them; nothing where there are none."""
    waiting = work.quotes.waiting()
    if not waiting:
        return (), ()
    caption = words.count("quote.waiting", len(waiting))
    table = quote_table(work, waiting[:_SHOWN], caption, words)
    shown = [Choice(label=words("choice.show", id=one.id), action=f"quote.show/{one.id}") for one in waiting[:_SHOWN]]
    return (table,), tuple(shown)


def to_decide(work: Work, quote_id: str) -> RecordedQuote | tuple[Part, ...]:
    """The quote, locked, or why the viewer cannot decide it now. Of two who decide at once, the second reads how."""
    words = Words.of(work.viewer.member)
    quote = work.quotes.lock(quote_id) if work.viewer.may(Act.REVIEW) else None
    if quote is None:
        return (Text(text=words("quote.unknown", id=quote_id[:20])),)
    status = quote.status_at(work.at)
    if status is not QuoteStatus.OPEN:
        return (_stands(work, quote, status, words),)
    if not work.viewer.may_approve(quote.partner_id, quote.reviewer):
        policy = work.program.version(quote.policy_version)
        clause = policy.clause(Ground.DISCOUNT_APPROVAL).id
        return (Text(text=words("quote.for_admin", id=quote.id)), clause_sources([clause], policy, words))
    return quote


def _stands(work: Work, quote: RecordedQuote, status: QuoteStatus, words: Words) -> Text:
    decider = work.people.member(quote.decided_by) if quote.decided_by else None
    at = None if status is QuoteStatus.LAPSED else quote.decided_at
    return where_it_stands(status, decider.name if decider else None, at, words, note=quote.note)


def approve(work: Work, conversation: Conversation, quote_id: str, revision: str = "") -> Outcome:
    """Approves the quote, unless somebody else's deal is protected by now. One that has changed is shown again."""
    words, conversation = Words.of(work.viewer.member), replace(conversation, pending=None)
    quote = to_decide(work, quote_id)
    if not isinstance(quote, RecordedQuote):
        return Outcome(parts=quote, conversation=conversation)
    if revision and revision != str(quote.revision):
        shown = show_quote(work, conversation, quote.id)
        return replace(shown, parts=(Text(text=words("review.changed"), tone=Tone.WARNING), *shown.parts))
    policy, partner = work.program.version(quote.policy_version), work.people.partner(quote.partner_id)
    if partner is None:
        raise LookupError("whoever decides a quote sees its partner")
    files, _ = customer_files(work, quote.company)
    if undercuts(again(quote), files, policy=policy, at=work.at):
        clauses = [policy.clause(ground).id for ground in (Ground.PRICE, Ground.UNDERCUTTING)]
        text = Text(text=words("quote.protected_by_now", company=quote.company), tone=Tone.WARNING)
        decline_it = Choice(label=words("choice.decline"), action=f"step/quote.decline/{quote.id}", style="danger")
        return Outcome(parts=(text, clause_sources(clauses, policy, words), *offer([decline_it])), conversation=conversation)
    after = approved(quote, at=work.at, by=work.viewer.member.id, partner=partner, policy=policy)
    _store(work, after, policy)
    done = words("quote.approved", partner=partner.name, company=after.company, id=after.id, day=last_day(after, words))
    return say(conversation, done, tone=Tone.SUCCESS)


def _store(work: Work, after: RecordedQuote, policy: Policy) -> None:
    """Writes the decision and tells the partner."""
    work.quotes.change(after)
    kind = after.status.value
    work.log.add(f"quote.{kind}", after.id, clause=policy.clause(Ground.DISCOUNT_APPROVAL).id, reason=after.note)
    tell_all(work, _askers(work, after), key=f"quote.{kind}:{after.id}", compose=lambda their: _news(work, after, policy, their))


def _askers(work: Work, quote: RecordedQuote) -> tuple[Member, ...]:
    """Whoever asked for it; all colleagues, once they have left."""
    member = work.people.member(quote.member_id)
    there = member is not None and member.partner_id == quote.partner_id
    return (member,) if member and there else work.people.colleagues(quote.partner_id)


def _news(work: Work, quote: RecordedQuote, policy: Policy, words: Words) -> tuple[Part, ...]:
    discount = percent(max(line.percent for line in quote.lines), words)
    fields = {"company": quote.company, "id": quote.id, "discount": discount}
    if quote.status is QuoteStatus.APPROVED:
        said = words("notice.quote_approved", day=last_day(quote, words), amount=words.money(quote.total), **fields)
        head: tuple[Part, ...] = (Text(text=said, tone=Tone.SUCCESS),)
    else:
        reason = Fact(label=words("fact.reason"), value=quote.note)
        head = (Text(text=words("notice.quote_declined", **fields), tone=Tone.WARNING), Facts(facts=(reason,)))
    sources = clause_sources([policy.clause(Ground.DISCOUNT_APPROVAL).id], policy, words)
    return (*head, sources, *offer([Choice(label=words("choice.show", id=quote.id), action=f"quote.show/{quote.id}")]))


# ── declining, in words ──────────────────────────────────────────────────────────────────────────────────────────────────
def _ask_why(work: Work, quote_id: str) -> Asked | tuple[Part, ...]:
    quote = to_decide(work, quote_id)
    if not isinstance(quote, RecordedQuote):
        return quote
    words = Words.of(work.viewer.member)
    return Asked(
        title=words("quote.decline.ask", company=quote.company),
        submit=words("decline.submit"),
        questions=(Question(name="text", label=words("decline.label")),),
    )


def _do_decline(work: Work, conversation: Conversation, quote_id: str, values: Mapping[str, str]) -> Outcome:
    """Declines it with a reason that the partner is told; a reason that names another partner is asked for again."""
    words = Words.of(work.viewer.member)
    quote = to_decide(work, quote_id)
    if not isinstance(quote, RecordedQuote):
        return Outcome(parts=quote, conversation=conversation)
    named = _somebody_else_in(work, quote, values["text"])
    if named is not None:
        warning = Text(text=words("review.names_partner", partner=named.name), tone=Tone.WARNING)
        asked_again = begin(work, conversation, DECLINE, quote.id)
        return replace(asked_again, parts=(warning, *asked_again.parts))
    after = decline(quote, at=work.at, by=work.viewer.member.id, note=values["text"])
    _store(work, after, work.program.version(quote.policy_version))
    return say(conversation, words("quote.declined", company=after.company, id=after.id))


def _somebody_else_in(work: Work, quote: RecordedQuote, text: str) -> Partner | None:
    said = fold(text)
    others = (one for one in work.people.partners() if one.id != quote.partner_id)
    return next((one for one in others if any(name in said for name in names_of(one))), None)


DECLINE: Final = Step(verb="quote.decline", ask=_ask_why, do=_do_decline)
