"""An account that belongs to nobody: it can use a code, and learns nothing but how."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from handlers.helping import ENTER_CODE, stranger_parts
from handlers.home import home_of_stranger
from handlers.linking import TooManyAttempts, link
from handlers.message import Pressed, Said, Sender, Submitted, What
from handlers.ports import Links
from handlers.reply import Field, FieldKind, Form, Part, Reply, Text, Tone
from handlers.understanding.reader import understand
from handlers.wording import Words, both
from program.policy import AccessRules

_FORM: Final = "link/code"


def answer_stranger(links: Links, sender: Sender, what: What, *, rules: AccessRules, at: datetime) -> tuple[Reply, str | None]:
    """The reply, and the member's id when the message held a valid code: then the account is bound."""
    match what:
        case Said():
            return _said(links, sender, what.text, rules=rules, at=at)
        case Pressed(action=action) if action == ENTER_CODE:
            return Reply(parts=(_form(),)), None
        case Submitted(form=form) if form == _FORM:
            code = what.values.get("code", "").strip()
            lead, _, rest = code.partition(" ")  # "link CODE" is what people have been told to type
            member_id, wrong = _linked(links, sender, rest if lead.casefold() == "link" else code, rules=rules, at=at)
            return Reply(parts=(_form(wrong),) if wrong else (Text(text=both(lambda words: words("link.done"))),)), member_id
        case _:
            return home_of_stranger(), None


def _said(links: Links, sender: Sender, text: str, *, rules: AccessRules, at: datetime) -> tuple[Reply, str | None]:
    understood = understand(text, today=at.date(), catalogue=())
    words = Words(understood.language or "en")
    if understood.intent != "link":
        return _reply(stranger_parts(words), words.language), None
    member_id, wrong = _linked(links, sender, understood.subject, rules=rules, at=at)
    tone = Tone.WARNING if wrong == "link.too_many" else Tone.PLAIN
    return _reply((Text(text=words(wrong or "link.done"), tone=tone),), words.language), member_id


def _linked(links: Links, sender: Sender, code: str, *, rules: AccessRules, at: datetime) -> tuple[str | None, str]:
    """Whose the account is now, and else what is wrong."""
    try:
        member_id = link(links, sender, code, rules=rules, at=at)
    except TooManyAttempts:
        return None, "link.too_many"
    return member_id, "" if member_id is not None else "link.invalid"


def _form(wrong: str = "") -> Form:
    """In every language: nobody knows which is theirs. What was typed does not come back: it may be somebody's code."""
    error = both(lambda words: words(wrong)) if wrong else ""
    code = Field(
        name="code", kind=FieldKind.TEXT, label="Code", required=True, hint=both(lambda words: words("link.form.hint")), error=error
    )
    return Form(
        id=_FORM,
        title=both(lambda words: words("link.form.title")),
        submit=both(lambda words: words("link.form.submit")),
        fields=(code,),
    )


def _reply(parts: tuple[Part, ...], language: str) -> Reply:
    return Reply(parts=parts, language=language)
