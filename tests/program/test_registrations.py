"""A registration is decided once: what is approved, what is refused and why, and what goes to which person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from program.partners import Partner, PartnerKind, Role, Tier
from program.periods import Period, local_date, protected_period, start_of_day
from program.policy import Ground, Policy, ProtectionScope
from program.policy_reading import read_policy
from program.registrations import (
    UNDECIDED,
    AlreadyOurs,
    Approved,
    Claim,
    Contact,
    CustomerFile,
    Declined,
    DirectOpportunity,
    Opportunity,
    Referred,
    Registration,
    Request,
    Reviewer,
    Status,
    Territory,
    Verdict,
    decide,
    may_become,
    overlap,
    protection,
    rival_protection,
)

POLICY = read_policy((Path(__file__).parents[2] / "program.toml").read_text(encoding="utf-8")).version("2026-01")
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
TICK = timedelta(microseconds=1)
DAY = timedelta(days=1)


def partner(id: str = "nordwind", zone: str = "Europe/Berlin") -> Partner:
    return Partner(
        id=id, name=id, kinds=frozenset({PartnerKind.RESELLER}), tier=Tier.SILVER, country="DE", zone=zone, currency="EUR"
    )


def sale(**more: Any) -> Opportunity:
    known: dict[str, Any] = {"company": "Acme GmbH", "contact": Contact(name="Jo"), "close_date": date(2027, 3, 31)}
    return Opportunity(**(known | more))


def claim(id: str = "R-1", by: str = "rival", status: Status = Status.APPROVED, **more: Any) -> Claim:
    """Somebody's registration of yesterday for the whole customer; an approval holds for the policy's days."""
    registered = NOW - DAY
    held = protected_period(start=registered, days=90, zone="Europe/Berlin") if status is Status.APPROVED else None
    known: dict[str, Any] = {"manager_id": "manager", "family": None, "registered_at": registered, "protected": held}
    return Claim(registration_id=id, partner_id=by, member_id=f"m-{by}", status=status, **(known | more))


def file(*claims: Claim, id: str = "c-1", **more: Any) -> CustomerFile:
    return CustomerFile(id=id, name="Acme", revision=1, claims=claims, **more)


def request(*files: CustomerFile, **more: Any) -> Request:
    """Nordwind, who is the manager's, registers Acme."""
    known: dict[str, Any] = {"partner": partner(), "manager_id": "manager", "opportunity": sale(), "is_certain": len(files) < 2}
    return Request(files=files or (file(),), **(known | more))


def verdict(asked: Request, at: datetime = NOW, policy: Policy = POLICY) -> Verdict:
    return decide(asked, policy=policy, at=at)


def declined_for(found: Verdict) -> list[Ground]:
    assert isinstance(found, Declined), found
    return [reason.ground for reason in found.reasons]


def referred_for(found: Verdict, to: Reviewer = Reviewer.PARTNER_MANAGER) -> list[Ground]:
    assert isinstance(found, Referred), found
    assert found.reviewer is to
    return [reason.ground for reason in found.reasons]


def is_approved(found: Verdict) -> bool:
    return isinstance(found, Approved)


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


# ── what a person decides ────────────────────────────────────────────────────────────────────────────────────────────────

ABROAD = Territory(id="t-1", name="Austria", countries=frozenset({"AT"}), partner_id="rival")
DOUBTS: dict[Ground, Request] = {
    Ground.EXISTING_CUSTOMER: request(file(is_customer=True)),
    Ground.DIRECT_OPPORTUNITY: request(file(direct=(DirectOpportunity(id="o", family=None, seller="D", opened_at=NOW),))),
    Ground.NAMED_ACCOUNT: request(file(named_account_owner="Dana")),
    Ground.VENDOR_ENGAGED: request(opportunity=sale(vendor_engaged=True)),
    Ground.EXCLUSIVE_TERRITORY: request(opportunity=sale(country="AT"), territories=(ABROAD,)),
    Ground.UNDECIDED_REGISTRATION: request(file(claim(status=Status.IN_REVIEW))),
    Ground.UNCLEAR_IDENTITY: request(file(), file(id="c-2")),
}


@pytest.mark.parametrize("ground", DOUBTS)
def test_a_doubt_goes_to_the_partners_manager(ground: Ground) -> None:
    found = verdict(DOUBTS[ground])
    assert referred_for(found) == [ground]
    assert isinstance(found, Referred)
    assert found.reasons[0].clause == POLICY.clause(ground).id
    assert found.escalates == ()


@pytest.mark.parametrize("ground", DOUBTS)
def test_the_policy_may_send_a_doubt_to_a_channel_admin(ground: Ground) -> None:
    deciders = {**POLICY.routing.deciders, ground: Role.CHANNEL_ADMIN}
    strict = replace(POLICY, routing=replace(POLICY.routing, deciders=deciders))
    assert referred_for(verdict(DOUBTS[ground], policy=strict), to=Reviewer.CHANNEL_ADMIN) == [ground]


@pytest.mark.parametrize("ground", DOUBTS)
def test_what_refuses_comes_before_what_is_doubtful(ground: Ground) -> None:
    assert declined_for(verdict(replace(DOUBTS[ground], open_count=50))) == [Ground.OPEN_CAP]


def test_every_doubt_is_named() -> None:
    found = verdict(
        request(
            file(claim(status=Status.ACTION_REQUIRED), is_customer=True, named_account_owner="Dana"),
            file(id="c-2"),
            opportunity=sale(vendor_engaged=True),
        )
    )
    assert referred_for(found) == [
        Ground.UNCLEAR_IDENTITY,
        Ground.EXISTING_CUSTOMER,
        Ground.NAMED_ACCOUNT,
        Ground.VENDOR_ENGAGED,
        Ground.UNDECIDED_REGISTRATION,
    ]


def test_a_policy_may_have_a_person_look_at_everything() -> None:
    slow = replace(POLICY, registration=replace(POLICY.registration, decided_at_once=False))
    assert referred_for(verdict(request(), policy=slow)) == [Ground.DECIDED_AT_ONCE]


@pytest.mark.parametrize("said", [None, False])
def test_no_word_on_the_vendor_is_no_doubt(said: bool | None) -> None:
    assert is_approved(verdict(request(opportunity=sale(vendor_engaged=said))))


def test_a_direct_sale_of_another_family_is_no_doubt() -> None:
    working = (DirectOpportunity(id="o", family="ERP", seller="D", opened_at=NOW),)
    assert is_approved(verdict(request(file(direct=working), opportunity=sale(family="CRM"))))
    assert referred_for(verdict(request(file(direct=working)))) == [Ground.DIRECT_OPPORTUNITY]


def test_two_files_never_refuse_by_themselves() -> None:
    over = claim(by="nordwind", protected=Period(start=NOW - 90 * DAY, end=NOW))
    for claims in ((claim(),), (over,), (claim(), over)):
        assert referred_for(verdict(request(file(*claims), file(id="c-2")))) == [Ground.UNCLEAR_IDENTITY]
        assert referred_for(verdict(request(file(id="c-2"), file(*claims)))) == [Ground.UNCLEAR_IDENTITY]


@pytest.mark.parametrize(
    ("territory", "customer", "covered"),
    [
        ({}, {}, True),
        ({"countries": frozenset({"AT", "CH"})}, {"country": "CH"}, True),
        ({"countries": frozenset({"AT"})}, {"country": "DE"}, False),
        ({"countries": frozenset({"AT"})}, {}, False),
        ({"industries": frozenset({"retail"})}, {"industry": "retail"}, True),
        ({"industries": frozenset({"retail"})}, {}, False),
        ({"min_employees": 100}, {"employees": 100}, True),
        ({"min_employees": 100}, {"employees": 99}, False),
        ({"min_employees": 100}, {}, False),
        ({"max_employees": 100}, {"employees": 100}, True),
        ({"max_employees": 100}, {"employees": 101}, False),
        ({"max_employees": 100}, {}, False),
        ({"countries": frozenset({"AT"}), "min_employees": 5}, {"country": "AT", "employees": 4}, False),
    ],
)
def test_a_territory_has_what_certainly_lies_in_it(territory: dict[str, Any], customer: dict[str, Any], covered: bool) -> None:
    assert Territory(id="t", name="T", **territory).covers(sale(**customer)) == covered


@pytest.mark.parametrize(("holder", "free"), [(None, True), ("nordwind", True), ("rival", False)])
def test_only_the_territory_of_another_partner_is_a_doubt(holder: str | None, free: bool) -> None:
    asked = request(opportunity=sale(country="AT"), territories=(replace(ABROAD, partner_id=holder),))
    assert is_approved(verdict(asked)) == free


# ── who decides ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_partners_of_two_managers_are_the_channel_admins_case_with_all_that_wait() -> None:
    waiting = (
        claim("R-1", "rival", Status.IN_REVIEW, manager_id="other"),
        claim("R-2", "third", Status.ACTION_REQUIRED, manager_id="manager"),
        claim("R-3", "fourth", Status.DECLINED, manager_id="other"),
    )
    found = verdict(request(file(*waiting)))
    expected = [Ground.UNDECIDED_REGISTRATION, Ground.CROSS_PORTFOLIO]
    assert referred_for(found, to=Reviewer.CHANNEL_ADMIN) == expected
    assert isinstance(found, Referred)
    assert found.escalates == ("R-1", "R-2")


def test_partners_of_one_manager_are_that_managers_case() -> None:
    assert referred_for(verdict(request(file(claim(status=Status.IN_REVIEW))))) == [Ground.UNDECIDED_REGISTRATION]


def test_without_a_manager_a_channel_admin_decides() -> None:
    asked = request(file(is_customer=True), manager_id=None)
    assert referred_for(verdict(asked), to=Reviewer.CHANNEL_ADMIN) == [Ground.EXISTING_CUSTOMER]
    alone = request(file(claim(status=Status.IN_REVIEW, manager_id=None)), manager_id=None)
    assert referred_for(verdict(alone), to=Reviewer.CHANNEL_ADMIN) == [Ground.UNDECIDED_REGISTRATION]


def test_a_rival_without_a_manager_is_in_another_portfolio() -> None:
    found = verdict(request(file(claim(status=Status.IN_REVIEW, manager_id=None))))
    assert Ground.CROSS_PORTFOLIO in referred_for(found, to=Reviewer.CHANNEL_ADMIN)


def test_a_rival_in_another_family_is_no_case() -> None:
    asked = request(file(claim(status=Status.IN_REVIEW, manager_id="other", family="ERP")), opportunity=sale(family="CRM"))
    assert is_approved(verdict(asked))


# ── a person approves ────────────────────────────────────────────────────────────────────────────────────────────────────


def registration(**more: Any) -> Registration:
    known: dict[str, Any] = {
        "id": "R-9",
        "partner_id": "nordwind",
        "member_id": "m",
        "opportunity": sale(),
        "status": Status.IN_REVIEW,
        "registered_at": NOW - 2 * DAY,
        "policy_version": POLICY.version,
    }
    return Registration(**(known | more))


def test_a_person_cannot_approve_against_a_protection() -> None:
    against = rival_protection(registration(), (file(claim()),), policy=POLICY, at=NOW)
    assert against is not None
    assert (against.ground, against.clause) == (
        Ground.FIRST_REGISTERED_WINS,
        POLICY.clause(Ground.FIRST_REGISTERED_WINS).id,
    )


@pytest.mark.parametrize(
    "others",
    [
        (),
        (claim(status=Status.IN_REVIEW),),
        (claim(by="nordwind"),),
        (claim(protected=Period(start=NOW - 90 * DAY, end=NOW)),),
    ],
    ids=["nobody", "another case", "an own protection", "an expired one"],
)
def test_a_person_can_approve_against_anything_else(others: tuple[Claim, ...]) -> None:
    assert rival_protection(registration(), (file(*others),), policy=POLICY, at=NOW) is None


def test_a_protection_of_another_family_stands_against_nobody() -> None:
    case = registration(opportunity=sale(family="CRM"))
    assert rival_protection(case, (file(claim(family="ERP")),), policy=POLICY, at=NOW) is None
    assert rival_protection(case, (file(claim(family="CRM")),), policy=POLICY, at=NOW) is not None


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


def no_two_hold(claims: Iterable[Claim]) -> bool:
    """Whether no two approvals of overlapping families hold at one instant."""
    held = [one for one in claims if one.status is Status.APPROVED and one.protected is not None]
    return not any(
        overlap(one.family, other.family)
        and one.protected is not None
        and other.protected is not None
        and one.protected.start < other.protected.end
        and other.protected.start < one.protected.end
        for number, one in enumerate(held)
        for other in held[:number]
    )


def test_two_that_hold_at_one_instant_would_be_seen() -> None:
    assert not no_two_hold([claim("R-1"), claim("R-2", "third")])
    assert no_two_hold([claim("R-1", family="CRM"), claim("R-2", "third", family="ERP")])
