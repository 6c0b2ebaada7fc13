"""What the conversation needs of questions: those put to the library with what came of them, and those that wait for a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from handlers.ports_library import Verdict
from program.review_time import Rung


class Reason(StrEnum):
    """Why a question went to a person."""

    ASKED = "asked"  # for a person, or for something that only a person does
    UNKNOWN = "unknown"  # the library does not say
    UNSURE = "unsure"  # passages were shown, and did not help


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpRequest:
    """A question or wish of a partner's member that waits for a person at the vendor.

    `answer_id` is what the library said to it, None where it was not asked. `climbed` is how far it has climbed while nobody
    answered, `kept_as` the document that its answer was confirmed as.
    """

    id: str
    member_id: str
    partner_id: str
    text: str
    asked_at: datetime
    answer: str = ""
    answered_by: str | None = None
    language: str = "en"
    reason: Reason = Reason.ASKED
    answer_id: str | None = None
    climbed: Rung | None = None
    is_withdrawn: bool = False
    kept_as: str | None = None

    @property
    def is_waiting(self) -> bool:
        return self.answered_by is None and not self.is_withdrawn

    @property
    def is_with_channel_admins(self) -> bool:
        return self.climbed is Rung.TAKEN_OVER


class Requests(Protocol):
    """Questions to people, in the viewer's sight."""

    def add(self, request: HelpRequest) -> None: ...
    def get(self, request_id: str) -> HelpRequest | None: ...
    def of_answer(self, answer_id: str) -> HelpRequest | None:
        """The question that went to a person after this answer."""
        ...

    def waiting(self) -> tuple[HelpRequest, ...]:
        """Those of others and the viewer's own, the longest waiting first."""
        ...

    def answer(self, request_id: str, *, text: str, by: str) -> bool:
        """False when it no longer waits; nothing changes then."""
        ...

    def withdraw(self, request_id: str) -> bool:
        """False when it no longer waits; nothing changes then."""
        ...

    def keep(self, request_id: str, document_id: str) -> bool:
        """Notes what the answer was confirmed as; False when that was done already."""
        ...

    def climb(self, request_id: str, rung: Rung, at: datetime) -> bool:
        """Notes that the waiting question has climbed; False when it had climbed that far already, or no longer waits."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A document that an answer named, by the id of its version; `contradicts` where it said something else."""

    document_id: str
    quote: str = ""
    contradicts: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedQuestion:
    """A question that was put to the library, and what came of it. `confidence` is from 0 to 1.

    `is_helpful` is what the asker said of the answer, None while they said nothing; `complaint` is why it was of no use.
    """

    id: str
    member_id: str
    partner_id: str | None
    text: str
    language: str
    at: datetime
    verdict: Verdict
    confidence: float
    is_worded: bool = False
    cited: tuple[Cited, ...] = ()
    is_helpful: bool | None = None
    complaint: str = ""


class AskedQuestions(Protocol):
    """Questions that were put to the library: the viewer's own; to who looks after it, those of their partners."""

    def add(self, asked: AskedQuestion) -> None: ...
    def get(self, answer_id: str) -> AskedQuestion | None: ...
    def rate(self, answer_id: str, *, is_helpful: bool, complaint: str = "") -> bool:
        """What the asker says of the answer; a later word replaces an earlier one. False for an answer to somebody else."""
        ...

    def since(self, at: datetime) -> tuple[AskedQuestion, ...]:
        """Those asked from the instant on, the newest first."""
        ...

    def uses(self, at: datetime) -> Mapping[str, int]:
        """How often each document was cited from the instant on, whoever asked, by its id."""
        ...
