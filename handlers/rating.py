"""Whether an answer helped: a word from its asker, kept with the answer; where it did not, why, and the way to a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from handlers.outcome import Outcome, offer, say
from handlers.passing_on import who_answers
from handlers.ports import Work
from handlers.reply import Choice, Part, Text
from handlers.state import Conversation
from handlers.steps import Asked, Question, Step, begin
from handlers.wording import Words


def rate(work: Work, conversation: Conversation, answer_id: str, *, is_helpful: bool) -> Outcome:
    """Keeps the word, once however often it is said; a bad one asks why."""
    words = Words.of(work.viewer.member)
    if not work.asked.rate(answer_id, is_helpful=is_helpful):
        return say(conversation, words("press.outdated"))
    work.log.add("answer.rated", answer_id, helpful=str(is_helpful).lower())
    return say(conversation, words("rating.thanks")) if is_helpful else begin(work, conversation, COMPLAINT, answer_id)


def _ask_why(work: Work, answer_id: str) -> Asked | tuple[Part, ...]:
    words = Words.of(work.viewer.member)
    asked = work.asked.get(answer_id)
    if asked is None or asked.member_id != work.viewer.member.id:
        return (Text(text=words("press.outdated")),)
    question = Question(name="text", label=words("rating.label"))
    return Asked(title=words("rating.why"), submit=words("rating.submit"), questions=(question,))


def _complain(work: Work, conversation: Conversation, answer_id: str, values: Mapping[str, str]) -> Outcome:
    words, partner = Words.of(work.viewer.member), work.viewer.partner
    work.asked.rate(answer_id, is_helpful=False, complaint=values["text"])
    if partner is None or work.requests.of_answer(answer_id) is not None:
        return say(conversation, words("rating.noted"))
    label = words("choice.ask_person", who=who_answers(work, partner.id, words))
    choices = offer([Choice(label=label, action=f"request.ask/{answer_id}", style="primary")])
    return Outcome(parts=(Text(text=words("rating.noted")), *choices), conversation=conversation)


COMPLAINT: Final = Step(verb="complaint", ask=_ask_why, do=_complain)
