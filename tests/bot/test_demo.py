"""The demo program: complete, consistent with the rules of the program, and the same every time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from typing import Any

import pytest
from sqlalchemy import select

from bot.demo import DemoSummary, NotTheDemo, load_demo, personas
from bot.ids import FreshIds
from bot.ledger_sweep import LedgerSweep
from handlers.message import Sender
from handlers.ports import Happened
from handlers.settling import Settled, settle_all
from program.access import BY_RULE
from program.earning import StepKind
from program.ledger import StatementLine
from program.opportunities import Ending
from program.partners import Partner, PartnerKind, Role, Tier
from program.policy import Program
from program.reckoning import LineKind
from program.registrations import Registration, Status, overlap
from storage.engine import Database
from storage.links import member_behind
from storage.loading import Loader
from storage.people import viewer_of
from storage.tables import deal_links, metadata, registration_files
from storage.work import SqlWork
from tests.bot.demo_program import AT, all_registrations, demo, everything, program, seen_by
from tests.shares import SQLITE_FIRST

__all__ = ["demo", "everything", "program"]  # fixtures


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
    yield opened
    opened.close()


def rows(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, in an order that does not depend on the database; but for links, whose tokens mean nothing."""
    with database.reading() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in metadata.sorted_tables
            if table is not deal_links
        }


def test_the_direct_seller_has_opportunities_and_leads_to_look_at(demo: Database, program: Program) -> None:
    with seen_by(demo, program, "direct@vendor.example") as work:
        own, leads = work.opportunities.all(), work.leads.all()
    assert {one.ended for one in own} == {None, Ending.LOST}
    assert all(one.amount is not None and one.close_date is not None for one in own)
    assert {lead.partner.id for lead in leads} >= {"alpenblick"}
    assert {lead.registration.status for lead in leads} >= {Status.APPROVED, Status.WON, Status.LOST}


# --- loading ---------------------------------------------------------------------------------------------------------


def test_the_demo_loads_on_both_databases_and_a_second_time_changes_nothing(database: Database, program: Program) -> None:
    first = load_demo(database, program, at=AT)
    loaded = rows(database)
    assert load_demo(database, program, at=AT + timedelta(days=3)) == replace(first, is_new=False)
    assert rows(database) == loaded
    assert first == DemoSummary(is_new=True, partners=len(loaded["partners"]), members=len(loaded["members"]), **_counts(loaded))


def _counts(loaded: dict[str, list[tuple[Any, ...]]]) -> dict[str, int]:
    return {"customers": len(loaded["customers"]), "registrations": len(loaded["registrations"])}


@SQLITE_FIRST
def test_the_demo_is_the_same_every_time(demo: Database, database: Database, program: Program) -> None:
    load_demo(database, program, at=AT)
    serials = {"events", "tier_touches"}  # their ids are the database's
    ours, again = rows(demo), rows(database)
    assert {name: again[name] for name in again if name not in serials} == {
        name: ours[name] for name in ours if name not in serials
    }
    for name in serials:
        assert sorted(repr(row[1:]) for row in again[name]) == sorted(repr(row[1:]) for row in ours[name])


@SQLITE_FIRST
def test_what_people_did_in_the_demo_since_stays(database: Database, program: Program) -> None:
    load_demo(database, program, at=AT)
    with database.transaction() as connection:
        member = member_behind(connection, Sender(chat="console", tenant="local", user="seller@nordwind.example"))
        assert member is not None
        work = SqlWork(connection, viewer=viewer_of(connection, member, AT), at=AT, program=program, ids=FreshIds())
        work.people.set_language(member.id, "de")
        work.links.unbind(Sender(chat="web", tenant="demo", user="seller@nordwind.example"))
    load_demo(database, program, at=AT)
    with database.reading() as connection:
        member = member_behind(connection, Sender(chat="console", tenant="local", user="seller@nordwind.example"))
        assert member is not None
        assert member.language == "de"
        assert member_behind(connection, Sender(chat="web", tenant="demo", user="seller@nordwind.example")) is None


def test_the_demo_stays_out_of_a_real_program(database: Database, program: Program) -> None:
    real = Partner(
        id="kieselbach",
        name="Kieselbach IT",
        kinds=frozenset({PartnerKind.VAR}),
        tier=Tier.GOLD,
        country="DE",
        zone="Europe/Berlin",
        currency="EUR",
    )
    with database.transaction() as connection:
        Loader(connection).partners([real])
    before = rows(database)
    with pytest.raises(NotTheDemo):
        load_demo(database, program, at=AT)
    assert rows(database) == before


@SQLITE_FIRST
@pytest.mark.parametrize(
    "at",
    [
        pytest.param(datetime(2024, 1, 2, tzinfo=UTC), marks=pytest.mark.slow),
        pytest.param(datetime(2027, 3, 28, 0, 59, tzinfo=UTC), marks=pytest.mark.slow),
        AT,
    ],
)
def test_the_demo_looks_fresh_whenever_it_is_loaded(database: Database, program: Program, at: datetime) -> None:
    load_demo(database, program, at=at)
    with seen_by(database, program, "channel@vendor.example", at) as work:
        found = all_registrations(work)
    assert all(registration.registered_at < at for registration in found)
    assert all(registration.decided_at is None or registration.decided_at < at for registration in found)
    assert any(at - registration.registered_at < timedelta(days=3) for registration in found)


# --- who and what is there -------------------------------------------------------------------------------------------


def test_every_kind_and_tier_of_partner_takes_part_each_with_a_manager(everything: SqlWork) -> None:
    partners = everything.people.partners()
    assert len(partners) >= 40
    assert {kind for partner in partners for kind in partner.kinds} == set(PartnerKind)
    assert {partner.tier for partner in partners} == set(Tier)
    assert len({partner.country for partner in partners}) >= 12
    assert all(everything.people.manager_of(partner.id) for partner in partners)


def test_every_partner_has_a_seller_an_admin_and_at_most_four_people(everything: SqlWork) -> None:
    for partner in everything.people.partners():
        team = everything.people.colleagues(partner.id)
        assert 2 <= len(team) <= 4
        assert {member.role for member in team} == {Role.SELLER, Role.PARTNER_ADMIN}
        assert all(member.zone == partner.zone for member in team)


@pytest.mark.parametrize(
    ("partner", "kind", "tier"),
    [
        ("nordwind", PartnerKind.RESELLER, Tier.SILVER),
        ("alpenblick", PartnerKind.REFERRAL, Tier.BRONZE),
        ("hafenwerk", PartnerKind.MSP, Tier.GOLD),
    ],
)
def test_the_partners_of_the_tour_are_what_the_tour_says(everything: SqlWork, partner: str, kind: PartnerKind, tier: Tier) -> None:
    found = everything.people.partner(partner)
    assert found is not None
    assert (found.kinds, found.tier, found.zone, found.currency) == (frozenset({kind}), tier, "Europe/Berlin", "EUR")
    manager = everything.people.manager_of(partner)
    assert manager is not None
    assert manager.email == "manager@vendor.example"


def test_a_persona_is_a_member_in_both_chats_and_the_stranger_in_none(demo: Database) -> None:
    with demo.reading() as connection:
        for persona in personas():
            for chat, tenant in (("console", "local"), ("web", "demo")):
                member = member_behind(connection, Sender(chat=chat, tenant=tenant, user=persona.id))
                if persona.role == "stranger":
                    assert member is None
                else:
                    assert member is not None
                    assert (member.name, member.language) == (persona.name, persona.language)
                    assert member.role.value.replace("_", " ") == persona.role


def test_the_personas_are_the_cast_of_the_tour() -> None:
    assert Counter(persona.role for persona in personas()) == {
        "seller": 3, "partner admin": 3, "partner manager": 1, "direct seller": 1, "channel admin": 2, "stranger": 1,
    }  # fmt: skip


def test_the_catalogue_is_in_the_vendors_order(everything: SqlWork) -> None:
    products = everything.catalogue.products()
    assert [product.name for product in products][:3] == ["Nimbus Backup", "Nimbus Vault", "Sentinel Firewall"]
    assert len(products) == 10
    assert {product.name for product in products if product.is_complex} == {"FlowDesk ERP", "EdgeConnect SD-WAN", "Managed SOC"}
    assert all(product.aliases for product in products)


def test_two_territories_belong_to_a_partner_alone(everything: SqlWork) -> None:
    assert [territory.partner_id for territory in everything.catalogue.territories()] == ["sonnleiten", "fjordlys"]


# --- the past --------------------------------------------------------------------------------------------------------


def test_every_standing_is_there(everything: SqlWork) -> None:
    counted = Counter(registration.status_at(AT) for registration in all_registrations(everything))
    assert set(counted) == set(Status)
    assert counted.total() >= 300
    assert counted[Status.WON] >= 80
    assert counted[Status.APPROVED] >= 30


def test_a_seller_has_a_deal_in_every_standing_and_a_colleague_has_some(demo: Database, program: Program) -> None:
    with seen_by(demo, program, "seller@nordwind.example") as work:
        found = work.registrations.of_partner("nordwind")
        mine = [registration for registration in found if registration.member_id == work.viewer.member.id]
    assert {registration.status_at(AT) for registration in mine} == set(Status)
    assert len(found) - len(mine) >= 3
    left = [
        registration.protected.days_left(AT, "Europe/Berlin")
        for registration in mine
        if registration.status_at(AT) is Status.APPROVED and registration.protected
    ]
    assert sorted(left) == [0, 6, 41, 88]


def test_no_two_partners_hold_one_customer_and_family_at_the_same_time(everything: SqlWork, demo: Database) -> None:
    held = {found.id: found for found in all_registrations(everything) if found.protected is not None}
    with demo.reading() as connection:
        query = select(registration_files.c.registration_id, registration_files.c.customer_id)
        links = [tuple(row) for row in connection.execute(query)]
    by_customer: dict[str, list[Registration]] = {}
    for registration_id, customer_id in links:
        if registration_id in held:
            by_customer.setdefault(customer_id, []).append(held[registration_id])
    pairs = [pair for claims in by_customer.values() for pair in combinations(claims, 2)]
    assert pairs, "some customers were registered more than once"
    for one, other in pairs:
        clash = one.partner_id != other.partner_id and overlap(one.opportunity.family, other.opportunity.family)
        assert not (clash and _both_active(one, other))


def _both_active(one: Registration, other: Registration) -> bool:
    """Whether both are protected at once while both stand approved: what was withdrawn, won or lost holds nobody off."""
    assert one.protected is not None
    assert other.protected is not None
    standing = one.status is Status.APPROVED and other.status is Status.APPROVED
    return standing and one.protected.start < other.protected.end and other.protected.start < one.protected.end


def test_every_deal_keeps_the_policy_of_its_day(everything: SqlWork, program: Program) -> None:
    found = all_registrations(everything)
    assert {registration.policy_version for registration in found} == {policy.version for policy in program.versions}
    for registration in found:
        assert registration.policy_version == program.in_force(registration.registered_at).version
        clauses = program.version(registration.policy_version).clauses
        assert all(reason.clause in clauses for reason in registration.reasons)


def test_the_log_tells_how_every_deal_came_to_stand_where_it_does(everything: SqlWork) -> None:
    ends = {
        Status.IN_REVIEW: {f"registration.{way}" for way in ("referred", "answered", "escalated", "reopened", "appealed")},
        Status.ACTION_REQUIRED: {"registration.action_required"},
        Status.APPROVED: {"registration.approved", "registration.handed_over", "registration.extended"},
        Status.DECLINED: {"registration.declined"},
        Status.WITHDRAWN: {"registration.withdrawn"},
        Status.WON: {"registration.won"},
        Status.LOST: {"registration.lost"},
    }
    for registration in all_registrations(everything):
        events: tuple[Happened, ...] = everything.log.of(registration.id)
        assert (events[0].kind, events[0].at) == ("registration.submitted", registration.registered_at)
        assert events[0].fields == {"policy": registration.policy_version}
        assert events[-1].kind in ends[registration.status]
        assert [event.at for event in events] == sorted(event.at for event in events)
        decided = [event.at for event in events if event.kind in ("registration.approved", "registration.declined")]
        again = events[-1].kind in ("registration.reopened", "registration.appealed")
        assert again == (bool(decided) and registration.decided_at is None)
        assert again or decided == ([registration.decided_at] if registration.decided_at else [])


def test_what_a_partner_hands_over_is_in_the_log(everything: SqlWork) -> None:
    approved = [found for found in everything.registrations.of_partner("alpenblick") if found.protected is not None]
    assert approved
    for registration in approved:
        assert "registration.handed_over" in {event.kind for event in everything.log.of(registration.id)}


def test_a_tier_is_earned_by_the_revenue_that_it_asks(everything: SqlWork) -> None:
    since = AT - timedelta(days=365)
    requirements = {
        requirement.tier: requirement.revenue.amount for requirement in everything.program.in_force(AT).tiers.requirements
    }
    for partner in everything.people.partners():
        if partner.currency != "EUR" or partner.tier not in requirements:
            continue
        won = [found for found in everything.registrations.of_partner(partner.id) if found.status is Status.WON]
        lately = [found for found in won if everything.log.of(found.id)[-1].at > since and found.opportunity.amount]
        assert won
        assert sum(found.opportunity.amount.amount for found in lately if found.opportunity.amount) >= requirements[partner.tier]


# --- what was earned -------------------------------------------------------------------------------------------------


def lines_of(work: SqlWork, partner_id: str) -> list[StatementLine]:
    entries = work.statements.lines(partner_id, date(2024, 1, 1), AT.date())
    return [entry.line for entry in entries]


def test_every_kind_of_line_that_the_policy_gives_has_an_example(everything: SqlWork) -> None:
    found = [line for partner in everything.people.partners() for line in lines_of(everything, partner.id)]
    assert {line.kind for line in found} == {
        LineKind.COMMISSION,
        LineKind.RENEWAL,
        LineKind.REVENUE_SHARE,
        LineKind.CLAWBACK,
        LineKind.TRUE_UP,
    }
    steps = {step.kind for line in found for step in line.steps}
    assert {StepKind.REFUNDED, StepKind.LEFT_EARLY, StepKind.INVOICED, StepKind.EXCHANGE, StepKind.SHARE, StepKind.COMPLEX} <= steps


def test_each_of_the_last_months_has_something_to_show_to_whoever_earns_by_usage_and_each_quarter_to_the_others(
    everything: SqlWork,
) -> None:
    months = {(line.earned_on.year, line.earned_on.month) for line in lines_of(everything, "hafenwerk")}
    assert {(2026, month) for month in range(1, 5)} | {(2025, month) for month in range(10, 13)} <= months
    own = {line.registration_id: line for line in lines_of(everything, "nordwind")}
    assert len(own) >= 7
    assert {line.amount.currency for line in own.values()} == {"EUR"}


@SQLITE_FIRST
def test_the_demos_ledger_is_what_settling_all_of_it_again_would_book(database: Database, program: Program) -> None:
    load_demo(database, program, at=AT)
    with database.transaction() as connection:
        work = SqlWork(connection, viewer=BY_RULE, at=AT, program=program, ids=FreshIds())
        won = [found.id for found in work.registrations.all() if found.status is Status.WON]
        settled = settle_all(work, won)
    assert won
    assert settled == Settled()
    assert LedgerSweep(database, program, FreshIds()).run(AT).lines == 0


def test_no_line_was_booked_before_its_deal_was_won_or_after_the_demo_was_loaded(everything: SqlWork) -> None:
    won = {found.id: found.closing.at for found in all_registrations(everything) if found.status is Status.WON and found.closing}
    for partner in everything.people.partners():
        for line in lines_of(everything, partner.id):
            assert won[line.registration_id] <= line.booked_at <= AT
