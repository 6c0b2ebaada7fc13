"""Whoever looks after a partner answers its questions: in their own words, or with an answer that somebody confirmed before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from handlers.harmless import harmless
from handlers.library_view import closest, place
from handlers.notices import tell
from handlers.outcome import Outcome, offer, short
from handlers.ports import Work
from handlers.ports_asked import HelpRequest
from handlers.ports_library import Question as LibraryQuestion
from handlers.ports_library import Verdict
from handlers.reply import Choice, Fact, Facts, Part, Text, Tone
from handlers.request_clock import due_moment
from handlers.state import Conversation
from handlers.steps import Asked, Question, Step
from handlers.wording import Words
from program.access import Act
from program.collateral import DocumentKind
from program.periods import local_date

#: So many confirmed answers are suggested.
_SUGGESTED: Final = 2


def to_answer(work: Work, request_id: str) -> HelpRequest | tuple[Part, ...]:
    """The question, or why it cannot be answered by the viewer."""
    words = Words.of(work.viewer.member)
    request = work.requests.get(request_id)
    if request is None or not work.viewer.may(Act.ANSWER_REQUEST):
        return (Text(text=words("request.unknown", id=request_id[:20])),)
    if request.is_with_channel_admins and not work.viewer.sees_all and request.is_waiting:
        return (Text(text=words("request.taken_over", id=request.id)),)
    if request.is_withdrawn:
        return (Text(text=words("request.was_withdrawn", id=request.id)),)
    if request.answered_by is not None:
        return (Text(text=words("request.answered_already", id=request.id)),)
    return request


def _ask_answer(work: Work, request_id: str) -> Asked | tuple[Part, ...]:
    request = to_answer(work, request_id)
    if not isinstance(request, HelpRequest):
        return request
    words = Words.of(work.viewer.member)
    return Asked(
        title=words("answer.ask", question=request.text),
        submit=words("answer.submit"),
        questions=(Question(name="text", label=words("answer.label")),),
        about=(
            Text(text=words("request.due", due=due_moment(work, request, words)), tone=Tone.HINT),
            *closest(work, request.answer_id, words),
            *_suggestions(work, request, words),
        ),
    )


def _suggestions(work: Work, request: HelpRequest, words: Words) -> tuple[Part, ...]:
    """What was confirmed before in answer to something similar: for whoever answers to pick, never sent by itself."""
    day = local_date(work.at, words.zone)
    similar = LibraryQuestion(text=request.text, language=request.language, day=day, only=DocumentKind.VERIFIED_ANSWER)
    answer = work.answers.to(similar)
    if answer.verdict is Verdict.UNKNOWN or not answer.citations:
        return ()
    found = {one.document.id: one for one in answer.citations}
    shown = list(found.values())[:_SUGGESTED]
    facts = tuple(
        Fact(label=short(one.document.title, 80), value=harmless(one.said), note=", ".join(place(one.place, words)))
        for one in shown
    )
    choices = [
        Choice(
            label=words("choice.use_answer", title=short(one.document.title, 40)),
            action=f"request.use/{request.id}/{one.document.id}",
        )
        for one in shown
    ]
    return (Facts(title=words("answer.similar"), facts=facts), *offer(choices))


def use(work: Work, conversation: Conversation, request_id: str, document_id: str) -> Outcome:
    """Sends a confirmed answer as the answer."""
    document = work.library.get(document_id)
    if document is None or document.kind is not DocumentKind.VERIFIED_ANSWER:
        return Outcome(parts=(Text(text=Words.of(work.viewer.member)("press.outdated")),), conversation=conversation)
    text = "\n\n".join(chunk.text for chunk in work.library.chunks(document.id))
    return _send(work, conversation, request_id, text, is_kept=True)


def _answer(work: Work, conversation: Conversation, request_id: str, values: Mapping[str, str]) -> Outcome:
    return _send(work, conversation, request_id, values["text"], is_kept=False)


def _send(work: Work, conversation: Conversation, request_id: str, given: str, *, is_kept: bool) -> Outcome:
    """The vendor's answer, delivered to the asker wherever they are; what is not kept yet may be."""
    words = Words.of(work.viewer.member)
    request = to_answer(work, request_id)
    if not isinstance(request, HelpRequest):
        return Outcome(parts=request, conversation=conversation)
    if not work.requests.answer(request.id, text=given, by=work.viewer.member.id):
        return Outcome(parts=(Text(text=words("request.answered_already", id=request.id)),), conversation=conversation)
    work.log.add("request.answered", request.id)
    asker = work.people.member(request.member_id)
    if asker is not None and asker.partner_id == request.partner_id:  # not to one who works elsewhere by now
        name = work.viewer.member.name
        tell(work, asker, key=f"request.answered:{request.id}", compose=lambda their: _told(their, name, request.text, given))
    parts: list[Part] = [Text(text=words("request.answered", id=request.id), tone=Tone.SUCCESS)]
    if not is_kept and work.viewer.may(Act.CURATE):
        parts += offer([Choice(label=words("choice.keep_answer"), action=f"step/keep/{request.id}")], words("answer.keep_it"))
    return Outcome(parts=tuple(parts), conversation=conversation)


def _told(their: Words, name: str, question: str, given: str) -> tuple[Part, ...]:
    return (
        Text(text=their("notice.request_answered", name=name), tone=Tone.TITLE),
        Facts(facts=(Fact(label=their("fact.question"), value=question), Fact(label=their("fact.answer"), value=given))),
    )


ANSWER: Final = Step(verb="answer", ask=_ask_answer, do=_answer)
