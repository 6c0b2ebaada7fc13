"""What a person sees at a glance, without saying anything: what waits for them, their deals, and what can be done."""

from __future__ import annotations

from handlers import deals, helping, reviewing
from handlers.ports import Work
from handlers.reply import Reply
from handlers.state import Conversation
from handlers.wording import LANGUAGES, Words
from program.access import Act


def home(work: Work) -> Reply:
    """For the viewer's role, what waits first; read only."""
    nothing = Conversation()
    waits = reviewing.queue(work, nothing).parts if work.viewer.may(Act.REVIEW) else ()
    sees_deals = work.viewer.may(Act.REVIEW) or work.viewer.may_draft
    mine = deals.list_deals(work, nothing).parts if sees_deals else ()
    return Reply(parts=(*waits, *mine, *helping.welcome(work, nothing).parts), language=work.viewer.member.language)


def home_of_stranger() -> Reply:
    """How to get linked, in every language: nobody knows which is theirs."""
    return Reply(parts=tuple(part for language in LANGUAGES for part in helping.stranger_parts(Words(language))))
