"""A run is approved by a second person, who pays its lines, or cancelled with a reason: once, whoever presses how often."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from handlers.clauses import clause_sources
from handlers.notices import tell, tell_all
from handlers.outcome import Outcome
from handlers.payouts import name_of, run_facts, run_parts
from handlers.ports import Work
from handlers.reply import Choice, Choices, Fact, Facts, Part, Text, Tone
from handlers.state import Conversation
from handlers.steps import Asked, Question, Step
from handlers.wording import Words
from program.access import Act
from program.payouts import CannotDecide, RefusedRun, Run, RunDecision, Total, approve, cancel, sums


def _found(work: Work, run_id: str) -> Run | tuple[Part, ...]:
    """The run, locked until the turn ends, or why there is none."""
    words = Words.of(work.viewer.member)
    if not work.viewer.may(Act.PAY_OUT):
        return (Text(text=words("payout.not_yours")),)
    return work.payouts.lock(run_id) or (Text(text=words("payout.unknown", id=run_id[:20])),)


def _approval(work: Work, run: Run) -> RunDecision | tuple[Part, ...]:
    """The approval by the viewer, or why it cannot be given."""
    policy = work.program.version(run.policy_version)
    disputed = len(work.payouts.disputed(run.id))
    found = approve(run, by=work.viewer.member.id, at=work.at, disputed=disputed, policy=policy)
    return _refused(work, run, found) if isinstance(found, RefusedRun) else found


def _refused(work: Work, run: Run, refused: RefusedRun) -> tuple[Part, ...]:
    words = Words.of(work.viewer.member)
    if refused.cannot is CannotDecide.DECIDED:
        lead = Text(text=words("payout.decided_already", id=run.id), tone=Tone.WARNING)
        return (lead, *run_parts(work, run, words))
    policy = work.program.version(run.policy_version)
    clause = (clause_sources([refused.clause], policy, words),) if refused.clause else ()
    return (Text(text=words(f"payout.{refused.cannot.value}", id=run.id), tone=Tone.WARNING), *clause)


# ── approving ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def _ask_approve(work: Work, run_id: str) -> Asked | tuple[Part, ...]:
    run = _found(work, run_id)
    if not isinstance(run, Run):
        return run
    decision = _approval(work, run)
    if not isinstance(decision, RunDecision):
        return decision
    words = Words.of(work.viewer.member)
    return Asked(
        title=words("payout.ask_approve", id=run.id),
        submit=words("payout.submit_approve"),
        confirm=True,
        about=(
            Facts(facts=run_facts(work, run, work.payouts.totals(run.id), words)),
            Text(text=words("payout.is_final"), tone=Tone.HINT),
        ),
    )


def _approve(work: Work, conversation: Conversation, run_id: str, _: Mapping[str, str]) -> Outcome:
    run = _found(work, run_id)
    if not isinstance(run, Run):
        return Outcome(parts=run, conversation=conversation)
    decision = _approval(work, run)
    if not isinstance(decision, RunDecision):
        return Outcome(parts=decision, conversation=conversation)
    words = Words.of(work.viewer.member)
    work.payouts.decide(run, decision)
    totals = work.payouts.totals(run.id)
    paid = {f"total_{money.currency}": str(money.amount) for money in sums(totals)}
    work.log.add("payout.approved", run.id, prepared_by=run.prepared_by, **paid)
    _tell_preparer(work, run, "approved")
    told = _tell_payees(work, run, totals)
    done = Text(text=words.count("payout.done", told, id=run.id), tone=Tone.SUCCESS)
    after = replace(run, decision=decision)
    return Outcome(parts=(done, *run_parts(work, after, words)), conversation=conversation)


def _tell_payees(work: Work, run: Run, totals: tuple[Total, ...]) -> int:
    """Every partner's admins learn what their company gets, with the way to its statement; how many partners there were."""
    payees = work.payouts.payees(run.id)
    by_partner: dict[str, list[Total]] = {}
    for total in totals:
        if total.carried is None:
            by_partner.setdefault(total.partner_id, []).append(total)
    for partner_id, theirs in by_partner.items():

        def compose(words: Words, id: str = partner_id, theirs: list[Total] = theirs) -> tuple[Part, ...]:
            return _to_payee(words, id, theirs)

        tell_all(work, payees.get(partner_id, ()), key=f"payout.approved:{run.id}", compose=compose)
    return len(by_partner)


def _to_payee(words: Words, partner_id: str, totals: list[Total]) -> tuple[Part, ...]:
    amount = words.all_of([words.money(total.amount) for total in totals])
    first, last = min(total.first for total in totals), max(total.last for total in totals)
    lines = sum(total.lines for total in totals)
    statement = Choice(
        label=words("choice.statement_of"),
        action=f"earnings.of/{partner_id}/{first.isoformat()}/{last.isoformat()}",
        style="primary",
    )
    facts = (
        Fact(label=words("payout.lines"), value=words.number(lines)),
        Fact(label=words("payout.earned"), value=words("payout.period", first=words.day(first), last=words.day(last))),
    )
    title = words("notice.payout", amount=amount)
    return (Text(text=title, tone=Tone.SUCCESS), Facts(facts=facts), Choices(choices=(statement,)))


def _tell_preparer(work: Work, run: Run, what: str, reason: str = "") -> None:
    """Whoever prepared the run learns how it ended."""
    preparer, by = work.people.member(run.prepared_by), work.viewer.member.name
    if preparer is None:
        return

    def compose(their: Words) -> tuple[Part, ...]:
        show = Choice(label=their("choice.show", id=run.id), action=f"payout.show/{run.id}")
        because = (Facts(facts=(Fact(label=their("payout.reason"), value=reason),)),) if reason else ()
        return (Text(text=their(f"notice.payout_{what}", id=run.id, name=by)), *because, Choices(choices=(show,)))

    tell(work, preparer, key=f"payout.decided:{run.id}", compose=compose)


# ── cancelling ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def _ask_cancel(work: Work, run_id: str) -> Asked | tuple[Part, ...]:
    run = _found(work, run_id)
    if not isinstance(run, Run):
        return run
    refused = cancel(run, by=work.viewer.member.id, at=work.at, reason="")
    if isinstance(refused, RefusedRun):
        return _refused(work, run, refused)
    words = Words.of(work.viewer.member)
    return Asked(
        title=words("payout.ask_cancel", id=run.id),
        submit=words("payout.submit_cancel"),
        questions=(Question(name="text", label=words("payout.why_cancel")),),
        confirm=True,
        about=(Text(text=words("payout.released"), tone=Tone.HINT),),
    )


def _cancel(work: Work, conversation: Conversation, run_id: str, values: Mapping[str, str]) -> Outcome:
    words, reason = Words.of(work.viewer.member), values["text"]
    run = _found(work, run_id)
    if not isinstance(run, Run):
        return Outcome(parts=run, conversation=conversation)
    decision = cancel(run, by=work.viewer.member.id, at=work.at, reason=reason)
    if isinstance(decision, RefusedRun):
        return Outcome(parts=_refused(work, run, decision), conversation=conversation)
    work.payouts.decide(run, decision)
    work.log.add("payout.cancelled", run.id, reason=reason)
    _tell_preparer(work, run, "cancelled", reason)
    again = Choice(label=words("choice.payout_prepare"), action="payout.prepare")
    done = Text(text=words("payout.cancelled", id=run.id, name=name_of(work, decision.by, words)), tone=Tone.SUCCESS)
    return Outcome(parts=(done, Choices(choices=(again,))), conversation=conversation)


APPROVE: Final = Step(verb="payout.approve", ask=_ask_approve, do=_approve)
CANCEL: Final = Step(verb="payout.cancel", ask=_ask_cancel, do=_cancel)
