"""A dispute as people see it: what is disputed and why, by when it is decided and how it ended; and all that are open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from handlers.business_days import business_days
from handlers.clauses import clause_sources
from handlers.outcome import Outcome, offer, say, short
from handlers.ports import Work
from handlers.ports_payouts import Waiting
from handlers.reply import Choice, Fact, Facts, Part, Table, Text, Tone
from handlers.state import Conversation
from handlers.wording import Words
from program.access import Act
from program.disputes import Dispute, clock
from program.ledger import StatementLine
from program.money import Money
from program.partners import Partner
from program.review_time import ReviewClock

#: A list shows so many.
_SHOWN: Final = 10


def show_dispute(work: Work, conversation: Conversation, dispute_id: str) -> Outcome:
    words = Words.of(work.viewer.member)
    found = work.disputes.get(dispute_id)
    if found is None:
        return say(conversation, words("dispute.unknown", id=dispute_id[:20]))
    choices = offer(_choices(work, found, words))
    return Outcome(parts=(*dispute_parts(work, found, words), *choices), conversation=conversation)


def list_disputes(work: Work, conversation: Conversation) -> Outcome:
    """The open ones in the viewer's sight, the earliest first."""
    words = Words.of(work.viewer.member)
    if not (work.viewer.may(Act.DISPUTE) or work.viewer.may(Act.SETTLE_DISPUTES)):
        return say(conversation, words("dispute.not_allowed"))
    waiting = work.disputes.waiting()
    if not waiting:
        return say(conversation, words("dispute.none"))
    parts, choices = dispute_table(work, waiting, words)
    return Outcome(parts=(*parts, *offer(choices)), conversation=conversation)


def disputes_to_settle(work: Work) -> tuple[Waiting, ...]:
    """Those that wait for the viewer: for channel admins what no manager is there for, and what they took over."""
    found = work.disputes.waiting() if work.viewer.may(Act.SETTLE_DISPUTES) else ()
    mine = (one for one in found if may_settle(work, one.dispute))
    if not work.viewer.sees_all:
        return tuple(mine)
    managed = {one.partner.id for one in found if work.people.manager_of(one.partner.id) is not None}
    return tuple(one for one in mine if one.dispute.is_with_channel_admins or one.partner.id not in managed)


def dispute_table(work: Work, waiting: Sequence[Waiting], words: Words) -> tuple[tuple[Part, ...], list[Choice]]:
    """Open disputes as a table, and a choice to show each."""
    if not waiting:
        return (), []
    rows = tuple(
        (
            one.dispute.id,
            short(one.partner.name, 40),
            one.line.id,
            words.money(one.line.amount),
            short(one.dispute.reason, 40),
            _due(work, ticking(work, one.dispute, one.partner), words),
        )
        for one in waiting[:_SHOWN]
    )
    columns = tuple(words(f"column.{name}") for name in ("id", "partner", "line", "amount", "why", "due"))
    title = Text(text=words.count("dispute.count", len(waiting)), tone=Tone.TITLE)
    table = Table(caption=words("dispute.table"), columns=columns, rows=rows, numeric=frozenset({3}))
    choices = [
        Choice(label=words("choice.show", id=one.dispute.id), action=f"dispute.show/{one.dispute.id}") for one in waiting[:_SHOWN]
    ]
    return (title, table), choices


def dispute_parts(work: Work, found: Dispute, words: Words) -> tuple[Part, ...]:
    """The dispute, its line and where it stands, with the clause."""
    entry = work.statements.line(found.line_id)
    partner = work.people.partner(found.partner_id)
    registration = work.registrations.get(found.registration_id)
    policy = work.program.version(found.policy_version)
    facts = [Fact(label=words("dispute.line"), value=found.line_id, note=_about(entry.line if entry else None, words))]
    if registration is not None:
        facts.append(Fact(label=words("dispute.deal"), value=registration.opportunity.company, note=registration.id))
    if partner is not None and work.viewer.partner is None:
        facts.append(Fact(label=words("dispute.partner"), value=partner.name))
    facts.append(Fact(label=words("dispute.by"), value=_name(work, found.opened_by, words), note=words.moment(found.opened_at)))
    facts.append(Fact(label=words("dispute.reason"), value=found.reason))
    facts += _standing(work, found, partner, words)
    title = words("dispute.title", id=found.id)
    return (Facts(title=title, facts=tuple(facts)), clause_sources([policy.earning.dispute.clause], policy, words))


def _about(line: StatementLine | None, words: Words) -> str:
    return words("dispute.about", amount=words.money(line.amount), day=words.day(line.earned_on)) if line else ""


def _standing(work: Work, found: Dispute, partner: Partner | None, words: Words) -> list[Fact]:
    if found.settlement is None:
        who = Fact(label=words("dispute.decides"), value=who_settles(work, found, words))
        due = [Fact(label=words("fact.decision_by"), value=_due(work, ticking(work, found, partner), words))] if partner else []
        return [who, *due]
    settled = found.settlement
    name = _name(work, settled.by, words)
    facts = [Fact(label=words("dispute.outcome"), value=outcome_words(found, words), note=f"{name}, {words.moment(settled.at)}")]
    if settled.reason:
        facts.append(Fact(label=words("dispute.answer"), value=settled.reason))
    return facts


def outcome_words(found: Dispute, words: Words) -> str:
    """How it ended, with the amount that was booked."""
    if found.settlement is None:
        raise ValueError("an open dispute has no outcome")
    amount: Money | None = found.settlement.amount
    if amount is not None:
        return words("dispute.upheld", amount=words.money(amount))
    return words(f"dispute.{found.settlement.outcome.value}")


def who_settles(work: Work, found: Dispute, words: Words) -> str:
    """Who decides it now, in words."""
    manager = None if found.is_with_channel_admins else work.people.manager_of(found.partner_id)
    return manager.name if manager else words("dispute.channel_team")


def ticking(work: Work, found: Dispute, partner: Partner) -> ReviewClock:
    """The dispute's clock on its partner's calendar."""
    policy = work.program.version(found.policy_version)
    return clock(found, zone=partner.zone, policy=policy, is_business_day=business_days(partner.country))


def _due(work: Work, clock: ReviewClock, words: Words) -> str:
    day = words.weekday(clock.due_day)
    if not clock.is_overdue(work.at):
        return day
    return words("dispute.takes_longer" if work.viewer.partner else "review.overdue_day", day=day)


def _name(work: Work, member_id: str, words: Words) -> str:
    member = work.people.member(member_id)
    return member.name if member else words("role.former_colleague")


def may_settle(work: Work, found: Dispute) -> bool:
    """Whether the viewer may decide it: channel admins all, managers what is theirs and not taken over."""
    viewer = work.viewer
    if not viewer.may(Act.SETTLE_DISPUTES) or not viewer.sees(found.partner_id):
        return False
    return viewer.sees_all or not found.is_with_channel_admins


def _choices(work: Work, found: Dispute, words: Words) -> list[Choice]:
    if not found.is_open:
        return []
    if may_settle(work, found):
        return [
            Choice(label=words("choice.uphold"), action=f"step/dispute.uphold/{found.id}", style="primary"),
            Choice(label=words("choice.reject"), action=f"step/dispute.reject/{found.id}", style="danger"),
        ]
    if work.viewer.may(Act.DISPUTE):
        return [Choice(label=words("choice.withdraw_dispute"), action=f"step/dispute.withdraw/{found.id}", style="danger")]
    return []
