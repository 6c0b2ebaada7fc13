"""What stands for the braces of ids about payouts and disputes."""

from __future__ import annotations

from program.disputes import CannotDispute
from program.payouts import CarriedOver
from program.review_time import Rung

PAYOUT_IDS: dict[str, list[str]] = {
    "carried.{(total.carried or CarriedOver.NEGATIVE).value}": [carried.value for carried in CarriedOver],
    "dispute.cannot.{refused.cannot.value}": [cannot.value for cannot in CannotDispute],
    "dispute.{found.settlement.outcome.value}": ["rejected", "withdrawn"],
    "notice.dispute_{rung.name.lower()}": [rung.name.lower() for rung in Rung],
    "notice.payout_{what}": ["approved", "cancelled"],
    "payout.{refused.cannot.value}": ["own_run", "disputed"],
}
