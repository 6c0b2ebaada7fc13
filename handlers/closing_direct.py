"""How direct sales' work goes on and ends: won with its final value, lost with a reason, withdrawn, or changed on the way.

The same words close an own opportunity (O-…) and a lead that a partner handed over (R-…); the partner is told of the latter.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Final

from handlers import tier_moves
from handlers.clauses import clause_sources
from handlers.notices import Compose, tell_all
from handlers.opportunities import lead_standing, standing
from handlers.outcome import Outcome, offer, say
from handlers.own_deals import files_of, policy_of
from handlers.ports import Lead, Work
from handlers.registration_form import label, money_of
from handlers.reply import Choice, FieldKind, Option, Part, Text, Tone
from handlers.settling import settle
from handlers.state import Conversation
from handlers.steps import Asked, Question, Step
from handlers.understanding.readings import Slot
from handlers.wording import Words
from program import opportunities
from program.lifecycle import Refused, Stepped, lose, win
from program.money import Money
from program.opportunities import Ending, Meeting, RecordedOpportunity, meet
from program.policy import Ground
from program.registrations import Closing, LossReason, Status

#: What is written to the log, by name.
Logged = Mapping[str, str]


def _to_close(work: Work, id: str) -> RecordedOpportunity | Lead | tuple[Part, ...]:
    """What the viewer may close, or why there is nothing to close."""
    words = Words.of(work.viewer.member)
    own, lead = work.opportunities.get(id), work.leads.get(id)
    if own is not None:
        if own.is_open:
            return own
        over = words(f"opportunity.{standing(own)}")
    elif lead is not None:
        if lead.registration.status is Status.APPROVED:
            return lead
        over = words(f"opportunity.{lead_standing(lead)}")
    else:
        return (Text(text=words("opportunities.unknown", id=id[:20])),)
    return (Text(text=words("opportunities.over", id=id, status=over)),)


def _own(work: Work, id: str) -> RecordedOpportunity | tuple[Part, ...]:
    """The viewer's own open opportunity, or why it is none."""
    found = _to_close(work, id)
    if isinstance(found, Lead):
        return (Text(text=Words.of(work.viewer.member)("opportunities.not_a_lead", id=id)),)
    return found


def _sale(found: RecordedOpportunity | Lead) -> tuple[str, Money | None, str | None]:
    """Company, amount and product."""
    one = found.registration.opportunity if isinstance(found, Lead) else found
    return one.company, one.amount, one.product


def _amount(work: Work, name: str, known: Money | None, *, required: bool) -> Question:
    words = Words.of(work.viewer.member)
    return Question(
        name="amount",
        label=name,
        kind=FieldKind.MONEY,
        slot=Slot.AMOUNT,
        required=required,
        hint=words("hint.amount"),
        known=str(known.amount) if known else "",
    )


# ── won ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────
def _ask_won(work: Work, id: str) -> Asked | tuple[Part, ...]:
    found = _to_close(work, id)
    if isinstance(found, tuple):
        return found
    words = Words.of(work.viewer.member)
    company, amount, product = _sale(found)
    sold = Question(
        name="products",
        label=words("won.products"),
        kind=FieldKind.TEXT,
        slot=Slot.PRODUCT,
        many=True,
        required=False,
        hint=words("hint.products"),
        known=product or "",
    )
    return Asked(
        title=words("won.ask", company=company),
        submit=words("won.submit"),
        questions=(_amount(work, words("won.amount"), amount, required=True), sold),
        confirm=True,
        currency=amount.currency if amount else work.program.currency,
    )


def _won(work: Work, conversation: Conversation, id: str, values: Mapping[str, str]) -> Outcome:
    found = _to_close(work, id)
    if isinstance(found, tuple):
        return Outcome(parts=found, conversation=conversation)
    words = Words.of(work.viewer.member)
    amount = money_of(values["amount"], values["currency"])
    products = tuple(name for name in values.get("products", "").split("; ") if name)
    logged = {"amount": str(amount.amount), "currency": amount.currency, "products": "; ".join(products)}
    company, *_ = _sale(found)
    further: list[Choice] = []
    if isinstance(found, Lead):
        closing = Closing(at=work.at, amount=amount, products=products)
        after = win(found.registration, closing, policy=policy_of(work, found.registration), at=work.at, by_vendor=True)
        _close_lead(work, after, logged, partial(_lead_won, id=id, company=company, amount=amount))
    else:
        leads = _close_own(work, found, Ending.WON, logged, amount=amount)
        further = [Choice(label=words("choice.won_lead", id=lead), action=f"step/direct.won/{lead}") for lead in leads]
    done = Text(text=words("won.done", company=company, id=id), tone=Tone.SUCCESS)
    return Outcome(parts=(done, *offer(further)), conversation=conversation)


def _lead_won(words: Words, *, id: str, company: str, amount: Money) -> tuple[Part, ...]:
    text = words("notice.lead_won", company=company, id=id, amount=words.money(amount))
    return (Text(text=text, tone=Tone.SUCCESS),)


# ── lost ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────
def _ask_lost(work: Work, id: str) -> Asked | tuple[Part, ...]:
    found = _to_close(work, id)
    if isinstance(found, tuple):
        return found
    words = Words.of(work.viewer.member)
    reasons = tuple(Option(value=reason.value, label=words(f"loss.{reason.value}")) for reason in LossReason)
    return Asked(
        title=words("lost.ask", company=_sale(found)[0]),
        submit=words("lost.submit"),
        questions=(
            Question(name="reason", label=words("lost.reason"), options=reasons),
            Question(name="note", label=words("lost.note"), required=False),
        ),
    )


def _lost(work: Work, conversation: Conversation, id: str, values: Mapping[str, str]) -> Outcome:
    found = _to_close(work, id)
    if isinstance(found, tuple):
        return Outcome(parts=found, conversation=conversation)
    words = Words.of(work.viewer.member)
    reason, note = LossReason(values["reason"]), values.get("note", "")
    logged = {"loss": reason.value, "note": note}
    company, *_ = _sale(found)
    further: list[Choice] = []
    if isinstance(found, Lead):
        after = lose(found.registration, reason, at=work.at, note=note)
        _close_lead(work, after, logged, partial(_lead_lost, id=id, company=company, reason=reason))
    else:
        leads = _close_own(work, found, Ending.LOST, logged)
        further = [Choice(label=words("choice.lost_lead", id=lead), action=f"step/direct.lost/{lead}") for lead in leads]
    done = Text(text=words("lost.done", company=company, id=id, reason=words(f"loss.{reason.value}")))
    return Outcome(parts=(done, *offer(further)), conversation=conversation)


def _lead_lost(words: Words, *, id: str, company: str, reason: LossReason) -> tuple[Part, ...]:
    return (Text(text=words("notice.lead_lost", company=company, id=id, reason=words(f"loss.{reason.value}"))),)


# ── withdrawn, changed ───────────────────────────────────────────────────────────────────────────────────────────────────
def _ask_withdraw(work: Work, id: str) -> Asked | tuple[Part, ...]:
    found = _own(work, id)
    if isinstance(found, tuple):
        return found
    words = Words.of(work.viewer.member)
    return Asked(title=words("withdraw.ask", company=found.company, id=id), submit=words("withdraw.submit"), confirm=True)


def _withdraw(work: Work, conversation: Conversation, id: str, _: Mapping[str, str]) -> Outcome:
    found = _own(work, id)
    if isinstance(found, tuple):
        return Outcome(parts=found, conversation=conversation)
    _close_own(work, found, Ending.WITHDRAWN, {})
    return say(conversation, Words.of(work.viewer.member)("withdraw.done", company=found.company, id=id))


def _ask_amend(work: Work, id: str) -> Asked | tuple[Part, ...]:
    found = _own(work, id)
    if isinstance(found, tuple):
        return found
    words = Words.of(work.viewer.member)
    closes = Question(
        name="close_date",
        label=label(Slot.CLOSE_DATE, words),
        kind=FieldKind.DATE,
        slot=Slot.CLOSE_DATE,
        required=False,
        hint=words("hint.close_date"),
        known=found.close_date.isoformat() if found.close_date else "",
    )
    return Asked(
        title=words("amend.ask", company=found.company),
        submit=words("amend.submit"),
        questions=(_amount(work, label(Slot.AMOUNT, words), found.amount, required=False), closes),
        changes=True,
        currency=found.amount.currency if found.amount else work.program.currency,
    )


def _amend(work: Work, conversation: Conversation, id: str, values: Mapping[str, str]) -> Outcome:
    found = _own(work, id)
    if isinstance(found, tuple):
        return Outcome(parts=found, conversation=conversation)
    amount, closes = values.get("amount"), values.get("close_date")
    after = opportunities.amend(
        found,
        amount=money_of(amount, values["currency"]) if amount else None,
        close_date=date.fromisoformat(closes) if closes else None,
    )
    work.opportunities.change(after)
    work.files.touch(work.files.of_opportunity(id))
    work.log.add("opportunity.amended", id, amount=amount or "", close_date=closes or "")
    return say(conversation, Words.of(work.viewer.member)("amend.done", company=found.company, id=id), tone=Tone.SUCCESS)


# ── what follows ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def _close_own(work: Work, found: RecordedOpportunity, ending: Ending, logged: Logged, *, amount: Money | None = None) -> list[str]:
    """Closes it and tells those whose cases it concerned; returns the handed-over leads that it was about."""
    after = opportunities.close(found, ending, at=work.at, amount=amount)
    files = work.files.of_opportunity(found.id)
    met = meet(files, found.family, policy=work.program.in_force(work.at), at=work.at)
    work.opportunities.change(after)
    if ending is Ending.WON:
        work.files.now_buys(files)
    work.files.touch(files)
    work.registrations.reconsider([each.claim.registration_id for each in met if each.meeting is Meeting.UNDECIDED])
    work.log.add(f"opportunity.{ending.value}", found.id, **logged)
    for each in met:
        if each.meeting is not Meeting.HANDED_OVER:
            tell_all(
                work,
                work.people.deciders_for(each.claim.partner_id),
                key=f"opportunity.closed:{found.id}:{each.claim.registration_id}",
                compose=partial(_to_decider, after=after, registration_id=each.claim.registration_id),
            )
    return [each.claim.registration_id for each in met if each.meeting is Meeting.HANDED_OVER]


def _to_decider(words: Words, *, after: RecordedOpportunity, registration_id: str) -> tuple[Part, ...]:
    status = words(f"opportunity.{standing(after)}")
    text = words("notice.direct_closed", opportunity=after.id, company=after.company, status=status, id=registration_id)
    choice = Choice(label=words("choice.show", id=registration_id), action=f"review.show/{registration_id}")
    return (Text(text=text), *offer([choice]))


def _close_lead(work: Work, after: Stepped, logged: Logged, compose: Compose) -> None:
    """Closes the lead on its customer's files and tells the partner."""
    if isinstance(after, Refused):
        raise ValueError("an open lead can be closed by direct sales")
    counterpart = work.leads.counterpart(after.id)
    work.leads.change(after)
    work.files.touch(files_of(work, after))
    work.log.add(f"registration.{after.status.value}", after.id, **logged)
    settle(work, [after.id])
    if after.status is Status.WON:
        tier_moves.move(work, after.partner_id)
    policy = policy_of(work, after)
    clause = policy.clause(Ground.CLOSING).id
    tell_all(
        work,
        counterpart.members if counterpart else (),
        key=f"registration.closed:{after.id}:{after.revision}",
        compose=lambda their: (*compose(their), clause_sources([clause], policy, their)),
    )


WON: Final = Step(verb="direct.won", ask=_ask_won, do=_won)
LOST: Final = Step(verb="direct.lost", ask=_ask_lost, do=_lost)
WITHDRAW: Final = Step(verb="direct.withdraw", ask=_ask_withdraw, do=_withdraw)
AMEND: Final = Step(verb="direct.amend", ask=_ask_amend, do=_amend)
