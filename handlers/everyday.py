"""What is said beside the program's own business, by its intent; and questions of which it is known what they are about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from handlers import glossary, helping, my_data, portfolio, pricing_talk
from handlers.message import Sender
from handlers.outcome import Outcome, say
from handlers.ports import Work
from handlers.state import Conversation
from handlers.understanding.readings import Understanding
from handlers.wording import Words

Handler = Callable[[Work, Conversation, Sender, str, Understanding], Outcome]


def question(work: Work, conversation: Conversation, sender: Sender, text: str, understood: Understanding) -> Outcome:
    """A term, how to register, a price; else what the library says."""
    match understood.argument:
        case "explain_term":
            return glossary.explain(work, conversation, understood.subject)
        case "how_to":
            return helping.help_(work, conversation)
        case _:
            return pricing_talk.question(work, conversation, sender, text, understood)


def _go_on(work: Work, conversation: Conversation, *_: object) -> Outcome:
    return say(conversation, Words.of(work.viewer.member)("small_talk.go_on"))


def _thanks(work: Work, conversation: Conversation, *_: object) -> Outcome:
    return say(conversation, Words.of(work.viewer.member)("small_talk.thanks"))


#: What is said, by intent.
INTENTS: Final[Mapping[str, Handler]] = {
    "ask_question": question,
    "go_on": _go_on,
    "my_data": lambda work, conversation, *_: my_data.show(work, conversation),
    "quiet_partners": lambda work, conversation, *_: portfolio.quiet(work, conversation),
    "help": lambda work, conversation, *_: helping.help_(work, conversation),
    "greet": lambda work, conversation, *_: helping.welcome(work, conversation),
    "thank": _thanks,
}
