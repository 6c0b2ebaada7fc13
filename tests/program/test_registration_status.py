"""Where a registration can go from where it stands, and when a protection is over."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from program.deciding import protection
from program.periods import Period
from program.registrations import UNDECIDED, Status, may_become
from tests.program.deals import (
    DAY,
    NOW,
    POLICY,
    TICK,
    partner,
    registration,
)

# ── status ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

#: Nothing leads on from these: given up, or never stored.
FINAL = {Status.WITHDRAWN, Status.EXPIRED}
CLOSED = {Status.WON, Status.LOST}


def before(after: Status) -> set[Status]:
    return {status for status in Status if may_become(status, after)}


@pytest.mark.parametrize("status", sorted(FINAL))
def test_nothing_leads_on_from_the_end(status: Status) -> None:
    assert not any(may_become(status, after) for after in Status)


def test_nothing_leads_to_expired_or_stays_where_it_is() -> None:
    assert before(Status.EXPIRED) == set()
    assert not any(may_become(status, status) for status in Status)


def test_every_status_but_the_end_leads_to_the_end_in_the_end() -> None:
    for status in set(Status) - FINAL:
        reached, found = {status}, {status}
        while found:
            found = {after for after in Status if any(may_become(one, after) for one in found)} - reached
            reached |= found
        assert Status.WITHDRAWN in reached


def test_what_waits_is_approved_and_a_closed_deal_that_is_opened_again() -> None:
    assert before(Status.APPROVED) == UNDECIDED | CLOSED


def test_what_waits_is_declined_and_a_protection_that_an_appeal_takes_away() -> None:
    assert before(Status.DECLINED) == UNDECIDED | {Status.APPROVED}


def test_only_a_protected_deal_is_won_or_lost() -> None:
    assert before(Status.WON) == before(Status.LOST) == {Status.APPROVED}


def test_an_appeal_an_answer_and_what_is_opened_again_come_before_a_person() -> None:
    assert before(Status.IN_REVIEW) == {Status.DECLINED, Status.ACTION_REQUIRED} | CLOSED


def test_only_what_is_in_review_is_asked_about() -> None:
    assert before(Status.ACTION_REQUIRED) == {Status.IN_REVIEW}


@pytest.mark.parametrize(
    ("zone", "approved", "ends"),
    [
        # The last day is that of the change: 23 hours in March, 25 in October.
        ("Europe/Berlin", datetime(2026, 12, 28, 11, tzinfo=UTC), datetime(2027, 3, 28, 22, tzinfo=UTC)),
        ("Europe/Berlin", datetime(2026, 7, 27, 11, tzinfo=UTC), datetime(2026, 10, 25, 23, tzinfo=UTC)),
        ("America/New_York", datetime(2026, 12, 14, 17, tzinfo=UTC), datetime(2027, 3, 15, 4, tzinfo=UTC)),
        ("America/New_York", datetime(2026, 8, 3, 17, tzinfo=UTC), datetime(2026, 11, 2, 5, tzinfo=UTC)),
        ("UTC", datetime(2026, 11, 23, 0, tzinfo=UTC), datetime(2027, 2, 22, 0, tzinfo=UTC)),
    ],
)
def test_an_approval_expires_exactly_at_the_end_of_its_last_local_day(zone: str, approved: datetime, ends: datetime) -> None:
    held = protection(partner(zone=zone), policy=POLICY, at=approved)
    assert held.end == ends
    one = registration(status=Status.APPROVED, protected=held)
    assert one.status_at(approved) is Status.APPROVED
    assert one.status_at(ends - TICK) is Status.APPROVED
    assert one.status_at(ends) is Status.EXPIRED


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.APPROVED])
def test_only_an_approval_expires(status: Status) -> None:
    held = Period(start=NOW - DAY, end=NOW)
    assert registration(status=status, protected=held).status_at(NOW + DAY) is status
