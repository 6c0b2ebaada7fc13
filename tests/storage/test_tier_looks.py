"""The sweep of tiers looks at those only who may have changed, and finds exactly what a look at every partner finds."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Final

import pytest
from sqlalchemy import Connection, delete, select, text, update

from bot.sweeps import Sweeps
from handlers.tier_looking import is_below, look, perhaps_below, to_look_at
from handlers.tier_state import composed
from program.access import BY_RULE
from program.money import Money
from program.partners import Tier
from program.periods import first_of_month, local_date
from program.policy import Program
from program.registrations import Closing, Status
from program.tier_facts import Area, Certificate, FactKind, PartnerFact
from program.tier_history import next_change, overridden
from storage.tables import members, partners, registrations
from storage.tier_tables import qualifications, tier_looks, tier_touches
from storage.work import SqlWork
from tests.shares import slowly
from tests.storage.build import (
    EVERYBODY,
    NOW,
    PROGRAM,
    PROTECTED,
    CountedIds,
    Record,
    member,
    opportunity,
    partner,
    put,
    registration,
)

DAY: Final = timedelta(days=1)
SELLERS: Final = [one for one in EVERYBODY if one.partner_id]


def eased(program: Program) -> Program:
    """The same program under a policy that has been rewritten: tiers ask for so little that partners move often."""
    latest, little = program.versions[-1], {Tier.SILVER: 20_000, Tier.GOLD: 50_000, Tier.PLATINUM: 200_000}
    asked = tuple(
        replace(
            each,
            revenue=Money(amount=Decimal(little.get(each.tier, 0)), currency="EUR"),
            certified_people=0,
            sales_certified_people=int(each.tier is Tier.SILVER),
            technically_certified_people=0,
            references=0,
        )
        for each in latest.tiers.requirements
    )
    return replace(program, versions=(*program.versions[:-1], replace(latest, tiers=replace(latest.tiers, requirements=asked))))


EASED: Final = eased(PROGRAM)


class World:
    """A program in which things happen by chance, on one database."""

    def __init__(self, record: Record, seed: int) -> None:
        self.record = record
        self.chance = random.Random(seed)
        self.at = NOW
        self.program = EASED
        self.count = 0
        with record.database.transaction() as connection:
            connection.execute(update(partners).values(tier=Tier.REGISTERED.value))

    def work(self, connection: Connection) -> SqlWork:
        return SqlWork(connection, viewer=BY_RULE, at=self.at, program=self.program, ids=CountedIds())

    def happen(self) -> None:
        """Something does, or a while passes."""
        self.count += 1
        ways: list[tuple[int, Callable[[], None]]] = [
            (6, self.wins), (2, self.revalues), (1, self.reopens), (6, self.certifies), (1, self.revokes), (2, self.vouches),
            (1, self.moves_on), (1, self.overrides), (1, self.rates), (1, self.rewrites), (1, self.joins), (6, self.waits),
        ]  # fmt: skip
        self.chance.choices([way for _, way in ways], [weight for weight, _ in ways])[0]()

    def wins(self) -> None:
        self.count += 1
        who = self.chance.choice(SELLERS)
        at = self.at - DAY * self.chance.choice([0, 1, 30, 200, 360, 364, 400])
        amount = Money(
            amount=Decimal(self.chance.choice([1_000, 30_000, 60_000, 250_000])), currency=self.chance.choice(["EUR", "USD"])
        )
        won = registration(
            f"R-{self.count}", who, opportunity=opportunity(company=f"{self.count} AG"), status=Status.WON, protected=PROTECTED,
            closing=Closing(at=at, amount=amount),
        )  # fmt: skip
        put(self.record, won)

    def revalues(self) -> None:
        self._any_deal(final_minor=self.chance.choice([100, 6_000_000, 30_000_000]))

    def reopens(self) -> None:
        self._any_deal(status=Status.APPROVED.value, closed_at=None, final_minor=None, final_currency=None, final_products=None)

    def _any_deal(self, **values: object) -> None:
        with self.record.database.transaction() as connection:
            won = connection.execute(select(registrations.c.id).where(registrations.c.status == "won")).scalars().all()
            if won:
                one = self.chance.choice(sorted(won))
                connection.execute(update(registrations).where(registrations.c.id == one).values(**values))

    def certifies(self) -> None:
        who, today = self.chance.choice(SELLERS), local_date(self.at, PROGRAM.zone)
        first = today + DAY * self.chance.choice([-300, -1, 0, 1, 20])
        last = self.chance.choice([None, first, today + DAY * 30, first + DAY * 364])
        area = self.chance.choice(list(Area))
        with self.record.database.transaction() as connection:
            held = Certificate(partner_id=who.partner_id or "", member_id=who.id, area=area, first=first, last=last)
            self.work(connection).tiers.certify(held)

    def revokes(self) -> None:
        with self.record.database.transaction() as connection:
            held = connection.execute(select(qualifications.c.id)).scalars().all()
            if held:
                connection.execute(delete(qualifications).where(qualifications.c.id == self.chance.choice(sorted(held))))

    def vouches(self) -> None:
        today = local_date(self.at, PROGRAM.zone)
        fact = PartnerFact(
            partner_id=self.chance.choice(SELLERS).partner_id or "", kind=self.chance.choice(list(FactKind)), name=f"{self.count}",
            first=today + DAY * self.chance.choice([-1, 3]), last=self.chance.choice([None, today + DAY * 40]),
        )  # fmt: skip
        with self.record.database.transaction() as connection:
            self.work(connection).tiers.record(fact)

    def moves_on(self) -> None:
        """Somebody leaves, comes back, or goes to another partner."""
        who = self.chance.choice(SELLERS)
        values: dict[str, object] = self.chance.choice(
            [{"active": False}, {"active": True}, {"partner_id": self.chance.choice(SELLERS).partner_id}]
        )
        self.record.set(members, who.id, **values)

    def overrides(self) -> None:
        id, tier = self.chance.choice(SELLERS).partner_id or "", self.chance.choice(list(Tier))
        with self.record.database.transaction() as connection:
            work = self.work(connection)
            known = composed(work, work.nudges.partners_of([id])[id], work.tiers.facts(id), work.tiers.changes(id)).known
            if known.history:
                until = local_date(self.at, PROGRAM.zone) + DAY * self.chance.choice([0, 5, 60])
                policy = self.program.in_force(self.at)
                work.tiers.add(
                    overridden(known, tier, until, "so", actor_id="channel", at=self.at, policy=policy, zone=PROGRAM.zone)
                )

    def rates(self) -> None:
        month = first_of_month(local_date(self.at - DAY * self.chance.choice([0, 30, 200]), PROGRAM.zone))
        with self.record.database.transaction() as connection:
            books = self.work(connection).books
            if ("USD", month) not in books.exchange().rates:
                books.set_rates({("USD", month): Decimal(self.chance.choice(["1.1", "0.2"]))})

    def rewrites(self) -> None:
        self.program = EASED if self.program is PROGRAM else PROGRAM

    def joins(self) -> None:
        with self.record.database.transaction() as connection:
            company = partner(f"new-{self.count}", tier=self.chance.choice(list(Tier)))
            self.record.add(connection, [company], [member(f"of-{self.count}", company.id)])

    def waits(self) -> None:
        self.at += timedelta(hours=self.chance.choice([1, 5, 24, 24 * 7, 24 * 30, 24 * 100]))

    # ── looking ──────────────────────────────────────────────────────────────────────────────────────────────────────────

    def full(self) -> tuple[set[str], set[str]]:
        """Of all partners: those of whose tiers something is due, and those below theirs."""
        with self.record.database.reading() as connection:
            work = self.work(connection)
            found = {
                each.id: composed(work, each, work.tiers.facts(each.id), work.tiers.changes(each.id))
                for each in work.people.partners()
            }
            due = {
                id for id, tier in found.items() if next_change(tier.known, self.at, policy=tier.policy, zone=tier.zone) is not None
            }
        return due, {id for id, tier in found.items() if is_below(tier)}

    def narrow(self) -> tuple[set[str], set[str]]:
        """The same, of those only who may have changed."""
        with self.record.database.reading() as connection:
            work = self.work(connection)
            due = set(look(work, to_look_at(work)).to_move)
            some = work.nudges.partners_of(perhaps_below(work))
            below = {
                each.id
                for each in some.values()
                if is_below(composed(work, each, work.tiers.facts(each.id), work.tiers.changes(each.id)))
            }
        return due, below

    def sweep(self) -> None:
        assert Sweeps(self.record.database, self.program, CountedIds()).run_tiers(self.at).failed == 0

    def looked_at(self) -> int:
        with self.record.database.reading() as connection:
            return len(to_look_at(self.work(connection)))


@pytest.fixture
def world(record: Record) -> World:
    return World(record, 3)


def missed(world: World, steps: int = 60) -> list[int]:
    """The steps after which the few were not exactly those that a full look finds; and at each something is to be found."""
    wrong, dues, belows = [], 0, 0
    for step in range(steps):
        world.happen()
        due, below = world.full()
        if world.narrow() != (due, below):
            wrong.append(step)
        dues, belows = dues + len(due), belows + len(below)
        if world.chance.random() < 0.6:
            world.sweep()
            world.sweep()  # finds those settled that the first has moved
    assert min(dues, belows) > 10
    return wrong


def test_whatever_happens_the_few_that_are_looked_at_are_all_that_a_full_look_finds(world: World) -> None:
    assert missed(world) == []


@pytest.mark.parametrize("trigger", ["registrations_insert", *slowly("qualifications_insert")])
def test_without_what_the_database_notes_something_would_be_missed(world: World, trigger: str) -> None:
    with world.record.database.transaction() as connection:
        on = "" if world.record.database.is_sqlite else f" ON {trigger.split('_')[0]}"
        connection.execute(text(f"DROP TRIGGER {trigger}_touches{on}"))
    assert missed(world)


def test_a_program_in_which_nothing_happens_is_not_looked_at(record: Record) -> None:
    world = World(record, 0)
    for _ in range(2):  # the first moves them, the second finds them settled
        world.sweep()
    assert world.looked_at() == 0
    world.at += DAY
    assert world.looked_at() == 0
    world.wins()
    assert world.looked_at() == 1


def test_a_look_that_was_begun_before_something_happened_settles_nothing(record: Record) -> None:
    world = World(record, 0)
    for _ in range(2):
        world.sweep()
    world.wins()
    with record.database.reading() as connection:
        early = look(world.work(connection), to_look_at(world.work(connection)))
    world.sweep()
    world.wins()
    with record.database.transaction() as connection:
        world.work(connection).tier_looks.keep(early.settled)
    assert world.narrow() == world.full()
    assert world.looked_at() == len({row["partner_id"] for row in record.rows(tier_touches)})
    assert {row["partner_id"] for row in record.rows(tier_looks)} == {row["id"] for row in record.rows(partners)}
