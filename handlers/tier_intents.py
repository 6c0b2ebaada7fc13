"""What messages and buttons about tiers lead to, by the names of their intents and actions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from handlers import tiers
from handlers.message import Sender
from handlers.outcome import Outcome
from handlers.ports import Work
from handlers.state import Conversation
from handlers.steps import Step
from handlers.tier_overriding import END, begin_override
from handlers.tier_partner import begin_for
from handlers.tier_recording import CERTIFY, PRACTICE, REFERENCE, SPONSOR
from handlers.understanding.readings import Understanding
from program.access import Act

_Handler = Callable[[Work, Conversation, Sender, str, Understanding], Outcome]
_Press = Callable[[Work, Conversation, Sender, Sequence[str]], Outcome]


def _begins(step: Step, act: Act) -> _Handler:
    return lambda work, conversation, _, __, understood: begin_for(work, conversation, step, act, understood.subject)


INTENTS: Final[Mapping[str, _Handler]] = MappingProxyType(
    {
        "tier_progress": lambda work, conversation, _, text, __: tiers.answer(work, conversation, text),
        "tier_override": lambda work, conversation, _, __, said: begin_override(work, conversation, said.subject, said.argument),
        "tier_override_end": _begins(END, Act.OVERRIDE_TIER),
        "tier_certify": _begins(CERTIFY, Act.QUALIFY),
        "tier_reference": _begins(REFERENCE, Act.QUALIFY),
        "tier_practice": _begins(PRACTICE, Act.QUALIFY),
        "tier_sponsor": _begins(SPONSOR, Act.QUALIFY),
    }
)

PRESSES: Final[Mapping[str, _Press]] = MappingProxyType(
    {
        "tier.show": lambda work, conversation, _, arguments: tiers.show(work, conversation, *arguments[:1]),
        "tier.benefits": lambda work, conversation, _, arguments: tiers.show_benefits(work, conversation, *arguments[:2]),
        "tier.help": lambda work, conversation, *_: tiers.ask_for_help(work, conversation),
    }
)
