"""Welcome, help that fits the person and the moment, the language, and what a stranger is told."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from handlers.outcome import Outcome, offer
from handlers.ports import Work
from handlers.reply import Choice, Part, Text, Tone
from handlers.state import Conversation
from handlers.wording import LANGUAGES, Words
from program.access import Act
from program.partners import Role

#: The action that asks an account which belongs to nobody for its code.
ENTER_CODE: Final = "step/link/code"


def welcome(work: Work, conversation: Conversation) -> Outcome:
    """The first thing a person sees: what can be done here, and one thing to press."""
    words = Words.of(work.viewer.member)
    first = work.viewer.member.name.split()[0]
    greeting = Text(text=words("welcome.title", name=first, program=work.program.name), tone=Tone.TITLE)
    return Outcome(parts=(greeting, *_what_can_be_done(work, words)), conversation=conversation)


def help_(work: Work, conversation: Conversation) -> Outcome:
    words = Words.of(work.viewer.member)
    return Outcome(parts=_what_can_be_done(work, words), conversation=conversation)


def _what_can_be_done(work: Work, words: Words) -> tuple[Part, ...]:
    role = work.viewer.member.role
    return (Text(text=words(f"help.{role.value}")), *offer(_starters(work, role, words)))


def _starters(work: Work, role: Role, words: Words) -> list[Choice]:
    choices = []
    if work.viewer.may_draft:
        choices.append(Choice(label=words("choice.start"), action="register.start", style="primary"))
        choices.append(Choice(label=words("choice.my_deals"), action="deals.list"))
    if work.viewer.partner is not None:
        choices.append(Choice(label=words("choice.earned"), action="earnings.now"))
    if work.viewer.may(Act.REVIEW):
        choices.append(Choice(label=words("choice.queue"), action="review.queue", style="primary"))
        choices.append(Choice(label=words("choice.portfolio"), action="deals.list"))
    if work.viewer.may(Act.PAY_OUT):
        choices.append(Choice(label=words("choice.payouts"), action="payout.list"))
    if role is Role.PARTNER_ADMIN:
        choices.append(Choice(label=words("choice.members"), action="members.list"))
    other = next(language for language in LANGUAGES if language != words.language)
    choices.append(Choice(label=words("choice.other_language"), action=f"language/{other}"))
    return choices


def switch_language(work: Work, conversation: Conversation, language: str) -> Outcome:
    """From now on in the other language, for this member in every chat."""
    known = language if language in LANGUAGES else work.viewer.member.language
    work.people.set_language(work.viewer.member.id, known)
    words = Words(known, work.viewer.member.zone)
    return Outcome(
        parts=(Text(text=words("language.switched")),), conversation=replace(conversation, language=None), language=known
    )


def not_understood(work: Work, conversation: Conversation) -> Outcome:
    """A message that says nothing we can do: after two in a row a person is offered."""
    words = Words.of(work.viewer.member)
    failures = conversation.failures + 1
    after = replace(conversation, failures=failures)
    starters = _starters(work, work.viewer.member.role, words)
    if failures >= 2 and work.viewer.partner is not None:
        starters = [*starters[:2], Choice(label=words("choice.person"), action="handover")]
    return Outcome(parts=(Text(text=words("not_understood")), *offer(starters)), conversation=after)


def stranger_parts(words: Words) -> tuple[Part, ...]:
    """All that an account is told that belongs to nobody: how to get linked."""
    return (Text(text=words("stranger.title"), tone=Tone.TITLE), Text(text=words("stranger.how")))
