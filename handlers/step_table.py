"""Every step that asks for answers, by its verb: the id of its form and the kind of its pending question."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from handlers import (
    amending,
    awarding,
    bulk,
    closing,
    closing_direct,
    finding,
    library_talk,
    living,
    on_behalf,
    payout_talk,
    profiting,
    quote_review,
    quoting,
    reviewing,
    roi,
    stating,
    tier_overriding,
    tier_recording,
    transferring,
)
from handlers.steps import Step

STEPS: Final[Mapping[str, Step]] = MappingProxyType(
    {
        step.verb: step
        for step in (
            reviewing.ASK,
            reviewing.MORE,
            awarding.AWARD,
            awarding.DECLINE,
            awarding.SPLIT,
            stating.IMPORTANCE,
            stating.STATEMENT,
            living.EXTEND,
            living.WITHDRAW,
            living.REOPEN,
            living.APPEAL,
            closing.WON,
            closing.LOST,
            amending.AMEND,
            on_behalf.REGISTER_FOR,
            transferring.TRANSFER,
            bulk.BULK,
            finding.FIND,
            closing_direct.WON,
            closing_direct.LOST,
            closing_direct.WITHDRAW,
            closing_direct.AMEND,
            tier_overriding.OVERRIDE,
            tier_overriding.END,
            tier_recording.CERTIFY,
            tier_recording.REFERENCE,
            tier_recording.PRACTICE,
            tier_recording.SPONSOR,
            quoting.QUOTE,
            quote_review.DECLINE,
            profiting.PROFIT,
            roi.ROI,
            *payout_talk.STEPS,
            *library_talk.STEPS,
        )
    }
)
