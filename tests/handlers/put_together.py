"""What stands for the braces of ids that are put together, of every part of the program; a new part adds its table here."""

from __future__ import annotations

from tests.handlers.answer_ids import ANSWER_IDS
from tests.handlers.approval_ids import APPROVAL_IDS
from tests.handlers.case_ids import CASE_IDS
from tests.handlers.collateral_ids import COLLATERAL_IDS
from tests.handlers.everyday_ids import EVERYDAY_IDS
from tests.handlers.ledger_ids import LEDGER_IDS
from tests.handlers.library_ids import LIBRARY_IDS
from tests.handlers.nudge_ids import NUDGE_IDS
from tests.handlers.payout_ids import PAYOUT_IDS
from tests.handlers.pricing_ids import PRICING_IDS
from tests.handlers.tier_ids import TIER_IDS

PUT_TOGETHER: dict[str, list[str]] = (
    ANSWER_IDS
    | APPROVAL_IDS
    | CASE_IDS
    | COLLATERAL_IDS
    | EVERYDAY_IDS
    | LEDGER_IDS
    | LIBRARY_IDS
    | NUDGE_IDS
    | PAYOUT_IDS
    | PRICING_IDS
    | TIER_IDS
)
