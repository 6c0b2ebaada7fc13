"""Where a registration can go from where it stands, and when a protection is over."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

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

FINAL = (Status.DECLINED, Status.EXPIRED, Status.WITHDRAWN, Status.WON, Status.LOST)


@pytest.mark.parametrize("status", FINAL)
def test_nothing_leads_on_from_the_end(status: Status) -> None:
    assert not any(may_become(status, after) for after in Status)


@given(st.sampled_from(Status), st.lists(st.sampled_from(Status), max_size=12))
def test_no_way_leads_out_of_the_end_or_to_expired(status: Status, wanted: list[Status]) -> None:
    ended = status in FINAL
    for after in wanted:
        if may_become(status, after):
            assert not ended
            assert after not in (status, Status.EXPIRED)
            status, ended = after, after in FINAL


def test_every_status_that_is_not_the_end_can_reach_one() -> None:
    for status in set(Status) - set(FINAL):
        assert any(may_become(status, after) for after in FINAL)


def test_only_what_waits_can_be_approved_or_declined() -> None:
    for after in (Status.APPROVED, Status.DECLINED):
        assert {status for status in Status if may_become(status, after)} == UNDECIDED


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
