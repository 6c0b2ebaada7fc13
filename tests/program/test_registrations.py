"""A registration is decided once, by rule: what is approved, and what is refused and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from program.deciding import AlreadyOurs, Approved, Declined, Referred
from program.periods import Period, local_date, protected_period, start_of_day
from program.policy import Ground, ProtectionScope
from program.registrations import UNDECIDED, Claim, CustomerFile, Status, overlap
from tests.program.deals import (
    DAY,
    NOW,
    POLICY,
    TICK,
    claim,
    declined_for,
    file,
    is_approved,
    partner,
    request,
    sale,
    verdict,
)

# ── approved ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_customer_whom_nobody_has_is_protected_at_once() -> None:
    found = verdict(request())
    assert found == Approved(
        protected=Period(start=NOW, end=datetime(2027, 2, 21, 23, tzinfo=UTC)), clause=POLICY.clause(Ground.PROTECTED_PERIOD).id
    )


def test_the_policy_says_how_long() -> None:
    short = replace(POLICY, protection=replace(POLICY.protection, days=30))
    found = verdict(request(), policy=short)
    assert isinstance(found, Approved)
    assert found.protected.last_day("Europe/Berlin") == date(2026, 12, 23)


def test_the_last_day_is_the_partners_own() -> None:
    for zone in ("Pacific/Auckland", "America/Los_Angeles", "Asia/Kolkata"):
        found = verdict(request(partner=partner(zone=zone)))
        assert isinstance(found, Approved)
        last = local_date(NOW, zone) + timedelta(days=90)
        assert found.protected.last_day(zone) == last
        assert found.protected.end == start_of_day(last + DAY, zone)


# ── first to register wins ───────────────────────────────────────────────────────────────────────────────────────────────


def test_whoever_is_second_is_refused_with_the_clause_and_no_name() -> None:
    found = verdict(request(file(claim())))
    assert declined_for(found) == [Ground.FIRST_REGISTERED_WINS]
    assert isinstance(found, Declined)
    assert found.reasons[0].clause == POLICY.clause(Ground.FIRST_REGISTERED_WINS).id
    assert "rival" not in repr(found)


@pytest.mark.parametrize(
    ("theirs", "ours", "collide"),
    [(None, None, True), (None, "CRM", True), ("CRM", None, True), ("CRM", "CRM", True), ("CRM", "ERP", False)],
)
def test_one_family_leaves_the_others_free_and_the_whole_customer_leaves_none(
    theirs: str | None, ours: str | None, collide: bool
) -> None:
    found = verdict(request(file(claim(family=theirs)), opportunity=sale(family=ours)))
    assert isinstance(found, Declined if collide else Approved)


def test_a_policy_that_protects_customers_whole_knows_no_families() -> None:
    whole = replace(POLICY, protection=replace(POLICY.protection, scope=ProtectionScope.CUSTOMER))
    asked = request(file(claim(family="CRM")), opportunity=sale(family="ERP"))
    assert declined_for(verdict(asked, policy=whole)) == [Ground.FIRST_REGISTERED_WINS]


@given(st.none() | st.sampled_from("ABC"), st.none() | st.sampled_from("ABC"))
def test_families_overlap_both_ways_or_not_at_all(one: str | None, other: str | None) -> None:
    assert overlap(one, other) == overlap(other, one)
    assert overlap(one, one)
    assert overlap(one, None)


def test_a_protection_frees_the_customer_with_its_last_instant() -> None:
    held = claim()
    assert held.protected is not None
    assert isinstance(verdict(request(file(held)), at=held.protected.end - TICK), Declined)
    assert is_approved(verdict(request(file(held)), at=held.protected.end))


def test_a_protection_holds_against_a_turn_whose_clock_is_behind() -> None:
    held = claim()
    assert declined_for(verdict(request(file(held)), at=held.registered_at - timedelta(minutes=5))) == [
        Ground.FIRST_REGISTERED_WINS
    ]


@pytest.mark.parametrize("status", [Status.DECLINED, Status.WITHDRAWN, Status.LOST])
def test_what_is_over_stands_in_nobodys_way(status: Status) -> None:
    assert is_approved(verdict(request(file(claim(status=status)))))


# ── already ours ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("status", [Status.APPROVED, *sorted(UNDECIDED)])
def test_what_the_partner_has_already_is_said_whoever_of_them_it_was(status: Status) -> None:
    mine = claim(by="nordwind", status=status)
    assert verdict(request(file(mine))) == AlreadyOurs(claim=mine)


def test_of_several_the_first_is_shown() -> None:
    later = claim("R-0", by="nordwind", status=Status.IN_REVIEW, family="CRM", registered_at=NOW)
    earlier = claim("R-9", by="nordwind", status=Status.IN_REVIEW, family="ERP", registered_at=NOW - DAY)
    assert verdict(request(file(later, earlier))) == AlreadyOurs(claim=earlier)


def test_another_family_of_the_same_customer_is_a_registration_of_its_own() -> None:
    mine = claim(by="nordwind", family="CRM")
    assert is_approved(verdict(request(file(mine), opportunity=sale(family="ERP"))))
    assert verdict(request(file(mine), opportunity=sale())) == AlreadyOurs(claim=mine)


def test_what_is_ours_comes_before_what_would_refuse() -> None:
    mine = claim(by="nordwind", status=Status.IN_REVIEW)
    assert verdict(request(file(claim("R-0"), mine), open_count=50)) == AlreadyOurs(claim=mine)


# ── cool-down and cap ────────────────────────────────────────────────────────────────────────────────────────────────────

ZONES = ("Europe/Berlin", "Pacific/Auckland", "America/Los_Angeles")


@pytest.mark.parametrize("zone", ZONES)
def test_an_expired_one_can_be_registered_again_after_thirty_days_of_the_partners_calendar(zone: str) -> None:
    held = protected_period(start=NOW - 91 * DAY, days=90, zone=zone)
    mine, us = claim(by="nordwind", protected=held), partner(zone=zone)
    free = start_of_day(held.last_day(zone) + timedelta(days=31), zone)
    for at in (held.end, held.end + 15 * DAY, free - TICK):
        assert declined_for(verdict(request(file(mine), partner=us), at)) == [Ground.COOL_DOWN]
    assert is_approved(verdict(request(file(mine), partner=us), free))


def test_other_partners_do_not_wait() -> None:
    over = claim(protected=Period(start=NOW - 90 * DAY, end=NOW))
    assert is_approved(verdict(request(file(over))))


def test_the_cool_down_is_for_what_overlaps() -> None:
    mine = claim(by="nordwind", family="CRM", protected=Period(start=NOW - 90 * DAY, end=NOW))
    assert is_approved(verdict(request(file(mine), opportunity=sale(family="ERP"))))
    assert declined_for(verdict(request(file(mine)))) == [Ground.COOL_DOWN]


def test_the_cap_is_reached_by_the_next_one() -> None:
    assert is_approved(verdict(request(open_count=49)))
    assert declined_for(verdict(request(open_count=50))) == [Ground.OPEN_CAP]
    assert declined_for(verdict(request(open_count=51))) == [Ground.OPEN_CAP]


def test_every_refusal_that_applies_is_named() -> None:
    over = claim("R-0", by="nordwind", protected=Period(start=NOW - 90 * DAY, end=NOW))
    found = verdict(request(file(over, claim()), open_count=50))
    assert declined_for(found) == [Ground.FIRST_REGISTERED_WINS, Ground.COOL_DOWN, Ground.OPEN_CAP]


# ── the order of things does not matter ──────────────────────────────────────────────────────────────────────────────────

instants = st.integers(-200, 10).map(lambda days: NOW + days * DAY)


@st.composite
def claims(draw: st.DrawFn, id: str) -> Claim:
    status = draw(st.sampled_from([Status.APPROVED, Status.IN_REVIEW, Status.ACTION_REQUIRED, Status.DECLINED]))
    registered = draw(instants)
    held = protected_period(start=registered, days=90, zone="Europe/Berlin") if status is Status.APPROVED else None
    return claim(
        id,
        draw(st.sampled_from(["nordwind", "rival", "third"])),
        status,
        manager_id=draw(st.sampled_from([None, "manager", "other"])),
        family=draw(st.sampled_from([None, "CRM", "ERP"])),
        registered_at=registered,
        protected=held,
    )


@st.composite
def files(draw: st.DrawFn) -> list[CustomerFile]:
    """Up to three files; a claim may stand on several of them."""
    known = [draw(claims(f"R-{number}")) for number in range(draw(st.integers(0, 5)))]
    on = [draw(st.lists(st.sampled_from(known), unique=True)) if known else [] for _ in range(draw(st.integers(1, 3)))]
    return [file(*theirs, id=f"c-{number}") for number, theirs in enumerate(on)]


@given(st.data(), files(), st.sampled_from([None, "CRM"]))
def test_the_verdict_does_not_depend_on_the_order_in_which_things_are_read(
    data: st.DataObject, known: list[CustomerFile], family: str | None
) -> None:
    asked = request(*known, opportunity=sale(family=family))
    mixed = [replace(one, claims=tuple(data.draw(st.permutations(one.claims)))) for one in data.draw(st.permutations(known))]
    assert verdict(replace(asked, files=tuple(mixed))) == verdict(asked)


@given(files(), st.integers(0, 60))
def test_a_verdict_always_says_why(known: list[CustomerFile], open_count: int) -> None:
    found = verdict(request(*known, open_count=open_count))
    if isinstance(found, Declined | Referred):
        assert found.reasons
        assert all(reason.clause == POLICY.clause(reason.ground).id for reason in found.reasons)
    elif isinstance(found, Approved):
        assert len(known) == 1
        assert found.protected.start == NOW
