"""A language model is asked once for a message, and what goes wrong with it costs only its answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import structlog

from handlers.proposing import Proposal, Proposer
from handlers.understanding.readings import Context, Product

_log = structlog.get_logger("proposer")


class AskedOnce:
    """A proposer that is asked once for a message, however often its turn is run again, and whose defects cost only its answer."""

    def __init__(self, proposer: Proposer) -> None:
        self._proposer = proposer
        self._asked = False
        self._proposal: Proposal | None = None

    def propose(self, text: str, *, today: date, context: Context, catalogue: Sequence[Product]) -> Proposal | None:
        if not self._asked:
            self._asked = True
            try:
                self._proposal = self._proposer.propose(text, today=today, context=context, catalogue=catalogue)
            except Exception as error:  # noqa: BLE001 - without a proposal the reader decides, and the person notices nothing
                _log.error("proposer.failed", error=type(error).__name__)  # not the error itself: it may hold what was asked
        return self._proposal
