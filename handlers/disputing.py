"""A partner disputes a line of its statement, and may take the dispute back while nobody has decided it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from handlers.clauses import clause_sources
from handlers.dispute_view import dispute_parts, ticking, who_settles
from handlers.notices import tell_all
from handlers.outcome import Outcome, offer, short
from handlers.ports import Work
from handlers.reply import Choice, Choices, Fact, Facts, Part, Text, Tone
from handlers.settling import today_of
from handlers.state import Conversation
from handlers.steps import Asked, Question, Step, begin
from handlers.wording import Words
from program.access import Act
from program.disputes import CannotDispute, Dispute, Opening, RefusedDispute, dispute, withdraw
from program.ledger import Entry, StatementLine
from program.partners import Member

#: So many lines are offered to pick from.
_OFFERED: Final = 8


def refused_parts(work: Work, refused: RefusedDispute, policy_version: str, subject: str) -> tuple[Part, ...]:
    """Why nothing changes, with the clause where there is one."""
    words, policy = Words.of(work.viewer.member), work.program.version(policy_version)
    days = words.number(policy.earning.dispute.days)
    said = Text(text=words(f"dispute.cannot.{refused.cannot.value}", id=subject, days=days), tone=Tone.WARNING)
    return (said, clause_sources([refused.clause], policy, words)) if refused.clause else (said,)


def deciders(work: Work, found: Dispute) -> tuple[Member, ...]:
    """Who decides it: the partner's manager and today's deputies, else the channel admins."""
    return work.people.channel_admins() if found.is_with_channel_admins else work.people.deciders_for(found.partner_id)


def begin_dispute(work: Work, conversation: Conversation, line_id: str, reason: str) -> Outcome:
    """Begins with what the words say; without a line, the newest ones that can be disputed are offered."""
    partner = work.viewer.partner
    if line_id or partner is None or not work.viewer.may(Act.DISPUTE):
        return begin(work, conversation, DISPUTE, line_id, {"text": reason})
    words, today = Words.of(work.viewer.member), today_of(work)
    days = work.program.in_force(work.at).earning.dispute.days
    entries = work.statements.lines(partner.id, today - timedelta(days=days), today)
    open_to_it = [
        one.line for one in reversed(entries) if not isinstance(_opened(work, one.line, id="", reason=""), RefusedDispute)
    ]
    choices = [
        Choice(
            label=words("choice.dispute_line", id=line.id, amount=words.money(line.amount), company=_company(work, line)),
            action=f"step/dispute/{line.id}",
        )
        for line in open_to_it[:_OFFERED]
    ]
    return Outcome(parts=(Text(text=words("dispute.which")), *offer(choices)), conversation=conversation)


def _company(work: Work, line: StatementLine) -> str:
    registration = work.registrations.get(line.registration_id)
    return short(registration.opportunity.company, 40) if registration else line.registration_id


# ── disputing ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def _line(work: Work, line_id: str) -> Entry | tuple[Part, ...]:
    """The line, or why it is none of the viewer's."""
    words = Words.of(work.viewer.member)
    if not work.viewer.may(Act.DISPUTE):
        return (Text(text=words("dispute.not_allowed")),)
    if not line_id:
        return (Text(text=words("dispute.which")),)
    entry = work.statements.line(line_id)
    return entry or (Text(text=words("dispute.no_line", id=line_id[:20])),)


def _opened(work: Work, line: StatementLine, *, id: str, reason: str) -> Dispute | RefusedDispute:
    return dispute(
        line,
        Opening(id=id, by=work.viewer.member.id, at=work.at, reason=reason),
        known=work.disputes.of_line(line.id),
        policy=work.program.version(line.policy_version),
        zone=work.program.zone,
    )


def _refused(work: Work, line: StatementLine, refused: RefusedDispute) -> tuple[Part, ...]:
    known = work.disputes.of_line(line.id)
    parts = refused_parts(work, refused, line.policy_version, line.id)
    if refused.cannot is not CannotDispute.DISPUTED_ALREADY or known is None:
        return parts
    return (*parts, *dispute_parts(work, known, Words.of(work.viewer.member)))


def _ask(work: Work, line_id: str) -> Asked | tuple[Part, ...]:
    entry = _line(work, line_id)
    if isinstance(entry, tuple):
        return entry
    line = entry.line
    opened = _opened(work, line, id="", reason="")
    if isinstance(opened, RefusedDispute):
        return _refused(work, line, opened)
    words, policy = Words.of(work.viewer.member), work.program.version(line.policy_version)
    about = words(
        "dispute.asked_about", amount=words.money(line.amount), company=_company(work, line), day=words.day(line.earned_on)
    )
    return Asked(
        title=words("dispute.ask", id=line.id),
        submit=words("dispute.submit"),
        questions=(Question(name="text", label=words("dispute.label")),),
        confirm=True,
        about=(Text(text=about), clause_sources([policy.earning.dispute.clause], policy, words)),
    )


def _do(work: Work, conversation: Conversation, line_id: str, values: Mapping[str, str]) -> Outcome:
    entry = _line(work, line_id)
    if isinstance(entry, tuple):
        return Outcome(parts=entry, conversation=conversation)
    line = entry.line
    work.disputes.hold(line.id)
    opened = _opened(work, line, id=work.ids.dispute(), reason=values["text"])
    if isinstance(opened, RefusedDispute):
        return Outcome(parts=_refused(work, line, opened), conversation=conversation)
    words, partner = Words.of(work.viewer.member), work.people.partner(line.partner_id)
    if partner is None:
        raise LookupError(line.partner_id)
    work.disputes.add(opened)
    work.log.add("dispute.opened", opened.id, line=line.id, reason=opened.reason)
    _tell_deciders(work, opened, line, partner.name)
    day = words.weekday(ticking(work, opened, partner).due_day)
    said = words("dispute.opened", id=opened.id, line=line.id, who=who_settles(work, opened, words), day=day)
    after = work.statements.line(line.id)
    held = words("dispute.was_paid" if after is not None and after.paid_at is not None else "dispute.held")
    show = Choice(label=words("choice.show", id=opened.id), action=f"dispute.show/{opened.id}")
    parts = (Text(text=said, tone=Tone.SUCCESS), Text(text=held, tone=Tone.HINT), Choices(choices=(show,)))
    return Outcome(parts=parts, conversation=conversation)


def _tell_deciders(work: Work, opened: Dispute, line: StatementLine, partner: str) -> None:
    by = work.viewer.member.name

    def compose(their: Words) -> tuple[Part, ...]:
        title = their("notice.dispute_opened", partner=partner, line=line.id, amount=their.money(line.amount))
        show = Choice(label=their("choice.show", id=opened.id), action=f"dispute.show/{opened.id}", style="primary")
        facts = (Fact(label=their("dispute.reason"), value=opened.reason, note=by),)
        return (Text(text=title, tone=Tone.TITLE), Facts(facts=facts), Choices(choices=(show,)))

    tell_all(work, deciders(work, opened), key=f"dispute.opened:{opened.id}", compose=compose)


# ── taking it back ───────────────────────────────────────────────────────────────────────────────────────────────────────
def _own(work: Work, dispute_id: str) -> Dispute | tuple[Part, ...]:
    """The open dispute of the viewer's company, or why there is none to take back."""
    words = Words.of(work.viewer.member)
    if not work.viewer.may(Act.DISPUTE):
        return (Text(text=words("dispute.not_allowed")),)
    found = work.disputes.get(dispute_id)
    if found is None:
        return (Text(text=words("dispute.unknown", id=dispute_id[:20])),)
    after = withdraw(found, by=work.viewer.member.id, at=work.at)
    if isinstance(after, RefusedDispute):
        return (*refused_parts(work, after, found.policy_version, found.id), *dispute_parts(work, found, words))
    return found


def _ask_withdraw(work: Work, dispute_id: str) -> Asked | tuple[Part, ...]:
    found = _own(work, dispute_id)
    if isinstance(found, tuple):
        return found
    words = Words.of(work.viewer.member)
    return Asked(
        title=words("dispute.ask_withdraw", id=found.id, line=found.line_id),
        submit=words("dispute.submit_withdraw"),
        confirm=True,
        about=(Text(text=words("dispute.only_once"), tone=Tone.HINT),),
    )


def _withdraw(work: Work, conversation: Conversation, dispute_id: str, _: Mapping[str, str]) -> Outcome:
    found = _own(work, dispute_id)
    if isinstance(found, tuple):
        return Outcome(parts=found, conversation=conversation)
    settlement = withdraw(found, by=work.viewer.member.id, at=work.at)
    if isinstance(settlement, RefusedDispute):
        raise ValueError("an open dispute can be withdrawn")
    work.disputes.settle(found.id, settlement)
    work.log.add("dispute.withdrawn", found.id, line=found.line_id)
    tell_all(
        work,
        deciders(work, found),
        key=f"dispute.settled:{found.id}",
        compose=lambda their: (Text(text=their("notice.dispute_withdrawn", id=found.id, line=found.line_id)),),
    )
    said = Words.of(work.viewer.member)("dispute.withdrawn_done", id=found.id)
    return Outcome(parts=(Text(text=said, tone=Tone.SUCCESS),), conversation=conversation)


DISPUTE: Final = Step(verb="dispute", ask=_ask, do=_do)
WITHDRAW: Final = Step(verb="dispute.withdraw", ask=_ask_withdraw, do=_withdraw)
