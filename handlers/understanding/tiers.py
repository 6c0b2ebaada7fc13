"""What a message about tiers asks for: its topic, the tier it means, the partner it names, and the day it is about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from handlers.understanding.command_words import PLEASE
from handlers.understanding.dates import read_dates
from handlers.understanding.text import clean
from handlers.understanding.tier_words import NAMES, TOPICS


class Topic(StrEnum):
    """What is asked about tiers."""

    PROGRESS = "progress"
    BENEFITS = "benefits"
    WHEN = "when"
    WAS = "was"
    HISTORY = "history"
    AT_RISK = "at_risk"


@dataclass(frozen=True, slots=True, kw_only=True)
class TierQuestion:
    """`tier` is the first that is named ("" for none), `subject` whose tier it is about ("" for one's own), `day` when."""

    topic: Topic
    tier: str = ""
    subject: str = ""
    day: date | None = None


_PLEASE: Final = re.compile(PLEASE, re.IGNORECASE)
_TOPICS: Final = tuple(
    (Topic(topic), tuple(re.compile(wording, re.IGNORECASE | re.DOTALL) for wording in wordings)) for topic, wordings in TOPICS
)
_NAMES: Final = tuple((tier, re.compile(rf"\b(?:{names})\b", re.IGNORECASE)) for tier, names in NAMES)
_COMMAND: Final = re.compile(r"(?:tier|stufe)[:,]?\s+(?=\S+\s+\S+\s+\S)", re.IGNORECASE)
_PAST: Final = re.compile(r"\b(?:was|were|had|did|war|waren|hatte|hatten|on|am)\b", re.IGNORECASE)
_NOBODY: Final = frozenset("i we me us my our ich wir mich uns mein meine unser unsere it that".split())


def read_tier_question(text: str, *, today: date) -> TierQuestion:
    """The question; one that is worded like none of those known is taken for one about progress."""
    text = clean(text)
    text = text[found.end() :] if (found := _PLEASE.match(text)) else text
    for said in dict.fromkeys((_COMMAND.sub("", text, count=1), text)):
        for topic, wordings in _TOPICS:
            match = next((match for wording in wordings if (match := wording.match(said))), None)
            if match is not None:
                return _question(topic, said, match.groupdict().get("subject") or "", today)
    return _question(Topic.PROGRESS, text, "", today)


def read_tier(text: str) -> str:
    """The tier that the words name first, "" for none."""
    found = [(match.start(), tier) for tier, names in _NAMES if (match := names.search(text))]
    return min(found)[1] if found else ""


def _question(topic: Topic, text: str, subject: str, today: date) -> TierQuestion:
    subject = subject.strip(" .,!?\"'„“”")
    day = None
    if topic in (Topic.WAS, Topic.PROGRESS) and _PAST.search(text):
        day = next((one.value for one in read_dates(text, today=today, past=True) if one.value <= today), None)
    if topic is Topic.PROGRESS and day is not None:
        topic = Topic.WAS
    if subject.casefold() in _NOBODY or (subject and read_tier(subject) and len(subject.split()) == 1):
        subject = ""
    return TierQuestion(topic=topic, tier=read_tier(text), subject=subject, day=day)


_REASON: Final = re.compile(
    r"(?:\b(?:because(?: of)?|since|as|weil|da|wegen|reason|grund)\b|[:;–])\s*:?\s*(?P<reason>\S.*)$", re.IGNORECASE
)


def read_reason(text: str) -> str:
    """The reason that the words give at their end, "" for none."""
    found = _REASON.search(text)
    return found["reason"].strip() if found else ""
