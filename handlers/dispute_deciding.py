"""A dispute is decided: upheld with an amount, which is booked as a line of its own, or rejected with a reason; once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from handlers.clauses import clause_sources
from handlers.dispute_view import dispute_parts, may_settle, outcome_words
from handlers.disputing import refused_parts
from handlers.notices import tell_all
from handlers.outcome import Outcome
from handlers.ports import Work
from handlers.registration_form import money_of
from handlers.reply import Choice, Choices, Fact, FieldKind, Part, Text, Tone
from handlers.reply import Facts as FactList
from handlers.settling import today_of
from handlers.state import Conversation
from handlers.steps import Asked, Question, Step, begin
from handlers.understanding.readings import Slot
from handlers.wording import Words
from program.access import Act
from program.disputes import CannotDispute, Dispute, RefusedDispute, Settlement, adjustment, reject, uphold
from program.ledger import StatementLine
from program.money import Money
from program.partners import Member, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class _Open:
    """A dispute that the viewer may decide, and its line."""

    dispute: Dispute
    line: StatementLine


def _to_settle(work: Work, dispute_id: str) -> _Open | tuple[Part, ...]:
    """The open dispute and its line, or why the viewer cannot decide it."""
    words = Words.of(work.viewer.member)
    if not work.viewer.may(Act.SETTLE_DISPUTES):
        return (Text(text=words("dispute.not_yours")),)
    found = work.disputes.get(dispute_id)
    entry = work.statements.line(found.line_id) if found else None
    if found is None or entry is None:
        return (Text(text=words("dispute.unknown", id=dispute_id[:20])),)
    why = None if found.is_open else CannotDispute.DECIDED
    if why is None and not may_settle(work, found):
        why = CannotDispute.TAKEN_OVER
    if why is not None:
        return (*refused_parts(work, RefusedDispute(cannot=why), found.policy_version, found.id), *_shown(work, found))
    return _Open(dispute=found, line=entry.line)


def _shown(work: Work, found: Dispute) -> tuple[Part, ...]:
    return dispute_parts(work, found, Words.of(work.viewer.member))


# ── upheld ───────────────────────────────────────────────────────────────────────────────────────────────────────────────
def _ask_uphold(work: Work, dispute_id: str) -> Asked | tuple[Part, ...]:
    found = _to_settle(work, dispute_id)
    if not isinstance(found, _Open):
        return found
    words = Words.of(work.viewer.member)
    amount = Question(
        name="amount", label=words("dispute.amount"), kind=FieldKind.MONEY, slot=Slot.AMOUNT, hint=words("dispute.amount_hint")
    )
    return Asked(
        title=words("dispute.ask_uphold", id=found.dispute.id),
        submit=words("dispute.submit_uphold"),
        questions=(amount, Question(name="text", label=words("dispute.answer"))),
        confirm=True,
        about=(Text(text=words("dispute.books", line=found.line.id)),),
        currency=found.line.amount.currency,
    )


def _uphold(work: Work, conversation: Conversation, dispute_id: str, values: Mapping[str, str]) -> Outcome:
    found = _to_settle(work, dispute_id)
    if not isinstance(found, _Open):
        return Outcome(parts=found, conversation=conversation)
    disputed, line = found.dispute, found.line
    amount = money_of(values["amount"], values["currency"])
    settlement = uphold(disputed, amount, line=line, by=work.viewer.member.id, at=work.at, reason=values["text"])
    if isinstance(settlement, RefusedDispute):
        again = begin(work, conversation, UPHOLD, dispute_id, {"text": values["text"]})
        why = refused_parts(work, settlement, disputed.policy_version, line.amount.currency)
        return replace(again, parts=(*why, *again.parts))
    booked, due = adjustment(
        disputed,
        amount,
        line,
        id=work.ids.line(),
        at=work.at,
        today=today_of(work),
        policy=work.program.version(disputed.policy_version),
    )
    work.disputes.settle(disputed.id, settlement)
    work.books.book([booked], [due])
    return _settled(work, conversation, disputed, settlement, booked=booked.id)


# ── rejected ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
def _ask_reject(work: Work, dispute_id: str) -> Asked | tuple[Part, ...]:
    found = _to_settle(work, dispute_id)
    if not isinstance(found, _Open):
        return found
    words = Words.of(work.viewer.member)
    return Asked(
        title=words("dispute.ask_reject", id=found.dispute.id),
        submit=words("dispute.submit_reject"),
        questions=(Question(name="text", label=words("dispute.answer")),),
        confirm=True,
    )


def _reject(work: Work, conversation: Conversation, dispute_id: str, values: Mapping[str, str]) -> Outcome:
    found = _to_settle(work, dispute_id)
    if not isinstance(found, _Open):
        return Outcome(parts=found, conversation=conversation)
    settlement = reject(found.dispute, by=work.viewer.member.id, at=work.at, reason=values["text"])
    if isinstance(settlement, RefusedDispute):
        raise ValueError("an open dispute can be rejected")
    work.disputes.settle(found.dispute.id, settlement)
    return _settled(work, conversation, found.dispute, settlement)


# ── what follows ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def _settled(work: Work, conversation: Conversation, before: Dispute, settlement: Settlement, *, booked: str = "") -> Outcome:
    words, after = Words.of(work.viewer.member), replace(before, settlement=settlement)
    logged = _logged(settlement.amount, booked) if settlement.amount else {}
    work.log.add(f"dispute.{settlement.outcome.value}", after.id, line=after.line_id, reason=settlement.reason, **logged)

    def compose(their: Words) -> tuple[Part, ...]:
        policy = work.program.version(after.policy_version)
        title = their("notice.dispute_settled", id=after.id, line=after.line_id, outcome=outcome_words(after, their))
        show = Choice(label=their("choice.show", id=after.id), action=f"dispute.show/{after.id}")
        return (
            Text(text=title, tone=Tone.TITLE),
            FactList(facts=(Fact(label=their("dispute.answer"), value=settlement.reason),)),
            clause_sources([policy.earning.dispute.clause], policy, their),
            Choices(choices=(show,)),
        )

    tell_all(work, _concerned(work, after), key=f"dispute.settled:{after.id}", compose=compose)
    said = words("dispute.settled", id=after.id, outcome=outcome_words(after, words))
    booking = (Text(text=words("dispute.booked", line=booked)),) if booked else ()
    return Outcome(parts=(Text(text=said, tone=Tone.SUCCESS), *booking), conversation=conversation)


def _logged(amount: Money, booked: str) -> dict[str, str]:
    return {"amount": str(amount.amount), "currency": amount.currency, "booked": booked}


def _concerned(work: Work, found: Dispute) -> tuple[Member, ...]:
    """Whom of the partner the outcome is for: whoever disputed, and the company's admins."""
    colleagues = work.people.colleagues(found.partner_id)
    return tuple(one for one in colleagues if one.id == found.opened_by or one.role is Role.PARTNER_ADMIN)


UPHOLD: Final = Step(verb="dispute.uphold", ask=_ask_uphold, do=_uphold)
REJECT: Final = Step(verb="dispute.reject", ask=_ask_reject, do=_reject)
