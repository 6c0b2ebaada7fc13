"""A partner's tier over time: upward at once, downward once a year and slowly, overridden for a while, and never rewritten."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from program.partners import Tier
from program.periods import local_date
from program.tier_history import (
    Cause,
    Known,
    TierChange,
    ends_on,
    last_promotion,
    next_change,
    next_review,
    overridden,
    override_at,
    override_ended,
    review_before,
    tier_at,
)
from program.tiering import rank
from tests.program.tiers import NOW, POLICY, PROGRAM, ZONE, day_by_day, line_of, played

TICK = timedelta(microseconds=1)
#: The review of 2027 begins, in Berlin.
REVIEW = datetime(2027, 1, 14, 23, tzinfo=UTC)
GOLD = Tier.GOLD


def causes(lines: list[TierChange]) -> list[tuple[Cause, Tier]]:
    return [(line.cause, line.tier) for line in lines]


def gold() -> list[TierChange]:
    """A partner that was brought in as Gold."""
    return played([(NOW, GOLD)], own=GOLD)


def overriding(lines: list[TierChange], tier: Tier, last: date, at: datetime = NOW) -> list[TierChange]:
    known = Known(partner_id="p", history=lines, own=GOLD, met=GOLD)
    return [*lines, overridden(known, tier, last, "a reason", actor_id="m-admin", at=at, policy=POLICY, zone=ZONE)]


# ── upward ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_partner_begins_with_the_tier_it_was_brought_in_with() -> None:
    assert causes(played([(NOW, Tier.REGISTERED)], own=Tier.SILVER)) == [(Cause.INITIAL, Tier.SILVER)]


def test_a_higher_tier_is_reached_at_once_also_over_several() -> None:
    lines = played([(NOW, Tier.GOLD)])
    assert causes(lines) == [(Cause.INITIAL, Tier.REGISTERED), (Cause.PROMOTION, Tier.GOLD)]
    assert (lines[1].at, lines[1].clause, lines[1].policy_version) == (NOW, "6.6", "2026-01")
    assert last_promotion(lines, NOW) == NOW
    assert last_promotion(lines, NOW - TICK) is None


def test_a_lower_tier_changes_nothing_before_the_review() -> None:
    lines = played([*day_by_day(NOW, 50, Tier.BRONZE), (REVIEW - TICK, Tier.BRONZE)], own=GOLD)
    assert causes(lines) == [(Cause.INITIAL, GOLD)]


# ── the yearly review ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_review_begins_with_its_day_in_the_zone_of_the_program() -> None:
    assert review_before(REVIEW, POLICY, ZONE) == REVIEW
    assert local_date(review_before(REVIEW - TICK, POLICY, ZONE), ZONE) == date(2026, 1, 15)
    assert (next_review(REVIEW - TICK, POLICY, ZONE), next_review(REVIEW, POLICY, ZONE)) == (date(2027, 1, 15), date(2028, 1, 15))


def test_whoever_meets_the_tier_at_the_review_keeps_it_for_a_year() -> None:
    lines = played([(REVIEW, GOLD), *day_by_day(REVIEW + timedelta(days=1), 300, Tier.SILVER)], history=gold())
    assert causes(lines)[1:] == [(Cause.MET, GOLD)]


def test_below_the_bar_warning_comes_first_then_grace_then_one_tier_down() -> None:
    lines = played(day_by_day(REVIEW, 200, Tier.BRONZE), history=gold())
    assert causes(lines)[1:] == [(Cause.WARNED, GOLD), (Cause.GRACE, GOLD), (Cause.DEMOTION, Tier.SILVER)]
    warned, grace, demoted = lines[1:]
    assert [local_date(line.at, ZONE) for line in (warned, grace, demoted)] == [
        date(2027, 1, 15),
        date(2027, 2, 15),
        date(2027, 4, 17),
    ]
    assert (ends_on(warned, POLICY, ZONE), ends_on(grace, POLICY, ZONE)) == (date(2027, 2, 14), date(2027, 4, 16))
    assert {line.clause for line in lines[1:]} == {"6.8"}


def test_next_year_it_may_be_one_tier_more() -> None:
    lines = played(day_by_day(REVIEW, 500, Tier.REGISTERED), history=gold())
    assert [tier for cause, tier in causes(lines) if cause is Cause.DEMOTION] == [Tier.SILVER, Tier.BRONZE]


@pytest.mark.parametrize("after", [5, 40, 90])
def test_whoever_meets_the_tier_again_keeps_it(after: int) -> None:
    lines = played(
        [*day_by_day(REVIEW, after, Tier.SILVER), *day_by_day(REVIEW + timedelta(days=after), 100, GOLD)], history=gold()
    )
    assert causes(lines)[-1] == (Cause.RECOVERED, GOLD)
    assert Cause.DEMOTION not in {line.cause for line in lines}


def test_whoever_is_far_above_it_by_then_has_recovered_and_is_promoted() -> None:
    lines = played([(REVIEW, Tier.SILVER), (REVIEW + timedelta(days=3), Tier.PLATINUM)], history=gold())
    assert causes(lines)[1:] == [(Cause.WARNED, GOLD), (Cause.RECOVERED, GOLD), (Cause.PROMOTION, Tier.PLATINUM)]


def test_a_review_that_nobody_came_to_do_in_time_is_done_later_and_gives_the_same_time() -> None:
    late = REVIEW + timedelta(days=40)
    warned = played([(late, Tier.SILVER)], history=gold())[-1]
    assert (warned.cause, ends_on(warned, POLICY, ZONE)) == (Cause.WARNED, local_date(late, ZONE) + timedelta(days=30))


def test_who_came_after_the_review_is_not_looked_at_before_the_next() -> None:
    assert causes(played(day_by_day(REVIEW + TICK, 300, Tier.REGISTERED), own=GOLD)) == [(Cause.INITIAL, GOLD)]


def test_nothing_is_taken_away_on_figures_that_are_known_to_be_too_low() -> None:
    lines = played([(REVIEW, Tier.SILVER)], history=gold())
    for at in (REVIEW + timedelta(days=days) for days in (31, 200)):
        known = Known(partner_id="p", history=lines, own=GOLD, met=Tier.SILVER, is_complete=False)
        assert next_change(known, at, policy=POLICY, zone=ZONE) is None
    assert line_of(Known(partner_id="p", history=gold(), own=GOLD, met=Tier.SILVER, is_complete=False), REVIEW) is None


# ── overrides ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_override_holds_to_the_end_of_its_last_day_also_before_anybody_says_so() -> None:
    lines = overriding(gold(), Tier.PLATINUM, date(2027, 3, 31))
    until = lines[-1].until
    assert until == datetime(2027, 3, 31, 22, tzinfo=UTC)
    assert [tier_at(lines, at, own=GOLD) for at in (NOW - TICK, NOW, until - TICK, until)] == [
        GOLD,
        Tier.PLATINUM,
        Tier.PLATINUM,
        GOLD,
    ]


def test_while_it_holds_nothing_is_taken_away_or_given_by_rule_up_to_it() -> None:
    lines = overriding(gold(), Tier.BRONZE, date(2027, 3, 31))
    assert played(day_by_day(NOW, 100, Tier.PLATINUM), history=lines) == lines
    lines = overriding(gold(), Tier.PLATINUM, date(2027, 3, 31))
    assert played(day_by_day(NOW, 100, Tier.REGISTERED), history=lines) == lines


def test_whoever_reaches_more_than_a_generous_override_is_promoted() -> None:
    lines = overriding(played([(NOW, Tier.BRONZE)], own=Tier.BRONZE), GOLD, date(2027, 3, 31))
    after = played([(NOW + timedelta(days=1), Tier.PLATINUM)], history=lines)
    assert causes(after)[-1] == (Cause.PROMOTION, Tier.PLATINUM)
    assert tier_at(after, datetime(2027, 6, 1, tzinfo=UTC), own=GOLD) is Tier.PLATINUM


@pytest.mark.parametrize(("met", "after"), [(Tier.BRONZE, GOLD), (Tier.PLATINUM, Tier.PLATINUM)])
def test_afterwards_it_is_the_tier_of_before_or_the_higher_one_that_is_met(met: Tier, after: Tier) -> None:
    lines = played([(datetime(2027, 4, 1, 9, tzinfo=UTC), met)], history=overriding(gold(), Tier.SILVER, date(2027, 3, 31)))
    assert causes(lines)[-1] == (Cause.OVERRIDE_ENDED, after)


def test_an_override_in_an_override_goes_back_to_what_was_before_both() -> None:
    lines = overriding(
        overriding(gold(), Tier.PLATINUM, date(2027, 6, 30)), Tier.BRONZE, date(2027, 1, 31), NOW + timedelta(days=1)
    )
    assert tier_at(lines, NOW + timedelta(days=2), own=GOLD) is Tier.BRONZE
    assert tier_at(lines, datetime(2027, 3, 1, tzinfo=UTC), own=GOLD) is GOLD


def test_an_override_can_be_ended_early_and_only_while_it_holds() -> None:
    lines = overriding(gold(), Tier.PLATINUM, date(2027, 3, 31))
    known = Known(partner_id="p", history=lines, own=GOLD, met=GOLD)
    assert override_at(lines, NOW) == lines[-1]
    ended = override_ended(known, reason="over", actor_id="m-admin", at=NOW, policy=POLICY)
    assert ended is not None
    assert (ended.cause, ended.tier, ended.reason) == (Cause.OVERRIDE_ENDED, GOLD, "over")
    over = datetime(2027, 5, 1, tzinfo=UTC)
    assert override_ended(known, reason="over", actor_id=None, at=over, policy=POLICY) is None


@pytest.mark.parametrize(("last", "reason"), [(date(2026, 11, 22), "why"), (date(2027, 11, 24), "why"), (date(2027, 1, 1), " ")])
def test_an_override_has_a_reason_and_an_end_within_what_the_policy_allows(last: date, reason: str) -> None:
    known = Known(partner_id="p", history=gold(), own=GOLD, met=GOLD)
    with pytest.raises(ValueError, match="an override has"):
        overridden(known, Tier.SILVER, last, reason, actor_id=None, at=NOW, policy=POLICY, zone=ZONE)


# ── any history ──────────────────────────────────────────────────────────────────────────────────────────────────────────

tiers = st.sampled_from(list(Tier))
steps = st.lists(st.tuples(st.integers(0, 120), tiers), max_size=25)


def moments(gaps: list[tuple[int, Tier]]) -> list[tuple[datetime, Tier]]:
    at, found = NOW, []
    for days, tier in gaps:
        at += timedelta(days=days)
        found.append((at, tier))
    return found


@given(gaps=steps, own=tiers)
def test_whatever_comes_nothing_is_due_twice_and_no_one_falls_by_more_than_a_tier(gaps: list[tuple[int, Tier]], own: Tier) -> None:
    lines = played(moments(gaps), own=own)
    assert played(moments(gaps), own=own, history=lines[:0]) == lines
    for before, after in pairwise(lines):
        assert before.at <= after.at
        assert rank(after.tier) >= rank(before.tier) or (
            after.cause is Cause.DEMOTION and rank(after.tier) == rank(before.tier) - 1
        )
    for at, tier in moments(gaps)[-1:]:
        assert rank(tier_at(lines, at, own=own)) >= rank(tier), "who meets a tier holds it"
        assert line_of(Known(partner_id="p", history=lines, own=own, met=tier), at) is None


@given(gaps=steps, more=steps, own=tiers)
def test_what_the_tier_was_does_not_depend_on_what_comes_later(
    gaps: list[tuple[int, Tier]], more: list[tuple[int, Tier]], own: Tier
) -> None:
    first = moments(gaps)
    whole = moments([*gaps, (1, own), *more])
    before, after = played(first, own=own), played(whole, own=own)
    for at, _ in first:
        assert tier_at(before, at, own=own) is tier_at(after, at, own=own)


def test_the_policy_of_the_day_decides() -> None:
    assert PROGRAM.in_force(REVIEW) is POLICY
