"""Working on a registered deal: extending its protection, withdrawing it, opening it again, and appealing against a refusal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from handlers.approval_cards import ask_for
from handlers.clauses import clause_sources, reason_parts
from handlers.due import due_words
from handlers.notices import tell_all
from handlers.outcome import Outcome
from handlers.own_deals import files_of, policy_of, tried
from handlers.ports import Work
from handlers.reply import Choice, Choices, Fact, Facts, Part, Text, Tone
from handlers.settling import settle
from handlers.state import Conversation
from handlers.steps import Asked, Question, Step
from handlers.submitting import tell_deciders, who_decides
from handlers.wording import Words
from program.lifecycle import appeal, extend, reopen, withdraw
from program.policy import Ground
from program.registrations import UNDECIDED, Registration, Reviewer, Status


def _words_asked(work: Work, title: str, verb: str, *, confirm: bool = False, about: tuple[Part, ...] = ()) -> Asked:
    words = Words.of(work.viewer.member)
    question = Question(name="text", label=words(f"{verb}.label"))
    return Asked(title=title, submit=words(f"{verb}.submit"), questions=(question,), confirm=confirm, about=about)


# ── extending ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def _extended(work: Work, registration_id: str) -> Registration | tuple[Part, ...]:
    return tried(work, registration_id, lambda found, partner, policy: extend(found, partner, policy=policy, at=work.at))


def _ask_progress(work: Work, registration_id: str) -> Asked | tuple[Part, ...]:
    after = _extended(work, registration_id)
    if not isinstance(after, Registration):
        return after
    words = Words.of(work.viewer.member)
    title = words("extend.ask", company=after.opportunity.company, until=_until(work, after, words))
    return _words_asked(work, title, "extend")


def _extend(work: Work, conversation: Conversation, registration_id: str, values: Mapping[str, str]) -> Outcome:
    after = _extended(work, registration_id)
    if not isinstance(after, Registration):
        return Outcome(parts=after, conversation=conversation)
    words, note = Words.of(work.viewer.member), values["text"]
    work.registrations.change(after)
    work.files.touch(files_of(work, after))
    last = _last_day(work, after)
    work.log.add("registration.extended", after.id, until=last.isoformat() if last else "", note=note)
    said = words("extend.done", company=after.opportunity.company, id=after.id, until=_until(work, after, words))
    policy = policy_of(work, after)
    clause = clause_sources([policy.clause(Ground.EXTENSION).id], policy, words)
    return Outcome(parts=(Text(text=said, tone=Tone.SUCCESS), clause), conversation=conversation)


def _last_day(work: Work, registration: Registration) -> date | None:
    """The last day of the protection, in the partner's zone."""
    partner = work.people.partner(registration.partner_id)
    return None if registration.protected is None or partner is None else registration.protected.last_day(partner.zone)


def _until(work: Work, registration: Registration, words: Words) -> str:
    last = _last_day(work, registration)
    return words.day(last) if last else "–"


# ── withdrawing ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def _withdrawn(work: Work, registration_id: str) -> Registration | tuple[Part, ...]:
    return tried(work, registration_id, lambda found, _, __: withdraw(found, at=work.at))


def _ask_sure(work: Work, registration_id: str) -> Asked | tuple[Part, ...]:
    after = _withdrawn(work, registration_id)
    if not isinstance(after, Registration):
        return after
    words = Words.of(work.viewer.member)
    ends = words("withdraw.ends" if after.protected is not None else "withdraw.ends_review")
    return Asked(
        title=words("withdraw.ask", company=after.opportunity.company, id=after.id),
        submit=words("withdraw.submit"),
        confirm=True,
        about=(Text(text=ends, tone=Tone.HINT),),
    )


def _withdraw(work: Work, conversation: Conversation, registration_id: str, _: Mapping[str, str]) -> Outcome:
    before = work.registrations.get(registration_id)
    after = _withdrawn(work, registration_id)
    if not isinstance(after, Registration) or before is None:
        return Outcome(parts=after if not isinstance(after, Registration) else (), conversation=conversation)
    words = Words.of(work.viewer.member)
    work.registrations.change(after)
    work.files.touch(files_of(work, after))
    work.log.add("registration.withdrawn", after.id)
    if before.status in UNDECIDED:
        admins = before.reviewer is Reviewer.CHANNEL_ADMIN
        tell_all(
            work,
            work.people.channel_admins() if admins else work.people.deciders_for(before.partner_id),
            key=f"registration.withdrawn:{after.id}",
            compose=lambda their: (Text(text=their("notice.withdrawn", company=after.opportunity.company, id=after.id)),),
        )
    said = words("withdraw.done", company=after.opportunity.company, id=after.id)
    return Outcome(parts=(Text(text=said),), conversation=conversation)


# ── opening again ────────────────────────────────────────────────────────────────────────────────────────────────────────
def _reopened(work: Work, registration_id: str) -> Registration | tuple[Part, ...]:
    return tried(work, registration_id, lambda found, _, policy: reopen(found, files_of(work, found), policy=policy, at=work.at))


def _ask_why_open(work: Work, registration_id: str) -> Asked | tuple[Part, ...]:
    after = _reopened(work, registration_id)
    if not isinstance(after, Registration):
        return after
    return _words_asked(work, Words.of(work.viewer.member)("reopen.ask", company=after.opportunity.company), "reopen")


def _reopen(work: Work, conversation: Conversation, registration_id: str, values: Mapping[str, str]) -> Outcome:
    after = _reopened(work, registration_id)
    if not isinstance(after, Registration):
        return Outcome(parts=after, conversation=conversation)
    words, company = Words.of(work.viewer.member), after.opportunity.company
    work.registrations.change(after)
    work.files.touch(files_of(work, after))
    work.log.add("registration.reopened", after.id, reason=values["text"], status=after.status.value)
    settle(work, [after.id])
    if after.status is Status.APPROVED:
        said = words("reopen.done", company=company, id=after.id, until=_until(work, after, words))
        return Outcome(parts=(Text(text=said, tone=Tone.SUCCESS),), conversation=conversation)
    return _to_a_person(work, conversation, after)


def _to_a_person(work: Work, conversation: Conversation, registration: Registration) -> Outcome:
    """The registration waits for a decision again: those who decide are told, and the viewer who that is."""
    words = Words.of(work.viewer.member)
    tell_deciders(work, registration)
    policy = policy_of(work, registration)
    who = who_decides(work, registration, words)
    day = due_words(work, registration, work.people.partner(registration.partner_id), words)
    text = words("reopen.in_review", company=registration.opportunity.company, id=registration.id, who=who, day=day)
    return Outcome(parts=(Text(text=text), *reason_parts(registration.reasons, policy, words)[-1:]), conversation=conversation)


# ── appealing ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def _appealed(work: Work, registration_id: str) -> Registration | tuple[Part, ...]:
    return tried(work, registration_id, lambda found, partner, policy: appeal(found, partner, policy=policy, at=work.at))


def _ask_grounds(work: Work, registration_id: str) -> Asked | tuple[Part, ...]:
    after = _appealed(work, registration_id)
    if not isinstance(after, Registration):
        return after
    return _words_asked(work, Words.of(work.viewer.member)("appeal.ask", company=after.opportunity.company), "appeal")


def _appeal(work: Work, conversation: Conversation, registration_id: str, values: Mapping[str, str]) -> Outcome:
    after = _appealed(work, registration_id)
    if not isinstance(after, Registration):
        return Outcome(parts=after, conversation=conversation)
    reason = values["text"]
    work.registrations.change(after)
    work.files.touch(files_of(work, after))
    work.log.add("registration.appealed", after.id, reason=reason)
    company = after.opportunity.company
    ask_for(
        work,
        after,
        work.people.channel_admins(),
        key=f"registration.appealed:{after.id}",
        lead="appealed",
        compose=lambda their: (
            Text(text=their("notice.appealed", company=company, id=after.id), tone=Tone.TITLE),
            Facts(facts=(Fact(label=their("appeal.label"), value=reason),)),
            Choices(choices=(Choice(label=their("choice.show", id=after.id), action=f"review.show/{after.id}", style="primary"),)),
        ),
    )
    words, policy = Words.of(work.viewer.member), policy_of(work, after)
    clause = clause_sources([policy.clause(Ground.APPEAL).id], policy, words)
    said = words("appeal.done", company=company, id=after.id)
    return Outcome(parts=(Text(text=said), clause), conversation=conversation)


EXTEND: Final = Step(verb="extend", ask=_ask_progress, do=_extend)
WITHDRAW: Final = Step(verb="withdraw", ask=_ask_sure, do=_withdraw)
REOPEN: Final = Step(verb="reopen", ask=_ask_why_open, do=_reopen)
APPEAL: Final = Step(verb="appeal", ask=_ask_grounds, do=_appeal)
