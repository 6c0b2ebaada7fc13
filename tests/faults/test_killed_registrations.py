"""Killed by SIGKILL at random moments under load and begun again: no confirmed step of a registration is missing or doubled."""

from __future__ import annotations

from collections import Counter
from typing import Final

import pytest
from sqlalchemy import select

from storage.tables import events, inbox, outbox, registrations
from tests.bot.house import PEOPLE, House
from tests.faults.bench import Bench
from tests.faults.killed_say import Person, all_work

SELLERS: Final = ("nordwind", "alpenblick")
FIRST: Final = {"nordwind": "Kelpwald", "alpenblick": "Moorbirke"}


def seller(name: str) -> Person:
    """Registers three customers: one is extended, one withdrawn, and one so large that a person decides."""
    first = FIRST[name]
    lines = (
        "in English, please",
        f"Register {first} Logistik GmbH, contact Max Muster, closing end of March",
        "yes",
        f"extend {first} Logistik: the board decides in March",
        f"Register {first} Apotheken AG, contact Ines Imhof, closing end of April",
        "it is a different company",
        "yes",
        f"withdraw {first} Apotheken",
        "yes",
        f"Register {first} Reederei SE, contact Paul Probe, 1,200,000 EUR, closing end of May",
        "it is a different company",
        "yes",
    )
    return Person(PEOPLE[name].email, lines, name=name)


def waiting(house: House) -> list[str]:
    with house.database.reading() as connection:
        query = select(registrations.c.id).where(registrations.c.status == "in_review").order_by(registrations.c.company)
        return list(connection.scalars(query))


def done(house: House) -> list[tuple[str, str, tuple[tuple[str, int], ...]]]:
    """What stands in the record: company, status, and how often each step of it was taken."""
    with house.database.reading() as connection:
        steps: dict[str, Counter[str]] = {}
        for subject, kind in connection.execute(select(events.c.subject, events.c.kind)):
            steps.setdefault(subject, Counter())[kind.removeprefix("registration.")] += 1
        rows = connection.execute(
            select(registrations.c.id, registrations.c.company, registrations.c.status, registrations.c.partner_id).order_by(
                registrations.c.company
            )
        )
        return [(company, status, tuple(sorted(steps[id].items()))) for id, company, status, partner in rows if partner in SELLERS]


def expected() -> list[tuple[str, str, tuple[tuple[str, int], ...]]]:
    found = []
    for name in SELLERS:
        # What a referral partner registers is handed over.
        handed = {"handed_over": 1} if name == "alpenblick" else {}
        plain = {"submitted": 1, "approved": 1, **handed}
        found += [
            (f"{FIRST[name]} Logistik GmbH", "approved", {**plain, "extended": 1}),
            (f"{FIRST[name]} Apotheken AG", "withdrawn", {**plain, "withdrawn": 1}),
            (f"{FIRST[name]} Reederei SE", "approved", {**plain, "referred": 1}),
        ]
    return [(company, status, tuple(sorted(steps.items()))) for company, status, steps in sorted(found, key=lambda one: one[0])]


def load(house: House, seed: int, kills: int) -> list[Person]:
    """The sellers at once, then their manager, who approves what waits."""
    sellers = [seller(name) for name in SELLERS]
    all_work(sellers, house.url, seed, kills)
    manager = Person(PEOPLE["manager"].email, [f"approve {id}" for id in waiting(house)], name="manager")
    all_work([manager], house.url, seed, kills)
    return [*sellers, manager]


def said_again(house: House, people: list[Person], *, keyed: bool) -> list[tuple[str, str]]:
    """Every line once more: those whose answer is another one now, with that answer."""
    lines = [line for one in people for line in one.lines]
    again = Person("", (), name="")
    again.lines = [line if keyed else {**line, "key": f"{line['key']}-again"} for line in lines]
    all_work([again], house.url, seed=0, kills=0)
    before = [answer for one in people for answer in one.answers]
    return [(line["text"], new) for line, old, new in zip(lines, before, again.answers, strict=True) if old != new]


def check(house: House, people: list[Person]) -> None:
    assert done(house) == expected()
    keys = [line["key"] for one in people for line in one.lines]
    with house.database.reading() as connection:
        kept = Counter(key.rpartition(":")[2] for key in connection.scalars(select(inbox.c.key)))
        told = Counter(connection.scalars(select(outbox.c.key)))
    assert all(kept[key] == 1 for key in keys)
    assert set(told.values()) <= {1}


@pytest.mark.slow  # bots that die at the points where it matters are among the quick ones; this starts a process for each line
def test_of_killed_workers_no_confirmed_step_is_missing_or_doubled(bench: Bench, seed: int) -> None:
    people = load(bench.house, seed, kills=1)
    assert sum(one.killed for one in people) >= len(SELLERS)
    check(bench.house, people)
    assert said_again(bench.house, people, keyed=True) == []
    assert done(bench.house) == expected()


@pytest.mark.slow
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_without_its_key_a_line_that_is_said_again_would_be_a_step_of_its_own(bench: Bench) -> None:
    people = load(bench.house, seed=0, kills=0)
    check(bench.house, people)
    assert said_again(bench.house, people, keyed=False)
    assert done(bench.house) != expected()
