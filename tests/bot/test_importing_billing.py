"""Billing data from files: what comes in is settled at once, what is refused is named line by line, and nothing counts twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.importing import BILLING, ImportResult, import_billing
from bot.importing.figures import number, rate
from bot.importing.values import Wrong
from program.money import Money
from program.partners import Member
from program.registrations import Closing, Registration, Status
from storage.engine import Database
from storage.ledger_tables import billing_facts, exchange_rates, statement_lines
from storage.loading import EndCustomer, Loader, Recorded
from storage.tables import events, members
from tests.bot.house import NOW, PROGRAM, House
from tests.storage.build import member, opportunity, registration

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
Bring = Callable[[str, str], ImportResult]


def deal(
    id: str, company: str, *, partner: str = "nordwind", currency: str = "EUR", status: Status = Status.WON
) -> tuple[Registration, str]:
    seller: Member = member(f"m-{partner}", partner)
    at = NOW - timedelta(days=60)
    closing = Closing(at=at, amount=Money(amount=Decimal(10_000), currency=currency)) if status is Status.WON else None
    sale = opportunity(company)
    return registration(id, seller, status=status, closing=closing, opportunity=sale, registered_at=at), company


def put_deals(database: Database, *deals: tuple[Registration, str]) -> None:
    with database.transaction() as connection:
        loader = Loader(connection)
        names = {company: f"c-{place}" for place, company in enumerate(sorted({company for _, company in deals}))}
        keys = {company: frozenset({f"name:{company.casefold()}"}) for company in names}
        loader.customers([EndCustomer(id=id, name=company, keys=keys[company]) for company, id in names.items()])
        loader.registrations([Recorded(registration=one, customer_ids=(names[company],), events=()) for one, company in deals])


@pytest.fixture
def house(furnished_url: str) -> Iterator[House]:
    opened = House(furnished_url)
    put_deals(
        opened.database,
        deal("R-WWWWW2", "Moorhof AG"),
        deal("R-WWWWW3", "Fährhaus AG", currency="USD"),
        deal("R-WWWWW4", "Doppel AG"),
        deal("R-WWWWW5", "Doppel AG"),
        deal("R-WWWWW6", "Monatlich AG", partner="hafenwerk"),
        deal("R-WWWWW7", "Monatlich Inc.", partner="hafenwerk", currency="USD"),
        deal("R-OPEN22", "Offen AG", status=Status.IN_REVIEW),
    )
    yield opened
    opened.close()


@pytest.fixture
def bring(house: House, tmp_path: Path) -> Bring:
    def run(kind: str, text: str) -> ImportResult:
        path = tmp_path / f"{kind}.csv"
        path.write_text(text, encoding="utf-8")
        return import_billing(kind, path, house.database, PROGRAM, at=house.at, ids=house.ids)

    return run


def booked(house: House, id: str) -> list[tuple[str, int]]:
    found = [row for row in house.rows(statement_lines) if row["registration_id"] == id]
    return [(row["item"], row["amount_minor"]) for row in sorted(found, key=lambda row: (row["item"], row["number"]))]


FILES = {
    "invoices": "source,deal,date,amount,currency\nI-1,R-WWWWW2,2026-10-01,10000.00,EUR\nI-2,R-WWWWW2,01.11.2026,-250,EUR\n",
    "payments": "source;customer;date;amount;currency\nP-1;Moorhof AG;2026-10-20;9750,00;EUR\n",
    "refunds": "source,deal,date,amount,currency\nG-1,r-wwwww2,2026-11-01,1000,eur\n",
    "churn": "source,deal,date\nC-1,R-WWWWW4,2026-11-20\n",
    "usage": "source,deal,month,amount,currency\nU-1,R-WWWWW6,2026-10,500,EUR\nU-2,R-WWWWW6,11/2026,520.50,EUR\n",
    "exchange-rates": "currency,month,rate\nUSD,2026-09,0.92\nCHF,2026-12,1.0500\n",
}


def test_every_kind_of_file_comes_in_is_settled_and_changes_nothing_the_second_time(house: House, bring: Bring) -> None:
    assert set(FILES) == set(BILLING)
    for kind, text in FILES.items():
        assert bring(kind, text).problems == ()
    assert booked(house, "R-WWWWW2") == [("commission", 230_000), ("refund:G-1", -23_000)]
    assert booked(house, "R-WWWWW3") == [("commission", 211_600)], "what waited for the rate of September"
    assert booked(house, "R-WWWWW4") == [("churn", -230_000), ("commission", 230_000)]
    assert booked(house, "R-WWWWW6") == [("share:2026-10", 10_000), ("share:2026-11", 10_410)]
    assert booked(house, "R-WWWWW5") == [], "nobody said anything of it"
    before = [house.rows(table) for table in (billing_facts, exchange_rates, statement_lines, events)]
    for kind, text in FILES.items():
        result = bring(kind, text)
        assert (result.added, result.changed, result.unchanged) == (0, 0, len(text.splitlines()) - 1)
    assert [house.rows(table) for table in (billing_facts, exchange_rates, statement_lines, events)] == before
    logged = [(row["subject"], row["fields"]["added"]) for row in before[-1] if row["kind"] == "program.imported"]
    assert logged == [
        ("invoices", "2"),
        ("payments", "1"),
        ("refunds", "1"),
        ("churn", "1"),
        ("usage", "2"),
        ("exchange-rates", "2"),
    ]


PAYMENTS = "source,deal,customer,date,amount,currency\n"


@pytest.mark.parametrize(
    ("kind", "line", "sentence"),
    [
        ("payments", "P-9,R-NOBODY,,2026-10-01,1,EUR", "column deal: there is no such registration"),
        ("payments", "P-9,R-OPEN22,,2026-10-01,1,EUR", "column deal: the registration is not won"),
        ("payments", "P-9,R-RIVAL2,,2026-10-01,1,EUR", "column deal: the registration is not won"),
        ("payments", "P-9,R-WWWWW2,,2026-10-01,1,USD", "column currency: the deal was won in EUR"),
        ("payments", "P-9,,,2026-10-01,1,EUR", "column deal: is empty, and so is customer; one of them says what it is about"),
        ("payments", "P-9,,Niemand AG,2026-10-01,1,EUR", "column customer: “Niemand AG” has no won deal"),
        ("payments", "P-9,,Offen AG,2026-10-01,1,EUR", "column customer: “Offen AG” has no won deal"),
        (
            "payments",
            "P-9,,Doppel AG,2026-10-01,1,EUR",
            "column customer: “Doppel AG” has several won deals; name one in deal: R-WWWWW4, R-WWWWW5",
        ),
        ("payments", ",R-WWWWW2,,2026-10-01,1,EUR", "column source: is empty"),
        ("payments", "P-9,R-WWWWW2,,2026-11-24,1,EUR", "column date: “2026-11-24” is still to come"),
        ("payments", "P-9,R-WWWWW2,,10/11/2026,1,EUR", "column date: “10/11/2026” is not a date such as 2026-01-31"),
        ("payments", "P-9,R-WWWWW2,,2026-10-01,0,EUR", "column amount: “0.0” is not above 0"),
        ("payments", "P-9,R-WWWWW2,,2026-10-01,-5,EUR", "column amount: “-5.0” is not above 0"),
        (
            "payments",
            "P-9,R-WWWWW2,,2026-10-01,1.234,EUR",
            "column amount: “1.234” has more than 2 digits after the point, which EUR does not have",
        ),
        ("payments", "P-9,R-WWWWW2,,2026-10-01,1000000000000,EUR", "column amount: “1000000000000.0” is too much"),
        (
            "payments",
            'P-9,R-WWWWW2,,2026-10-01,"1.234,50",EUR',
            "column amount: “1.234,50” is not a number such as 1234.50; leave out thousands separators, signs and currencies",
        ),
        (
            "payments",
            "P-9,R-WWWWW2,,2026-10-01,1,EURO",
            "column currency: “EURO” is not a currency code such as EUR; did you mean EUR?",
        ),
        ("payments", "P-1,R-WWWWW2,,2026-10-01,2,EUR", "column source: says something else than line 2, which has the same source"),
        (
            "payments",
            "P-0,R-WWWWW2,,2026-10-01,2,EUR",
            "column source: was recorded with other content before; what is recorded stays, so correct it with a line of its own",
        ),
    ],
)  # fmt: skip
@ON_SQLITE
def test_a_line_that_cannot_be_taken_keeps_every_line_out(house: House, bring: Bring, kind: str, line: str, sentence: str) -> None:
    assert bring("payments", PAYMENTS + "P-0,R-WWWWW2,,2026-10-01,1,EUR\n").problems == ()
    before = house.rows(billing_facts), house.rows(statement_lines)
    result = bring(kind, PAYMENTS + f"P-1,R-WWWWW2,,2026-10-01,1,EUR\n{line}\n")
    assert [problem.sentence for problem in result.problems] == [f"line 3, {sentence}"]
    assert (house.rows(billing_facts), house.rows(statement_lines)) == before


@ON_SQLITE
@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("EUR,2026-09,1", "column currency: is the program's own currency, which needs no rate"),
        ("USD,2026-09,0.93", "column rate: was recorded otherwise before; a rate that is recorded stays"),
        ("USD,2026-10,0.9", "column rate: says something else than line 2, which has the same currency and month"),
        ("CHF,2027-01,1", "column month: “2027-01” is still to come"),
        ("CHF,2026-13,1", "column month: “2026-13” is not a month such as 2026-01"),
        ("CHF,2026-09,0", "column rate: “0” is not an exchange rate such as 1.0825"),
    ],
)
def test_a_rate_that_cannot_be_taken_is_named(house: House, bring: Bring, line: str, sentence: str) -> None:
    assert bring("exchange-rates", FILES["exchange-rates"]).problems == ()
    result = bring("exchange-rates", f"currency,month,rate\nUSD,2026-10,0.91\n{line}\n")
    assert [problem.sentence for problem in result.problems] == [f"line 3, {sentence}"]
    assert len(house.rows(exchange_rates)) == 2


@ON_SQLITE
def test_usage_whose_rate_is_not_there_yet_is_recorded_and_settled_when_it_comes(house: House, bring: Bring) -> None:
    assert bring("usage", "source,deal,month,amount,currency\nU-7,R-WWWWW7,2026-10,500,USD\n").added == 1
    assert booked(house, "R-WWWWW7") == []
    assert bring("exchange-rates", "currency,month,rate\nUSD,2026-10,0.9\n").added == 1
    assert booked(house, "R-WWWWW7") == [("share:2026-10", 9_000)]


@ON_SQLITE
def test_the_day_is_that_of_the_programs_zone(house: House, bring: Bring) -> None:
    """Half past eleven at night in London is the next day in Berlin."""
    house.at = NOW.replace(hour=23, minute=30)
    assert bring("payments", PAYMENTS + "P-1,R-WWWWW2,,2026-11-24,1,EUR\n").problems == ()


@ON_SQLITE
def test_who_left_the_program_changes_nothing_about_what_a_deal_earns(house: House, bring: Bring) -> None:
    with house.database.transaction() as connection:
        connection.execute(members.update().where(members.c.id == "m-nordwind").values(active=False))
    assert bring("payments", FILES["payments"]).added == 1
    assert booked(house, "R-WWWWW2") == [("commission", 230_000)]


@given(st.text(alphabet="0123456789.,-+ eE'", max_size=16))
def test_a_number_is_read_exactly_or_refused(text: str) -> None:
    try:
        found = number(text)
    except Wrong:
        return
    assert found == Decimal(text.replace(",", "."))


@pytest.mark.parametrize(
    ("text", "value"), [("1.0500", "1.05"), ("0,92", "0.92"), ("100", "100"), ("0.000000000001", "0.000000000001")]
)
def test_a_rate_is_kept_as_short_as_it_can_be_written(text: str, value: str) -> None:
    assert format(rate(text), "f") == value
