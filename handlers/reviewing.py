"""What waits for a decision: the queue, one case with what can be done about it, and a question to its partner."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from handlers.approval_cards import ask_for
from handlers.case import Case, open_case, partner_named_in, to_decide
from handlers.case_view import case_parts
from handlers.decided_notices import tell_partner
from handlers.dispute_view import dispute_table, disputes_to_settle
from handlers.due import Waiting, by_due, due_words
from handlers.outcome import Outcome, offer, say, short
from handlers.ports import Work
from handlers.quote_review import waiting_parts
from handlers.reply import Choice, Choices, Fact, Facts, Part, Table, Text, Tone
from handlers.request_clock import by_due as by_answer_due
from handlers.state import Conversation
from handlers.steps import Asked, Question, Step, begin
from handlers.wording import Words
from program.access import Act
from program.conflicts import Advice, share
from program.periods import local_date
from program.registrations import Registration, Reviewer, Status
from program.review_time import ReviewClock

#: A queue shows so many at once; the longest waiting come first.
SHOWN = 10
QUESTIONS = 3
#: So many rivals are one press away from a case.
_RIVALS: Final = 3


def queue(work: Work, conversation: Conversation) -> Outcome:
    """What waits for the viewer: registrations, what is due first, then disputes and questions, the longest waiting first."""
    words = Words.of(work.viewer.member)
    if not work.viewer.may(Act.REVIEW):
        return say(conversation, words("review.not_yours"))
    waiting = _by_conflict(work, by_due(work, work.registrations.waiting()))
    requests, disputes = work.requests.waiting(), disputes_to_settle(work)
    quotes, open_quotes = waiting_parts(work, words)
    if not waiting and not requests and not quotes and not disputes:
        return say(conversation, words("review.empty"))
    parts: list[Part] = [*quotes]
    choices: list[Choice] = [*open_quotes]
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
    disputed, shown = dispute_table(work, disputes, words)
    parts += disputed
    choices += shown
    for request in by_answer_due(work, requests)[:QUESTIONS]:
        asker = work.people.member(request.member_id)
        name = asker.name if asker else words("role.former_colleague")
        parts.append(Facts(title=words("request.title", id=request.id), facts=(Fact(label=name, value=short(request.text, 120)),)))
        choices.append(Choice(label=words("choice.answer", id=request.id), action=f"step/answer/{request.id}"))
    return Outcome(parts=(*parts, *offer(choices)), conversation=conversation)


def _by_conflict(work: Work, waiting: Sequence[Waiting]) -> tuple[Waiting, ...]:
    """Registrations of one customer together, at the place of the one that is due first."""
    customers = work.files.customers_of([registration.id for registration, _ in waiting])
    groups: list[tuple[set[str], list[Waiting]]] = []
    for each in waiting:
        own = customers[each[0].id]
        met = next((group for group in groups if own & group[0]), None)
        if met is None:
            groups.append((set(own), [each]))
        else:
            met[0].update(own)
            met[1].append(each)
    return tuple(each for _, group in groups for each in group)


def _queue_table(work: Work, waiting: Sequence[Waiting], words: Words) -> Table:
    rows = []
    for registration, clock in waiting:
        partner = work.people.partner(registration.partner_id)
        days = (
            local_date(work.at, words.zone) - local_date(registration.review_since or registration.registered_at, words.zone)
        ).days
        reason = registration.reasons[-1 if registration.appealed_at else 0] if registration.reasons else None
        why = words(f"ground.{reason.ground.value}") if reason else ""
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
    return case_shown(work, conversation, open_case(work, registration))


def case_shown(work: Work, conversation: Conversation, case: Case) -> Outcome:
    """The case, and, for whoever may decide it, what can be done."""
    words, registration = Words.of(work.viewer.member), case.registration
    parts = case_parts(work, case, words)
    found = to_decide(work, registration.id)
    if isinstance(found, Case):
        return Outcome(parts=(*parts, *offer(_choices(work, found, words))), conversation=conversation)
    choices = [_share_choice(case, words)] if _may_share(work, case) else []
    return Outcome(parts=(*parts, *found, *offer(choices)), conversation=conversation)


def _choices(work: Work, case: Case, words: Words) -> list[Choice]:
    """What can be decided; what the policy proposes stands out."""
    id, advice = case.registration.id, case.proposal.advice
    award = words("choice.award", partner=short(case.partner.name, 30)) if case.rivals else words("choice.approve")
    choices = [Choice(label=award, action=f"review.approve/{id}/{case.mark}", style=_style(advice, Advice.APPROVE))]
    if case.direct:
        choices.append(_share_choice(case, words))
    choices.append(Choice(label=words("choice.decline"), action=f"step/decline/{id}", style="danger"))
    choices.append(Choice(label=words("choice.ask_more"), action=f"step/ask/{id}", style=_style(advice, Advice.ASK)))
    if case.proposal.weighing is not None:
        choices.append(Choice(label=words("choice.importance"), action=f"step/importance/{id}"))
    seen = [claim.registration_id for claim in case.rivals if work.viewer.sees(claim.partner_id)]
    choices += [Choice(label=words("choice.show", id=rival), action=f"review.show/{rival}") for rival in seen[:_RIVALS]]
    return choices


def _share_choice(case: Case, words: Words) -> Choice:
    percent = share(case.registration, case.direct[0], case.policy).partner_percent
    label = words("choice.share", percent=words.number(percent), rest=words.number(100 - percent))
    style = _style(case.proposal.advice, Advice.SPLIT)
    return Choice(label=label, action=f"step/split/{case.registration.id}", style=style)


def _style(advice: Advice, of: Advice) -> str:
    return "primary" if advice is of else "default"


def _may_share(work: Work, case: Case) -> bool:
    """Whether it is protected, direct sales work on the customer too, and the viewer may still share the deal."""
    registration = case.registration
    is_open = registration.status_at(work.at) is Status.APPROVED and registration.split is None
    return is_open and bool(case.direct) and work.viewer.may_decide(registration)


def again_without(work: Work, conversation: Conversation, step: Step, case: Case, partner: str) -> Outcome:
    """The words would tell one partner of another: they are asked for again."""
    again = begin(work, conversation, step, case.registration.id)
    warning = Text(text=Words.of(work.viewer.member)("review.names_partner", partner=partner), tone=Tone.WARNING)
    return replace(again, parts=(warning, *again.parts))


# ── asking the partner ───────────────────────────────────────────────────────────────────────────────────────────────────
def _ask_question(work: Work, registration_id: str) -> Asked | tuple[Part, ...]:
    found = to_decide(work, registration_id)
    return _in_words(work, found.registration, "ask") if isinstance(found, Case) else found


def _ask_more(work: Work, conversation: Conversation, registration_id: str, values: Mapping[str, str]) -> Outcome:
    """Sends the case back to the partner with a question; it comes into the queue again with the answer."""
    words = Words.of(work.viewer.member)
    case = to_decide(work, registration_id)
    if not isinstance(case, Case):
        return Outcome(parts=case, conversation=conversation)
    registration = case.registration
    named = partner_named_in(work, case, values["text"])
    if named is not None:
        return again_without(work, conversation, ASK, case, named)
    asked = replace(registration, status=Status.ACTION_REQUIRED, review_since=None, note=values["text"])
    work.registrations.change(asked)
    work.log.add("registration.action_required", asked.id, question=asked.note)
    answer = f"step/more/{asked.id}"
    tell_partner(
        work,
        asked,
        "asked",
        lambda their: (
            Text(text=their("notice.asked", company=asked.opportunity.company, id=asked.id), tone=Tone.TITLE),
            Facts(facts=(Fact(label=their("fact.question"), value=asked.note),)),
            Choices(
                choices=(
                    Choice(label=their("choice.answer_question"), action=answer, style="primary"),
                    Choice(label=their("choice.evidence"), action=f"step/statement/{asked.id}"),
                )
            ),
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
    ask_for(
        work,
        back,
        deciders,
        key=f"registration.answered:{back.id}:{back.revision}",
        lead="answered",
        compose=lambda their: (
            Text(text=their("notice.answered", company=back.opportunity.company, id=back.id), tone=Tone.TITLE),
            Facts(facts=(Fact(label=their("fact.answer"), value=given),)),
            Choices(choices=(Choice(label=their("choice.show", id=back.id), action=f"review.show/{back.id}", style="primary"),)),
        ),
    )
    return say(conversation, words("more.sent", id=back.id, day=due_words(work, back, work.viewer.partner, words)))


def _in_words(work: Work, registration: Registration, verb: str) -> Asked:
    """One question, answered in words."""
    words = Words.of(work.viewer.member)
    return Asked(
        title=words(f"{verb}.ask", company=registration.opportunity.company),
        submit=words(f"{verb}.submit"),
        questions=(Question(name="text", label=words(f"{verb}.label")),),
    )


ASK: Final = Step(verb="ask", ask=_ask_question, do=_ask_more)
MORE: Final = Step(verb="more", ask=_ask_answer, do=_answer_more)
