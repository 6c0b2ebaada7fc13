"""An account that belongs to nobody: it can use a code, and learns nothing but how."""

from __future__ import annotations

from datetime import datetime

from handlers.helping import stranger_parts
from handlers.home import home_of_stranger
from handlers.linking import TooManyAttempts, link
from handlers.message import Said, Sender, What
from handlers.ports import Links
from handlers.reply import Part, Reply, Text, Tone
from handlers.understanding.reader import understand
from handlers.wording import Words
from program.policy import AccessRules


def answer_stranger(links: Links, sender: Sender, what: What, *, rules: AccessRules, at: datetime) -> tuple[Reply, str | None]:
    """The reply, and the member's id when the message held a valid code: then the account is bound."""
    if not isinstance(what, Said):
        return home_of_stranger(), None
    understood = understand(what.text, today=at.date(), catalogue=())
    words = Words(understood.language or "en")
    if understood.intent != "link":
        return _reply(stranger_parts(words), words.language), None
    try:
        member_id = link(links, sender, understood.subject, rules=rules, at=at)
    except TooManyAttempts:
        return _reply((Text(text=words("link.too_many"), tone=Tone.WARNING),), words.language), None
    text = words("link.invalid") if member_id is None else words("link.done")
    return _reply((Text(text=text),), words.language), member_id


def _reply(parts: tuple[Part, ...], language: str) -> Reply:
    return Reply(parts=parts, language=language)
