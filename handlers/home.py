"""What a person sees at a glance, without saying anything: what waits for them, their deals, and what can be done."""

from __future__ import annotations

from dataclasses import replace

from handlers import approval_places, deals, earnings, finding, helping, reviewing, tiers
from handlers.conversation import respond
from handlers.message import Opened, Sender
from handlers.outcome import offer
from handlers.ports import Work
from handlers.reply import Choice, Choices, Part, Reply
from handlers.state import Conversation
from handlers.wording import LANGUAGES, Words, both
from program.access import Act


def home(work: Work, conversation: Conversation, sender: Sender) -> Reply:
    """A greeting, or the deal in progress; then, for the viewer's role, what waits, their deals, and their settings. Read only."""
    nothing = Conversation()
    waits = reviewing.queue(work, nothing).parts if work.viewer.may(Act.REVIEW) else ()
    sees_deals = work.viewer.may(Act.REVIEW) or work.viewer.may_draft
    earned = earnings.glance(work)
    mine = deals.list_deals(work, nothing).parts if sees_deals else ()
    greeting, _ = respond(work, conversation, sender, Opened(), None)
    offered = _actions(greeting.parts)
    words = Words.of(work.viewer.member)
    reminders = Choice(label=words("choice.nudge_settings"), action="nudges.show")
    last = offer([*(finding.choices(work) if mine else ()), reminders, *approval_places.choices(work, words)])
    shown = (*tiers.glance(work), *waits, *earned, *mine, *last)
    below = (part for part in shown if not (isinstance(part, Choices) and _actions((part,)) <= offered))
    return replace(greeting, parts=(*greeting.parts, *below))


def _actions(parts: tuple[Part, ...]) -> set[str]:
    return {choice.action for part in parts if isinstance(part, Choices) for choice in part.choices}


def home_of_stranger() -> Reply:
    """How to get linked, and a button to do it, in every language: nobody knows which is theirs."""
    said = tuple(part for language in LANGUAGES for part in helping.stranger_parts(Words(language)))
    enter = Choice(label=both(lambda words: words("choice.enter_code")), action=helping.ENTER_CODE, style="primary")
    return Reply(parts=(*said, *offer([enter])))
