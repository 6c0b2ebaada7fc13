"""The books: what was recorded stays as it was said, nobody books twice, and no table of money can be changed or emptied."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Executable, delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from handlers.billing import ClaimedFact, take_in, take_in_rates
from handlers.billing import ClaimedRate as Rate
from handlers.ports import Stale
from handlers.ports_ledger import Contradicted
from handlers.settling import settle, settle_all
from program.billing import BillingFact, FactKind
from program.ledger import LineState
from program.money import Money
from program.partners import Member
from program.periods import Period, start_of_day
from program.registrations import Closing, Registration, Status
from storage.ledger_tables import billing_facts, exchange_rates, line_dues, sales, statement_lines
from storage.tables import partners, registrations
from tests.storage.build import (
    ADMIN,
    CHANNEL,
    COLLEAGUE,
    DIRECT,
    LONER,
    MANAGER,
    NOW,
    OTHER_MANAGER,
    RIVAL,
    SELLER,
    Record,
    at_once,
    opportunity,
    put,
    registration,
)

WON_AT = NOW - timedelta(days=100)
TABLES = (sales, billing_facts, exchange_rates, statement_lines, line_dues)


def euros(amount: int | str, currency: str = "EUR") -> Money:
    return Money(amount=Decimal(amount), currency=currency)


def won(id: str = "R-1", who: Member = SELLER, *, value: Money | None = None, at: datetime = WON_AT) -> Registration:
    closing = Closing(at=at, amount=value or euros(10_000))
    company = opportunity(company=f"{id} AG")
    return registration(id, who, status=Status.WON, closing=closing, opportunity=company, registered_at=at - timedelta(days=20))


def fact(source: str = "I-1", kind: FactKind = FactKind.PAYMENT, **more: Any) -> BillingFact:
    known: dict[str, Any] = {"registration_id": "R-1", "on": date(2026, 9, 1), "amount": euros(4_000)}
    return BillingFact(source=source, kind=kind, **(known | more))


def claims(*facts: BillingFact) -> list[ClaimedFact]:
    return [ClaimedFact(place=place, fact=one) for place, one in enumerate(facts, 1)]


def lines(record: Record) -> list[tuple[str, int, str, int]]:
    return sorted((row["item"], row["number"], row["kind"], row["amount_minor"]) for row in record.rows(statement_lines))


# --- recording -------------------------------------------------------------------------------------------------------


def test_what_is_recorded_twice_is_there_once(record: Record) -> None:
    put(record, won())
    some = [fact(), fact("I-2"), fact(kind=FactKind.INVOICE), fact("L-1", FactKind.CHURN, amount=None)]
    for new in (4, 0):
        with record.turn(CHANNEL) as work:
            assert work.books.record([*some, *some[:2]]) == new
            assert work.books.recorded([replace(one, on=NOW.date()) for one in some]) == {
                (one.kind, one.source): one for one in some
            }
    assert len(record.rows(billing_facts)) == 4


@pytest.mark.parametrize("more", [{"amount": euros("4000.01")}, {"on": date(2026, 9, 2)}, {"registration_id": "R-2"}])
def test_a_source_that_says_something_else_is_refused_and_nothing_of_it_stays(record: Record, more: dict[str, Any]) -> None:
    put(record, won(), won("R-2"))
    with record.turn(CHANNEL) as work:
        work.books.record([fact()])
    with pytest.raises(Contradicted) as refused, record.turn(CHANNEL) as work:
        work.books.record([fact("I-0"), fact(**more)])
    assert refused.value.source == "I-1"
    assert [row["source"] for row in record.rows(billing_facts)] == ["I-1"]


def test_two_facts_of_one_source_in_one_breath_contradict_each_other(record: Record) -> None:
    put(record, won())
    with pytest.raises(Contradicted), record.turn(CHANNEL) as work:
        work.books.record([fact(), fact(amount=euros(1))])
    assert record.rows(billing_facts) == []


def test_a_thousand_facts_are_kept_and_found_again(record: Record) -> None:
    put(record, won())
    some = [fact(f"I-{number}", amount=euros(number + 1)) for number in range(1001)]
    with record.turn(CHANNEL) as work:
        assert work.books.record(some) == len(some)
        assert work.books.record(some) == 0
        [deal] = work.books.deals(["R-1"])
        assert set(deal.facts) == set(some)


def test_a_rate_is_set_once_and_never_otherwise(record: Record) -> None:
    march = date(2026, 3, 1)
    with record.turn(CHANNEL) as work:
        assert work.books.set_rates({("USD", march): Decimal("0.92"), ("CHF", march): Decimal("1.05")}) == 2
    with record.turn(CHANNEL, NOW + timedelta(days=1)) as work:
        assert work.books.set_rates({("USD", march): Decimal("0.920")}) == 0
        assert work.books.rated(NOW) == (("CHF", march), ("USD", march))
        assert work.books.rated(NOW + timedelta(seconds=1)) == ()
    with pytest.raises(Contradicted), record.turn(CHANNEL) as work:
        work.books.set_rates({("USD", march): Decimal("0.93")})
    assert {row["rate"] for row in record.rows(exchange_rates)} == {"0.92", "1.05"}


# --- booking ---------------------------------------------------------------------------------------------------------


def test_a_deal_is_settled_once_however_often(record: Record) -> None:
    put(record, won())
    for booked in (1, 0):
        with record.turn(CHANNEL) as work:
            assert len(settle(work, ["R-1"]).lines) == booked
    # Silver, a reseller by its leading kind: 23 per cent.
    assert lines(record) == [("commission", 1, "commission", 230_000)]


def test_of_several_who_book_at_once_one_wins_and_the_others_find_it_done(record: Record) -> None:
    put(record, *(won(f"R-{number}") for number in range(1, 5)))
    ids = [f"R-{number}" for number in range(1, 5)]

    def book(order: list[str]) -> int:
        facts = [fact(f"I-{id}", registration_id=id) for id in order]
        return record.until_quiet(CHANNEL, lambda work: take_in(work, claims(*facts)).added)

    added = at_once([partial(book, ids), partial(book, ids[::-1]), partial(book, ids[2:] + ids[:2]), partial(book, ids)])
    assert sorted(added) == [0, 0, 0, 4]
    assert len(record.rows(billing_facts)) == len(record.rows(sales)) == 4
    keys = [(row["registration_id"], row["item"], row["number"]) for row in record.rows(statement_lines)]
    assert len(keys) == len(set(keys))


def test_booking_the_same_line_again_is_stale(record: Record) -> None:
    put(record, won())
    with record.turn(CHANNEL) as work:
        [line] = settle(work, ["R-1"]).lines
    with pytest.raises(Stale), record.turn(CHANNEL) as work:
        work.books.book([replace(line, id="L-other")], [])
    with record.turn(CHANNEL) as work:
        [deal] = work.books.deals(["R-1"])
    assert deal.sale is not None
    with pytest.raises(Stale), record.turn(CHANNEL) as work:
        work.books.keep([deal.sale])


@pytest.mark.parametrize("table", TABLES, ids=[table.name for table in TABLES])
def test_no_table_of_money_lets_itself_be_changed_or_emptied(record: Record, table: Any) -> None:
    put(record, won())
    with record.turn(CHANNEL) as work:
        take_in(work, claims(fact()))
        take_in_rates(work, [Rate(place=1, currency="USD", month=date(2026, 3, 1), rate=Decimal("0.9"))])
    before = record.rows(table)
    assert before
    column = table.columns.values()[-1]
    attempts: list[Executable] = [update(table).values({column.name: column}), delete(table)]
    if not record.database.is_sqlite:
        attempts.append(text(f"TRUNCATE {table.name} CASCADE"))
    for attempt in attempts:
        with pytest.raises(DBAPIError, match="append-only"), record.database.transaction() as connection:
            connection.execute(attempt)
    if record.database.is_sqlite:
        again = insert(table).prefix_with("OR REPLACE").from_select([column.name for column in table.columns], select(table))
        with pytest.raises(DBAPIError, match="append-only"), record.database.transaction() as connection:
            connection.execute(again)
    assert record.rows(table) == before


def test_a_payment_makes_payable_what_the_win_accrued(record: Record) -> None:
    put(record, won())
    with record.turn(CHANNEL) as work:
        settle(work, ["R-1"])
        [entry] = work.books.deals(["R-1"])[0].entries
        assert (entry.due_on, entry.state(NOW.date())) == (None, LineState.ACCRUED)
        take_in(work, claims(fact()))
        [entry] = work.books.deals(["R-1"])[0].entries
    assert entry.due_on == date(2026, 10, 1)
    assert entry.state(date(2026, 9, 30)) is LineState.ACCRUED
    assert entry.state(date(2026, 10, 1)) is LineState.PAYABLE


def test_a_deal_that_is_opened_and_won_again_is_paid_for_as_it_was_won_last(record: Record) -> None:
    put(record, won())
    with record.turn(CHANNEL) as work:
        settle(work, ["R-1"])
    record.set(registrations, "R-1", status=Status.IN_REVIEW.value, closed_at=None, final_minor=None, final_currency=None)
    with record.turn(CHANNEL, NOW + timedelta(days=1)) as work:
        settle(work, ["R-1"])
        assert sum(entry.line.amount.amount for entry in work.books.deals(["R-1"])[0].entries) == 0
    again = {"status": Status.WON.value, "closed_at": NOW, "final_minor": 2_000_000, "final_currency": "EUR"}
    record.set(registrations, "R-1", **again)
    with record.turn(CHANNEL, NOW + timedelta(days=2)) as work:
        settle(work, ["R-1"])
        entries = work.books.deals(["R-1"])[0].entries
    assert sum(entry.line.amount.amount for entry in entries) == Decimal("4600.00")
    assert [entry.line.number for entry in entries] == [1, 2, 3]
    assert len(record.rows(sales)) == 2


# --- what is due -----------------------------------------------------------------------------------------------------


def test_a_deal_that_nobody_has_kept_is_found_in_the_time_of_its_win(record: Record) -> None:
    put(record, won(), won("R-2"), registration("R-3", SELLER), registration("R-4", SELLER, status=Status.WON))
    around = Period(start=WON_AT, end=WON_AT + timedelta(seconds=1))
    with record.turn(CHANNEL) as work:
        settle_all(work, ["R-2"])
        assert work.books.unkept(around) == ("R-1",)
        assert work.books.unkept(Period(start=WON_AT - timedelta(days=9), end=WON_AT)) == ()
        settle_all(work, work.books.unkept(around))
        assert work.books.unkept(around) == ()


def test_a_rate_settles_the_deals_that_waited_for_it_and_no_others(record: Record) -> None:
    august, september = date(2026, 8, 1), date(2026, 9, 1)
    put(record, won(value=euros(10_000, "USD")), won("R-2"), won("R-3", value=euros(10_000, "USD"), at=WON_AT + timedelta(days=20)))
    with record.turn(CHANNEL) as work:
        assert settle_all(work, ["R-1", "R-2", "R-3"]).missing == {("USD", august), ("USD", september)}
    assert WON_AT.date() == date(2026, 8, 15)
    for booked in (1, 0):
        with record.turn(CHANNEL) as work:
            taken = take_in_rates(work, [Rate(place=2, currency="USD", month=august, rate=Decimal("0.9"))])
            assert (taken.added, taken.lines) == (booked, booked)
    assert [amount for *_, amount in lines(record)] == [207_000, 230_000]


def test_a_partner_who_is_paid_otherwise_by_now_still_gets_what_waited_in_the_old_currency(record: Record) -> None:
    """The deal is in euros, its partner was paid in francs when it was won, and is paid in euros by now."""
    august = date(2026, 8, 1)
    record.set(partners, "nordwind", currency="CHF")
    put(record, won())
    with record.turn(CHANNEL) as work:
        assert settle_all(work, ["R-1"]).missing == {("CHF", august)}
    record.set(partners, "nordwind", currency="EUR")
    with record.turn(CHANNEL) as work:
        assert take_in_rates(work, [Rate(place=1, currency="CHF", month=august, rate=Decimal("1.25"))]).lines == 1
    assert {row["currency"] for row in record.rows(statement_lines)} == {"CHF"}


def test_usage_of_a_month_waits_for_the_rate_of_that_month(record: Record) -> None:
    october = Period(start=start_of_day(date(2026, 10, 1), "Europe/Berlin"), end=start_of_day(date(2026, 11, 1), "Europe/Berlin"))
    put(record, won(value=euros(10_000, "USD")), won("R-2", value=euros(10_000, "USD")))
    with record.turn(CHANNEL) as work:
        usage = fact("U-1", FactKind.USAGE, on=date(2026, 10, 1), amount=euros(500, "USD"))
        take_in(work, claims(usage))
        assert work.books.touched_by("USD", october) == ("R-1",)
        assert work.books.touched_by("CHF", october) == ()


# --- what is objected to ---------------------------------------------------------------------------------------------


def test_what_cannot_be_taken_in_is_named_with_its_place_and_nothing_is_written(record: Record) -> None:
    unvalued = registration("R-4", SELLER, status=Status.WON)
    put(record, won(), registration("R-3", SELLER), unvalued)
    with record.turn(CHANNEL) as work:
        take_in(work, claims(fact("known")))
    with record.turn(CHANNEL) as work:
        taken = take_in(
            work,
            claims(
                fact("fine"),
                fact("a", registration_id="R-2"),
                fact("b", registration_id="R-3"),
                fact("c", registration_id="R-4"),
                fact("d", amount=euros(1, "USD")),
                fact("known", amount=euros(1)),
                fact("fine", amount=euros(1)),
                fact("known"),
            ),
        )
    assert [(one.place, one.code) for one in taken.objections] == [
        (2, "billing.deal_unknown"),
        (3, "billing.deal_not_won"),
        (4, "billing.deal_without_value"),
        (5, "billing.other_currency"),
        (6, "billing.contradicted"),
        (7, "billing.said_twice"),
        (8, "billing.said_twice"),
    ]
    assert [row["source"] for row in record.rows(billing_facts)] == ["known"]


def test_what_is_known_stays_known_when_the_deal_is_opened_again(record: Record) -> None:
    put(record, won())
    with record.turn(CHANNEL) as work:
        take_in(work, claims(fact()))
    record.set(registrations, "R-1", status=Status.IN_REVIEW.value, closed_at=None, final_minor=None, final_currency=None)
    with record.turn(CHANNEL) as work:
        assert (taken := take_in(work, claims(fact()))).known == 1
        assert taken.objections == ()


# --- who sees what ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        (SELLER, {"R-1"}),
        (COLLEAGUE, {"R-2"}),
        (ADMIN, {"R-1", "R-2"}),
        (RIVAL, {"R-3"}),
        (LONER, {"R-4"}),
        (MANAGER, {"R-1", "R-2"}),
        (OTHER_MANAGER, {"R-3"}),
        (CHANNEL, {"R-1", "R-2", "R-3", "R-4"}),
        (DIRECT, set()),
    ],
    ids=lambda value: getattr(value, "id", ""),
)
def test_whose_lines_a_statement_shows(record: Record, who: Member, seen: set[str]) -> None:
    put(record, won(), won("R-2", COLLEAGUE), won("R-3", RIVAL), won("R-4", LONER))
    with record.turn(CHANNEL) as work:
        all_lines = settle_all(work, [f"R-{number}" for number in range(1, 5)]).lines
    assert len(all_lines) == 4
    first, last = date(2026, 1, 1), date(2026, 12, 31)
    with record.turn(who) as work:
        of_partners = [entry for one in ("nordwind", "alpenblick", "solo") for entry in work.statements.lines(one, first, last)]
        assert {entry.line.registration_id for entry in of_partners} == seen
        assert {line.registration_id for line in all_lines if work.statements.line(line.id)} == seen
        assert {line.registration_id for line in all_lines if work.statements.of_deal(line.registration_id)} == seen
