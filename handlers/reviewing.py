"""Deciding what a rule could not: the queue, the case with its evidence, approve, decline with a reason, ask for more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from handlers.due import Waiting, by_due, due_words
from handlers.evidence import evidence_parts, own_files
from handlers.notices import Compose, registrants, tell_all
from handlers.outcome import Outcome, offer, say, short
from handlers.ports import Work
from handlers.reply import Choice, Choices, Fact, Facts, Part, Table, Text, Tone
from handlers.state import Conversation
from handlers.steps import Asked, Question, Step
from handlers.submitting import approved_parts, clause_sources, reason_parts
from handlers.waiting import has_been_taken_over
from handlers.wording import Words
from program.access import Act
from program.conflicts import approved, declined
from program.deciding import protection, rival_protection
from program.periods import local_date
from program.registrations import UNDECIDED, Registration, Reviewer, Status
from program.review_time import ReviewClock

#: A queue shows so many at once; the longest waiting come first.
SHOWN = 10
QUESTIONS = 3


def queue(work: Work, conversation: Conversation) -> Outcome:
    """What waits for the viewer: registrations, what is due first, and questions, the longest waiting first."""
    words = Words.of(work.viewer.member)
    if not work.viewer.may(Act.REVIEW):
        return say(conversation, words("review.not_yours"))
    waiting = by_due(work, work.registrations.waiting())
    requests = work.requests.waiting()
    if not waiting and not requests:
        return say(conversation, words("review.empty"))
    parts: list[Part] = []
    choices: list[Choice] = []
    if waiting:
        parts.append(Text(text=words.count("review.count", len(waiting)), tone=Tone.TITLE))
        overdue = sum(clock is not None and clock.is_overdue(work.at) for _, clock in waiting)
        if overdue:
            parts.append(Text(text=words.count("review.overdue", overdue), tone=Tone.WARNING))
        parts.append(_queue_table(work, waiting[:SHOWN], words))
        for registration, _ in waiting[:SHOWN]:
            label = words("choice.show_company", company=short(registration.opportunity.company), id=registration.id)
            choices.append(Choice(label=label, action=f"review.show/{registration.id}"))
        if len(waiting) > SHOWN:
            more = words("review.more", shown=words.number(SHOWN), total=words.number(len(waiting)))
            parts.append(Text(text=more, tone=Tone.HINT))
    for request in requests[:QUESTIONS]:
        asker = work.people.member(request.member_id)
        name = asker.name if asker else words("role.former_colleague")
        parts.append(Facts(title=words("request.title", id=request.id), facts=(Fact(label=name, value=short(request.text, 120)),)))
        choices.append(Choice(label=words("choice.answer", id=request.id), action=f"step/answer/{request.id}"))
    return Outcome(parts=(*parts, *offer(choices)), conversation=conversation)


def _queue_table(work: Work, waiting: Sequence[Waiting], words: Words) -> Table:
    rows = []
    for registration, clock in waiting:
        partner = work.people.partner(registration.partner_id)
        days = (local_date(work.at, words.zone) - local_date(registration.registered_at, words.zone)).days
        why = words(f"ground.{registration.reasons[0].ground.value}") if registration.reasons else ""
        amount = registration.opportunity.amount
        rows.append(
            (
                registration.id,
                short(registration.opportunity.company),
                partner.name if partner else "",
                words.money(amount) if amount else "–",
                why,
                words.count("review.waiting_days", days),
                _due(work, clock, words),
            )
        )
    columns = ("id", "company", "partner", "amount", "why", "waiting", "due")
    return Table(
        caption=words("review.table"),
        columns=tuple(words(f"column.{name}") for name in columns),
        rows=tuple(rows),
        numeric=frozenset({3}),
    )


def _due(work: Work, clock: ReviewClock | None, words: Words) -> str:
    if clock is None:
        return "–"
    day = words.short_day(clock.due_day)
    return words("review.overdue_day", day=day) if clock.is_overdue(work.at) else day


def show_case(work: Work, conversation: Conversation, registration_id: str) -> Outcome:
    """One case with everything that bears on it, and what can be done."""
    words = Words.of(work.viewer.member)
    registration = work.registrations.get(registration_id)
    if registration is None or not work.viewer.may(Act.REVIEW):
        return say(conversation, words("review.unknown", id=registration_id[:20]))
    parts = evidence_parts(work, registration, words)
    if registration.status not in UNDECIDED or not work.viewer.may_decide(registration):
        return Outcome(parts=(*parts, _where_it_stands(work, registration, words)), conversation=conversation)
    mark = f"{registration.id}/{registration.revision}"
    choices = [
        Choice(label=words("choice.approve"), action=f"review.approve/{mark}", style="primary"),
        Choice(label=words("choice.decline"), action=f"step/decline/{registration.id}", style="danger"),
        Choice(label=words("choice.ask_more"), action=f"step/ask/{registration.id}"),
    ]
    return Outcome(parts=(*parts, *offer(choices)), conversation=conversation)


def approve(work: Work, conversation: Conversation, registration_id: str, revision: int | None = None) -> Outcome:
    """Approves a case: protected from now on, unless somebody else's protection stands against it.

    `revision` is the one that the person had before them; a case that has changed since is shown again first.
    """
    words = Words.of(work.viewer.member)
    registration = _to_decide(work, registration_id)
    if not isinstance(registration, Registration):
        return Outcome(parts=registration, conversation=replace(conversation, pending=None))
    if revision is not None and revision != registration.revision:
        again = show_case(work, conversation, registration_id)
        return replace(again, parts=(Text(text=words("review.changed"), tone=Tone.WARNING), *again.parts))
    partner = work.people.partner(registration.partner_id)
    if partner is None:
        return say(conversation, words("review.unknown", id=registration_id[:20]))
    policy = work.program.version(registration.policy_version)
    files = own_files(work, registration)
    rival = rival_protection(registration, files, policy=policy, at=work.at)
    if rival is not None:
        lead = Text(text=words("review.rival_protected", company=registration.opportunity.company), tone=Tone.WARNING)
        return Outcome(parts=(lead, clause_sources([rival.clause], policy, words)), conversation=conversation)
    protected = protection(partner, policy=policy, at=work.at)
    after = approved(registration, protected, at=work.at, by=work.viewer.member.id)
    work.registrations.change(after)
    work.files.touch(files)
    work.log.add("registration.approved", after.id, clause=_clauses(after))
    _tell_partner(work, after, "approved", lambda their: approved_parts(work, after, partner, policy, their))
    until = words.day(protected.last_day(partner.zone))
    text = words("review.approved", company=after.opportunity.company, partner=partner.name, until=until, id=after.id)
    return Outcome(parts=(Text(text=text, tone=Tone.SUCCESS),), conversation=replace(conversation, pending=None))


def _clauses(registration: Registration) -> str:
    """The clauses that the decision touches, for the log."""
    return ",".join(dict.fromkeys(reason.clause for reason in registration.reasons))


def _ask_reason(work: Work, registration_id: str) -> Asked | tuple[Part, ...]:
    found = _to_decide(work, registration_id)
    return _in_words(work, found, "decline") if isinstance(found, Registration) else found


def _decline(work: Work, conversation: Conversation, registration_id: str, values: Mapping[str, str]) -> Outcome:
    """Declines a case with a reason that the partner is told."""
    words = Words.of(work.viewer.member)
    registration = _to_decide(work, registration_id)
    if not isinstance(registration, Registration):
        return Outcome(parts=registration, conversation=conversation)
    policy = work.program.version(registration.policy_version)
    after = declined(registration, at=work.at, by=work.viewer.member.id, note=values["text"])
    work.registrations.change(after)
    work.files.touch(own_files(work, after))
    work.log.add("registration.declined", after.id, clause=_clauses(after), reason=after.note)
    _tell_partner(
        work,
        after,
        "declined",
        lambda their: (
            Text(text=their("notice.declined", company=after.opportunity.company, id=after.id), tone=Tone.WARNING),
            Facts(facts=(Fact(label=their("fact.reason"), value=after.note),)),
            *reason_parts(after.reasons, policy, their)[-1:],
        ),
    )
    return say(conversation, words("review.declined", company=after.opportunity.company, id=after.id))


def _ask_question(work: Work, registration_id: str) -> Asked | tuple[Part, ...]:
    found = _to_decide(work, registration_id)
    return _in_words(work, found, "ask") if isinstance(found, Registration) else found


def _ask_more(work: Work, conversation: Conversation, registration_id: str, values: Mapping[str, str]) -> Outcome:
    """Sends the case back to the partner with a question; it comes into the queue again with the answer."""
    words = Words.of(work.viewer.member)
    registration = _to_decide(work, registration_id)
    if not isinstance(registration, Registration):
        return Outcome(parts=registration, conversation=conversation)
    asked = replace(registration, status=Status.ACTION_REQUIRED, review_since=None, note=values["text"])
    work.registrations.change(asked)
    work.log.add("registration.action_required", asked.id, question=asked.note)
    answer = f"step/more/{asked.id}"
    _tell_partner(
        work,
        asked,
        f"asked.{registration.revision}",
        lambda their: (
            Text(text=their("notice.asked", company=asked.opportunity.company, id=asked.id), tone=Tone.TITLE),
            Facts(facts=(Fact(label=their("fact.question"), value=asked.note),)),
            Choices(choices=(Choice(label=their("choice.answer_question"), action=answer, style="primary"),)),
        ),
    )
    return say(conversation, words("review.asked", company=asked.opportunity.company, id=asked.id))


def _asked_of_us(work: Work, registration_id: str) -> Registration | tuple[Part, ...]:
    """The viewer's partner's registration with a question open, or why there is none."""
    words = Words.of(work.viewer.member)
    registration = work.registrations.get(registration_id)
    ours = registration is not None and work.viewer.partner is not None and registration.partner_id == work.viewer.partner.id
    if registration is None or not ours:
        return (Text(text=words("deals.unknown", id=registration_id[:20])),)
    if registration.status is not Status.ACTION_REQUIRED:
        return (Text(text=words("more.not_open", id=registration.id)),)
    return registration


def _ask_answer(work: Work, registration_id: str) -> Asked | tuple[Part, ...]:
    found = _asked_of_us(work, registration_id)
    return _in_words(work, found, "more") if isinstance(found, Registration) else found


def _answer_more(work: Work, conversation: Conversation, registration_id: str, values: Mapping[str, str]) -> Outcome:
    """The partner's answer to a question about a registration: it goes back to those who decide."""
    words = Words.of(work.viewer.member)
    registration = _asked_of_us(work, registration_id)
    if not isinstance(registration, Registration):
        return Outcome(parts=registration, conversation=conversation)
    back = replace(registration, status=Status.IN_REVIEW, review_since=work.at, note="")
    work.registrations.change(back)
    given = values["text"]
    work.log.add("registration.answered", back.id, question=registration.note, answer=given)
    admins = registration.reviewer is Reviewer.CHANNEL_ADMIN
    deciders = work.people.channel_admins() if admins else work.people.deciders_for(registration.partner_id)
    tell_all(
        work,
        deciders,
        key=f"registration.answered:{back.id}:{back.revision}",
        compose=lambda their: (
            Text(text=their("notice.answered", company=back.opportunity.company, id=back.id), tone=Tone.TITLE),
            Facts(facts=(Fact(label=their("fact.answer"), value=given),)),
            Choices(choices=(Choice(label=their("choice.show", id=back.id), action=f"review.show/{back.id}", style="primary"),)),
        ),
    )
    return say(conversation, words("more.sent", id=back.id, day=due_words(work, back, work.viewer.partner, words)))


def _to_decide(work: Work, registration_id: str) -> Registration | tuple[Part, ...]:
    """The case, or why it cannot be decided by the viewer now."""
    words = Words.of(work.viewer.member)
    registration = work.registrations.get(registration_id)
    if registration is None or not work.viewer.may(Act.REVIEW):
        return (Text(text=words("review.unknown", id=registration_id[:20])),)
    if registration.status not in UNDECIDED:
        return (_where_it_stands(work, registration, words),)
    if not work.viewer.may_decide(registration):
        taken_over = has_been_taken_over(work, registration)
        return (Text(text=words("review.taken_over" if taken_over else "review.for_admin", id=registration.id)),)
    return registration


def _where_it_stands(work: Work, registration: Registration, words: Words) -> Text:
    status = registration.status_at(work.at)
    decider = work.people.member(registration.decided_by) if registration.decided_by else None
    if registration.decided_at is None:
        return Text(text=words("review.not_decided", status=words(f"status.{status.value}")))
    who = decider.name if decider else words("role.by_rule")
    text = words("review.decided", status=words(f"status.{status.value}"), who=who, when=words.moment(registration.decided_at))
    return Text(text=text)


def _in_words(work: Work, registration: Registration, verb: str) -> Asked:
    """One question, answered in words."""
    words = Words.of(work.viewer.member)
    return Asked(
        title=words(f"{verb}.ask", company=registration.opportunity.company),
        submit=words(f"{verb}.submit"),
        questions=(Question(name="text", label=words(f"{verb}.label")),),
    )


def _tell_partner(work: Work, registration: Registration, what: str, compose: Compose) -> None:
    tell_all(work, registrants(work, registration), key=f"registration.{what}:{registration.id}", compose=compose)


DECLINE: Final = Step(verb="decline", ask=_ask_reason, do=_decline)
ASK: Final = Step(verb="ask", ask=_ask_question, do=_ask_more)
MORE: Final = Step(verb="more", ask=_ask_answer, do=_answer_more)
