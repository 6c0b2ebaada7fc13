"""An award decides for one and against every rival at once: never are two partners protected for the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from program.awarding import Award, award, shared
from program.conflicts import declined
from program.lifecycle import Cannot, Refused
from program.periods import protected_period
from program.policy import Ground
from program.registrations import UNDECIDED, Claim, CustomerFile, Registration, Sourced, Split, Status, overlap
from tests.program.deals import DAY, NOW, POLICY, claim, file, no_two_hold, partner, registration

HALF = Split(sourced=Sourced.DIRECT, partner_percent=30, opportunity_id="O-1")


def awarded(ours: Registration, *claims: Claim, split: Split | None = None) -> Award | Refused:
    return award(ours, partner(ours.partner_id), (file(*claims),), policy=POLICY, at=NOW, by="m-manager", split=split)


def against(found: Award | Refused) -> dict[str, Ground]:
    assert isinstance(found, Award), found
    return {rival.registration_id: reason.ground for rival, reason in found.against}


def test_who_came_later_hears_of_the_first_and_who_came_earlier_of_the_criteria() -> None:
    earlier = claim("R-1", by="a", status=Status.IN_REVIEW, registered_at=NOW - 3 * DAY)
    later = claim("R-2", by="b", status=Status.ACTION_REQUIRED, registered_at=NOW - DAY)
    found = awarded(registration(), earlier, later)
    assert against(found) == {"R-1": Ground.CRITERIA, "R-2": Ground.FIRST_REGISTERED_WINS}


def test_a_protection_stands_and_only_an_appeal_takes_it_away() -> None:
    held = claim("R-1", registered_at=NOW - DAY)
    refused = awarded(registration(), held)
    assert isinstance(refused, Refused)
    assert (refused.cannot, [reason.ground for reason in refused.reasons]) == (Cannot.HELD, [Ground.FIRST_REGISTERED_WINS])
    assert against(awarded(registration(appealed_at=NOW), held)) == {"R-1": Ground.FIRST_REGISTERED_WINS}


def test_a_protection_that_is_over_or_of_another_family_is_not_concerned() -> None:
    over = claim("R-1", protected=protected_period(start=NOW - 100 * DAY, days=90, zone="Europe/Berlin"))
    ours = registration(appealed_at=NOW, opportunity=replace(registration().opportunity, family="Nimbus"))
    assert against(awarded(ours, over, claim("R-2", family="FlowDesk"))) == {}


def test_an_award_may_be_shared_and_is_decided_either_way() -> None:
    found = awarded(registration(), split=HALF)
    assert isinstance(found, Award)
    assert (found.approved.split, found.approved.status, found.approved.decided_by) == (HALF, Status.APPROVED, "m-manager")
    assert found.approved.review_since is None


_claims = st.lists(
    st.builds(
        claim,
        id=st.integers(1, 99).map(lambda number: f"R-{number}"),
        by=st.sampled_from(["a", "b", "c"]),
        status=st.sampled_from([Status.IN_REVIEW, Status.ACTION_REQUIRED, Status.APPROVED]),
        family=st.sampled_from([None, "Nimbus", "FlowDesk"]),
        registered_at=st.integers(0, 100).map(lambda days: NOW - timedelta(days=days)),
    ),
    max_size=6,
    unique_by=lambda one: one.registration_id,
)


@given(_claims, st.sampled_from([None, "Nimbus", "FlowDesk"]), st.booleans())
def test_never_are_two_protected(claims: list[Claim], family: str | None, appealed: bool) -> None:
    before = [one for number, one in enumerate(claims) if no_two_hold([*claims[:number], one])]
    ours = registration(opportunity=replace(registration().opportunity, family=family), appealed_at=NOW if appealed else None)
    found = awarded(ours, *before)
    if isinstance(found, Refused):
        assert not appealed
        assert any(one.protects(family, NOW) for one in before)
        return
    lost = {rival.registration_id for rival, _ in found.against}
    ours_after = claim(ours.id, by=ours.partner_id, family=family, protected=found.approved.protected)
    after = [one for one in before if one.registration_id not in lost]
    assert not any(one.protects(family, NOW) for one in after)
    assert no_two_hold([*(one for one in after if one.status is Status.APPROVED), ours_after])
    assert not any(overlap(one.family, family) and one.status in UNDECIDED for one in after)


@given(_claims)
def test_who_loses_is_declined_without_protection_and_may_appeal(claims: list[Claim]) -> None:
    found = awarded(registration(appealed_at=NOW), *claims)
    assert isinstance(found, Award)
    for rival, reason in found.against:
        theirs = registration(id=rival.registration_id, partner_id=rival.partner_id, status=rival.status, protected=rival.protected)
        after = declined(theirs, at=NOW, by="m-channel", note="", reasons=(reason,))
        assert (after.status, after.protected, after.appealed_at, after.reasons) == (Status.DECLINED, None, None, (reason,))


# ── sharing what is protected ────────────────────────────────────────────────────────────────────────────────────────────
def protected(**more: object) -> Registration:
    period = protected_period(start=NOW - DAY, days=90, zone="Europe/Berlin")
    return registration(**({"status": Status.APPROVED, "protected": period} | more))


def test_a_protected_deal_is_shared_once_and_its_protection_stays() -> None:
    before = protected()
    after = shared(before, HALF, policy=POLICY, at=NOW)
    assert after == replace(before, split=HALF)
    again = shared(protected(split=HALF), HALF, policy=POLICY, at=NOW)
    assert again == Refused(cannot=Cannot.STATUS)


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.APPROVED, Status.EXPIRED}))
def test_nothing_but_a_protected_deal_is_shared_this_way(status: Status) -> None:
    assert isinstance(shared(registration(status=status), HALF, policy=POLICY, at=NOW), Refused)


def test_an_expired_deal_is_not_shared() -> None:
    before = protected()
    assert before.protected is not None
    refused = shared(before, HALF, policy=POLICY, at=before.protected.end)
    assert isinstance(refused, Refused)
    assert refused.cannot is Cannot.ENDED


def test_the_customers_file_is_all_that_an_award_looks_at() -> None:
    nobody = CustomerFile(id="c-1", name="Acme", revision=1)
    found = award(registration(), partner(), (nobody,), policy=POLICY, at=NOW, by="m-manager")
    assert isinstance(found, Award)
    assert found.against == ()
