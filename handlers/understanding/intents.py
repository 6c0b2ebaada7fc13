"""What a message is for; a question about a task is a question, and registering is only read where a deal is really meant."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from handlers.understanding import intent_words as wording
from handlers.understanding.phrase_needs import Where
from handlers.understanding.phrases import Phrases, phrase

REGISTER: Final = "register_deal"
ASK: Final = "ask_question"
NOTHING: Final = "out_of_scope"
WITHDRAW: Final = "withdraw_deal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What was found in the message beside its words.

    `kinds` is how many different things of a deal it says (amount, date, product, contact …), `dated` that one of them is a date;
    `company` that a name is likely the customer's, `legal` that it has a legal form, `named` that there is any name at all;
    `labels` how many slots are named before a colon; `product` that a product of the catalogue is named; `drafting` that a
    registration is in progress; `short_name` that a name was asked for and the message is no longer than one; `several` that the
    customer's name is of several words.
    """

    kinds: int = 0
    dated: bool = False
    company: bool = False
    legal: bool = False
    named: bool = False
    labels: int = 0
    product: bool = False
    drafting: bool = False
    short_name: bool = False
    several: bool = False


_TASKS = tuple((intent, Phrases(patterns)) for intent, patterns in wording.TASKS)
_ASKING = phrase(wording.ASKING, where=Where.AT_THE_START)
# "War am Montag dort. Bitte anmelden." begins like a question and is none.
_TELLING = re.compile(r"(?:war|hat|haben|hab|ist|sind|was|were|has|have)\b[^?]* \.(?: |$)(?!.*\?)")
_REGISTERING = Phrases(wording.REGISTERING)
_REGISTERING_A_COMPANY = Phrases(wording.REGISTERING_A_COMPANY)
_REGISTERING_PLAINLY = Phrases(wording.REGISTERING_PLAINLY)
_NOT_REGISTERING = Phrases(wording.NOT_REGISTERING)
_ELSEWHERE = Phrases(wording.ELSEWHERE)
_NO_DEAL = Phrases(wording.NO_DEAL)
_BUSINESS = Phrases(wording.BUSINESS)
_ABOUT_ME = re.compile(r"\b(?:i|my|me|we|our|us|ich|mein\w*|mir|wir|unser\w*|uns)\b")
_MAY_I = re.compile(r"^(?:can|could|may|might|am|are|kann|könnte|können|könnten|darf|dürfen|dürfte) (?:i|we|ich|wir)\b")
_DONE = phrase(r"\b(?:registered|registriert|angemeldet|geschützt|protected)\b")
# With a registration in progress another one is announced; "the customer is …" only goes on.
_ANEW = phrase(
    r"\b(?:deals?|opportunit\w+|opps?|reg|regist(?:er|rier)\w*|projekte?|projects?|\w*schutz|protect\w*|new|another|neue\w*|anmelde\w*|anlegen|eintragen)\b"
)
_ANEW_PLAINLY = phrase(r"\bregist(?:er|rier)|\b(?:new|another|neue\w*)\b")
_SIGN_UP = phrase(r"\b(?:register\w*|registrier\w*|anmelden|anzumelden|angemeldet|sign|meld\w*|enrol\w*|reserv\w*|book\w*)\b")
# "The plumber wants 900 euros": who asks for money is no customer.
_CHARGES = phrase(
    r"\b(?:wants?|will|möchte|verlangt|charges?|asks? for)\b(?: \w+){0,2} <money>(?! (?:ausgeben|investier\w+|budget|in|for|für)\b)"
)
_HOW_LONG = re.compile(r"(?:how long|until when|wie lange|bis wann)\b")
_BUYING = phrase(wording.BUYING)
_GENERAL = re.compile(wording.IN_GENERAL)
_FUNDS_IN_GENERAL = re.compile(wording.FUNDS_IN_GENERAL)
_FUNDS_WANTED = phrase(wording.FUNDS_WANTED)


def ruled_intent(line: str, evidence: Evidence) -> str:
    """The task that the phrases find; `line` is the message in lower case as they are written for.

    Returns "" when there is no task in it and it may be an answer.
    """
    asking = _ASKING.fit(line) and not _TELLING.match(line)
    plain = not evidence.legal and evidence.labels < 2
    if plain and _SIGN_UP.fit(line) and _ELSEWHERE.fit(line):
        return NOTHING
    if plain and evidence.kinds < 2 and not evidence.product and _NO_DEAL.fit(line) and not _REGISTERING_PLAINLY.fit(line):
        return "" if evidence.drafting else NOTHING
    if _registers(line, evidence, asking):
        return REGISTER
    for intent, phrases in () if evidence.short_name and not asking else _TASKS:
        if phrases.fit(line):
            return _task(intent, line, evidence, asking)
    if asking or line.endswith("?"):
        return ASK if evidence.product or _BUSINESS.fit(line) else NOTHING
    return "" if evidence.drafting or evidence.kinds else NOTHING


def registers_plainly(line: str) -> bool:
    """Whether the message says that it registers a deal, and nothing else."""
    return _REGISTERING_PLAINLY.fit(line)


def may_register(line: str, evidence: Evidence) -> bool:
    """Whether there is anything of a deal in the message (a customer, a value, words for registering one) and nobody signs up."""
    if not evidence.legal and evidence.labels < 2:
        if _SIGN_UP.fit(line) and _ELSEWHERE.fit(line):
            return False
        if evidence.kinds < 2 and not evidence.product and _NO_DEAL.fit(line) and not _REGISTERING_PLAINLY.fit(line):
            return False
        if evidence.kinds < 3 and not evidence.product and not evidence.several and _CHARGES.fit(line):
            return False
    said = evidence.company or evidence.labels > 0 or evidence.kinds - evidence.dated > 0
    return said or _REGISTERING_PLAINLY.fit(line)


def _task(intent: str, line: str, evidence: Evidence, asking: bool) -> str:
    """The task, or that it is asked how the task works in general."""
    if intent == "mdf_request":
        return ASK if _FUNDS_IN_GENERAL.match(line) and not _FUNDS_WANTED.fit(line) else intent
    if evidence.company or (evidence.named and intent in ("check_conflict", "deal_status")):
        return intent
    if intent == "deal_status" and _HOW_LONG.match(line):  # of no deal by name: the rule answers it
        return ASK
    mine = bool(_ABOUT_ME.search(line))
    if intent in ("deal_status", "check_conflict") and asking and not mine and not re.search(r"\bstatus|\bstand\b|^gibt", line):
        return ASK if evidence.product or _BUSINESS.fit(line) else NOTHING
    general = _GENERAL.match(line) and (intent in ("extend_registration", WITHDRAW) or not mine)
    return ASK if general and _BUSINESS.fit(line) else intent


def _registers(line: str, evidence: Evidence, asking: bool) -> bool:
    """Whether the message is there to register a deal: said so, with a deal or a wish behind it, and no other task."""
    said = evidence.kinds - evidence.dated > 0 or evidence.company
    if asking or (_NOT_REGISTERING.fit(line) and evidence.labels < 2):
        return False
    if _MAY_I.match(line) and evidence.kinds < 1 and len(line.split()) > 7:
        return False
    if evidence.drafting and not (_ANEW if said else _ANEW_PLAINLY).fit(line):
        return False
    if _REGISTERING.fit(line) and not (line.endswith("?") and _DONE.fit(line)):
        return said or _REGISTERING_PLAINLY.fit(line)
    if _REGISTERING_A_COMPANY.fit(line) and (evidence.company or evidence.kinds >= 2):
        return True
    return not evidence.drafting and not line.endswith("?") and _states_a_deal(line, evidence)


def _states_a_deal(line: str, evidence: Evidence) -> bool:
    """Whether so much is said of a deal that nothing else can be meant, without any word for registering."""
    if evidence.labels >= 3 or (evidence.labels >= 2 and evidence.company):
        return True
    wanted = evidence.kinds >= 2 and (evidence.legal or _BUYING.fit(line))
    return evidence.company and (evidence.kinds >= 3 or wanted)
