"""A question or wish goes to a person at the vendor: offered, or passed on with what the library said to it; and taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from handlers.library_view import closest
from handlers.notices import tell_all
from handlers.outcome import Outcome, offer, say
from handlers.ports import Work
from handlers.ports_asked import HelpRequest, Reason
from handlers.reply import Choice, Choices, Fact, Facts, Part, Text, Tone
from handlers.request_clock import due_moment
from handlers.state import Conversation, Pending
from handlers.steps import Asked, Question, Step, begin
from handlers.wording import Words
from program.partners import Member

MAX_TEXT: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """Why it goes to a person, and after which answer of the library."""

    reason: Reason = Reason.ASKED
    answer_id: str | None = None


def who_answers(work: Work, partner_id: str, words: Words) -> str:
    """The partner's manager by name, or the team."""
    manager = work.people.manager_of(partner_id)
    return manager.name if manager else words("role.channel_team")


def deciders(work: Work, request: HelpRequest) -> tuple[Member, ...]:
    """Who is to answer: the partner's manager and today's deputies, else the channel admins."""
    return work.people.channel_admins() if request.is_with_channel_admins else work.people.deciders_for(request.partner_id)


def offer_person(work: Work, conversation: Conversation, lead: str, text: str) -> Outcome:
    """A sentence, and the offer to pass the words on to the partner manager; a yes in the next turn does it."""
    words = Words.of(work.viewer.member)
    partner = work.viewer.partner
    if partner is None:
        return say(conversation, lead)
    after = replace(conversation, pending=Pending(kind="pass_on", subject=text[:MAX_TEXT]))
    label = words("choice.pass_on", who=who_answers(work, partner.id, words))
    choices = [Choice(label=label, action="request.pass_on", style="primary")]
    return Outcome(parts=(Text(text=lead), *offer(choices)), conversation=after)


def pass_on(work: Work, conversation: Conversation, text: str) -> Outcome:
    """Puts the words into the queue of those who look after the viewer's partner."""
    words = Words.of(work.viewer.member)
    partner = work.viewer.partner
    if partner is None:
        return say(conversation, words("ask.you_are_the_person"))
    if not text.strip():
        return replace(begin(work, conversation, QUESTION, ""), state="handoff")
    request = put(work, partner.id, text, Background())
    who = who_answers(work, partner.id, words)
    done = say(replace(conversation, pending=None), words("ask.passed_on", who=who, id=request.id))
    return replace(done, state="handoff")


def put(work: Work, partner_id: str, text: str, background: Background) -> HelpRequest:
    """The question in the queue, and those who are to answer told of it; the same one again where it waits already."""
    mine, asked = work.viewer.member, text.strip()[:MAX_TEXT]
    known = next((one for one in work.requests.waiting() if one.member_id == mine.id and one.text == asked), None)
    if known is not None:
        return known
    request = HelpRequest(
        id=work.ids.request(),
        member_id=mine.id,
        partner_id=partner_id,
        text=asked,
        asked_at=work.at,
        language=mine.language,
        reason=background.reason,
        answer_id=background.answer_id,
    )
    work.requests.add(request)
    work.log.add("request.asked", request.id, reason=request.reason.value)
    tell_all(work, deciders(work, request), key=f"request.asked:{request.id}", compose=partial(request_parts, work, request))
    return request


def request_parts(work: Work, request: HelpRequest, words: Words) -> tuple[Part, ...]:
    """The question as whoever is to answer sees it: who asks, what, why it came, until when, and what the library had."""
    asker, partner = work.people.member(request.member_id), work.people.partner(request.partner_id)
    name = asker.name if asker else words("role.former_colleague")
    facts = [Fact(label=words("fact.question"), value=request.text)]
    if request.reason is not Reason.ASKED:
        facts.append(Fact(label=words("fact.why_here"), value=words(f"request.reason.{request.reason.value}")))
    facts.append(Fact(label=words("fact.answer_by"), value=due_moment(work, request, words)))
    title = words("notice.request", name=name, partner=partner.name if partner else "–")
    return (
        Text(text=title, tone=Tone.TITLE),
        Facts(facts=tuple(facts)),
        *closest(work, request.answer_id, words),
        Choices(
            choices=(Choice(label=words("choice.answer", id=request.id), action=f"step/answer/{request.id}", style="primary"),)
        ),
    )


def withdraw(work: Work, conversation: Conversation, request_id: str) -> Outcome:
    """The asker takes the question back while nobody has answered it."""
    words, request = Words.of(work.viewer.member), work.requests.get(request_id)
    if request is None or request.member_id != work.viewer.member.id:
        return say(conversation, words("request.unknown", id=request_id[:20]))
    if not work.requests.withdraw(request.id):
        return say(conversation, words("request.answered_already", id=request.id))
    work.log.add("request.withdrawn", request.id)
    tell_all(
        work,
        deciders(work, request),
        key=f"request.withdrawn:{request.id}",
        compose=lambda their: (Text(text=their("notice.request_withdrawn", id=request.id)),),
    )
    return say(conversation, words("request.withdrawn", id=request.id))


def _ask_what(work: Work, _: str) -> Asked | tuple[Part, ...]:
    words = Words.of(work.viewer.member)
    if work.viewer.partner is None:
        return (Text(text=words("ask.you_are_the_person")),)
    label = words("ask.label")
    return Asked(title=words("question.ask"), submit=words("ask.submit"), questions=(Question(name="text", label=label),))


def _pass_on(work: Work, conversation: Conversation, _: str, values: Mapping[str, str]) -> Outcome:
    return pass_on(work, conversation, values["text"])


QUESTION: Final = Step(verb="question", ask=_ask_what, do=_pass_on)
