"""A partner's tier and what counts for it, as the record keeps them: a history that only grows, and nothing of anybody else's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DatabaseError

from program.money import Money
from program.partners import Member, Tier
from program.registrations import Closing, Registration, Sourced, Split, Status
from program.tier_facts import Area, Certificate, FactKind, PartnerFact
from program.tier_history import Cause, TierChange
from storage.loading import Loader
from storage.tables import members
from storage.tier_tables import qualifications, tier_changes
from tests.storage.build import (
    ALPENBLICK,
    CHANNEL,
    COLLEAGUE,
    DIRECT,
    MANAGER,
    NORDWIND,
    NOW,
    PROTECTED,
    RIVAL,
    SELLER,
    Record,
    at_once,
    opportunity,
    put,
    registration,
)

DAY = timedelta(days=1)
TODAY = date(2026, 11, 23)


def line(tier: Tier, cause: Cause = Cause.PROMOTION, **more: Any) -> TierChange:
    known: dict[str, Any] = {"partner_id": NORDWIND.id, "at": NOW, "clause": "6.6", "policy_version": "2026-01"}
    return TierChange(tier=tier, cause=cause, **(known | more))


def certificate(who: Member = SELLER, area: Area = Area.SALES, **more: Any) -> Certificate:
    return Certificate(partner_id=who.partner_id or "", member_id=who.id, area=area, **({"first": TODAY} | more))


def won(id: str, who: Member, amount: int, *, currency: str = "EUR", share: int | None = None) -> Registration:
    return registration(
        id,
        who,
        opportunity=opportunity(company=f"{id} GmbH"),
        status=Status.WON,
        protected=PROTECTED,
        closing=Closing(at=NOW - DAY, amount=Money(amount=Decimal(amount), currency=currency)),
        split=None if share is None else Split(sourced=Sourced.PARTNER, partner_percent=share, opportunity_id="O-1"),
    )


# ── the history ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_before_any_history_the_tier_is_the_partners_own(record: Record) -> None:
    with record.turn(SELLER) as work:
        assert work.tiers.changes(NORDWIND.id) == ()
        assert work.tiers.at(NORDWIND.id, NOW) is NORDWIND.tier


def test_a_line_changes_the_partner_and_the_past_stays_what_it_was(record: Record) -> None:
    lines = (line(Tier.SILVER, Cause.INITIAL, at=NOW - 10 * DAY), line(Tier.GOLD, reason="well done", actor_id=CHANNEL.id))
    with record.turn(CHANNEL) as work:
        for one in lines:
            work.tiers.add(one)
    with record.turn(SELLER) as work:
        assert work.tiers.changes(NORDWIND.id) == lines
        assert [work.tiers.at(NORDWIND.id, at) for at in (NOW - 20 * DAY, NOW - DAY, NOW)] == [Tier.SILVER, Tier.SILVER, Tier.GOLD]
        partner = work.people.partner(NORDWIND.id)
        assert partner is not None
        assert partner.tier is Tier.GOLD


def test_of_two_lines_of_one_instant_the_one_added_last_holds(record: Record) -> None:
    with record.turn(CHANNEL) as work:
        for tier in (Tier.SILVER, Tier.GOLD, Tier.PLATINUM):
            work.tiers.add(line(tier))
        assert work.tiers.at(NORDWIND.id, NOW) is Tier.PLATINUM


def test_an_override_that_is_over_counts_for_nothing(record: Record) -> None:
    with record.turn(CHANNEL) as work:
        work.tiers.add(line(Tier.SILVER, Cause.INITIAL))
        work.tiers.add(line(Tier.GOLD, Cause.OVERRIDE, until=NOW + DAY))
        assert [work.tiers.at(NORDWIND.id, at) for at in (NOW, NOW + DAY)] == [Tier.GOLD, Tier.SILVER]


@pytest.mark.parametrize("statement", ["UPDATE tier_changes SET tier = 'gold'", "DELETE FROM tier_changes"])
def test_a_history_cannot_be_changed_or_taken_back(record: Record, statement: str) -> None:
    with record.turn(CHANNEL) as work:
        work.tiers.add(line(Tier.GOLD))
    with pytest.raises(DatabaseError, match="append-only"), record.database.engine.begin() as connection:
        connection.execute(text(statement))
    assert [row["tier"] for row in record.rows(tier_changes)] == ["gold"]


def test_a_history_cannot_be_emptied_or_replaced_by_a_side_door(record: Record) -> None:
    with record.turn(CHANNEL) as work:
        work.tiers.add(line(Tier.GOLD))
    door = "REPLACE INTO tier_changes SELECT * FROM tier_changes" if record.database.is_sqlite else "TRUNCATE tier_changes"
    with pytest.raises(DatabaseError, match="append-only"), record.database.engine.begin() as connection:
        connection.execute(text(door))


def test_of_many_who_promote_at_once_one_does(record: Record) -> None:
    def promote() -> bool:
        with record.turn(CHANNEL) as work:
            partner = work.tiers.lock(NORDWIND.id)
            assert partner is not None
            if work.tiers.changes(NORDWIND.id):
                return False
            work.tiers.add(line(Tier.GOLD))
            return True

    assert sorted(at_once([partial(promote) for _ in range(6)])) == [False] * 5 + [True]


def test_bringing_a_partner_in_again_leaves_its_tier_alone(record: Record) -> None:
    with record.turn(CHANNEL) as work:
        work.tiers.add(line(Tier.GOLD))
    with record.database.transaction() as connection:
        Loader(connection).partners([replace(NORDWIND, name="Nordwind AG", tier=Tier.BRONZE)])
    with record.turn(CHANNEL) as work:
        partner = work.people.partner(NORDWIND.id)
        assert partner is not None
        assert (partner.name, partner.tier) == ("Nordwind AG", Tier.GOLD)


# ── what counts ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_won_deals_count_with_the_partners_share_in_the_currency_of_the_program(record: Record) -> None:
    with record.turn(DIRECT) as work:
        file = work.files.open(["name:o"], name="o")
        work.files.touch(file)
    put(record, won("R-1", SELLER, 1000), won("R-3", COLLEAGUE, 700, currency="CHF"), won("R-4", RIVAL, 99))
    with record.turn(SELLER) as work:
        facts = work.tiers.facts(NORDWIND.id)
    assert {deal.id: deal.value for deal in facts.won} == {"R-1": Money(amount=Decimal(1000), currency="EUR"), "R-3": None}
    assert {deal.at for deal in facts.won} == {NOW - DAY}


def test_a_deal_counts_at_the_rate_of_the_month_in_which_it_was_won_and_an_open_one_at_the_newest(record: Record) -> None:
    won_on, later = date(2026, 11, 1), date(2026, 12, 1)
    with record.turn(CHANNEL) as work:
        work.books.set_rates({("CHF", won_on): Decimal("1.05"), ("CHF", later): Decimal("1.10")})
    francs = Money(amount=Decimal(1000), currency="CHF")
    waits = registration(
        "R-2", SELLER, status=Status.APPROVED, protected=PROTECTED, opportunity=opportunity("Two GmbH", amount=francs)
    )
    put(record, won("R-1", SELLER, 1000, currency="CHF"), waits)
    with record.turn(SELLER, NOW + 40 * DAY) as work:
        facts = work.tiers.facts(NORDWIND.id)
    assert [deal.value for deal in facts.won] == [Money(amount=Decimal(1050), currency="EUR")]
    assert [deal.value for deal in facts.open] == [Money(amount=Decimal(1100), currency="EUR")]


def test_protected_registrations_may_still_be_won_and_nothing_else(record: Record) -> None:
    put(
        record,
        registration("R-1", SELLER, status=Status.APPROVED, protected=PROTECTED, opportunity=opportunity("One GmbH", amount=None)),
        registration("R-2", SELLER, opportunity=opportunity("Two GmbH")),
        registration("R-3", SELLER, status=Status.LOST, opportunity=opportunity("Three GmbH")),
    )
    with record.turn(SELLER) as work:
        (deal,) = work.tiers.facts(NORDWIND.id).open
        assert (deal.id, deal.close_date, deal.value) == ("R-1", date(2027, 3, 31), None)
    with record.turn(SELLER, PROTECTED.end) as work:
        assert work.tiers.facts(NORDWIND.id).open == ()


def test_certificates_and_what_is_recorded_come_back_as_they_were(record: Record) -> None:
    mine, theirs = certificate(), certificate(COLLEAGUE, Area.TECHNICAL, family="Nimbus", last=TODAY + DAY)
    reference = PartnerFact(partner_id=NORDWIND.id, kind=FactKind.REFERENCE, name="Acme GmbH", first=TODAY)
    with record.turn(MANAGER) as work:
        work.tiers.certify(mine)
        work.tiers.certify(theirs)
        work.tiers.record(reference)
    with record.turn(SELLER) as work:
        facts = work.tiers.facts(NORDWIND.id)
    assert set(facts.certificates) == {mine, theirs}
    assert facts.recorded == (reference,)


def test_the_same_again_replaces_what_was_there(record: Record) -> None:
    with record.turn(MANAGER) as work:
        for last in (None, TODAY + DAY):
            work.tiers.certify(certificate(last=last))
            work.tiers.record(PartnerFact(partner_id=NORDWIND.id, kind=FactKind.SPONSOR, name="Dana", first=TODAY, last=last))
    assert {row["last"] for row in record.rows(qualifications)} == {TODAY + DAY}
    assert len(record.rows(qualifications)) == 2


def test_whoever_has_left_is_certified_for_nobody(record: Record) -> None:
    with record.turn(MANAGER) as work:
        work.tiers.certify(certificate())
    record.set(members, SELLER.id, active=False)
    with record.turn(MANAGER) as work:
        assert work.tiers.facts(NORDWIND.id).certificates == ()
    record.set(members, SELLER.id, active=True, partner_id=ALPENBLICK.id)
    with record.turn(CHANNEL) as work:
        assert work.tiers.facts(NORDWIND.id).certificates == work.tiers.facts(ALPENBLICK.id).certificates == ()


# ── who sees it ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("who", [RIVAL, DIRECT], ids=lambda who: who.id)
def test_nobody_sees_or_changes_the_tier_of_a_partner_out_of_sight(record: Record, who: Member) -> None:
    put(record, won("R-1", SELLER, 1000))
    with record.turn(CHANNEL) as work:
        work.tiers.add(line(Tier.GOLD))
        work.tiers.certify(certificate())
    before = record.rows(tier_changes), record.rows(qualifications)
    with record.turn(who) as work:
        assert work.tiers.changes(NORDWIND.id) == ()
        facts = work.tiers.facts(NORDWIND.id)
        assert (facts.won, facts.certificates) == ((), ())
        assert work.tiers.lock(NORDWIND.id) is None
        with pytest.raises(LookupError):
            work.tiers.at(NORDWIND.id, NOW)
        work.tiers.add(line(Tier.PLATINUM))
        work.tiers.certify(certificate(COLLEAGUE))
    assert (record.rows(tier_changes), record.rows(qualifications)) == before


def test_what_happens_by_rule_sees_everything_and_is_nobodys(record: Record) -> None:
    with record.turn(DIRECT) as work:
        work.by_rule().tiers.add(line(Tier.GOLD))
        work.by_rule().log.add("tier.promotion", NORDWIND.id)
    with record.turn(CHANNEL) as work:
        assert work.tiers.at(NORDWIND.id, NOW) is Tier.GOLD
        assert [happened.actor_id for happened in work.log.of(NORDWIND.id)] == [None]


def test_the_standing_of_a_partner_takes_two_questions_and_its_history_one(record: Record) -> None:
    asked: list[str] = []
    with record.turn(SELLER) as work:
        event.listen(record.database.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
        work.tiers.facts(NORDWIND.id)
        assert len(asked) == 2
        work.tiers.changes(NORDWIND.id)
        assert len(asked) == 3
