"""A message that asked for a decision, as it stands for whoever looks at it again: with its buttons, or with what became of it."""

from __future__ import annotations

from dataclasses import replace

from handlers import quote_review
from handlers.asked_to_decide import deciding, once_decided
from handlers.case import Case, to_decide
from handlers.ports import Work
from handlers.quoting import show_quote
from handlers.reply import Part, Reply, Text, Tone
from handlers.reviewing import case_shown
from handlers.state import Conversation
from handlers.wording import Words
from program.access import Act
from program.quoting import RecordedQuote


def seen_again(work: Work, asked: Reply, about: str) -> Reply | None:
    """What `asked` says now about the registration or the quote of this id; None for one out of the viewer's sight. Read only.

    As long as nothing has changed that the decision rests on, it is the same; then it is shown anew, as a press of a button would.
    """
    if not work.viewer.may(Act.REVIEW):
        return None
    found: RecordedQuote | Case | tuple[Part, ...]
    if work.quotes.get(about) is not None:
        found = quote_review.to_decide(work, about)
    elif work.registrations.get(about) is not None:
        found = to_decide(work, about)
    else:
        return None
    match found:
        case RecordedQuote():
            fresh = show_quote(work, Conversation(), about).parts
        case Case():
            fresh = case_shown(work, Conversation(), found).parts
        case _:
            return once_decided(asked, *found)
    if deciding(asked.parts) <= deciding(fresh):
        return asked
    changed = Text(text=Words.of(work.viewer.member)("review.changed"), tone=Tone.WARNING)
    return replace(asked, parts=(changed, *fresh))
