"""What a version of the policy says of reminders: when each is due, when nobody is disturbed, how it is measured: chapter 14."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class NudgeKind(StrEnum):
    """What a reminder is about. The value is the place of its rule in the section `nudges` of the policy."""

    FIRST_DEAL = "first_deal"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    STALLED = "stalled"
    CLOSE_DATE = "close_date"
    WITHIN_REACH = "within_reach"
    AT_RISK = "at_risk"
    CERTIFICATE = "certificate"
    PROMOTION = "promotion"
    STATEMENT = "statement"
    INACTIVE = "inactive"
    DAILY = "daily"
    WEEKLY = "weekly"


#: What partner managers get of all that waits for them.
DIGESTS = frozenset({NudgeKind.DAILY, NudgeKind.WEEKLY})


@dataclass(frozen=True, slots=True, kw_only=True)
class NudgeRules:
    """`days` are those of each kind: after its beginning (first deal, stalled, close date, expired, inactive) or before its end.

    From `manager_from` days on, a first deal that is missing is told to the partner manager too. A tier is within reach from
    `reach_percent` of what it asks. Nobody is disturbed from the hour `quiet_from` on and before `quiet_until`, on weekends and on
    public holidays; who wants more of that leaves `own_at_least` hours of a day. `hold_out` are per cent of the partners,
    by kind, who get no such reminder so that it can be measured.
    """

    clauses: Mapping[NudgeKind, str]
    days: Mapping[NudgeKind, tuple[int, ...]]
    manager_from: int
    reach_percent: int
    quiet_from: int
    quiet_until: int
    own_at_least: int
    per_day: int
    per_week: int
    longest_snooze: int
    quiet_clause: str
    cap_clause: str
    stop_clause: str
    hold_out: Mapping[NudgeKind, int]
    hold_out_clause: str
