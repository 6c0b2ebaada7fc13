"""Which partners do not get a kind of reminder, so that what it does can be measured: a lot drawn by a keyed hash.

The same partner always draws the same lot; what was drawn is written down when it first counts, so that another share later changes
nothing for those who have drawn. Source: clause 14.17 of the policy.
"""

from __future__ import annotations

import hmac
from hashlib import sha256
from typing import Final

from program.policy_nudges import NudgeKind

_LOTS: Final = 10_000


def is_held_out(kind: NudgeKind, partner_id: str, *, percent: int, key: str) -> bool:
    """Whether the partner is one of so many per cent who do without; the lots of two kinds have nothing to do with each other."""
    drawn = hmac.new(f"{key}/{kind.value}".encode(), partner_id.encode(), sha256).digest()
    return int.from_bytes(drawn[:8], "big") % _LOTS < percent * _LOTS // 100
