"""A chat is written to as often as it allows, bulk leaves room for replies, and a wait that it asks for is read with suspicion."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.channel import LONGEST_WAIT, Limit, read_retry_after
from bot.delivery.limits import Limiter
from bot.delivery.pace import Pace

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class Watch:
    """A clock that a test moves."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


def limit(count: int, seconds: float, bucket: str = "c1") -> Limit:
    return Limit(bucket=bucket, count=count, per=timedelta(seconds=seconds))


TEAMS = [limit(7, 1, "1s"), limit(8, 2, "2s"), limit(60, 30, "30s"), limit(1800, 3600, "1h")]


@given(st.lists(st.floats(0, 0.5), min_size=1, max_size=120), st.booleans())
def test_no_stretch_of_time_ever_holds_more_than_its_limit(pauses: list[float], bulk: bool) -> None:
    watch, sent = Watch(), []
    limiter = Limiter(watch)
    for pause in pauses:
        watch.now += pause
        while wait := limiter.ask(TEAMS, bulk=bulk):
            watch.now += wait
        sent.append(watch.now)
    for each in TEAMS:
        per = each.per.total_seconds()
        assert all(sum(start <= at < start + per - 1e-6 for at in sent) <= each.count for start in sent)


def test_who_waits_is_told_when_and_goes_then() -> None:
    watch = Watch()
    limiter = Limiter(watch)
    assert limiter.ask([limit(1, 1)], bulk=False) == 0
    assert limiter.ask([limit(1, 1)], bulk=False) == 1
    watch.now += 1
    assert limiter.ask([limit(1, 1)], bulk=False) == 0


def test_those_who_wait_are_not_all_called_at_once() -> None:
    limiter = Limiter(Watch())
    limiter.ask([limit(1, 2)], bulk=True)
    assert [limiter.ask([limit(1, 2)], bulk=True) for _ in range(3)] == [2, 4, 6]


def test_bulk_leaves_room_for_a_reply() -> None:
    limiter = Limiter(Watch())
    tier = [limit(50, 60, "tier")]
    assert sum(not limiter.ask(tier, bulk=True) for _ in range(50)) == 40
    assert sum(not limiter.ask(tier, bulk=False) for _ in range(50)) == 10


def test_a_closed_chat_is_left_alone_and_others_are_not() -> None:
    watch = Watch()
    limiter = Limiter(watch)
    limiter.close([limit(5, 1)], 30)
    assert limiter.ask([limit(5, 1)], bulk=False) == 30
    assert limiter.ask([limit(5, 1, "c2")], bulk=False) == 0
    watch.now += 30
    assert limiter.ask([limit(5, 1)], bulk=False) == 0


def test_conversations_that_nobody_writes_to_any_more_are_forgotten() -> None:
    watch = Watch()
    limiter = Limiter(watch)
    for number in range(25_000):
        watch.now += 1
        assert limiter.ask([limit(1, 1, f"c{number}")], bulk=False) == 0
    assert len(limiter._buckets) <= 10_000


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("30", 30),
        (" 5 ", 5),
        ("0", 0),
        ("-3", 0),
        ("Mon, 23 Nov 2026 09:00:45 GMT", 45),
        ("Mon, 23 Nov 2026 08:00:00 GMT", 0),
        ("86400", 3600),
        ("9" * 40, 3600),
    ],
)
def test_a_wait_is_read(header: str, seconds: int) -> None:
    assert read_retry_after(header, NOW) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "header", [None, "", "soon", "1.5", "NaN", "1e3", "Mon, 99 Nov 2026", "9" * 5000, "\x00", "Mon, 23 Nov 2026 09:00:45 -0000"]
)
def test_garbage_is_no_wait(header: str | None) -> None:
    assert read_retry_after(header, NOW) is None


@given(st.text())
def test_no_header_is_an_error_or_an_endless_wait(header: str) -> None:
    wait = read_retry_after(header, NOW)
    assert wait is None or timedelta() <= wait <= LONGEST_WAIT


def test_the_pauses_between_tries_grow_to_a_limit_and_differ_between_keys() -> None:
    pace = Pace()
    pauses = [pace.pause(tries, "k") for tries in range(1, 40)]
    assert all(timedelta(seconds=2**n) <= pause <= timedelta(seconds=2**n) * 1.25 for n, pause in enumerate(pauses[:9]))
    assert max(pauses) <= pace.longest * 1.25
    assert len({pace.pause(1, f"k{number}") for number in range(20)}) > 10
