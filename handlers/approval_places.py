"""Where what waits for somebody's decision is posted: to them alone, or in a channel that they chose by saying so there.

The channel counts once its chat has said that only the vendor's own people read along there; that is asked before every message.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Final

from handlers.message import Sender
from handlers.notices import tell
from handlers.outcome import Outcome, offer, say
from handlers.ports import Work
from handlers.ports_approvals import ApprovalPlace, Closed
from handlers.reply import Choice, Fact, Part, Text, Tone
from handlers.state import Conversation
from handlers.understanding.readings import Understanding
from handlers.wording import Words
from program.access import Act

Handler = Callable[[Work, Conversation, Sender, str, Understanding], Outcome]
Press = Callable[[Work, Conversation, Sender, Sequence[str]], Outcome]
#: "post my approvals here": what `here` is, is known to whoever heard it.
HERE: Final = "approvals_here"


def here(work: Work, conversation: Conversation, sender: Sender, place: str) -> Outcome:
    """Said in a channel, it is chosen; said to the bot alone, what waits comes to them alone."""
    words, member = Words.of(work.viewer.member), work.viewer.member
    if not work.viewer.may(Act.REVIEW):
        return say(conversation, words("approvals.not_yours"))
    if place:
        return _choose(work, conversation, sender.chat, place)
    if work.approvals.of(member.id) is not None:
        return stop(work, conversation)
    return where(work, conversation)


def _choose(work: Work, conversation: Conversation, chat: str, place: str) -> Outcome:
    words, member = Words.of(work.viewer.member), work.viewer.member
    known = work.approvals.of(member.id)
    if known is None or (known.chat, known.address) != (chat, place):
        work.approvals.choose(member.id, chat, place)
        work.log.add("approvals.chosen", member.id, chat=chat)
    parts = (
        Text(text=words("approvals.chosen", name=member.name), tone=Tone.TITLE),
        Text(text=words("approvals.what_shows", name=member.name)),
        *offer([Choice(label=words("choice.approvals_stop"), action=f"approvals.stop/{member.id}")]),
    )
    return Outcome(parts=parts, conversation=conversation, place=place)


def stop(work: Work, conversation: Conversation) -> Outcome:
    """From now on to them alone; what is in the channel already can be decided there all the same."""
    words, member = Words.of(work.viewer.member), work.viewer.member
    if not work.viewer.may(Act.REVIEW):
        return say(conversation, words("approvals.not_yours"))
    place = work.approvals.of(member.id)
    if place is None:
        return where(work, conversation)
    work.approvals.end(member.id)
    work.log.add("approvals.given_up", member.id, chat=place.chat)
    again = Choice(label=_again(place, words), action="approvals.again")
    text = words("approvals.stopped", place=_named(place, words))
    return Outcome(parts=(Text(text=text, tone=Tone.SUCCESS), *offer([again])), conversation=conversation)


def where(work: Work, conversation: Conversation, *lead: Part) -> Outcome:
    """Where they go, and how that is changed."""
    words, member = Words.of(work.viewer.member), work.viewer.member
    if not work.viewer.may(Act.REVIEW):
        return say(conversation, words("approvals.not_yours"))
    place = work.approvals.of(member.id)
    if place is None or not place.is_open:
        text = Text(text=words("approvals.alone"))
        return Outcome(parts=(*lead, text, Text(text=words("approvals.how"), tone=Tone.HINT)), conversation=conversation)
    told = Text(text=words("approvals.there", place=_named(place, words), day=words.moment(place.chosen_at)))
    button = Choice(label=words("choice.approvals_stop_there"), action=f"approvals.stop/{member.id}")
    hint = Text(text=words("approvals.what_is_alone"), tone=Tone.HINT)
    return Outcome(parts=(*lead, told, hint, *offer([button])), conversation=conversation)


def fact(work: Work, words: Words) -> tuple[Fact, ...]:
    """Where they go, beside what else a person wishes; nothing for whoever decides nothing."""
    if not work.viewer.may(Act.REVIEW):
        return ()
    place = work.approvals.of(work.viewer.member.id)
    value = _named(place, words) if place is not None and place.is_open else words("approvals.to_you")
    return (Fact(label=words("approvals.label"), value=value),)


def choices(work: Work, words: Words) -> tuple[Choice, ...]:
    """A button to where that is told and changed."""
    may = work.viewer.may(Act.REVIEW)
    return (Choice(label=words("choice.approvals_where"), action="approvals.where"),) if may else ()


def closed(work: Work, chat: str, address: str, why: Closed) -> None:
    """The channel is not, or no longer, one where only the vendor's people read along: whoever chose it is told once, alone."""
    for place in work.approvals.at(chat, address):
        member = work.people.member(place.member_id)
        work.approvals.end(place.member_id, why=why)
        work.log.add("approvals.closed", place.member_id, chat=chat, why=why.value)
        if member is not None:
            key = f"approvals.closed:{place.chosen_at.isoformat()}"
            tell(work, member, key=key, compose=partial(_closed_parts, place, why))


def _closed_parts(place: ApprovalPlace, why: Closed, words: Words) -> tuple[Part, ...]:
    lead = words("approvals.closed", place=_named(place, words)) if place.is_open else words("approvals.refused")
    button = Choice(label=words("choice.approvals_where"), action="approvals.where")
    return (Text(text=lead, tone=Tone.WARNING), Text(text=words(f"approvals.why.{why.value}")), *offer([button]))


def _press_stop(work: Work, conversation: Conversation, member_id: str) -> Outcome:
    """Nobody ends what somebody else chose."""
    if member_id == work.viewer.member.id or not work.viewer.may(Act.REVIEW):
        return stop(work, conversation)
    other = work.people.member(member_id)
    words = Words.of(work.viewer.member)
    name = other.name if other is not None and other.partner_id is None else words("role.former_colleague")
    return say(conversation, words("approvals.somebody_elses", name=name))


def _press_again(work: Work, conversation: Conversation) -> Outcome:
    """In the channel that they gave up; asked anew whether it may be."""
    place = work.approvals.last(work.viewer.member.id)
    if place is None or not work.viewer.may(Act.REVIEW):
        return where(work, conversation)
    return _choose(work, conversation, place.chat, place.address)


def _named(place: ApprovalPlace, words: Words) -> str:
    """What people call the channel, as far as its chat tells."""
    return place.name or words(f"approvals.unnamed.{place.chat}")


def _again(place: ApprovalPlace, words: Words) -> str:
    return words("choice.approvals_again", place=_named(place, words))


#: What is said, by intent.
INTENTS: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        HERE: lambda work, conversation, sender, _, understood: here(work, conversation, sender, understood.argument),
        "approvals_stop": lambda work, conversation, *_: stop(work, conversation),
        "approvals_where": lambda work, conversation, *_: where(work, conversation),
    }
)
#: What is pressed, by the verb of its action.
PRESSES: Final[Mapping[str, Press]] = MappingProxyType(
    {
        "approvals.stop": lambda work, conversation, _, named: _press_stop(work, conversation, named[0]),
        "approvals.again": lambda work, conversation, *_: _press_again(work, conversation),
        "approvals.where": lambda work, conversation, *_: where(work, conversation),
    }
)
#: How many arguments each needs.
ARGUMENTS: Final[Mapping[str, int]] = MappingProxyType({"approvals.stop": 1})
