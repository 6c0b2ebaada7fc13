"""Which deals have to be settled because time went by, or because nobody has settled them: what came due since the last time.

A true-up comes due by the calendar; everything else about a deal's money is settled by the turn that changes it. What such a turn
could not see is looked for as well: deals won before there was a ledger, or at the moment when a rate that they need was recorded.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from handlers.billing import waiting_for
from handlers.ports import Work
from handlers.settling import today_of
from program.periods import Period, months_after, start_of_day

#: What the log's lines on this are about.
SUBJECT: Final = "ledger"
#: A day of the 29th to 31st, and the last of a shorter month, are the same day some months apart.
_MONTHS_DIFFER: Final = timedelta(days=3)
#: How long a turn may take that does not see yet what another one records.
_A_TURN: Final = timedelta(days=1)


def settled_until(work: Work) -> date | None:
    """The last day, in the program's zone, up to which everything that came due was settled; None before the first time."""
    days = [date.fromisoformat(event.fields["until"]) for event in work.log.of(SUBJECT) if event.kind == "ledger.settled"]
    return max(days, default=None)


def due_since(work: Work, until: date | None) -> tuple[str, ...]:
    """The ids of the deals to settle now; some of them may have been settled already."""
    zone = work.program.zone
    first = until or min(policy.effective for policy in work.program.versions)
    begin = start_of_day(first, zone) - _A_TURN
    found: set[str] = set()
    if begin < work.at:
        found.update(work.books.unkept(Period(start=begin, end=work.at + timedelta(microseconds=1))))
    found |= waiting_for(work, work.books.rated(begin))
    for policy in work.program.versions:
        found.update(work.books.won(policy.version, _won_in(first, today_of(work), policy.earning.true_up.months, zone)))
    return tuple(sorted(found))


def _won_in(first: date, last: date, months: int, zone: str) -> Period:
    """When deals were won whose true-up, so many months later, falls from the first day to the last, and a few days around it."""
    start, end = months_after(min(first, last), -months) - _MONTHS_DIFFER, months_after(last, -months) + _MONTHS_DIFFER
    return Period(start=start_of_day(start, zone), end=start_of_day(end + timedelta(days=1), zone))


def note_settled(work: Work) -> None:
    """Remembers that everything that came due by the day of the turn is settled, unless somebody else has said so."""
    known, today = settled_until(work), today_of(work)
    if known is None or known < today:
        work.log.add("ledger.settled", SUBJECT, until=today.isoformat())
