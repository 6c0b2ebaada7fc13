"""Every step that asks for answers, by its verb: the id of its form and the kind of its pending question."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from handlers import asking, bulk, on_behalf, reviewing, transferring
from handlers.steps import Step

STEPS: Final[Mapping[str, Step]] = MappingProxyType(
    {
        step.verb: step
        for step in (
            reviewing.DECLINE,
            reviewing.ASK,
            reviewing.MORE,
            asking.ANSWER,
            asking.QUESTION,
            on_behalf.REGISTER_FOR,
            transferring.TRANSFER,
            bulk.BULK,
        )
    }
)
