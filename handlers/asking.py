"""Questions: about the program's rules answered from the policy itself, about anything else from the library or by a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from handlers.approval_time import approval_time
from handlers.library_answers import from_library, made, not_known
from handlers.outcome import Outcome
from handlers.passing_on import offer_person
from handlers.ports import Work
from handlers.ports_library import Verdict
from handlers.reply import Source, Sources, Text
from handlers.state import Conversation
from handlers.understanding.library_words import asks, begins_like_a_question, speaks_of_own
from handlers.understanding.question_words import asks_approval_time
from handlers.understanding.readings import Slot, Understanding
from handlers.understanding.text import fold
from handlers.wording import Words
from program.policy import Ground

#: What a message is taken for that is taken for nothing.
_LOST: Final = frozenset({"", "out_of_scope"})
#: What a question about a product may be taken for, when it names no deal.
_OF_DEALS: Final = frozenset({"deal_status", "check_conflict", "extend_registration"})
#: A phrase of so many letters names its topic alone; a shorter one may stand in any question.
_TELLING: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class _Topic:
    """What a question on the rules is about; unless `is_sure`, it may as well be about a product."""

    ground: Ground
    is_sure: bool


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
    """The clause that answers, quoted with its place; else what the library says, or the person who will."""
    topic = _topic(question)
    if topic is not None and topic.is_sure:
        return _clause(work, conversation, topic.ground)
    said = made(work, conversation, question)
    if topic is not None and said.verdict is not Verdict.ANSWERED:
        return _clause(work, conversation, topic.ground)
    return from_library(work, conversation, said)


def answer_if_known(work: Work, conversation: Conversation, text: str, understood: Understanding) -> Outcome | None:
    """What the library says to a question that was taken for something else, or for nothing; None where it is about something else.

    A question about a product may read like one about a deal: then a sure answer goes first. Where nothing was understood, the
    closest passages are better than nothing.
    """
    if not _may_be_about_a_product(work, text, understood):
        return None
    said = made(work, conversation, text)
    is_lost = understood.intent in _LOST or _is_no_company(text, understood)
    if said.verdict is Verdict.ANSWERED or (is_lost and said.verdict is Verdict.UNSURE):
        return from_library(work, conversation, said)
    return not_known(work, conversation, said) if is_lost else None


def _may_be_about_a_product(work: Work, text: str, understood: Understanding) -> bool:
    if understood.acts or not asks(text):
        return False
    if understood.intent in _LOST:
        return True
    company = understood.slots.get(Slot.COMPANY)
    # "Do you have single sign-on?" asks about no company, and neither does "Unterstützt FlowDesk Okta?"
    is_named = company is not None and not company.text[:1].islower() and not _is_no_company(text, understood)
    if understood.intent not in _OF_DEALS or is_named or speaks_of_own(text):
        return False
    subject = understood.subject.strip()
    return not subject or not (work.registrations.get(subject.upper()) or work.registrations.named(subject, most=1))


def _is_no_company(text: str, understood: Understanding) -> bool:
    """Whether a question was taken for the name of a company, with the word that it begins with."""
    company = understood.slots.get(Slot.COMPANY)
    return company is not None and text.lstrip().startswith(company.text) and begins_like_a_question(company.text)


def _clause(work: Work, conversation: Conversation, ground: Ground) -> Outcome:
    words, policy = Words.of(work.viewer.member), work.program.in_force(work.at)
    clause = policy.clause(ground)
    source = Source(label=words("source.clause", id=clause.id), place=words("source.policy", version=policy.version))
    figures = approval_time(work, words) if ground is Ground.DECISION_TIME else ()
    parts = (Text(text=clause.text[words.language]), *figures, Sources(sources=(source,)))
    return Outcome(parts=parts, conversation=conversation)


def not_yet(work: Work, conversation: Conversation, what: str, text: str) -> Outcome:
    """Says plainly that the bot cannot do this, and offers to pass it on. `what` names the intent."""
    words = Words.of(work.viewer.member)
    return offer_person(work, conversation, words("not_yet", what=words(f"intent.{what}")), text)


def _topic(question: str) -> _Topic | None:
    if asks_approval_time(question):
        return _Topic(ground=Ground.DECISION_TIME, is_sure=True)
    folded = f" {fold(question)} "
    hits = {ground: [phrase for phrase in phrases.split("|") if phrase in folded] for ground, phrases in _TOPICS}
    best = max(hits, key=lambda ground: sum(map(len, hits[ground])))
    if not hits[best]:
        return None
    return _Topic(ground=best, is_sure=len(hits[best]) > 1 or len(hits[best][0]) >= _TELLING)
