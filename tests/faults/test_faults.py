"""Nothing acknowledged is lost and nothing is said twice, whatever breaks; and what we do against it is shown to be needed.

Each fault has its control: the same run without the precaution, which must fail.
"""

from __future__ import annotations

import signal
from itertools import count
from random import Random
from threading import Thread

import psycopg
import pytest

from storage.engine import Database
from storage.tables import inbox, registrations
from tests.delivery.fake_chat import BROKEN, BROKEN_AFTER, HANGS, LOST, Busy, Fault
from tests.faults.bench import PEOPLE, Bench

SUMMARY = "Register Acme GmbH, contact buyer@acme.example, 45k EUR, closing end of March"
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ON_POSTGRESQL = pytest.mark.parametrize("database_url", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True)
WORDS = ("hello", "my deals", "help", "what's missing?")
FAULTS: tuple[Fault, ...] = (LOST, BROKEN, BROKEN_AFTER, HANGS, Busy(), Busy(retry_after="1"), Busy(retry_after="soon"))


def chatter(random: Random, many: int, *, name: str = "k") -> list[tuple[str, str, str]]:
    """Messages of several people, as (key, who, text)."""
    return [(f"{name}{number}", random.choice(PEOPLE), random.choice(WORDS)) for number in range(many)]


def registered(bench: Bench) -> int:
    return sum(row["company"] == "Acme GmbH" for row in bench.house.rows(registrations))


def test_a_bot_without_faults_answers_everything_once(bench: Bench) -> None:
    bot = bench.bot()
    for key, who, text in chatter(Random(1), 12):
        bench.insist(bot, key, who, text)
    bench.finish()
    assert len(bench.chat.messages) == 12


# ── the chat breaks ──────────────────────────────────────────────────────────────────────────────────────────────────────


@ON_SQLITE
def test_a_chat_that_often_breaks_shows_everything_once(bench: Bench, seed: int) -> None:
    random = Random(seed)
    bench.chat.faults.extend(random.choice(FAULTS) if random.random() < 0.16 else None for _ in range(200))
    bot = bench.bot()
    for key, who, text in chatter(random, 24):
        bench.insist(bot, key, who, text)
    bench.finish()
    assert bench.chat.doubled == 0


@pytest.mark.parametrize(("looks_back", "doubled"), [(True, 0), (False, 6)], ids=["ours", "control: plain retry"])
@ON_SQLITE
def test_connections_that_break_after_the_chat_accepted_double_nothing(bench: Bench, *, looks_back: bool, doubled: int) -> None:
    bench.chat.faults.extend([LOST] * 6)
    bot = bench.bot(looks_back=looks_back)
    for key, who, text in chatter(Random(1), 8):
        bench.insist(bot, key, who, text)
    bench.server.wait_for(lambda: bench.chat.tries >= 8 + doubled)
    bench.finish()
    assert bench.chat.doubled == doubled


# ── the bot dies ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_bots_that_die_at_any_checkpoint_lose_and_double_nothing(bench: Bench, seed: int) -> None:
    """Six bots with an end in them, twenty checkpoints apart: twenty seeds end them everywhere."""
    healthy = bench.bot()
    bench.insist(healthy, "first", "nordwind", SUMMARY)
    assert bench.all_answered()
    doomed = [bench.bot(dies_at=checkpoint) for checkpoint in range(1 + seed % 20, 121, 20)]
    messages = [("yes", "nordwind", "yes"), *chatter(Random(seed), 24)]
    for (key, who, text), number in zip(messages, count(), strict=False):
        if not bench.deliver(doomed[number % len(doomed)], key, who, text):
            bench.insist(healthy, key, who, text)
    assert bench.all_answered()
    bench.finish()
    assert bench.chat.doubled == 0
    assert registered(bench) == 1
    assert any(bot.process.exitcode == 9 for bot in doomed)


@pytest.mark.parametrize(("looks_back", "doubled"), [(True, 0), (False, 1)], ids=["ours", "control: plain retry"])
@ON_SQLITE
def test_a_bot_that_is_killed_when_the_chat_has_just_accepted(bench: Bench, *, looks_back: bool, doubled: int) -> None:
    doomed = bench.bot(looks_back=looks_back)
    bench.server.on_accept = lambda: doomed.signal(signal.SIGKILL)
    bench.deliver(doomed, "k1", "nordwind", "hello")
    assert doomed.died()
    bench.server.on_accept = lambda: None
    bench.bot(looks_back=looks_back)
    bench.server.wait_for(lambda: bench.chat.tries > doubled, seconds=10)
    bench.insist(bench.bots[-1], "k2", "nordwind", "hello")
    bench.finish()
    assert bench.chat.doubled == doubled


@pytest.mark.parametrize(("looks_back", "doubled"), [(True, 0), (False, 1)], ids=["ours", "control: plain retry"])
@ON_SQLITE
def test_a_bot_that_stands_still_for_longer_than_its_lease(bench: Bench, *, looks_back: bool, doubled: int) -> None:
    still = bench.bot(looks_back=looks_back)
    stopped = iter([True])

    def stop_once() -> None:
        if next(stopped, False):
            still.signal(signal.SIGSTOP)

    bench.server.on_accept = stop_once
    bench.deliver(still, "k1", "nordwind", "hello")
    bench.server.wait_for(lambda: bench.chat.tries >= 1)
    other = bench.bot(looks_back=looks_back)
    bench.insist(other, "k2", "nordwind", "hello")
    assert bench.all_answered()
    still.signal(signal.SIGCONT)
    bench.finish()
    assert bench.chat.doubled == doubled


@ON_POSTGRESQL
def test_bots_that_stand_still_at_any_checkpoint_double_nothing(bench: Bench, seed: int) -> None:
    """Not on SQLite: who stands still in a transaction there holds the only writer, and everybody waits for them to go on."""
    still = [bench.bot(stops_at=checkpoint) for checkpoint in range(1 + seed % 20, 61, 20)]
    for key, who, text in chatter(Random(seed), 12):
        Thread(target=bench.deliver, args=(still[len(key) % len(still)], key, who, text), daemon=True).start()
    healthy = bench.bot()
    bench.let_leases_pass()
    for bot in still:
        bot.signal(signal.SIGCONT)
    for key, who, text in chatter(Random(seed), 12):
        bench.insist(healthy, key, who, text)
    bench.finish()
    assert bench.chat.doubled == 0


def test_a_bot_that_is_asked_to_stop_finishes_what_it_has_begun_and_leaves_the_rest_free(bench: Bench) -> None:
    first = bench.bot()
    for key, who, text in chatter(Random(1), 20):
        bench.insist(first, key, who, text)
    first.end()
    left = [row for row in bench.house.rows(inbox) if row["reply"] is None]
    assert all(row["leased_until"] is None for row in left)
    assert all(row["leased_until"] is None for row in bench.unsettled())
    bench.bot()
    bench.finish()
    assert bench.chat.doubled == 0


# ── deliveries ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_messages_delivered_several_times_in_any_order_to_two_bots_have_one_effect_each(bench: Bench, seed: int) -> None:
    random = Random(seed)
    bots = [bench.bot(), bench.bot()]
    messages = chatter(random, 10) * 3
    random.shuffle(messages)
    deliveries = [Thread(target=bench.deliver, args=(random.choice(bots), *message)) for message in messages]
    for delivery in deliveries:
        delivery.start()
    for delivery in deliveries:
        delivery.join()
    bench.finish()
    assert len(bench.acknowledged) == len(bench.chat.messages) == 10
    assert len(bench.house.rows(inbox)) == 10


# ── the database breaks ──────────────────────────────────────────────────────────────────────────────────────────────────


@ON_SQLITE
def test_a_full_disk_loses_nothing_that_was_acknowledged(bench: Bench) -> None:
    with bench.house.database.reading() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    full = bench.bot(pages=pages + 8)
    refused = [key for key, who, text in chatter(Random(1), 20) if not bench.deliver(full, key, who, text * 400)]
    assert refused
    full.kill()
    bench.bot()
    bench.finish()
    assert bench.chat.doubled == 0


@ON_POSTGRESQL
def test_a_database_that_drops_every_connection_loses_and_doubles_nothing(bench: Bench, seed: int) -> None:
    bots = [bench.bot(), bench.bot()]
    name = bench.house.url.split("/")[-1].split("?")[0]
    dropped = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
    with psycopg.connect(bench.house.url.replace(f"/{name}?", "/postgres?"), autocommit=True) as operator:
        for number, (key, who, text) in enumerate(chatter(Random(seed), 30)):
            if number % 6 == 5:
                operator.execute(dropped, (name,))
            bench.insist(bots[number % 2], key, who, text)
    bench.finish()
    assert bench.chat.doubled == 0


@pytest.mark.parametrize("is_plain", [False, True], ids=["ours", "control: plain BEGIN"])
@ON_SQLITE
def test_writers_at_once_wait_for_each_other(bench: Bench, *, is_plain: bool) -> None:
    database = Database(bench.house.url)
    locked: list[BaseException] = []

    def read_then_write() -> None:
        for _ in range(20):
            try:
                with database.engine.connect().execution_options(reading=is_plain) as connection, connection.begin():
                    (revision,) = connection.exec_driver_sql("SELECT revision FROM customers WHERE id = 'c-donau'").one()
                    connection.exec_driver_sql("UPDATE customers SET revision = ? WHERE id = 'c-donau'", (revision + 1,))
            except Exception as error:  # noqa: BLE001 - what it is, is looked at below
                locked.append(error)

    writers = [Thread(target=read_then_write) for _ in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    database.close()
    assert bool(locked) is is_plain
    assert all("locked" in str(error) for error in locked)
