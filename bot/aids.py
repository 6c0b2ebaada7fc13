"""What helps a turn: a model that proposes, a reader of files, an answerer of questions, and what files chunks in the library.

Each is asked once for a message, however often its turn is run again, and what goes wrong with it costs only its help.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import structlog

from handlers.ports_library import (
    Analyser,
    Answer,
    Answerer,
    Found,
    Library,
    Meaning,
    Question,
    ReadDocument,
    Reader,
    Tell,
    Unreadable,
    Verdict,
)
from handlers.proposing import Proposal, Proposer
from handlers.understanding.readings import Context, Product

_log = structlog.get_logger("aids")


@dataclass(frozen=True, slots=True, kw_only=True)
class Aids:
    """What this bot has of it; None for what it has not."""

    proposer: Proposer | None = None
    reader: Reader | None = None
    answerer: Answerer | None = None
    analyser: Analyser | None = None

    def for_message(self) -> Aids:
        """The same, each asked once."""
        return Aids(
            proposer=None if self.proposer is None else ProposedOnce(self.proposer),
            reader=None if self.reader is None else ReadOnce(self.reader),
            answerer=self.answerer,
            analyser=self.analyser,
        )

    def meaning(self, question: Question) -> Meaning | None:
        """What the question means to an embedding model; None where none says so, and its words are looked for alone."""
        try:
            return None if self.answerer is None else self.answerer.meaning(question)
        except Exception as error:  # noqa: BLE001 - the words of the question are there
            _log.error("embedder.failed", error=type(error).__name__)  # not the error itself: it may hold what was asked
            return None

    def look(self, question: Question, library: Library, meaning: Meaning | None) -> Found:
        """What the library has on the question."""
        nothing = Answer(question=question, verdict=Verdict.UNKNOWN, confidence=0.0)
        return Found(answer=nothing) if self.answerer is None else self.answerer.look(question, library, meaning)

    def word(self, found: Found, tell: Tell | None = None) -> Answer:
        """The answer as it is given; the documents' own words where something fails. `tell` hears it as it is made."""
        if self.answerer is None:
            return found.answer
        try:
            return self.answerer.word(found, tell)
        except Exception as error:  # noqa: BLE001 - the documents' own words are there
            _log.error("answerer.failed", error=type(error).__name__)  # not the error itself: it may hold what was asked
            return found.answer


class ProposedOnce:
    """A proposer that is asked once for a message."""

    def __init__(self, proposer: Proposer) -> None:
        self._proposer = proposer
        self._asked = False
        self._proposal: Proposal | None = None

    def propose(self, text: str, *, today: date, context: Context, catalogue: Sequence[Product]) -> Proposal | None:
        if not self._asked:
            self._asked = True
            try:
                self._proposal = self._proposer.propose(text, today=today, context=context, catalogue=catalogue)
            except Exception as error:  # noqa: BLE001 - without a proposal the reader decides, and the person notices nothing
                _log.error("proposer.failed", error=type(error).__name__)  # not the error itself: it may hold what was asked
        return self._proposal


class ReadOnce:
    """A reader that reads the file of a message once."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._result: Callable[[], ReadDocument] | None = None

    def read(self, name: str, content: bytes) -> ReadDocument:
        if self._result is None:
            self._result = self._read(name, content)
        return self._result()

    def _read(self, name: str, content: bytes) -> Callable[[], ReadDocument]:
        try:
            document = self._reader.read(name, content)
        except Unreadable as unreadable:
            why = unreadable  # the name itself ends with this block
            return lambda: _raised(why)
        return lambda: document


def _raised(unreadable: Unreadable) -> ReadDocument:
    raise unreadable
