"""What the bot keeps of whoever asks, and who gives a copy of it or deletes it."""

from __future__ import annotations

from handlers.outcome import Outcome, offer
from handlers.ports import Work
from handlers.reply import Choice
from handlers.state import Conversation
from handlers.wording import Words


def show(work: Work, conversation: Conversation) -> Outcome:
    """Nothing is deleted in chat: a person at the vendor sees to it, with the operator's commands."""
    words = Words.of(work.viewer.member)
    choices = [Choice(label=words("choice.person"), action="handover")] if work.viewer.partner is not None else []
    return Outcome(parts=offer(choices, words("my_data.kept")), conversation=conversation)
