"""Two bots that answer each other come to an end, and people never notice that there is one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.incoming import Incoming
from bot.slack.address import Address
from bot.slack.keyed import incoming_of
from bot.slack.loops import LoopBreaker
from handlers.message import Pressed, Said, What
from storage.tables import inbox
from tests.bot.house import NOW
from tests.slack.counter import Counter
from tests.slack.test_read import OURS, event, press


def said(number: int, *, user: str = "U1", channel: str = "D1", what: What | None = None) -> Incoming:
    to = Address(tenant="T1", channel=channel, thread=f"{number}.1")
    return incoming_of(f"{channel}:{number}", OURS, user, what or Said(text="hi"), to)


def test_after_so_many_in_a_window_nothing_is_answered_until_it_has_passed() -> None:
    breaker = LoopBreaker(most=3, window=timedelta(minutes=1))
    for number in range(3):
        assert not breaker.is_broken(said(number), NOW)
        breaker.note(said(number), NOW)
    assert breaker.is_broken(said(3), NOW), "in other threads of the same conversation, too"
    assert not breaker.is_broken(said(3, user="U2"), NOW)
    assert not breaker.is_broken(said(3, channel="D2"), NOW)
    assert not breaker.is_broken(said(3, what=Pressed(action="x")), NOW)
    assert not breaker.is_broken(said(4), NOW + timedelta(minutes=1))


def test_it_does_not_remember_more_places_than_it_should(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.slack.loops._PLACES", 10)
    breaker = LoopBreaker()
    for number in range(100):
        breaker.note(said(1, user=f"U{number}"), NOW)
    assert len(breaker._turns) == 10


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_loop_is_acknowledged_counted_and_not_answered(counter: Counter) -> None:
    async def use(counter: Counter) -> None:
        counter.chat._loops = LoopBreaker(most=2)
        for ts in ("20.1", "20.1", "20.2", "20.3", "20.4"):
            assert (await counter.deliver(event(ts=ts, text="help"))).status == 200
        assert (await counter.deliver(press("deals.list") | {"team": {"id": "T1"}})).status == 200

    counter.run(use)
    assert len(counter.house.rows(inbox)) == 3, "two messages, however often delivered, and what somebody pressed"
    assert b'partnerbot_loops_broken_total{chat="slack"} 2.0' in counter.metrics.text()


@pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)
def test_what_other_processes_heard_counts_as_soon_as_this_one_has_heard_its_share(counter: Counter) -> None:
    """Of six that share a workspace, each would else let through as many as there may be."""

    async def use(counter: Counter) -> None:
        counter.chat._loops = LoopBreaker(most=6)
        for number in range(4):
            counter.house.turns.receive(said(number))
        counter.house.turns.receive(said(8, what=Pressed(action="x")))
        counter.house.turns.receive(said(9, channel="D10"))
        for number in range(3):
            await counter.deliver(event(ts=f"20.{number}", text="hi"))

    counter.run(use)
    assert len([row for row in counter.house.rows(inbox) if row["key"].startswith("slack:T1:D1:20.")]) == 2
