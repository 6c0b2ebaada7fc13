"""While an answer is on its way its sender sees so, for as long as it takes and no longer; and they can stop it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from bot.slack.working import _AGAIN, _PAUSE, Working
from handlers.message import Said
from handlers.wording import Words, both
from storage.tables import inbox, registrations
from tests.slack.counter import Counter
from tests.slack.test_read import event
from tests.slack_fake.wire_faults import named

DEAL = "Register Acme GmbH, contact buyer@acme.example, 45k EUR, closing end of March"
STOPPED = event(type="agent_session_stopped", channel="D1", thread_ts="17.1", user="U1")


class Ticks:
    """A clock that a test moves."""

    def __init__(self, working: Working) -> None:
        self.now = 0.0
        working._ticks = self

    def __call__(self) -> float:
        return self.now


def statuses(counter: Counter) -> list[str]:
    return [call["status"] for call in counter.api.called("assistant.threads.setStatus")]


def sessions(counter: Counter) -> list[str]:
    return [call["status"] for call in counter.api.called("agents.sessions.setStatus")]


async def begun(counter: Counter) -> None:
    """What was begun beside the answer is done."""
    for task in list(counter.chat._tasks):
        await task


def test_a_quick_answer_costs_no_status(counter: Counter) -> None:
    async def use(counter: Counter) -> None:
        ticks, working = Ticks(counter.chat._working), counter.chat._working
        working._soon = 0.5
        await counter.deliver(event(text="help"))
        await counter.work(at_once=True)
        await begun(counter)
        ticks.now = _PAUSE
        await working.look()
        await working.look()
        assert working._waiting == {}

    counter.run(use)
    assert statuses(counter) == []
    assert sessions(counter) == []


def test_an_answer_that_is_not_there_soon_is_said_to_be_on_its_way(counter: Counter) -> None:
    async def use(counter: Counter) -> None:
        ticks, working = Ticks(counter.chat._working), counter.chat._working
        await counter.deliver(event(text="help"))
        await begun(counter)
        await counter.work()
        ticks.now = _PAUSE
        await working.look()
        assert working._waiting == {}

    counter.run(use)
    assert statuses(counter) == [both(lambda words: words("slack.one_moment"))]


def test_work_that_takes_long_is_said_again_before_two_minutes_and_can_be_stopped_meanwhile(counter: Counter) -> None:
    async def use(counter: Counter) -> None:
        ticks, working = Ticks(counter.chat._working), counter.chat._working
        await counter.deliver(event(text="help"))
        await begun(counter)
        for second in range(0, 240, _PAUSE):
            ticks.now = second
            await working.look()
        await counter.work()
        ticks.now = 241
        await working.look()
        assert working._waiting == {}

    counter.run(use)
    said = statuses(counter)
    assert len(said) == 1 + 240 // _AGAIN - 1 + 1, said
    assert said[-1] == "", "it was said again, perhaps after the answer: so it is taken away"
    assert sessions(counter) == ["processing", "active"]
    assert _AGAIN + _PAUSE < 120


def test_where_nothing_is_posted_the_status_is_taken_away(counter: Counter) -> None:
    async def use(counter: Counter) -> None:
        ticks, working = Ticks(counter.chat._working), counter.chat._working
        counter.api.faults.add("chat.postMessage", named("is_archived"))
        await counter.deliver(event(text="help"))
        await begun(counter)
        await counter.work()
        ticks.now = _PAUSE
        await working.look()
        assert working._waiting == {}

    counter.run(use)
    assert statuses(counter)[-1] == ""


def test_what_is_stopped_has_no_effect_and_its_sender_is_told(counter: Counter) -> None:
    async def use(counter: Counter) -> None:
        working = counter.chat._working
        await counter.deliver(event(text=DEAL))
        await begun(counter)
        assert (await counter.deliver(STOPPED)).status == 200
        assert working._waiting == {}
        await counter.work()

    before = counter.house.rows(registrations)
    counter.run(use)
    assert [text for _, text in counter.shown()] == [Words("en")("stopped")]
    assert statuses(counter)[-1] == ""
    assert sessions(counter) == ["active"]
    assert counter.house.rows(registrations) == before
    assert "Acme" not in counter.house.talk("nordwind").say("go on")


def test_nobody_stops_what_another_waits_for(counter: Counter) -> None:
    async def use(counter: Counter) -> None:
        await counter.deliver(event(channel="C1", channel_type="channel", text="<@UBOT> help"))
        stranger: Mapping[str, Any] = {"channel": "C1", "user": "U3"}
        await counter.deliver(STOPPED | {"event": STOPPED["event"] | stranger})
        assert [row["reply"] for row in counter.house.rows(inbox)] == [None]
        await counter.deliver(STOPPED | {"event": STOPPED["event"] | {"channel": "C1"}})
        assert [row["reply"] is None for row in counter.house.rows(inbox)] == [False]

    counter.run(use)


def test_a_stop_that_comes_too_late_changes_nothing(counter: Counter) -> None:
    async def use(counter: Counter) -> None:
        await counter.deliver(event(text="help"))
        await counter.work()
        shown = len(counter.shown())
        await counter.deliver(STOPPED)
        await counter.work()
        assert len(counter.shown()) == shown

    counter.run(use)


def test_a_turn_that_was_stopped_while_it_thought_writes_nothing(counter: Counter) -> None:
    """The model answers after Stop: the turn finds its message answered."""
    house = counter.house
    talk = house.talk("nordwind")
    incoming = talk.incoming(Said(text=DEAL))
    house.turns.receive(incoming)
    assert house.turns.stop(incoming.sender, incoming.conversation) == (incoming.key,)
    assert house.turns.take(incoming).parts == house.turns.take(incoming).parts
    assert str(house.turns.take(incoming).parts).count("Stopped") == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("error", ["not_agent_app", "ratelimited"])
def test_where_slack_has_no_sessions_the_answer_comes_all_the_same(counter: Counter, error: str) -> None:
    async def use(counter: Counter) -> None:
        ticks, working = Ticks(counter.chat._working), counter.chat._working
        for method in ("agents.sessions.setStatus", "assistant.threads.setStatus"):
            counter.api.faults.add(method, named(error))
        await counter.deliver(event(text="help"))
        ticks.now = _PAUSE
        await working.look()
        await counter.work()

    counter.run(use)
    assert len(counter.shown()) == 1
