"""When a reminder is due: so many days after the day it counts from, or before the day it counts to, in the zone of that day.

A reminder is known by its rule, what it is about and the local date on which it became due, so that however often and whenever it
is looked, it is the same one. What was missed for longer than a week is not said late; of several steps only the latest counts.
Source: chapter 14 of the policy.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from program.periods import first_of_month, local_date, months_after
from program.policy_nudges import NudgeKind, NudgeRules

#: So many days after its day a reminder is still found, and so many after it one that waited is still sent.
FOUND_LATE: Final = 6
SENT_LATE: Final = 30

#: A digest tells of its own day, or of its own week, and of no other.
_LATE: Final = {NudgeKind.DAILY: 0, NudgeKind.WEEKLY: 4}
#: Those that count to a day; the others count from one.
_TOWARDS: Final = frozenset({NudgeKind.EXPIRING, NudgeKind.AT_RISK, NudgeKind.CERTIFICATE, NudgeKind.PROMOTION})
_AT_ONCE: Final = (0,)
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """What a rule looks at: its subject (a registration, a partner, a certificate …), and the day that it counts from or to.

    `partner_id` is None for what is about nobody's in particular; `zone` is the IANA zone in which days are counted.
    """

    kind: NudgeKind
    subject: str
    partner_id: str | None
    zone: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A reminder that is due: which of its rule's days it is, and the local date since when."""

    kind: NudgeKind
    subject: str
    partner_id: str | None
    step: int
    day: date

    @property
    def key(self) -> str:
        """program:rule:subject:local date."""
        return f"program:{self.kind.value}:{self.subject}:{self.day.isoformat()}"


def due(anchor: Anchor, rules: NudgeRules, at: datetime, *, late: int = FOUND_LATE) -> Due | None:
    """The reminder about the anchor at the instant (aware UTC), None where none is due; it may be so many days `late`."""
    kind, today = anchor.kind, local_date(at, anchor.zone)
    days = rules.days.get(kind, _AT_ONCE)
    if kind is NudgeKind.WITHIN_REACH:
        return _this_quarter(anchor, max(days), today)
    if kind in _TOWARDS:
        left = (anchor.on - today).days
        step = min((each for each in days if each >= left), default=None) if left >= 0 else None
        day = None if step is None else anchor.on - _DAY * step
    else:
        since = (today - anchor.on).days
        step = max((each for each in days if each <= since), default=None)
        day = None if step is None else anchor.on + _DAY * step
    if step is None or day is None or (kind not in _TOWARDS and (today - day).days > _LATE.get(kind, late)):
        return None
    return Due(kind=kind, subject=anchor.subject, partner_id=anchor.partner_id, step=step, day=day)


def _this_quarter(anchor: Anchor, days: int, today: date) -> Due | None:
    """Said after what the anchor's day brought, and once for all such days of a quarter."""
    if not 0 <= (today - anchor.on).days <= days:
        return None
    first = months_after(first_of_month(anchor.on), -((anchor.on.month - 1) % 3))
    return Due(kind=anchor.kind, subject=anchor.subject, partner_id=anchor.partner_id, step=days, day=first)


def days_of_anchors(kind: NudgeKind, rules: NudgeRules, today: date) -> tuple[tuple[date, date], ...]:
    """Between which days, both included, an anchor of the kind lies when its reminder is due today."""
    days = rules.days.get(kind, _AT_ONCE)
    if kind in _TOWARDS:
        return ((today, today + _DAY * max(days)),)
    if kind is NudgeKind.WITHIN_REACH:
        return ((today - _DAY * max(days), today),)
    return tuple((today - _DAY * (each + FOUND_LATE), today - _DAY * each) for each in sorted(days))
