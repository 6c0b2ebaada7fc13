"""What came due in the ledger by itself is settled once, whoever sweeps and however often, and nothing else is looked at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from sqlalchemy import update

from bot.ledger_sweep import LedgerSweep, Settlement
from handlers.billing import ClaimedFact, take_in
from handlers.settling import settle_all
from handlers.settling_due import SUBJECT
from program.access import BY_RULE
from program.billing import BillingFact, FactKind
from program.money import Money
from program.periods import months_after
from program.registrations import Closing, Registration, Status
from storage.engine import Database
from storage.ledger_tables import statement_lines
from storage.loading import EndCustomer, Loader, Recorded
from storage.tables import events, registrations
from storage.work import SqlWork
from tests.bot.house import NOW, House
from tests.storage.build import at_once, member, opportunity, registration

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
#: Won in the first version of the policy, whose true-up is twelve months later.
WON_AT = datetime(2025, 11, 30, 10, 0, tzinfo=UTC)
TRUED_UP = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


@pytest.fixture
def house(furnished_url: str) -> Iterator[House]:
    opened = House(furnished_url)
    yield opened
    opened.close()


def won(house: House, *ids: str, at: datetime = WON_AT, **more: Any) -> None:
    """Deals of 10,000 euros won at the instant, as they are in a program that had no ledger yet."""
    known = {"closing": Closing(at=at, amount=Money(amount=Decimal(10_000), currency="EUR")), "status": Status.WON} | more
    policy = house.program.in_force(at)
    with house.database.transaction() as connection:
        loader = Loader(connection)
        loader.customers([EndCustomer(id=f"c-{id}", name=f"{id} AG", keys=frozenset({f"name:{id}"})) for id in ids])
        deals: list[Registration] = [
            registration(
                id,
                member("m-nordwind", "nordwind"),
                opportunity=opportunity(f"{id} AG"),
                registered_at=at - timedelta(days=30),
                **({"policy_version": policy.version} | known),
            )
            for id in ids
        ]
        loader.registrations([Recorded(registration=one, customer_ids=(f"c-{one.id}",), events=()) for one in deals])


def invoice(house: House, id: str, amount: int, on: date, at: datetime) -> None:
    with house.database.transaction() as connection:
        money = Money(amount=Decimal(amount), currency="EUR")
        said = BillingFact(source=f"I-{id}-{on}", kind=FactKind.INVOICE, registration_id=id, on=on, amount=money)
        work = SqlWork(connection, viewer=BY_RULE, at=at, program=house.program, ids=house.ids)
        assert take_in(work, [ClaimedFact(place=1, fact=said)]).added == 1


def sweep(house: House, at: datetime) -> Settlement:
    return LedgerSweep(house.database, house.program, house.ids).run(at)


def booked(house: House) -> list[tuple[str, str, int]]:
    return sorted((row["registration_id"], row["item"], row["amount_minor"]) for row in house.rows(statement_lines))


def remembered(house: House) -> list[str]:
    return [row["fields"]["until"] for row in house.rows(events) if row["subject"] == SUBJECT]


def test_deals_won_before_there_was_a_ledger_are_settled_by_the_first_sweep(house: House) -> None:
    won(house, "R-22222A", "R-22222B")
    won(house, "R-22222C", at=NOW - timedelta(days=3))
    won(house, "R-22222D", closing=Closing(at=WON_AT))
    assert sweep(house, NOW) == Settlement(deals=3, lines=3)
    assert {(id, item) for id, item, _ in booked(house)} == {(f"R-22222{letter}", "commission") for letter in "ABC"}
    assert sweep(house, NOW) == Settlement()
    assert remembered(house) == ["2026-11-23"]


def test_a_true_up_comes_due_by_the_calendar_and_only_then(house: House) -> None:
    won(house, "R-22222A")
    invoice(house, "R-22222A", 12_000, date(2026, 3, 1), NOW)
    sweep(house, TRUED_UP - timedelta(days=1))
    assert [item for _, item, _ in booked(house)] == ["commission"]
    assert sweep(house, TRUED_UP).lines == 1
    (_, _, whole), (_, item, more) = booked(house)
    assert (item, more * 5) == ("true_up", whole)
    assert sweep(house, TRUED_UP + timedelta(days=1)).lines == 0


@on_sqlite
def test_a_sweep_that_was_missed_for_a_month_catches_up(house: House) -> None:
    won(house, "R-22222A")
    won(house, "R-22222B", at=WON_AT + timedelta(days=20))
    for id in ("R-22222A", "R-22222B"):
        invoice(house, id, 12_000, date(2026, 3, 1), NOW)
    sweep(house, NOW)
    assert sweep(house, NOW + timedelta(days=60)).lines == 2


@on_sqlite
@pytest.mark.parametrize("day", [date(2025, 2, 28), date(2025, 8, 31), date(2025, 12, 31), date(2024, 2, 29)])
def test_the_last_days_of_months_come_due_too(house: House, day: date) -> None:
    at = datetime(day.year, day.month, day.day, 22, 30, tzinfo=UTC)
    won(house, "R-22222A", at=at)
    invoice(house, "R-22222A", 9_000, day, at)
    due = months_after(day, 12)
    before = datetime(due.year, due.month, due.day, 8, tzinfo=UTC) - timedelta(days=1)
    sweep(house, before)
    assert sum(sweep(house, before + timedelta(days=ahead)).lines for ahead in (1, 2)) == 1


@on_sqlite
def test_a_day_with_nothing_due_looks_at_no_deal(house: House) -> None:
    won(house, *(f"R-3333{number:02}" for number in range(30)), at=NOW - timedelta(days=100))
    assert sweep(house, NOW).deals == 30
    for days in range(2, 8):
        found = sweep(house, NOW + timedelta(days=days))
        assert found == Settlement()


def test_several_processes_at_once_book_everything_once(house: House) -> None:
    won(house, *(f"R-3333{number:02}" for number in range(12)))
    databases = [Database(house.url) for _ in range(4)]
    try:
        swept = at_once([partial(LedgerSweep(database, house.program, house.ids).run, NOW) for database in databases])
    finally:
        for database in databases:
            database.close()
    assert sum(one.lines for one in swept) == 12
    assert [one.left for one in swept] == [0] * 4
    assert len(booked(house)) == 12


@on_sqlite
def test_a_defect_in_one_deal_keeps_none_of_the_others_waiting_and_is_tried_again(house: House) -> None:
    won(house, "R-22222A", "R-22222B", "R-22222C")
    with house.database.transaction() as connection:
        connection.execute(update(registrations).where(registrations.c.id == "R-22222B").values(policy_version="gone"))
    assert sweep(house, NOW) == Settlement(deals=3, lines=2, left=1)
    assert remembered(house) == []
    with house.database.transaction() as connection:
        version = house.program.in_force(WON_AT).version
        connection.execute(update(registrations).where(registrations.c.id == "R-22222B").values(policy_version=version))
    assert sweep(house, NOW + timedelta(minutes=1)).lines == 1
    assert remembered(house) == ["2026-11-23"]


@on_sqlite
def test_a_deal_won_at_the_moment_when_its_rate_was_recorded_is_found_the_next_day(house: House) -> None:
    """Neither turn sees what the other one writes: the deal waits, and the rate meets no deal that waits."""
    sweep(house, NOW)
    with house.database.transaction() as connection:
        work = SqlWork(connection, viewer=BY_RULE, at=NOW, program=house.program, ids=house.ids)
        work.books.set_rates({("USD", date(2026, 11, 1)): Decimal("0.9")})
    dollars = Closing(at=NOW, amount=Money(amount=Decimal(10_000), currency="USD"))
    won(house, "R-22222A", at=NOW, closing=dollars)
    assert sweep(house, NOW + timedelta(days=1)).lines == 1
    assert booked(house) == [("R-22222A", "commission", 207_000)]


@on_sqlite
def test_a_clock_that_goes_back_settles_nothing_again(house: House) -> None:
    won(house, "R-22222A")
    sweep(house, NOW)
    with house.database.transaction() as connection:
        work = SqlWork(connection, viewer=BY_RULE, at=NOW, program=house.program, ids=house.ids)
        assert settle_all(work, ["R-22222A"]).lines == ()
    assert sweep(house, NOW - timedelta(days=2)) == Settlement()
    assert remembered(house) == ["2026-11-23"]
