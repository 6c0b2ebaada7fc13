"""What people say and press about collateral and the return of a product, handed to whatever does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from handlers import branding, collateral, roi
from handlers.message import Sender
from handlers.outcome import Outcome
from handlers.ports import Work
from handlers.state import Conversation
from handlers.understanding.readings import Understanding

Handler = Callable[[Work, Conversation, Sender, str, Understanding], Outcome]
Press = Callable[[Work, Conversation, Sender, Sequence[str]], Outcome]

#: What is said, by intent.
HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        "send_collateral": lambda work, conversation, _, text, __: collateral.send(work, conversation, text),
        "brand_logo": lambda work, conversation, *_: branding.show_logo(work, conversation),
        "roi": lambda work, conversation, _, text, __: roi.show_calculator(work, conversation, text),
    }
)
#: What is pressed, by the verb of its action.
PRESSES: Final[Mapping[str, Press]] = MappingProxyType(
    {
        "collateral.send": lambda work, conversation, _, arguments: collateral.hand_out(work, conversation, arguments[0]),
        "collateral.brand": lambda work, conversation, _, arguments: collateral.hand_out(
            work, conversation, arguments[0], is_branded=True
        ),
        "roi.page": lambda work, conversation, _, arguments: roi.send_page(work, conversation, arguments[0]),
        "logo.remove": lambda work, conversation, *_: branding.remove_logo(work, conversation),
    }
)
#: How many arguments each needs.
ARGUMENTS: Final[Mapping[str, int]] = MappingProxyType({"collateral.send": 1, "collateral.brand": 1, "roi.page": 1})
