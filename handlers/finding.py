"""Finding one deal among many: by its number or a part of the customer's name, looked up where a chat can."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from handlers import deals
from handlers.outcome import Outcome
from handlers.ports import Work
from handlers.reply import Choice, FieldKind, Lookup, Part, Text
from handlers.state import Conversation
from handlers.steps import Asked, Question, Step
from handlers.wording import Words
from program.access import Act
from program.registrations import Registration


def choices(work: Work) -> list[Choice]:
    """The way to a deal, for whoever has any in sight."""
    words = Words.of(work.viewer.member)
    return [Choice(label=words("choice.find"), action="step/find/deal")] if _sees_deals(work) and _has_deals(work) else []


def _sees_deals(work: Work) -> bool:
    return work.viewer.partner is not None or work.viewer.may(Act.REVIEW)


def _has_deals(work: Work) -> bool:
    return bool(work.registrations.named("", most=1))


def _ask(work: Work, _: str) -> Asked | tuple[Part, ...]:
    words = Words.of(work.viewer.member)
    if not _sees_deals(work) or not _has_deals(work):
        return (Text(text=words("deals.none")),)
    question = Question(
        name="deal", label=words("find.deal"), kind=FieldKind.TEXT, hint=words("find.deal.hint"), lookup=Lookup.DEAL
    )
    return Asked(title=words("find.ask"), submit=words("find.submit"), questions=(question,))


def _do(work: Work, conversation: Conversation, _: str, values: Mapping[str, str]) -> Outcome:
    found = deals.find(work, conversation, values["deal"], "deals.show")
    return deals.show_deal(work, conversation, found.id) if isinstance(found, Registration) else found


FIND: Final = Step(verb="find", ask=_ask, do=_do)
