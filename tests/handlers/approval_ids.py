"""What stands for the braces of the ids that are put together where approvals are posted."""

from __future__ import annotations

from handlers.ports_approvals import Closed

APPROVAL_IDS: dict[str, list[str]] = {
    "approvals.card.{lead}": ["answered", "appealed", "referred"],
    "approvals.unnamed.{place.chat}": ["slack", "teams"],
    "approvals.why.{why.value}": [why.value for why in Closed],
}
