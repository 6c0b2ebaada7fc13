"""The rules on reminders, read from a version of the policy: chapter 14."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from program.policy import Ground
from program.policy_conflicts import Ends
from program.policy_nudges import DIGESTS, NudgeKind, NudgeRules
from program.policy_table import Table

#: No reminder is planned further ahead, or comes later.
_MOST_DAYS: Final = 365
_LAST_HOUR: Final = 23


def read_nudges(section: Table, ends: Ends) -> NudgeRules:
    """The section `nudges`."""
    clauses: dict[NudgeKind, str] = {}
    days: dict[NudgeKind, tuple[int, ...]] = {}
    manager_from = reach = 0
    for kind in NudgeKind:
        rule = section.table(kind)
        if kind not in DIGESTS and kind is not NudgeKind.STATEMENT:
            days[kind] = rule.wholes("days", 0, _MOST_DAYS)
        if kind is NudgeKind.FIRST_DEAL:
            manager_from = rule.whole("manager_from", 0, _MOST_DAYS)
        if kind is NudgeKind.WITHIN_REACH:
            reach = rule.whole("percent", 1, 99)
        clauses[kind] = ends(rule)
    quiet = section.table("quiet_hours")
    quiet_from, quiet_until = quiet.whole("from", 12, _LAST_HOUR), quiet.whole("until", 4, 11)
    own_at_least = quiet.whole("own_at_least", 1, 12)
    quiet_clause = ends(quiet, Ground.QUIET_HOURS)
    caps = section.table("caps")
    per_day, per_week = caps.whole("per_day", 1, 20), caps.whole("per_week", 1, 100)
    cap_clause = ends(caps, Ground.NUDGE_CAPS)
    stopping = section.table("stopping")
    longest = stopping.whole("longest_snooze", 1, _MOST_DAYS)
    stop_clause = ends(stopping, Ground.NUDGE_STOPPING)
    held = section.table("hold_out")
    hold_out = {kind: held.whole(kind, 0, 50) for kind in NudgeKind if kind not in DIGESTS}
    hold_out_clause = ends(held, Ground.HOLD_OUT)
    section.close()
    return NudgeRules(
        clauses=MappingProxyType(clauses),
        days=MappingProxyType(days),
        manager_from=manager_from,
        reach_percent=reach,
        quiet_from=quiet_from,
        quiet_until=quiet_until,
        own_at_least=own_at_least,
        per_day=per_day,
        per_week=per_week,
        longest_snooze=longest,
        quiet_clause=quiet_clause,
        cap_clause=cap_clause,
        stop_clause=stop_clause,
        hold_out=MappingProxyType(hold_out),
        hold_out_clause=hold_out_clause,
    )
