"""What the policy proposes for a conflict: the first to register; else four criteria, weighed the same for every side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from program.conflicts import Advice, Proposal, Side, propose, share, weigh
from program.policy import Criterion, Ground
from program.registrations import (
    Claim,
    CustomerFile,
    DirectOpportunity,
    Importance,
    Preference,
    Reason,
    Registration,
    Relationship,
    Sourced,
    Statement,
    Status,
)
from tests.program.deals import DAY, NOW, POLICY, PROPOSALS, claim, file, registration

ZONE = "Europe/Berlin"
EARLIER, LATER = NOW - 10 * DAY, NOW - DAY  # around the registration of two days ago
BEST = Statement(relationship=Relationship.TRUSTED, engaged_since=date(2025, 1, 7), preference=Preference.WRITTEN)
GOOD = Statement(relationship=Relationship.REGULAR, engaged_since=date(2025, 1, 7), preference=Preference.SAID)
POOR = Statement(relationship=Relationship.CONTACT, preference=Preference.NONE)


def direct(opened_at: datetime = EARLIER, statement: Statement | None = None, id: str = "O-1") -> DirectOpportunity:
    return DirectOpportunity(id=id, family=None, seller="Dirk", opened_at=opened_at, statement=statement)


def rival(id: str, registered_at: datetime, **more: Any) -> Claim:
    return claim(id, registered_at=registered_at, **({"status": Status.IN_REVIEW} | more))


def proposed(ours: Registration, *files: CustomerFile, has_answered: bool = False) -> Proposal:
    return propose(ours, files or (file(),), policy=POLICY, at=NOW, zone=ZONE, has_answered=has_answered)


def advised(ours: Registration, *files: CustomerFile) -> tuple[Advice, Ground]:
    found = proposed(ours, *files)
    assert found.reason.clause == POLICY.clause(found.reason.ground).id
    return found.advice, found.reason.ground


# ── first to register ────────────────────────────────────────────────────────────────────────────────────────────────────
def test_who_registered_first_is_proposed_and_everybody_later_is_not() -> None:
    assert advised(registration(), file(rival("R-1", LATER))) == (Advice.APPROVE, Ground.FIRST_REGISTERED_WINS)
    assert advised(registration(), file(rival("R-1", EARLIER))) == (Advice.DECLINE, Ground.FIRST_REGISTERED_WINS)
    assert proposed(registration(), file(rival("R-1", EARLIER), rival("R-2", LATER))).winner == "R-1"


def test_a_registration_before_the_direct_opportunity_is_first() -> None:
    assert advised(registration(), file(direct=(direct(LATER),))) == (Advice.APPROVE, Ground.FIRST_REGISTERED_WINS)


def test_another_partners_protection_stands_against_it_and_before_whoever_decides_an_appeal_only_where_it_came_first() -> None:
    held = file(claim(registered_at=LATER))
    assert advised(registration(), held) == (Advice.DECLINE, Ground.FIRST_REGISTERED_WINS)
    assert advised(registration(appealed_at=NOW), held) == (Advice.APPROVE, Ground.FIRST_REGISTERED_WINS)
    earlier = file(claim(registered_at=EARLIER))
    assert advised(registration(appealed_at=NOW), earlier) == (Advice.DECLINE, Ground.FIRST_REGISTERED_WINS)


def test_another_product_family_is_no_rival() -> None:
    assert proposed(registration(), file(rival("R-1", EARLIER))).advice is Advice.DECLINE
    ours = registration(opportunity=replace(registration().opportunity, family="Nimbus"))
    assert proposed(ours, file(rival("R-1", EARLIER, family="FlowDesk"))).advice is Advice.APPROVE


@given(
    st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["a", "b", "c", "d"])), min_size=1, max_size=5, unique_by=lambda x: x[1])
)
def test_of_those_who_wait_exactly_one_is_proposed_whatever_the_order_they_are_looked_at(entries: list[tuple[int, str]]) -> None:
    claims = [rival(f"R-{name}", NOW - timedelta(minutes=minutes), by=name) for minutes, name in entries]
    waiting = [registration(id=one.registration_id, partner_id=one.partner_id, registered_at=one.registered_at) for one in claims]
    for shuffled in (claims, claims[::-1]):
        found = {ours.id: proposed(ours, file(*shuffled)) for ours in waiting}
        winners = [id for id, proposal in found.items() if proposal.advice is Advice.APPROVE]
        first = min(waiting, key=lambda ours: (ours.registered_at, ours.id))
        assert winners == [first.id]
        assert {proposal.winner for proposal in found.values()} <= {first.id, None}


# ── by itself ────────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("ground", "advice"),
    [
        (Ground.NAMED_ACCOUNT, Advice.DECLINE),
        (Ground.EXCLUSIVE_TERRITORY, Advice.DECLINE),
        (Ground.DIRECT_OR_PARTNER, Advice.DECLINE),
        (Ground.EXISTING_CUSTOMER, Advice.ASK),
        (Ground.UNCLEAR_IDENTITY, Advice.ASK),
        (Ground.VENDOR_ENGAGED, Advice.ASK),
    ],
)
@pytest.mark.parametrize("rivals", [(), (rival("R-1", LATER),)], ids=["alone", "before a rival"])
def test_being_first_does_not_answer_what_it_was_referred_for(ground: Ground, advice: Advice, rivals: tuple[Claim, ...]) -> None:
    ours = registration(reasons=(Reason(ground=ground, clause=POLICY.clause(ground).id),))
    assert advised(ours, file(*rivals)) == (advice, ground)
    answered = proposed(ours, file(*rivals), has_answered=True).advice
    assert answered is (Advice.DECLINE if advice is Advice.DECLINE else Advice.APPROVE)
    assert proposed(replace(ours, statement=POOR), file(*rivals)).advice is answered
    rated = replace(ours, statement=Statement(importance=Importance.HIGH))
    assert proposed(rated, file(*rivals)).advice is advice  # the vendor's own view is no answer of the partner's


# ── weighed ──────────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_against_earlier_direct_sales_the_criteria_decide_once_the_partner_has_spoken() -> None:
    def against(ours: Statement | None, theirs: Statement | None) -> tuple[Advice, Ground]:
        return advised(registration(statement=ours), file(direct=(direct(statement=theirs),)))

    assert against(None, BEST) == (Advice.ASK, Ground.CRITERIA)
    assert against(BEST, POOR) == (Advice.APPROVE, Ground.CRITERIA)
    assert against(POOR, BEST) == (Advice.DECLINE, Ground.CRITERIA)
    assert against(BEST, BEST) == (Advice.SPLIT, Ground.SPLIT)


def test_engagement_counts_from_the_day_one_says_but_never_after_one_came_with_the_deal() -> None:
    later_than_known = Statement(engaged_since=date(2026, 11, 22))
    side = Side(id="O-1", partner_id=None, since=EARLIER, statement=later_than_known)
    other = Side(id="R-1", partner_id="nordwind", since=EARLIER, statement=Statement(engaged_since=date(2026, 1, 2)))
    (timeline,) = (line for line in weigh([side, other], POLICY, ZONE).lines if line.criterion is Criterion.ENGAGEMENT_TIMELINE)
    assert timeline.points == (0, 3)
    assert weigh([side], POLICY, ZONE).lines[1].points == (3,)


levels = st.builds(
    Statement,
    relationship=st.none() | st.sampled_from(Relationship),
    engaged_since=st.none() | st.dates(date(2020, 1, 1), date(2027, 1, 1)),
    preference=st.none() | st.sampled_from(Preference),
    importance=st.none() | st.sampled_from(Importance),
)
sides = st.builds(
    Side,
    id=st.uuids().map(str),
    partner_id=st.none() | st.just("nordwind"),
    since=st.integers(0, 400).map(lambda days: NOW - days * DAY),
    statement=st.none() | levels,
)


@given(st.lists(sides, min_size=1, max_size=4).flatmap(lambda found: st.tuples(st.just(found), st.permutations(found))))
def test_the_order_in_which_sides_are_weighed_changes_nothing(orders: tuple[list[Side], Sequence[Side]]) -> None:
    one, other = (weigh(order, POLICY, ZONE) for order in orders)
    assert dict(zip([side.id for side in one.sides], one.totals, strict=True)) == dict(
        zip([side.id for side in other.sides], other.totals, strict=True)
    )
    assert one.ahead(POLICY.overlap.margin) == other.ahead(POLICY.overlap.margin)


@given(st.lists(sides, min_size=1, max_size=4))
def test_every_total_is_the_sum_of_its_lines_between_nothing_and_a_hundred(found: list[Side]) -> None:
    weighing = weigh(found, POLICY, ZONE)
    assert sum(line.weight for line in weighing.lines) == 100
    assert {line.criterion for line in weighing.lines} == set(Criterion)
    for place, total in enumerate(weighing.totals):
        assert 0 <= total <= 100
        assert round(total * 3) == sum(line.weight * line.points[place] for line in weighing.lines)
    assert max(weighing.lines[1].points) == 3  # somebody was first


@given(st.lists(sides, min_size=2, max_size=4), st.integers(0, 100))
def test_ahead_is_who_leads_every_other_side_by_more_than_the_margin(found: list[Side], margin: int) -> None:
    weighing = weigh(found, POLICY, ZONE)
    ahead = weighing.ahead(margin)
    ranked = sorted(weighing.totals, reverse=True)
    lead = sum(  # in thirds, exact
        line.weight * (line.points[_best(weighing.totals)] - line.points[_second(weighing.totals)]) for line in weighing.lines
    )
    assert (ahead is not None) == (lead > margin * 3)
    assert ahead is None or weighing.totals[found.index(ahead)] == ranked[0]


def _best(totals: Sequence[Any]) -> int:
    return max(range(len(totals)), key=lambda place: totals[place])


def _second(totals: Sequence[Any]) -> int:
    return max((place for place in range(len(totals)) if place != _best(totals)), key=lambda place: totals[place])


@given(levels, levels)
def test_the_mirrored_case_is_proposed_the_other_way_round(ours: Statement, theirs: Statement) -> None:
    """Same rules for all: what speaks for one side speaks for the other just as much, but for who was there first."""
    spoken = replace(ours, relationship=ours.relationship or Relationship.NONE, engaged_since=date(2019, 1, 1))
    theirs = replace(theirs, relationship=theirs.relationship or Relationship.NONE, engaged_since=date(2019, 1, 1))

    def advice(one: Statement, other: Statement) -> Advice:
        return proposed(registration(statement=one), file(direct=(direct(statement=other),))).advice

    mirrored = {Advice.APPROVE: Advice.DECLINE, Advice.DECLINE: Advice.APPROVE, Advice.SPLIT: Advice.SPLIT}
    assert advice(theirs, spoken) is mirrored[advice(spoken, theirs)]


@given(
    st.none() | levels,
    st.none() | levels,
    st.sampled_from([None, EARLIER, LATER]),
    st.lists(st.sampled_from([EARLIER, LATER]), max_size=2),
    st.lists(st.sampled_from(sorted(ground for ground in Ground if ground.startswith("routing."))), max_size=3),
    st.booleans(),
)
def test_whatever_is_proposed_has_a_ground_that_people_have_words_for(
    ours: Statement | None,
    theirs: Statement | None,
    opened: datetime | None,
    rivals: list[datetime],
    grounds: list[Ground],
    answered: bool,
) -> None:
    reasons = tuple(Reason(ground=ground, clause=POLICY.clause(ground).id) for ground in grounds)
    claims = [rival(f"R-{number}", at, by=f"p{number}") for number, at in enumerate(rivals)]
    sale = (direct(opened, theirs),) if opened else ()
    found = proposed(registration(statement=ours, reasons=reasons), file(*claims, direct=sale), has_answered=answered)
    assert (found.advice, found.reason.ground) in PROPOSALS


# ── sharing ──────────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_deal_is_shared_by_who_brought_it_in() -> None:
    sourced = share(registration(), direct(LATER), POLICY)
    assert (sourced.sourced, sourced.partner_percent) == (Sourced.PARTNER, 70)
    theirs = share(registration(), direct(EARLIER), POLICY)
    assert (theirs.sourced, theirs.partner_percent, theirs.opportunity_id) == (Sourced.DIRECT, 30, "O-1")
