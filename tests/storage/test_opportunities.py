"""Direct opportunities are kept whole, on every file of their customer, and are their own seller's alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from handlers.ports import Stale
from program.money import Money
from program.opportunities import Ending, RecordedOpportunity
from program.partners import Member, Role
from program.periods import protected_period
from program.registrations import Contact, CustomerFile, Preference, Reviewer, Statement, Status
from storage.tables import opportunities
from storage.work import SqlWork
from tests.storage.build import (
    ALPENBLICK,
    CHANNEL,
    COLLEAGUE,
    DIRECT,
    EVERYBODY,
    LONER,
    MANAGER,
    NORDWIND,
    NOW,
    RIVAL,
    SELLER,
    Record,
    exactly,
    member,
    partner,
    registration,
)

FULL = RecordedOpportunity(
    id="O-FULL",
    seller_id=DIRECT.id,
    company="Müller & Söhne GmbH",
    contact=Contact(name="Ana Łuczak", email="ana@mueller.example", phone="+49301234567"),
    close_date=date(2027, 2, 28),
    amount=Money(amount=Decimal("45000.50"), currency="EUR"),
    product="Fernblick CRM",
    family="CRM",
    opened_at=NOW,
    statement=Statement(preference=Preference.SAID, note="they called us"),
)
#: Another direct seller.
SECOND = member("second", role=Role.DIRECT_SELLER)


def files(work: SqlWork, *names: str) -> tuple[CustomerFile, ...]:
    return tuple(file for name in names for file in work.files.open([f"name:{name}"], name=name))


def recorded(record: Record, *names: str, opportunity: RecordedOpportunity = FULL) -> None:
    with record.turn(DIRECT) as work:
        work.opportunities.add(opportunity, files(work, *(names or ("mueller",))))


@pytest.fixture
def two(record: Record) -> Record:
    """The record with a second direct seller."""
    with record.database.transaction() as connection:
        record.add(connection, (partner("extra"),), (SECOND,))
    return record


def test_what_is_recorded_is_read_as_it_was(record: Record) -> None:
    recorded(record)
    with record.turn(DIRECT) as work:
        assert work.opportunities.get("O-FULL") == FULL
        assert work.opportunities.all() == (FULL,)
        assert work.opportunities.named("SÖHNE") == (FULL,)
        assert work.opportunities.named("Huber") == ()


def test_a_change_moves_it_on_and_an_old_one_does_not_stand(record: Record) -> None:
    recorded(record)
    over = replace(FULL, ended=Ending.WON, closed_at=NOW + timedelta(days=1))
    with record.turn(DIRECT) as work:
        work.opportunities.change(over)
        assert work.opportunities.get("O-FULL") == replace(over, revision=2)
    with pytest.raises(Stale), record.turn(DIRECT) as work:
        work.opportunities.change(over)


@pytest.mark.parametrize("who", [one for one in (*EVERYBODY, SECOND) if one != DIRECT], ids=lambda one: one.id)
def test_it_is_nobodys_but_its_sellers(two: Record, who: Member) -> None:
    recorded(two)
    with two.turn(who) as work:
        assert work.opportunities.get("O-FULL") is None
        assert work.opportunities.all() == work.opportunities.named("Müller") == ()
    with pytest.raises(Stale), two.turn(who) as work:
        work.opportunities.change(FULL)


def test_it_stands_on_every_file_of_its_customer_until_it_is_closed(record: Record) -> None:
    recorded(record, "mueller", "mueller soehne")
    with record.turn(SELLER) as work:
        for file in files(work, "mueller", "mueller soehne"):
            assert [(sale.id, sale.seller, sale.seller_id, sale.family) for sale in file.direct] == [
                ("O-FULL", DIRECT.name, DIRECT.id, "CRM")
            ]
        assert files(work, "huber")[0].direct == ()
        assert [file.name for file in work.files.of_opportunity("O-FULL")] == ["mueller", "mueller soehne"]
    with record.turn(DIRECT) as work:
        work.opportunities.change(replace(FULL, ended=Ending.LOST, closed_at=NOW))
    with record.turn(SELLER) as work:
        assert [file.direct for file in files(work, "mueller", "mueller soehne")] == [(), ()]


def test_an_imported_one_has_its_customers_name(record: Record) -> None:
    recorded(record)
    record.set(opportunities, "O-FULL", company=None)
    with record.turn(DIRECT) as work:
        found = work.opportunities.get("O-FULL")
        assert found is not None
        assert found.company == "mueller"
        assert work.opportunities.named("Mueller") == (found,)


def test_whoever_is_won_buys_from_the_vendor(record: Record) -> None:
    with record.turn(DIRECT) as work:
        work.files.now_buys(files(work, "mueller"))
    with record.turn(SELLER) as work:
        assert files(work, "mueller")[0].is_customer
        assert not files(work, "huber")[0].is_customer


def test_only_undecided_registrations_are_reconsidered(record: Record) -> None:
    held = protected_period(start=NOW, days=90, zone=NORDWIND.zone)
    with record.turn(SELLER) as work:
        on = exactly(files(work, "mueller"))
        work.registrations.add(registration("R-1", SELLER), on)
        work.registrations.add(registration("R-2", SELLER, status=Status.APPROVED, protected=held), on)
    with record.turn(DIRECT) as work:
        work.registrations.reconsider(["R-1", "R-2"])
    with record.turn(CHANNEL) as work:
        assert {one.id: one.revision for one in work.registrations.all()} == {"R-1": 2, "R-2": 1}


# ── leads and counterparts ───────────────────────────────────────────────────────────────────────────────────────────────
def handed_over(record: Record, *, by: Member = SELLER, id: str = "R-LEAD", file: str = "mueller") -> None:
    held = protected_period(start=NOW, days=90, zone=NORDWIND.zone)
    with record.turn(by) as work:
        work.registrations.add(registration(id, by, status=Status.APPROVED, protected=held), exactly(files(work, file)))
        work.log.add("registration.handed_over", id)


def test_a_lead_that_was_handed_over_is_seen_and_closed_by_direct_sellers_alone(record: Record) -> None:
    handed_over(record)
    with record.turn(DIRECT) as work:
        lead = work.leads.get("R-LEAD")
        assert lead is not None
        assert (lead.partner, work.leads.all(), work.leads.named("acme")) == (NORDWIND, (lead,), (lead,))
        assert work.registrations.get("R-LEAD") is None  # as a registration it stays the partner's
        work.leads.change(replace(lead.registration, note="called them"))
    for who in (SELLER, RIVAL, MANAGER, CHANNEL):
        with record.turn(who) as work:
            assert work.leads.get("R-LEAD") is None
            assert work.leads.all() == work.leads.named("acme") == ()
            assert work.leads.counterpart("R-LEAD") is None
        with pytest.raises(Stale), record.turn(who) as work:
            work.leads.change(replace(lead.registration, revision=2))


def test_what_was_not_handed_over_is_no_lead(record: Record) -> None:
    with record.turn(SELLER) as work:
        work.registrations.add(registration("R-1", SELLER), exactly(files(work, "mueller")))
    with record.turn(DIRECT) as work:
        assert work.leads.get("R-1") is None
        assert work.leads.all() == work.leads.named("acme") == ()
        assert work.leads.counterpart("R-1") is None
    with pytest.raises(Stale), record.turn(DIRECT) as work:
        work.leads.change(registration("R-1", SELLER))


def test_whom_direct_sales_meet_is_known_to_the_seller_who_works_there_and_only_while_they_do(two: Record) -> None:
    with two.turn(RIVAL) as work:
        first = registration("R-1", RIVAL, reviewer=Reviewer.CHANNEL_ADMIN)
        work.registrations.add(first, exactly(files(work, "mueller soehne")))
        work.registrations.add(registration("R-2", RIVAL), exactly(files(work, "huber")))
    recorded(two, "mueller", "mueller soehne")
    with two.turn(DIRECT) as work:
        met = work.leads.counterpart("R-1")
        assert met is not None
        assert (met.partner, met.reviewer, met.members) == (ALPENBLICK, Reviewer.CHANNEL_ADMIN, (RIVAL,))
        assert work.leads.counterpart("R-2") is None
        assert work.people.partner(ALPENBLICK.id) is None
    with two.turn(SECOND) as work:
        assert work.leads.counterpart("R-1") is None
    with two.turn(DIRECT) as work:
        work.opportunities.change(replace(FULL, ended=Ending.LOST, closed_at=NOW))
    with two.turn(DIRECT) as work:
        assert work.leads.counterpart("R-1") is None


def test_when_the_registrant_has_left_everybody_at_the_partner_is_to_be_told(record: Record) -> None:
    handed_over(record, by=COLLEAGUE)
    handed_over(record, by=LONER, id="R-SOLO", file="huber")
    with record.turn(CHANNEL) as work:
        for gone in (COLLEAGUE, LONER):
            work.people.deactivate(gone.id)
    with record.turn(DIRECT) as work:
        left, alone = work.leads.counterpart("R-LEAD"), work.leads.counterpart("R-SOLO")
        assert left is not None
        assert alone is not None
        assert {one.id for one in left.members} == {"seller", "admin"}
        assert alone.members == ()
