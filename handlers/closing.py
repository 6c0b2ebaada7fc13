"""How a deal ended: won, with the final value and the products, or lost, with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from handlers import tier_moves
from handlers.notices import tell_all
from handlers.outcome import Outcome, offer
from handlers.own_deals import files_of, is_handed_over, tried
from handlers.ports import Work
from handlers.registration_form import money_of
from handlers.reply import Choice, Fact, Facts, FieldKind, Option, Part, Text, Tone
from handlers.settling import settle
from handlers.state import Conversation
from handlers.steps import Asked, Question, Step
from handlers.understanding.readings import Slot
from handlers.wording import Words
from program.ledger import StatementLine
from program.lifecycle import Cannot, Refused, Stepped, lose, win
from program.money import Money
from program.partners import Partner, PartnerKind
from program.policy import Policy
from program.registrations import Closing, LossReason, Registration


def _won(work: Work, registration_id: str, closing: Closing) -> Registration | tuple[Part, ...]:
    by_vendor = work.viewer.partner is None

    def attempt(found: Registration, partner: Partner, policy: Policy) -> Stepped:
        if not by_vendor and is_handed_over(partner, policy):
            return Refused(cannot=Cannot.HANDED_OVER)
        return win(found, closing, policy=policy, at=work.at, by_vendor=by_vendor)

    return tried(work, registration_id, attempt)


def _ask_value(work: Work, registration_id: str) -> Asked | tuple[Part, ...]:
    after = _won(work, registration_id, Closing(at=work.at))
    if not isinstance(after, Registration):
        return after
    words, sale = Words.of(work.viewer.member), after.opportunity
    partner = work.people.partner(after.partner_id)
    return Asked(
        title=words("won.ask", company=sale.company),
        submit=words("won.submit"),
        questions=(
            Question(
                name="amount",
                label=words("won.amount"),
                kind=FieldKind.MONEY,
                slot=Slot.AMOUNT,
                hint=words("hint.amount"),
                known=str(sale.amount.amount) if sale.amount else "",
            ),
            Question(
                name="products",
                label=words("won.products"),
                kind=FieldKind.TEXT,
                slot=Slot.PRODUCT,
                many=True,
                required=False,
                hint=words("hint.products"),
                known=sale.product or "",
            ),
        ),
        confirm=True,
        currency=sale.amount.currency if sale.amount else partner.currency if partner else work.program.currency,
    )


def _win(work: Work, conversation: Conversation, registration_id: str, values: Mapping[str, str]) -> Outcome:
    amount = money_of(values["amount"], values["currency"])
    products = tuple(name for name in values.get("products", "").split("; ") if name)
    after = _won(work, registration_id, Closing(at=work.at, amount=amount, products=products))
    if not isinstance(after, Registration):
        return Outcome(parts=after, conversation=conversation)
    work.registrations.change(after)
    work.files.touch(files_of(work, after))
    work.log.add("registration.won", after.id, amount=str(amount.amount), currency=amount.currency, products="; ".join(products))
    settled = settle(work, [after.id])
    _tell_of_win(work, after, amount)
    words, company = Words.of(work.viewer.member), after.opportunity.company
    facts = [Fact(label=words("won.amount"), value=words.money(amount))]
    facts += [Fact(label=words("won.products"), value=words.all_of(products))] if products else []
    facts += [_earned(line, words) for line in settled.lines]
    head = Text(text=words("won.done", company=company, id=after.id), tone=Tone.SUCCESS)
    waits = tuple(
        Text(text=words("earnings.no_rate", currency=currency, month=words.month(month)), tone=Tone.HINT)
        for currency, month in sorted(settled.missing)
    )
    more = (Text(text=words("won.renewal", company=company), tone=Tone.HINT),) if _renews(work, after) else ()
    promoted = tier_moves.move(work, after.partner_id)
    return Outcome(parts=(head, Facts(facts=tuple(facts)), *waits, *promoted, *more), conversation=conversation)


def _earned(line: StatementLine, words: Words) -> Fact:
    """What the deal earns the partner, with its percentage."""
    note = "" if line.percent is None else words.rate(line.percent)
    return Fact(label=words(f"line.{line.kind.value}"), value=words.money(line.amount), note=note)


def _renews(work: Work, registration: Registration) -> bool:
    partner = work.people.partner(registration.partner_id)
    return partner is not None and PartnerKind.RESELLER in partner.kinds


def _tell_of_win(work: Work, registration: Registration, amount: Money) -> None:
    tell_all(
        work,
        work.people.deciders_for(registration.partner_id),
        key=f"registration.won:{registration.id}:{registration.revision}",
        compose=lambda their: (
            Text(
                text=their(
                    "notice.won",
                    company=registration.opportunity.company,
                    id=registration.id,
                    amount=their.money(amount),
                    partner=_partner_name(work, registration),
                ),
                tone=Tone.SUCCESS,
            ),
            *offer([Choice(label=their("choice.show", id=registration.id), action=f"deals.show/{registration.id}")]),
        ),
    )


def _partner_name(work: Work, registration: Registration) -> str:
    partner = work.people.partner(registration.partner_id)
    return partner.name if partner else ""


# ── lost ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────
def _lost(work: Work, registration_id: str, reason: LossReason, note: str) -> Registration | tuple[Part, ...]:
    def attempt(found: Registration, partner: Partner, policy: Policy) -> Stepped:
        if work.viewer.partner is not None and is_handed_over(partner, policy):
            return Refused(cannot=Cannot.HANDED_OVER)
        return lose(found, reason, at=work.at, note=note)

    return tried(work, registration_id, attempt)


def _ask_reason(work: Work, registration_id: str) -> Asked | tuple[Part, ...]:
    after = _lost(work, registration_id, LossReason.OTHER, "")
    if not isinstance(after, Registration):
        return after
    words = Words.of(work.viewer.member)
    options = tuple(Option(value=reason.value, label=words(f"loss.{reason.value}")) for reason in LossReason)
    return Asked(
        title=words("lost.ask", company=after.opportunity.company),
        submit=words("lost.submit"),
        questions=(
            Question(name="reason", label=words("lost.reason"), options=options),
            Question(name="note", label=words("lost.note"), required=False),
        ),
    )


def _lose(work: Work, conversation: Conversation, registration_id: str, values: Mapping[str, str]) -> Outcome:
    reason = LossReason(values["reason"])
    after = _lost(work, registration_id, reason, values.get("note", ""))
    if not isinstance(after, Registration):
        return Outcome(parts=after, conversation=conversation)
    work.registrations.change(after)
    work.files.touch(files_of(work, after))
    work.log.add("registration.lost", after.id, loss=reason.value, note=after.note)
    words = Words.of(work.viewer.member)
    said = words("lost.done", company=after.opportunity.company, id=after.id, reason=words(f"loss.{reason.value}"))
    return Outcome(parts=(Text(text=said),), conversation=conversation)


WON: Final = Step(verb="won", ask=_ask_value, do=_win)
LOST: Final = Step(verb="lost", ask=_ask_reason, do=_lose)
