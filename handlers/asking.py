"""Questions: about the program's rules answered from the policy itself; everything else goes to a person, on request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from handlers.approval_time import approval_time
from handlers.notices import tell, tell_all
from handlers.outcome import Outcome, offer, say
from handlers.ports import HelpRequest, Work
from handlers.reply import Choice, Choices, Fact, Facts, Part, Source, Sources, Text, Tone
from handlers.state import Conversation, Pending
from handlers.steps import Asked, Question, Step, begin
from handlers.understanding.question_words import asks_approval_time
from handlers.understanding.text import fold
from handlers.wording import Words
from program.access import Act
from program.policy import Ground

MAX_TEXT: Final = 1000

#: Which words of a question lead to which clause; the clause with the most hits answers. One line teaches one more.
_TOPICS: Final = (
    (
        Ground.PROTECTED_PERIOD,
        "how long|valid|validity|expire|expires|protected|protection|days|wie lange|gueltig|gilt|laeuft ab|schutz|geschuetzt|tage",
    ),
    (Ground.EXTENSION, "extend|extension|longer|prolong|verlaenger|laenger"),
    (Ground.COOL_DOWN, "again|re-register|register again|erneut|noch einmal|wieder registrieren|nochmal"),
    (Ground.OPEN_CAP, "how many|limit|maximum|at most|open registrations|wie viele|hoechstens|grenze|maximal"),
    (
        Ground.FIRST_REGISTERED_WINS,
        "first|wins|two partners|conflict|same customer|zuerst|erster|konflikt|zwei partner|gleichen kunden",
    ),
    (Ground.EXISTING_CUSTOMER, "existing customer|already a customer|bestandskunde|bestehender kunde|schon kunde"),
    (Ground.DIRECT_OPPORTUNITY, "direct|your own sales|direktvertrieb|eigener vertrieb"),
    (Ground.SCOPE, "what is protected|product family|scope|which products|was ist geschuetzt|produktfamilie|umfang"),
    (Ground.REQUIRED_INFORMATION, "what do you need|required|which information|was brauchst|welche angaben|pflicht"),
    (Ground.CLOSE_DATE_LIMIT, "close date|how far|abschlussdatum|wie weit"),
)


def answer(work: Work, conversation: Conversation, question: str) -> Outcome:
    """The clause that answers, quoted with its place; or the honest offer to pass the question on."""
    words = Words.of(work.viewer.member)
    ground = _topic(question)
    if ground is not None:
        policy = work.program.in_force(work.at)
        clause = policy.clause(ground)
        source = Source(label=words("source.clause", id=clause.id), place=words("source.policy", version=policy.version))
        figures = approval_time(work, words) if ground is Ground.DECISION_TIME else ()
        parts = (Text(text=clause.text[words.language]), *figures, Sources(sources=(source,)))
        return Outcome(parts=parts, conversation=conversation)
    return offer_person(work, conversation, words("ask.dont_know"), question)


def not_yet(work: Work, conversation: Conversation, what: str, text: str) -> Outcome:
    """Says plainly that the bot cannot do this, and offers to pass it on. `what` names the intent."""
    words = Words.of(work.viewer.member)
    return offer_person(work, conversation, words("not_yet", what=words(f"intent.{what}")), text)


def offer_person(work: Work, conversation: Conversation, lead: str, text: str) -> Outcome:
    """A sentence, and the offer to pass the words on to the partner manager; a yes in the next turn does it."""
    words = Words.of(work.viewer.member)
    partner = work.viewer.partner
    if partner is None:
        return say(conversation, lead)
    manager = work.people.manager_of(partner.id)
    who = manager.name if manager else words("role.channel_team")
    after = replace(conversation, pending=Pending(kind="pass_on", subject=text[:MAX_TEXT]))
    choices = [Choice(label=words("choice.pass_on", who=who), action="request.pass_on", style="primary")]
    return Outcome(parts=(Text(text=lead), *offer(choices)), conversation=after)


def pass_on(work: Work, conversation: Conversation, text: str) -> Outcome:
    """Puts the words into the queue of those who look after the viewer's partner."""
    words = Words.of(work.viewer.member)
    partner = work.viewer.partner
    if partner is None:
        return say(conversation, words("ask.you_are_the_person"))
    if not text.strip():
        return replace(begin(work, conversation, QUESTION, ""), state="handoff")
    request = HelpRequest(
        id=work.ids.request(),
        member_id=work.viewer.member.id,
        partner_id=partner.id,
        text=text.strip()[:MAX_TEXT],
        asked_at=work.at,
    )
    work.requests.add(request)
    work.log.add("request.asked", request.id)
    tell_all(
        work,
        work.people.deciders_for(partner.id),
        key=f"request.asked:{request.id}",
        compose=lambda their: (
            Text(text=their("notice.request", name=work.viewer.member.name, partner=partner.name), tone=Tone.TITLE),
            Facts(facts=(Fact(label=their("fact.question"), value=request.text),)),
            Choices(
                choices=(Choice(label=their("choice.answer", id=request.id), action=f"step/answer/{request.id}", style="primary"),)
            ),
        ),
    )
    manager = work.people.manager_of(partner.id)
    who = manager.name if manager else words("role.channel_team")
    done = say(replace(conversation, pending=None), words("ask.passed_on", who=who, id=request.id))
    return replace(done, state="handoff")


def _to_answer(work: Work, request_id: str) -> HelpRequest | tuple[Part, ...]:
    """The question, or why it cannot be answered by the viewer."""
    words = Words.of(work.viewer.member)
    request = work.requests.get(request_id)
    if request is None or not work.viewer.may(Act.ANSWER_REQUEST):
        return (Text(text=words("request.unknown", id=request_id[:20])),)
    if request.answered_by is not None:
        return (Text(text=words("request.answered_already", id=request.id)),)
    return request


def _ask_answer(work: Work, request_id: str) -> Asked | tuple[Part, ...]:
    request = _to_answer(work, request_id)
    if not isinstance(request, HelpRequest):
        return request
    words = Words.of(work.viewer.member)
    return Asked(
        title=words("answer.ask", question=request.text),
        submit=words("answer.submit"),
        questions=(Question(name="text", label=words("answer.label")),),
    )


def _answer(work: Work, conversation: Conversation, request_id: str, values: Mapping[str, str]) -> Outcome:
    """The vendor's answer, delivered to the asker wherever they are."""
    words = Words.of(work.viewer.member)
    request = _to_answer(work, request_id)
    if not isinstance(request, HelpRequest):
        return Outcome(parts=request, conversation=conversation)
    given = values["text"]
    work.requests.answer(request.id, text=given, by=work.viewer.member.id)
    work.log.add("request.answered", request.id)
    asker = work.people.member(request.member_id)
    if asker is not None and asker.partner_id == request.partner_id:  # not to one who works elsewhere by now
        tell(
            work,
            asker,
            key=f"request.answered:{request.id}",
            compose=lambda their: (
                Text(text=their("notice.request_answered", name=work.viewer.member.name), tone=Tone.TITLE),
                Facts(
                    facts=(Fact(label=their("fact.question"), value=request.text), Fact(label=their("fact.answer"), value=given))
                ),
            ),
        )
    return say(conversation, words("request.answered", id=request.id))


def _ask_what(work: Work, _: str) -> Asked | tuple[Part, ...]:
    words = Words.of(work.viewer.member)
    if work.viewer.partner is None:
        return (Text(text=words("ask.you_are_the_person")),)
    label = words("ask.label")
    return Asked(title=words("question.ask"), submit=words("ask.submit"), questions=(Question(name="text", label=label),))


def _pass_on(work: Work, conversation: Conversation, _: str, values: Mapping[str, str]) -> Outcome:
    return pass_on(work, conversation, values["text"])


ANSWER: Final = Step(verb="answer", ask=_ask_answer, do=_answer)
QUESTION: Final = Step(verb="question", ask=_ask_what, do=_pass_on)


def _topic(question: str) -> Ground | None:
    if asks_approval_time(question):
        return Ground.DECISION_TIME
    folded = f" {fold(question)} "
    hits = {ground: sum(len(phrase) for phrase in phrases.split("|") if phrase in folded) for ground, phrases in _TOPICS}
    best = max(hits, key=lambda ground: hits[ground])
    return best if hits[best] else None
