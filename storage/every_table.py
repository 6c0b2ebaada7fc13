"""All tables there are: those of a chat, or of the operator, are known once their module is."""

from __future__ import annotations

from typing import Final

from sqlalchemy import MetaData

from storage import (
    approval_tables,
    asked_tables,
    branding_tables,
    ledger_tables,
    library_tables,
    nudge_tables,
    operations_tables,
    payout_tables,
    pricing_tables,
    slack_tables,
    tables,
    teams_tables,
    tier_tables,
)

_MODULES: Final = (
    tables,
    approval_tables,
    asked_tables,
    branding_tables,
    ledger_tables,
    library_tables,
    nudge_tables,
    operations_tables,
    payout_tables,
    pricing_tables,
    slack_tables,
    teams_tables,
    tier_tables,
)
METADATA: Final[MetaData] = _MODULES[0].metadata
