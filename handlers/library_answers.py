"""A question is answered from the library: with the words that say it and where they stand, or not at all.

Sure: the quotes, or a model's words that rest on them. Unsure: the closest passages, said to be no more. Unknown: it goes to a
person, and the answer comes back to where it was asked.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from handlers.helping import not_understood
from handlers.library_view import age_hint, contradiction, passages, quoted, sources, still_open
from handlers.outcome import Outcome, offer, say, short
from handlers.passing_on import MAX_TEXT, Background, put, who_answers
from handlers.ports import Work
from handlers.ports_asked import AskedQuestion, Cited, HelpRequest, Reason
from handlers.ports_library import Answer, Question, Verdict
from handlers.reply import Choice, Choices, Part, Purpose, Text, Tone
from handlers.request_clock import due_moment
from handlers.state import Conversation
from handlers.wording import Words
from program.collateral import DocumentKind
from program.periods import local_date

#: So many questions are remembered, so that "and for Gold?" is understood.
_REMEMBERED: Final = 3


def made(work: Work, conversation: Conversation, text: str) -> Answer:
    """The library's answer; the turn is run again with it where it was not looked up yet."""
    member = work.viewer.member
    day = local_date(work.at, member.zone)
    return work.answers.to(Question(text=text.strip()[:MAX_TEXT], language=member.language, day=day, before=conversation.questions))


def from_library(work: Work, conversation: Conversation, answer: Answer) -> Outcome:
    """What came of the question, kept with what it cites."""
    asked = _keep(work, answer)
    after = replace(conversation, pending=None, questions=(*conversation.questions, answer.question.text)[-_REMEMBERED:])
    match answer.verdict:
        case Verdict.ANSWERED:
            return _answered(work, after, asked, answer)
        case Verdict.UNSURE:
            return _unsure(work, after, asked, answer)
        case Verdict.UNKNOWN:
            return _unknown(work, after, asked)


def not_known(work: Work, conversation: Conversation, answer: Answer) -> Outcome:
    """Words that nothing was made of: said so, and a person may be asked. They are kept as a question without an answer."""
    words, partner = Words.of(work.viewer.member), work.viewer.partner
    lost = not_understood(work, conversation)
    if partner is None:
        return lost
    asked = _keep(work, answer)
    label = words("choice.ask_person", who=who_answers(work, partner.id, words))
    ask = Choice(label=label, action=f"request.ask/{asked.id}")
    return replace(lost, parts=(*lost.parts, *offer([ask])))


def _keep(work: Work, answer: Answer) -> AskedQuestion:
    member = work.viewer.member
    cited = [Cited(document_id=one.document.id, quote=one.said) for one in answer.citations]
    cited += [Cited(document_id=one.document.id, quote=one.said, contradicts=True) for one in answer.contradicts]
    asked = AskedQuestion(
        id=work.ids.answer(),
        member_id=member.id,
        partner_id=member.partner_id,
        text=answer.question.text,
        language=answer.question.language,
        at=work.at,
        verdict=Verdict.UNSURE if answer.open else answer.verdict,
        confidence=answer.confidence,
        is_worded=answer.is_worded,
        cited=tuple(cited),
    )
    work.asked.add(asked)
    return asked


def _answered(work: Work, after: Conversation, asked: AskedQuestion, answer: Answer) -> Outcome:
    words = Words.of(work.viewer.member)
    said: tuple[Part, ...] = (Text(text=answer.text),) if answer.is_worded else quoted(answer.citations, words)
    label = (Text(text=words("library.by_model"), tone=Tone.HINT),) if answer.is_worded else ()
    strict = (Text(text=words("library.strict"), tone=Tone.HINT),) if answer.is_strict else ()
    parts = (
        *said,
        *label,
        sources(work, answer.citations, words, with_quotes=answer.is_worded),
        *still_open(answer, words),
        *contradiction(work, answer, words),
        *age_hint(work, answer, words),
        *strict,
    )
    by_person = answer.is_strict or bool(answer.contradicts or answer.open)
    more = (*_files(answer, words), *_person(work, asked, is_wanted=by_person))
    return Outcome(parts=(*parts, *more, _feedback(asked, words)), conversation=after)


def _files(answer: Answer, words: Words) -> tuple[Part, ...]:
    """The document of the first citation, to be had as a file; a confirmed answer is no file."""
    first = answer.citations[0].document
    if first.kind is DocumentKind.VERIFIED_ANSWER:
        return ()
    return offer([Choice(label=words("choice.document", title=short(first.title, 40)), action=f"collateral.send/{first.id}")])


def _unsure(work: Work, after: Conversation, asked: AskedQuestion, answer: Answer) -> Outcome:
    words = Words.of(work.viewer.member)
    parts = (*passages(work, answer, words), *_person(work, asked, is_wanted=True), _feedback(asked, words))
    return Outcome(parts=parts, conversation=after)


def _unknown(work: Work, after: Conversation, asked: AskedQuestion) -> Outcome:
    words, partner = Words.of(work.viewer.member), work.viewer.partner
    if partner is None:
        return say(after, words("library.unknown"))
    request = put(work, partner.id, asked.text, Background(reason=Reason.UNKNOWN, answer_id=asked.id))
    return _passed_on(work, after, request)


def ask_person(work: Work, conversation: Conversation, answer_id: str) -> Outcome:
    """The question behind an answer goes to a person after all."""
    words, partner = Words.of(work.viewer.member), work.viewer.partner
    asked = work.asked.get(answer_id)
    if asked is None or partner is None or asked.member_id != work.viewer.member.id:
        return say(conversation, words("press.outdated"))
    known = work.requests.of_answer(asked.id)
    request = known or put(work, partner.id, asked.text, Background(reason=Reason.UNSURE, answer_id=asked.id))
    return _passed_on(work, conversation, request)


def _passed_on(work: Work, conversation: Conversation, request: HelpRequest) -> Outcome:
    words = Words.of(work.viewer.member)
    who, due = who_answers(work, request.partner_id, words), due_moment(work, request, words)
    choices = offer([Choice(label=words("choice.take_back"), action=f"request.withdraw/{request.id}")])
    said = words(
        "library.unknown_passed_on" if request.reason is Reason.UNKNOWN else "library.passed_on", who=who, id=request.id, due=due
    )
    return Outcome(parts=(Text(text=said), *choices), conversation=conversation, state="handoff")


def _person(work: Work, asked: AskedQuestion, *, is_wanted: bool) -> tuple[Part, ...]:
    partner = work.viewer.partner
    if partner is None or not is_wanted:
        return ()
    words = Words.of(work.viewer.member)
    label = words("choice.ask_person", who=who_answers(work, partner.id, words))
    return offer([Choice(label=label, action=f"request.ask/{asked.id}", style="primary")])


def _feedback(asked: AskedQuestion, words: Words) -> Choices:
    return Choices(
        purpose=Purpose.FEEDBACK,
        choices=(
            Choice(label=words("choice.helpful"), action=f"answer.good/{asked.id}"),
            Choice(label=words("choice.not_helpful"), action=f"answer.bad/{asked.id}"),
        ),
    )
