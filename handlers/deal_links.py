"""The link to a deal: which deal a reply is about, what a link looks like in somebody's words, and opening one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from handlers import deals
from handlers.outcome import Outcome, say
from handlers.ports import Work
from handlers.reply import Choices, Facts, Form, Reply
from handlers.state import Conversation
from handlers.wording import Words

#: Where links lead to, under the address of the bot.
PATH: Final = "/deals/"
_TOKEN: Final = re.compile(r"[0-9a-f]{32}", re.ASCII)
_LINK: Final = re.compile(rf"\s*https?://[^\s/]+(?:/[^\s?#]*)?{PATH}([0-9a-f]{{32}})[/?#]?\s*", re.ASCII)
_ID: Final = re.compile(r"R-[0-9A-Z]{6}", re.ASCII)


def open_deal(work: Work, conversation: Conversation, token: str) -> Outcome:
    """The deal of the link. For whoever may not see it, it is as if there were none."""
    found = work.registrations.linked(token) if is_token(token) else None
    if found is None:
        return say(conversation, Words.of(work.viewer.member)("deals.link_unknown"))
    return deals.show_deal(work, conversation, found.id)


def is_token(text: str) -> bool:
    return _TOKEN.fullmatch(text) is not None


def read_link(text: str) -> str | None:
    """The token of a message that is nothing but a link to a deal."""
    found = _LINK.fullmatch(text[:500])
    return found[1] if found else None


def deal_in(reply: Reply) -> str | None:
    """The id of the one registration that the reply is about, None where it is about none or about several.

    Read only from what we put there ourselves: what can be pressed, and the fact that says which registration it is.
    """
    named = set(_named(reply))
    return named.pop() if len(named) == 1 else None


def _named(reply: Reply) -> Iterator[str]:
    label = Words(reply.language)("fact.registration")
    for part in reply.parts:
        match part:
            case Choices():
                for choice in part.choices:
                    yield from _ids(choice.action)
            case Form():
                yield from _ids(part.id)
            case Facts():
                yield from (fact.value for fact in part.facts if fact.label == label and _ID.fullmatch(fact.value))


def _ids(action: str) -> Iterator[str]:
    return (argument for argument in action.split("/")[1:] if _ID.fullmatch(argument))
