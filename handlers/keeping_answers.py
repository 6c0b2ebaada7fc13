"""A person's answer becomes knowledge: without names, for an audience, until a day, once whoever gave it confirms it.

Later, its owner extends it or lets it lapse.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from typing import Final

from handlers.clauses import clause_sources
from handlers.curating_audience import audience_of, audience_questions
from handlers.deidentifying import deidentified
from handlers.outcome import Outcome, say
from handlers.ports import Work
from handlers.ports_asked import HelpRequest
from handlers.ports_library import Chunk, Place
from handlers.reply import FieldKind, Part, Text, Tone
from handlers.state import Conversation
from handlers.steps import Asked, Question, Step
from handlers.wording import Words
from program.access import Act
from program.collateral import Document, DocumentKind
from program.periods import local_date
from program.policy import Ground

#: A confirmed answer is so long at most.
MAX_ANSWER: Final = 900


def _to_keep(work: Work, request_id: str) -> HelpRequest | tuple[Part, ...]:
    words, request = Words.of(work.viewer.member), work.requests.get(request_id)
    if request is None or not work.viewer.may(Act.CURATE) or request.answered_by is None:
        return (Text(text=words("request.unknown", id=request_id[:20])),)
    if request.kept_as is not None:
        return (Text(text=words("keep.already", id=request.id)),)
    return request


def _ask_keep(work: Work, request_id: str) -> Asked | tuple[Part, ...]:
    request = _to_keep(work, request_id)
    if not isinstance(request, HelpRequest):
        return request
    words, policy = Words.of(work.viewer.member), work.program.in_force(work.at)
    asker, partner = work.people.member(request.member_id), work.people.partner(request.partner_id)
    until = local_date(work.at, words.zone) + timedelta(days=policy.support.kept_days)
    question = deidentified(work, request.text, asker=asker, partner=partner)
    answer = deidentified(work, request.answer, asker=asker, partner=partner)[:MAX_ANSWER]
    return Asked(
        title=words("keep.ask"),
        submit=words("keep.submit"),
        questions=(
            Question(name="question", label=words("keep.question"), known=question),
            Question(name="text", label=words("answer.label"), known=answer),
            *audience_questions(words),
            Question(name="until", label=words("keep.until"), kind=FieldKind.DATE, ahead=True, known=until.isoformat()),
        ),
        confirm=True,
        about=(
            Text(text=words("keep.about"), tone=Tone.HINT),
            clause_sources([policy.clause(Ground.KEPT_ANSWERS).id], policy, words),
        ),
    )


def _keep(work: Work, conversation: Conversation, request_id: str, values: Mapping[str, str]) -> Outcome:
    request = _to_keep(work, request_id)
    if not isinstance(request, HelpRequest):
        return Outcome(parts=request, conversation=conversation)
    words, text = Words.of(work.viewer.member), values["text"][:MAX_ANSWER]
    content = f"# {values['question']}\n\n{text}\n".encode()
    until = date.fromisoformat(values["until"])
    document = Document(
        id=work.ids.document(),
        name=f"answers/{request.id}.md",
        version=1,
        title=values["question"],
        kind=DocumentKind.VERIFIED_ANSWER,
        media_type="text/markdown",
        language=request.language,
        added_at=work.at,
        size=len(content),
        digest=sha256(content).hexdigest(),
        owner_id=work.viewer.member.id,
        valid_until=until,
        audience=audience_of(values),
    )
    kept = work.library.put(document, content, (Chunk(number=0, place=Place(headings=(document.title,)), text=text),))
    work.requests.keep(request.id, kept.id)
    work.log.add("answer.kept", kept.id, request=request.id, until=until.isoformat())
    return say(conversation, words("keep.done", day=words.day(until)), tone=Tone.SUCCESS)


def extend(work: Work, conversation: Conversation, document_id: str) -> Outcome:
    """The owner's confirmed answer, or any document of theirs, counts for as long again, from today."""
    words, document = Words.of(work.viewer.member), work.library.get(document_id)
    if document is None or not work.viewer.may(Act.CURATE) or document.valid_until is None:
        return say(conversation, words("document.unknown"))
    days = work.program.in_force(work.at).support.kept_days
    until = local_date(work.at, words.zone) + timedelta(days=days)
    if until <= document.valid_until:
        return say(conversation, words("document.until", title=document.title, day=words.day(document.valid_until)))
    content = work.library.content(document.id) or b""
    after = replace(document, id=work.ids.document(), valid_until=until, owner_id=work.viewer.member.id, added_at=work.at)
    work.library.put(after, content, work.library.chunks(document.id))
    work.log.add("document.extended", after.id, until=until.isoformat())
    return say(conversation, words("document.until", title=document.title, day=words.day(until)), tone=Tone.SUCCESS)


KEEP: Final = Step(verb="keep", ask=_ask_keep, do=_keep)
