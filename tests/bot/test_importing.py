"""Importing a program from files: what comes in, what is refused and why, all or nothing, and nothing twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.importing import KINDS, ImportResult
from handlers.message import Sender
from handlers.ports import Happened
from program.partners import Deputyship
from program.registrations import Closing, Contact, LossReason, Opportunity, Registration, Status
from storage.engine import Database
from storage.links import member_behind
from storage.loading import ChatAccount, Loader, Recorded
from storage.tables import opportunities
from tests.bot.importing_texts import (
    AT,
    CHANNEL_COSTS,
    CUSTOMERS,
    NAMED_ACCOUNTS,
    PARTNERS,
    PRICES,
    PRODUCTS,
    PROGRAM,
    SELLERS,
    STAFF,
    TERRITORIES,
    counts,
    everything,
    import_text,
    rows,
    sentences,
)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
    yield opened
    opened.close()


Bring = Callable[[str, str], ImportResult]


@pytest.fixture
def bring(database: Database, tmp_path: Path) -> Bring:
    """Imports a text as a file of the kind."""
    return lambda kind, text: import_text(database, tmp_path, kind, text)


@pytest.fixture
def program(bring: Bring) -> Bring:
    """A program that has been imported, to import more into."""
    for kind, text in PROGRAM:
        assert bring(kind, text).problems == ()
    return bring


# --- what comes in ---------------------------------------------------------------------------------------------------


def test_partners_come_in_with_their_manager(program: Bring, database: Database) -> None:
    assert rows(database, "partners", "id", "name", "kinds", "tier", "country", "zone", "currency") == [
        ("tidewater", "Tidewater Partners Ltd", ["referral"], "bronze", "GB", "Europe/London", "GBP"),
        ("wolkenstein", "Wolkenstein IT GmbH", ["msp", "reseller"], "silver", "DE", "Europe/Berlin", "EUR"),
    ]
    people = dict(rows(database, "members", "email", "id"))
    assert rows(database, "assignments", "partner_id", "manager_id") == [("wolkenstein", people["pam@maker.example"])]


def test_members_come_in_and_nobody_is_linked(program: Bring, database: Database) -> None:
    assert rows(database, "members", "email", "name", "role", "partner_id", "language", "zone", "active") == [
        ("ada@tidewater.example", "Ada Crane", "partner_admin", "tidewater", "en", "Europe/London", True),
        ("dora@maker.example", "Dora Selig", "direct_seller", None, "en", "Europe/Berlin", True),
        ("pam@maker.example", "Pia Amsinck", "partner_manager", None, "de", "Europe/Berlin", True),
        ("sam@wolkenstein.example", "Sam Hohn", "seller", "wolkenstein", "de", "Europe/Vienna", True),
    ]
    assert rows(database, "accounts", "user_id") == []
    assert rows(database, "link_codes", "code_hash") == []


def test_products_come_in_and_keep_the_order_of_the_file(program: Bring, database: Database) -> None:
    assert sorted(rows(database, "products", "position", "name", "family", "aliases", "is_complex")) == [
        (0, "Kelp Mail", "Kelp", ["mail", "post"], False),
        (1, "Kelp Archive", "Kelp", [], False),
        (2, "Reef Analytics", "Reef", ["analytics"], True),
    ]


def test_customers_and_opportunities_come_in_under_their_identity_keys(program: Bring, database: Database) -> None:
    assert counts(program("customers", CUSTOMERS)) == (3, 0, 0)
    ids = dict(rows(database, "customers", "name", "id"))
    assert rows(database, "customers", "name", "is_customer") == [
        ("Brackwater Ferries Ltd", False),
        ("Sommerwind Logistik GmbH", True),
    ]
    assert rows(database, "customer_keys", "key", "customer_id") == sorted(
        [
            ("name:sommerwind logistik gmbh", ids["Sommerwind Logistik GmbH"]),
            ("domain:sommerwind.example", ids["Sommerwind Logistik GmbH"]),
            ("register:hrb 4711@bremen", ids["Sommerwind Logistik GmbH"]),
            ("name:brackwater ferries ltd", ids["Brackwater Ferries Ltd"]),
            ("domain:brackwater.example", ids["Brackwater Ferries Ltd"]),
        ],
        key=repr,
    )
    assert rows(database, "opportunities", "seller", "family", "opened_at", "closed_at", "customer_id") == [
        ("Dora Selig", "Kelp", datetime(2026, 3, 2, tzinfo=UTC), None, ids["Brackwater Ferries Ltd"]),
        ("Dora Selig", None, datetime(2026, 4, 1, tzinfo=UTC), None, ids["Sommerwind Logistik GmbH"]),
    ]


def test_an_opportunity_is_the_members_whose_address_or_name_it_has(program: Bring, database: Database) -> None:
    program("customers", CUSTOMERS)
    dora = dict(rows(database, "members", "email", "id"))["dora@maker.example"]
    assert [seller for (seller,) in rows(database, "opportunities", "seller_id")] == [dora, dora]
    program("customers", CUSTOMERS.replace("dora@maker.example", "Somebody Else"))
    assert rows(database, "opportunities", "seller", "seller_id") == [("Dora Selig", dora), ("Somebody Else", None)]


def test_what_a_seller_says_of_an_opportunity_outlives_the_next_import(program: Bring, database: Database) -> None:
    program("customers", CUSTOMERS)
    said = {"amount_minor": 800_000, "currency": "EUR", "closed_at": datetime(2026, 5, 1, tzinfo=UTC), "ended": "won"}
    with database.transaction() as connection:
        connection.execute(update(opportunities).values(said))
    program("customers", CUSTOMERS.replace("2026-03-02", "2026-03-03"))
    kept = rows(database, "opportunities", "amount_minor", "ended", "closed_at")
    assert kept == [(800_000, "won", datetime(2026, 5, 1, tzinfo=UTC))] * 2
    assert datetime(2026, 3, 3, tzinfo=UTC) in [day for (day,) in rows(database, "opportunities", "opened_at")]


def test_territories_come_in(program: Bring, database: Database) -> None:
    assert counts(program("territories", TERRITORIES)) == (2, 0, 0)
    columns = ("id", "name", "countries", "industries", "min_employees", "max_employees", "partner_id")
    assert rows(database, "territories", *columns) == [
        ("coast", "The coast", ["DE", "NL"], ["Shipping"], 50, None, "wolkenstein"),
        ("small", "Small companies", [], [], None, 49, None),
    ]


def test_named_accounts_come_in_for_companies_known_and_new(program: Bring, database: Database) -> None:
    program("customers", CUSTOMERS)
    assert counts(program("named-accounts", NAMED_ACCOUNTS)) == (2, 0, 0)
    assert rows(database, "customers", "name", "named_account_owner", "is_customer") == [
        ("Brackwater Ferries Ltd", None, False),
        ("Grauwal Reederei AG", "Kim Holt", False),
        ("Sommerwind Logistik GmbH", "Dora Selig", True),
    ]


# --- nothing twice ---------------------------------------------------------------------------------------------------


def test_every_file_imported_twice_changes_nothing(program: Bring, database: Database) -> None:
    files = (
        ("members", STAFF),
        ("partners", PARTNERS),
        ("members", SELLERS),
        ("products", PRODUCTS),
        ("customers", CUSTOMERS),
        ("territories", TERRITORIES),
        ("named-accounts", NAMED_ACCOUNTS),
        ("prices", PRICES),
        ("channel-costs", CHANNEL_COSTS),
    )
    of_tiers = {"certifications", "references", "practices", "sponsors"}  # see test_importing_tiers
    assert {kind for kind, _ in files} | of_tiers == set(KINDS)
    for kind, text in files:
        program(kind, text)
    before = everything(database)
    for kind, text in files:
        assert counts(program(kind, text)) == (0, 0, len(text.splitlines()) - 1)
    assert everything(database) == before


@pytest.mark.parametrize(
    ("kind", "text", "old", "new"),
    [
        ("partners", PARTNERS, ",silver,", ",gold,"),
        ("members", SELLERS, "Sam Hohn", "Samuel Hohn"),
        ("products", PRODUCTS, "Reef,analytics,yes", "Reef,analytics,no"),
        ("customers", CUSTOMERS, "2026-03-02", "2026-03-03"),
        ("customers", CUSTOMERS, "Ltd,brackwater.example", "Ltd,brackwater-ferries.example"),
        ("territories", TERRITORIES, ",49,", ",79,"),
        ("named-accounts", NAMED_ACCOUNTS, "Kim Holt", "Kim Holtby"),
        ("channel-costs", CHANNEL_COSTS, "12000", "12001"),
    ],
)
def test_a_corrected_file_changes_the_line_that_was_corrected(program: Bring, kind: str, text: str, old: str, new: str) -> None:
    program(kind, text)
    lines = len(text.splitlines()) - 1
    assert counts(program(kind, text.replace(old, new))) == (0, 1, lines - 1)


def test_a_file_on_a_customer_moves_on_when_more_is_known_of_it(program: Bring, database: Database) -> None:
    program("customers", CUSTOMERS)
    before = dict(rows(database, "customers", "name", "revision"))
    program("named-accounts", NAMED_ACCOUNTS)
    program("customers", CUSTOMERS.replace("2026-03-02", "2026-03-03"))
    after = dict(rows(database, "customers", "name", "revision"))
    assert after["Sommerwind Logistik GmbH"] > before["Sommerwind Logistik GmbH"]
    assert after["Brackwater Ferries Ltd"] > before["Brackwater Ferries Ltd"]


def test_what_a_file_leaves_empty_stays(program: Bring, database: Database) -> None:
    program("partners", PARTNERS.replace("pam@maker.example", ""))
    assert len(rows(database, "assignments", "partner_id")) == 1
    program("members", SELLERS.replace(",de,Europe/Vienna,", ",,,"))
    assert ("de", "Europe/Vienna") in rows(database, "members", "language", "zone")


def test_two_lines_that_share_a_domain_are_one_customer(program: Bring, database: Database) -> None:
    text = "name,domain,relation\nMoorhof Saaten GmbH,moorhof.example,customer\nMoorhof Seeds Ltd,www.moorhof.example,customer\n"
    assert counts(program("customers", text)) == (1, 1, 0)
    assert len(rows(database, "customers", "id")) == 1


def test_somebody_who_leaves_loses_access_at_once(program: Bring, database: Database) -> None:
    people = dict(rows(database, "members", "email", "id"))
    sender = Sender(chat="console", tenant="local", user="sam")
    with database.transaction() as connection:
        Loader(connection).accounts([ChatAccount(sender=sender, member_id=people["sam@wolkenstein.example"], linked_at=AT)])
        assert member_behind(connection, sender) is not None
    program("members", SELLERS.replace("Europe/Vienna,yes", "Europe/Vienna,no"))
    assert rows(database, "accounts", "user_id") == []
    program("members", SELLERS)
    with database.reading() as connection:
        assert member_behind(connection, sender) is None, "coming back needs a new link"


def test_an_import_is_in_the_log_once(program: Bring, database: Database) -> None:
    program("customers", CUSTOMERS)
    program("customers", CUSTOMERS)
    logged = [row for row in rows(database, "events", "kind", "subject", "fields") if row[1] == "customers"]
    assert logged == [("program.imported", "customers", {"file": "customers.csv", "added": "3", "changed": "0"})]
    assert rows(database, "events", "kind", "subject").count(("partner.assigned", "wolkenstein")) == 1


# --- how a file may be written ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        lambda text: "\ufeff" + text,
        lambda text: text.replace(",", ";"),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("name,family", "Name, FAMILY").replace("\n", "\n\n"),
        lambda text: text.replace("\n", ",,\n"),
        lambda text: text.replace("Reef Analytics", '"Reef Analytics"').replace("Kelp Archive", "\u00a0Kelp Archive "),
    ],
    ids=["mark", "semicolons", "windows", "header in capitals, blank lines", "empty cells at the end", "quotes and margins"],
)
def test_a_file_may_be_written_as_spreadsheets_do(program: Bring, written: Callable[[str], str]) -> None:
    assert counts(program("products", written(PRODUCTS))) == (0, 0, 3)


def test_columns_may_stand_in_any_order_and_those_not_needed_may_be_left_out(program: Bring, database: Database) -> None:
    assert counts(program("products", "family,name\nTide,Tide Clock\n")) == (1, 0, 0)
    assert ("Tide Clock", "Tide", [], False) in rows(database, "products", "name", "family", "aliases", "is_complex")


def test_a_quoted_cell_may_hold_a_line_break_and_the_next_line_keeps_its_number(program: Bring) -> None:
    text = 'name,family\n"Long\nName",Tide\nTide Clock,\n'
    assert sentences(program("products", text)) == [
        "line 2, column name: “Long\\nName” has a character that cannot be shown",
        "line 4, column family: is empty",
    ]


# --- what is refused -------------------------------------------------------------------------------------------------


def test_a_bad_line_keeps_every_line_out(program: Bring, database: Database) -> None:
    before = everything(database)
    for kind, text in (("partners", PARTNERS), ("members", SELLERS), ("products", PRODUCTS), ("territories", TERRITORIES)):
        fresh = (
            text.replace("wolkenstein,Wolk", "wolkenau,Wolk")
            .replace("sam@", "tom@")
            .replace("Reef An", "Reef Pan")
            .replace("small,", "tiny,")
        )
        assert program(kind, fresh + "," * text.splitlines()[0].count(",") + "x\n").problems != ()
    for kind, text in (("customers", CUSTOMERS), ("named-accounts", NAMED_ACCOUNTS)):
        assert program(kind, text + "GmbH,gmail.com,,\n").problems != ()
    assert everything(database) == before


def test_a_deputyship_is_written_once(program: Bring, database: Database) -> None:
    people = dict(rows(database, "members", "email", "id"))
    away = Deputyship(
        manager_id=people["pam@maker.example"],
        deputy_id=people["dora@maker.example"],
        first=date(2026, 6, 1),
        last=date(2026, 6, 5),
    )
    for _ in range(2):
        with database.transaction() as connection:
            Loader(connection).deputies([away])
    assert rows(database, "deputies", "first", "last") == [(date(2026, 6, 1), date(2026, 6, 5))]


def test_a_registration_is_brought_in_once_with_what_happened_to_it(program: Bring, database: Database) -> None:
    program("customers", CUSTOMERS)
    people, customers = dict(rows(database, "members", "email", "id")), dict(rows(database, "customers", "name", "id"))
    registration = Registration(
        id="R-TTTTTTTT",
        partner_id="wolkenstein",
        member_id=people["sam@wolkenstein.example"],
        opportunity=Opportunity(company="Brackwater Ferries Ltd", contact=Contact(name="Joy Lund"), close_date=date(2026, 7, 1)),
        status=Status.LOST,
        closing=Closing(at=AT + timedelta(days=3), loss=LossReason.PRICE),
        registered_at=AT,
        policy_version="2026-01",
    )
    submitted = Happened(kind="registration.submitted", subject=registration.id, at=AT, actor_id=None, fields={})
    lost = replace(submitted, kind="registration.lost", at=AT + timedelta(days=3))
    recorded = Recorded(registration=registration, customer_ids=(customers["Brackwater Ferries Ltd"],), events=(submitted, lost))
    for _ in range(2):
        with database.transaction() as connection:
            Loader(connection).registrations([recorded])
    assert rows(database, "registrations", "id", "status") == [("R-TTTTTTTT", "lost")]
    assert rows(database, "registration_files", "customer_id") == [(customers["Brackwater Ferries Ltd"],)]
    logged = [row for row in rows(database, "events", "id", "kind", "subject") if row[2] == registration.id]
    assert [row[1] for row in logged] == ["registration.submitted", "registration.lost"]
