"""Reminders are due on their days in their zones, and nobody is disturbed when they should not be, whatever the clocks do."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handlers.business_days import business_days
from program.governor import Hours, OwnHours, Wishes, next_moment, next_opening
from program.holding_out import is_held_out
from program.nudges import Anchor, days_of_anchors, due
from program.periods import local_date
from program.policy_nudges import DIGESTS, NudgeKind
from tests.bot.house import PROGRAM

RULES: Final = PROGRAM.versions[-1].nudges
ZONES: Final = ("Europe/Berlin", "America/New_York", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Australia/Lord_Howe", "UTC")
DAY: Final = timedelta(days=1)
#: Both changes of the clocks, in Europe and in America, and the end of a month in a leap year.
SPRING, AUTUMN = datetime(2027, 3, 28, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)
AMERICAN, LEAP = datetime(2026, 11, 1, 6, tzinfo=UTC), datetime(2028, 2, 29, 12, tzinfo=UTC)

instants = st.integers(0, 4 * 365 * 24 * 60).map(lambda minutes: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes))
zones = st.sampled_from(ZONES)
counted = st.sampled_from([kind for kind in NudgeKind if kind not in DIGESTS])


def anchor(kind: NudgeKind, on: date, zone: str = "Europe/Berlin") -> Anchor:
    return Anchor(kind=kind, subject="R-1", partner_id="nordwind", zone=zone, on=on)


@given(kind=counted, at=instants, zone=zones, offset=st.integers(-400, 400))
def test_whatever_is_due_is_among_the_days_that_are_looked_at(kind: NudgeKind, at: datetime, zone: str, offset: int) -> None:
    today = local_date(at, zone)
    on = today + DAY * offset
    found = due(anchor(kind, on, zone), RULES, at)
    looked_at = any(first <= on <= last for first, last in days_of_anchors(kind, RULES, today))
    assert found is None or looked_at
    assert found is None or found.day <= today, "nothing is due before its day"


@given(
    kind=counted, on=st.dates(date(2025, 6, 1), date(2028, 1, 1)), zone=zones, hours=st.lists(st.integers(0, 24 * 200), max_size=30)
)
@example(kind=NudgeKind.EXPIRING, on=date(2027, 3, 28), zone="Europe/Berlin", hours=list(range(0, 24 * 20, 5)))
@example(kind=NudgeKind.FIRST_DEAL, on=date(2026, 10, 25), zone="Europe/Berlin", hours=list(range(0, 24 * 200, 7)))
def test_whenever_it_is_looked_a_reminder_of_a_step_is_the_same_one(kind: NudgeKind, on: date, zone: str, hours: list[int]) -> None:
    """Looking at more instants finds no step twice, under whatever key."""
    start = datetime.combine(on - DAY * 20, datetime.min.time(), UTC)
    found = [due(anchor(kind, on, zone), RULES, start + timedelta(hours=hour)) for hour in hours]
    steps = {(one.step, one.day, one.key) for one in found if one is not None}
    assert len({step for step, _, _ in steps}) == len(steps)


@pytest.mark.parametrize(
    ("days", "step"),
    [(0, 0), (6, 0), (7, 7), (13, 7), (14, 14), (21, None), (30, 30), (60, 60), (186, 180), (187, None)],
)
def test_a_new_partner_is_told_on_the_days_of_the_policy_and_never_late(days: int, step: int | None) -> None:
    joined = date(2026, 1, 31)
    found = due(anchor(NudgeKind.FIRST_DEAL, joined), RULES, datetime(2026, 1, 31, 12, tzinfo=UTC) + DAY * days)
    assert (found.step if found else None) == step


@pytest.mark.parametrize(("left", "step"), [(15, None), (14, 14), (8, 14), (7, 7), (2, 7), (1, 1), (0, 1), (-1, None)])
def test_a_protection_that_ends_is_told_of_once_at_each_step(left: int, step: int | None) -> None:
    last = date(2026, 10, 31)
    at = datetime(2026, 10, 31, 12, tzinfo=UTC) - DAY * left
    found = due(anchor(NudgeKind.EXPIRING, last), RULES, at)
    assert (found.step if found else None) == step
    assert found is None or found.key == f"program:expiring:R-1:{(last - DAY * (step or 0)).isoformat()}"


def test_which_day_it_is_is_told_by_the_clocks_of_the_zone() -> None:
    at = datetime(2026, 10, 24, 22, 30, tzinfo=UTC)
    berlin, samoa = (
        due(anchor(NudgeKind.EXPIRING, date(2026, 11, 1), zone), RULES, at) for zone in ("Europe/Berlin", "Pacific/Pago_Pago")
    )
    assert berlin is not None
    assert samoa is not None
    assert (berlin.step, samoa.step) == (7, 14)


# ── the governor ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@given(at=instants, zone=zones, country=st.sampled_from(("DE", "US", "JP", "ZZ")))
@example(at=SPRING, zone="Europe/Berlin", country="DE")
@example(at=AUTUMN, zone="Europe/Berlin", country="DE")
@example(at=AMERICAN, zone="America/New_York", country="US")
@example(at=LEAP, zone="Australia/Lord_Howe", country="ZZ")
@example(at=datetime(2026, 12, 24, 17, tzinfo=UTC), zone="Europe/Berlin", country="DE")
def test_nobody_is_disturbed_in_quiet_hours_or_on_free_days(at: datetime, zone: str, country: str) -> None:
    hours = Hours(zone=zone, is_business_day=business_days(country))
    moment = next_opening(at, hours, RULES)
    local = moment.astimezone(ZoneInfo(zone))
    assert moment >= at
    assert RULES.quiet_until <= local.hour < RULES.quiet_from
    assert hours.is_business_day(local.date())
    assert next_opening(moment, hours, RULES) == moment, "an instant that may be disturbed is taken as it is"
    between = at + (moment - at) / 2
    assert next_opening(between, hours, RULES) == moment, "there is no earlier one"


@given(at=instants, zone=zones, until=st.none() | st.integers(0, 24), after=st.none() | st.integers(0, 24))
@example(at=SPRING, zone="Europe/Berlin", until=9, after=16)
@example(at=AUTUMN, zone="Europe/Berlin", until=9, after=16)
def test_own_quiet_hours_are_kept_beside_the_policys_unless_they_leave_too_little(
    at: datetime, zone: str, until: int | None, after: int | None
) -> None:
    hours = Hours(zone=zone, is_business_day=business_days("DE"), quiet=OwnHours(until=until, after=after))
    local = next_opening(at, hours, RULES).astimezone(ZoneInfo(zone))
    opens, closes = max(until or 0, RULES.quiet_until), min(24 if after is None else after, RULES.quiet_from)
    assert RULES.quiet_until <= local.hour < RULES.quiet_from
    if closes - opens >= RULES.own_at_least:
        assert opens <= local.hour < closes
    else:
        assert next_opening(at, replace(hours, quiet=None), RULES).astimezone(ZoneInfo(zone)) == local


@given(at=instants, zone=zones, told=st.lists(st.integers(0, 8 * 24), max_size=12))
def test_nobody_gets_more_messages_than_the_policy_allows(at: datetime, zone: str, told: list[int]) -> None:
    hours = Hours(zone=zone, is_business_day=business_days("DE"))
    before = [at - timedelta(hours=ago) for ago in told]
    moment = next_moment(at, hours, RULES, before, Wishes())
    today = local_date(moment, zone)
    days = [local_date(each, zone) for each in before]
    assert days.count(today) < RULES.per_day
    assert sum(today - DAY * 6 <= day <= today for day in days) < RULES.per_week


@given(at=instants, days=st.integers(1, 60))
def test_what_is_put_off_waits_until_then(at: datetime, days: int) -> None:
    until = at + DAY * days
    hours = Hours(zone="Europe/Berlin", is_business_day=business_days("DE"))
    assert next_moment(at, hours, RULES, (), Wishes(put_off_until=until)) >= until


# ── who does without ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_lot_is_always_the_same_and_as_many_draw_it_as_are_to() -> None:
    partners = [f"partner-{number}" for number in range(4000)]
    first, again = ([is_held_out(NudgeKind.FIRST_DEAL, id, percent=10, key="k") for id in partners] for _ in range(2))
    assert first == again
    assert 340 < sum(first) < 460
    assert not any(is_held_out(NudgeKind.FIRST_DEAL, id, percent=0, key="k") for id in partners)
    more = [is_held_out(NudgeKind.FIRST_DEAL, id, percent=20, key="k") for id in partners]
    assert all(wide or not narrow for narrow, wide in zip(first, more, strict=True)), "a larger share holds out who was held out"


def test_the_lots_of_two_kinds_have_nothing_to_do_with_each_other() -> None:
    partners = [f"partner-{number}" for number in range(4000)]
    both = sum(
        is_held_out(NudgeKind.FIRST_DEAL, id, percent=50, key="k") and is_held_out(NudgeKind.EXPIRING, id, percent=50, key="k")
        for id in partners
    )
    assert 900 < both < 1100
