"""Options for a field while somebody types: never more than they may see, and what begins with the words first.

Asked for by a chat, not said in a conversation, so it changes nothing. What comes back is read and checked like any answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, assert_never

from handlers.outcome import short
from handlers.ports import Work
from handlers.reply import Lookup, Option
from handlers.step_table import STEPS
from handlers.steps import Asked
from handlers.understanding.text import clean, fold
from handlers.wording import Words
from program.access import Act
from program.registrations import Registration

#: No chat takes more of them at once.
MOST: Final = 100
#: So much of what was typed is looked at.
_LONGEST: Final = 100


def look_up(work: Work, lookup: Lookup, typed: str, *, form: str) -> tuple[Option, ...]:
    """At most `MOST` options that the words name, every one in the viewer's sight; with no words the first of all.

    `form` is the id of the form whose field it is: of its subject depends which members there are to choose from.
    """
    said = clean(typed[:_LONGEST])
    match lookup:
        case Lookup.PRODUCT:
            return _products(work, fold(said))
        case Lookup.PARTNER:
            return _partners(work, fold(said))
        case Lookup.MEMBER:
            return _asked(work, form, fold(said))
        case Lookup.DEAL:
            return _deals(work, said)
        case _:
            assert_never(lookup)


def _products(work: Work, said: str) -> tuple[Option, ...]:
    """The catalogue is the same for everybody; an alias names its product, too."""
    named = ((Option(value=one.name, label=one.name), (one.name, *one.aliases)) for one in work.catalogue.products())
    return _fitting(named, said)


def _partners(work: Work, said: str) -> tuple[Option, ...]:
    if not work.viewer.may(Act.REGISTER_FOR):
        return ()
    return _fitting(((Option(value=one.id, label=one.name), (one.name, one.id)) for one in work.people.partners()), said)


def _asked(work: Work, form: str, said: str) -> tuple[Option, ...]:
    """Of what the form's step itself offers its viewer; nothing where the step is not theirs to take."""
    verb, _, subject = form.partition("/")
    step = STEPS.get(verb)
    asked = None if step is None else step.ask(work, subject)
    questions = asked.questions if isinstance(asked, Asked) else ()
    offered = (option for question in questions if question.lookup is Lookup.MEMBER for option in question.options)
    return _fitting(((option, (option.label, option.value)) for option in offered), said)


def _deals(work: Work, said: str) -> tuple[Option, ...]:
    """Registrations by number or customer, the newest first."""
    if work.viewer.partner is None and not work.viewer.may(Act.REVIEW):
        return ()
    words = Words.of(work.viewer.member)
    by_id = work.registrations.get(said.upper()) if said else None
    named = work.registrations.named(said, most=MOST)
    found = (*((by_id,) if by_id is not None else ()), *(one for one in named if by_id is None or one.id != by_id.id))
    return tuple(Option(value=one.id, label=_named(work, one, words)) for one in found[:MOST])


def _named(work: Work, one: Registration, words: Words) -> str:
    status = words(f"status.{one.status_at(work.at).value}")
    return words("choice.pick_deal", company=short(one.opportunity.company, 40), id=one.id, status=status)


def _fitting(named: Iterable[tuple[Option, tuple[str, ...]]], said: str) -> tuple[Option, ...]:
    """Those of which a name has the words in it; of whose names one begins with them, before the others."""
    first, rest = [], []
    for option, names in named:
        folded = [fold(name) for name in names]
        if any(name.startswith(said) for name in folded):
            first.append(option)
        elif any(said in name for name in folded):
            rest.append(option)
    return (*first, *rest)[:MOST]
