"""What comes at the same moment is committed at once, without one's failure being another's."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import event, insert, select
from sqlalchemy.exc import IntegrityError

from bot.delivery.together import Together
from handlers.ports import Stale
from storage.engine import Database, Transaction
from storage.tables import products


def product(name: str | None) -> Callable[[Transaction], str | None]:
    row: dict[str, Any] = {"name": name, "family": "Nimbus", "aliases": [], "is_complex": False, "position": 1}

    def add(connection: Transaction) -> str | None:
        connection.execute(insert(products), row)
        return name

    return add


class Counting:
    """A database that counts its commits, and what is kept in it."""

    def __init__(self, url: str) -> None:
        self.database = Database(url)
        self.together = Together(self.database, "test")
        self.commits = 0
        event.listen(self.database.engine, "commit", self._count)

    def _count(self, _: Any) -> None:
        self.commits += 1

    def kept(self) -> list[str]:
        with self.database.reading() as connection:
            return list(connection.execute(select(products.c.name).order_by(products.c.name)).scalars())


@pytest.fixture
def counting(database_url: str) -> Iterator[Counting]:
    made = Counting(database_url)
    yield made
    made.database.close()


def test_what_comes_while_a_commit_is_made_shares_the_next_one(counting: Counting) -> None:
    async def work() -> None:
        with counting.database.transaction() if counting.database.is_sqlite else counting.database.reading():
            first = [asyncio.create_task(counting.together.run(product(f"p{number:02}"))) for number in range(40)]
            await asyncio.sleep(0)  # all of them are handed over while nobody can write
        assert await asyncio.gather(*first) == [f"p{number:02}" for number in range(40)]

    asyncio.run(work())
    assert counting.kept() == [f"p{number:02}" for number in range(40)]
    assert counting.commits < 40


def test_one_that_fails_takes_nobody_with_it(counting: Counting) -> None:
    async def work() -> None:
        jobs = [counting.together.run(product(name)) for name in ("a", None, "b")]
        done = await asyncio.gather(*jobs, return_exceptions=True)
        assert done[0] == "a"
        assert isinstance(done[1], IntegrityError)
        assert done[2] == "b"

    asyncio.run(work())
    assert counting.kept() == ["a", "b"]


def test_nothing_is_said_to_be_kept_before_it_is(counting: Counting) -> None:
    async def work() -> None:
        await counting.together.run(product("a"))
        assert counting.kept() == ["a"]
        with pytest.raises(IntegrityError):
            await counting.together.run(product(None))

    asyncio.run(work())
    assert counting.kept() == ["a"]


@pytest.mark.parametrize(("crosswise", "is_kept"), [(1, True), (4, True), (5, False)])
def test_what_somebody_else_stood_in_the_way_of_is_tried_again(counting: Counting, crosswise: int, *, is_kept: bool) -> None:
    tries: list[int] = []

    def add(connection: Transaction) -> str | None:
        tries.append(1)
        added = product("p")(connection)
        if len(tries) <= crosswise:
            raise Stale
        return added

    async def work() -> None:
        if is_kept:
            assert await counting.together.run(add) == "p"
        else:
            with pytest.raises(Stale):
                await counting.together.run(add)

    asyncio.run(work())
    assert counting.kept() == ["p"] * is_kept
