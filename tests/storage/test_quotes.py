"""Prices stay as they were, quotes are kept whole and are their own partner's alone, and two who decide decide once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import partial

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DatabaseError

from handlers.ports import CatalogueProduct, Stale
from program.money import Money
from program.partners import Member, Role, Tier
from program.policy import Ground
from program.pricing import Line, Price, Unit, list_in_force
from program.quoting import QuoteStatus, RecordedQuote, approve, decline
from program.registrations import Reason
from storage.loading import Loader
from storage.pricing_tables import prices
from storage.work import SqlWork
from tests.storage.build import (
    ADMIN,
    CHANNEL,
    COLLEAGUE,
    DIRECT,
    EVERYBODY,
    LONER,
    MANAGER,
    NORDWIND,
    NOW,
    OTHER_MANAGER,
    POLICY,
    RIVAL,
    SELLER,
    Record,
    at_once,
)

TODAY = NOW.date()


def euros(amount: str) -> Money:
    return Money(amount=Decimal(amount), currency="EUR")


def price(amount: str = "240.50", *, since: date = TODAY, least: int = 1, product: str = "Orbit Cloud") -> Price:
    return Price(product=product, valid_from=since, unit=Unit.SEAT, amount=euros(amount), from_quantity=least)


LINES = (
    Line(family="Orbit", price=price(), quantity=50, discount=Decimal("12.5")),
    Line(family=None, price=price("99", product="Orbit Vault", least=10), quantity=10, offered=euros("900.01")),
)
FULL = RecordedQuote(
    id="A-FULL",
    partner_id="nordwind",
    member_id=SELLER.id,
    tier=Tier.SILVER,
    company="Müller & Söhne 100 % GmbH",
    lines=LINES,
    status=QuoteStatus.OPEN,
    asked_at=NOW,
    policy_version=POLICY.version,
    valid_until=NOW + timedelta(days=30),
    reviewer=Role.PARTNER_MANAGER,
    reasons=(Reason(ground=Ground.DISCOUNT_AUTHORITY, clause="10.2"), Reason(ground=Ground.DISCOUNT_APPROVAL, clause="10.3")),
    note="They compare three offers.",
)


def add(record: Record, who: Member, *some: RecordedQuote) -> None:
    with record.turn(who) as work:
        for one in some:
            work.quotes.add(one)


@pytest.fixture
def quoted(record: Record) -> Record:
    add(record, SELLER, FULL)
    rival = replace(FULL, id="A-RIVAL", partner_id="alpenblick", member_id=RIVAL.id, company="Rheingold")
    add(record, RIVAL, rival)
    return record


# ── quotes ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_quote_is_kept_whole(quoted: Record) -> None:
    with quoted.turn(SELLER) as work:
        assert work.quotes.get("A-FULL") == FULL
        assert work.quotes.lock("A-FULL") == FULL
    decided = approve(FULL, at=NOW, by=MANAGER.id, partner=NORDWIND, policy=POLICY)
    with quoted.turn(MANAGER) as work:
        work.quotes.change(decided)
    with quoted.turn(SELLER) as work:
        assert work.quotes.get("A-FULL") == replace(decided, revision=2)


SEES = {
    SELLER.id: {"A-FULL"},
    COLLEAGUE.id: {"A-FULL"},
    ADMIN.id: {"A-FULL"},
    MANAGER.id: {"A-FULL"},
    CHANNEL.id: {"A-FULL", "A-RIVAL"},
}
SEES |= {RIVAL.id: {"A-RIVAL"}, OTHER_MANAGER.id: {"A-RIVAL"}, DIRECT.id: set(), LONER.id: set()}


@pytest.mark.parametrize("who", EVERYBODY, ids=lambda member: member.id)
def test_nobody_sees_the_quotes_of_another_partner(quoted: Record, who: Member) -> None:
    with quoted.turn(who) as work:
        seen = {one.id for one in work.quotes.newest(10)}
        assert seen == SEES[who.id]
        assert {id for id in ("A-FULL", "A-RIVAL") if work.quotes.get(id)} == seen
        assert {id for id in ("A-FULL", "A-RIVAL") if work.quotes.lock(id)} == seen
        assert {one.id for words in ("müller", "RHEIN") for one in work.quotes.named(words)} == seen


@pytest.mark.parametrize("who", EVERYBODY, ids=lambda member: member.id)
def test_only_those_who_may_decide_have_it_waiting(quoted: Record, who: Member) -> None:
    decides = {MANAGER.id: ["A-FULL"], OTHER_MANAGER.id: ["A-RIVAL"], CHANNEL.id: ["A-FULL", "A-RIVAL"]}
    with quoted.turn(who) as work:
        assert [one.id for one in work.quotes.waiting()] == decides.get(who.id, [])


def test_what_a_channel_admin_decides_waits_for_no_manager(record: Record) -> None:
    add(record, SELLER, replace(FULL, reviewer=Role.CHANNEL_ADMIN))
    with record.turn(MANAGER) as work:
        assert work.quotes.waiting() == ()
    with record.turn(CHANNEL) as work:
        assert [one.id for one in work.quotes.waiting()] == ["A-FULL"]


def test_what_has_lapsed_waits_no_longer(quoted: Record) -> None:
    with quoted.turn(CHANNEL, NOW + timedelta(days=30)) as work:
        assert work.quotes.waiting() == ()
        found = work.quotes.get("A-FULL")
        assert found is not None
        assert found.status_at(NOW + timedelta(days=30)) is QuoteStatus.LAPSED


def test_a_change_on_an_older_revision_or_out_of_sight_is_stale(quoted: Record) -> None:
    with pytest.raises(Stale), quoted.turn(RIVAL) as work:
        work.quotes.change(FULL)
    with quoted.turn(SELLER) as work:
        work.quotes.change(FULL)
    with pytest.raises(Stale), quoted.turn(SELLER) as work:
        work.quotes.change(FULL)


def test_a_name_is_looked_for_as_it_is_written(quoted: Record) -> None:
    with quoted.turn(SELLER) as work:
        assert [one.id for one in work.quotes.named("100 %")] == ["A-FULL"]
        assert work.quotes.named("1__ %") == ()


def test_the_newest_come_first_and_only_so_many(record: Record) -> None:
    add(record, SELLER, *(replace(FULL, id=f"A-{n}", asked_at=NOW + timedelta(minutes=n)) for n in range(3)))
    with record.turn(SELLER) as work:
        assert [one.id for one in work.quotes.newest(2)] == ["A-2", "A-1"]


def test_of_two_who_decide_at_one_moment_one_decides(quoted: Record) -> None:
    def decide(ending: Callable[[RecordedQuote], RecordedQuote], work: SqlWork) -> bool:
        found = work.quotes.lock("A-FULL")
        assert found is not None
        if found.status is not QuoteStatus.OPEN:
            return False
        work.quotes.change(ending(found))
        return True

    yes = partial(approve, at=NOW, by=MANAGER.id, partner=NORDWIND, policy=POLICY)
    no = partial(decline, at=NOW, by=CHANNEL.id, note="too much")
    jobs = [partial(quoted.until_quiet, who, partial(decide, ending)) for who, ending in ((MANAGER, yes), (CHANNEL, no)) * 3]
    assert sorted(at_once(jobs)) == [False] * 5 + [True]


# ── the price list ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def listed(record: Record) -> Record:
    with record.database.transaction() as connection:
        loader = Loader(connection)
        loader.products([CatalogueProduct(name=name, family="Orbit") for name in ("Orbit Cloud", "Orbit Vault")])
        new = [
            price(),
            price("199.99", least=50),
            price("250", since=TODAY + timedelta(days=9)),
            price("99", product="Orbit Vault"),
        ]
        loader.pricing.add_prices(new, NOW)
    return record


@pytest.mark.parametrize("who", [SELLER, MANAGER, DIRECT, CHANNEL], ids=lambda member: member.id)
def test_everybody_in_the_program_reads_the_same_list(listed: Record, who: Member) -> None:
    with listed.turn(who) as work:
        found = list_in_force(work.prices.of(["Orbit Cloud"]), "Orbit Cloud", "EUR", TODAY)
        assert found is not None
        assert [(step.from_quantity, step.amount) for step in found.steps] == [(1, euros("240.50")), (50, euros("199.99"))]
        assert {one.product for one in work.prices.of(["Orbit Cloud", "Orbit Vault"])} == {"Orbit Cloud", "Orbit Vault"}
        assert work.prices.of([]) == work.prices.of(["Orbit"]) == ()


def test_the_newest_list_of_a_day_is_known(listed: Record) -> None:
    with listed.turn(CHANNEL) as work:
        assert work.prices.newest(TODAY) == TODAY
        assert work.prices.newest(TODAY + timedelta(days=9)) == TODAY + timedelta(days=9)
        assert work.prices.newest(TODAY - timedelta(days=1)) is None


@pytest.mark.parametrize("statement", [update(prices).values(amount_minor=1), delete(prices)], ids=["update", "delete"])
def test_the_database_itself_keeps_a_price_as_it_is(listed: Record, statement: object) -> None:
    with pytest.raises(DatabaseError, match="append-only"), listed.database.transaction() as connection:
        connection.execute(statement)  # type: ignore[call-overload]  # an UPDATE and a DELETE have no type in common
