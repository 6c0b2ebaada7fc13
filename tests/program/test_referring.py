"""What no rule settles goes to a person: which doubts do, to whom, and what that person cannot do either."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from program.deciding import Referred, Request, rival_protection
from program.partners import Role
from program.periods import Period
from program.policy import Ground
from program.registrations import Claim, CustomerFile, DirectOpportunity, Reviewer, Status
from program.routing import Territory
from tests.program.deals import (
    DAY,
    NOW,
    POLICY,
    claim,
    declined_for,
    file,
    is_approved,
    referred_for,
    registration,
    request,
    sale,
    verdict,
)

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


def test_two_files_that_are_surely_one_customers_refuse_like_one() -> None:
    asked = request(file(), file(claim(), id="c-2"), is_certain=True)
    assert declined_for(verdict(asked)) == [Ground.FIRST_REGISTERED_WINS]


@pytest.mark.parametrize(
    ("of_similar_name", "doubtful"),
    [
        (file(id="c-2"), False),
        (file(claim(by="nordwind"), id="c-2"), False),
        (file(claim(), id="c-2"), True),
        (file(claim(status=Status.IN_REVIEW), id="c-2"), True),
        (file(id="c-2", is_customer=True), True),
        (file(id="c-2", direct=(DirectOpportunity(id="o", family=None, seller="D", opened_at=NOW),)), True),
    ],
    ids=["free", "our own", "protected", "in review", "customer", "direct"],
)
def test_a_customer_said_to_be_another_needs_a_look_only_where_somebody_has_an_interest(
    of_similar_name: CustomerFile, doubtful: bool
) -> None:
    found = verdict(request(related=(of_similar_name,)))
    if doubtful:
        assert referred_for(found) == [Ground.UNCLEAR_IDENTITY]
    else:
        assert is_approved(found)


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
