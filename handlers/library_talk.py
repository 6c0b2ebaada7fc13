"""What people say and press about answers from the library and what is in it, handed to whatever does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from handlers import answering, curating, keeping_answers, library_answers, library_report, passing_on, rating
from handlers.message import Sender
from handlers.outcome import Outcome
from handlers.ports import Work
from handlers.state import Conversation
from handlers.steps import Step
from handlers.understanding.readings import Understanding

Handler = Callable[[Work, Conversation, Sender, str, Understanding], Outcome]
Press = Callable[[Work, Conversation, Sender, Sequence[str]], Outcome]

#: What is said, by intent.
INTENTS: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        "library": lambda work, conversation, *_: curating.list_documents(work, conversation),
        "library_report": lambda work, conversation, *_: library_report.report(work, conversation),
    }
)
#: What is pressed, by the verb of its action.
PRESSES: Final[Mapping[str, Press]] = MappingProxyType(
    {
        "answer.good": lambda work, conversation, _, arguments: rating.rate(work, conversation, arguments[0], is_helpful=True),
        "answer.bad": lambda work, conversation, _, arguments: rating.rate(work, conversation, arguments[0], is_helpful=False),
        "request.ask": lambda work, conversation, _, arguments: library_answers.ask_person(work, conversation, arguments[0]),
        "request.withdraw": lambda work, conversation, _, arguments: passing_on.withdraw(work, conversation, arguments[0]),
        "request.use": lambda work, conversation, _, arguments: answering.use(work, conversation, arguments[0], arguments[1]),
        "document.extend": lambda work, conversation, _, arguments: keeping_answers.extend(work, conversation, arguments[0]),
    }
)
#: How many arguments each needs.
ARGUMENTS: Final[Mapping[str, int]] = MappingProxyType({verb: 2 if verb == "request.use" else 1 for verb in PRESSES})
STEPS: Final[tuple[Step, ...]] = (
    answering.ANSWER,
    passing_on.QUESTION,
    keeping_answers.KEEP,
    rating.COMPLAINT,
    curating.DOCUMENT,
    curating.REMOVE,
)
