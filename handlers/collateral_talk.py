"""What people say and press about collateral and the return of a product, handed to whatever does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from handlers import roi
from handlers.message import Sender
from handlers.outcome import Outcome
from handlers.ports import Work
from handlers.state import Conversation
from handlers.understanding.readings import Understanding

Handler = Callable[[Work, Conversation, Sender, str, Understanding], Outcome]


def _roi(work: Work, conversation: Conversation, _: Sender, text: str, __: Understanding) -> Outcome:
    return roi.show_calculator(work, conversation, text)


HANDLERS: Final[Mapping[str, Handler]] = {"roi": _roi}
