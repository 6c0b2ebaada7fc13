"""Slack waits three seconds: whatever is slow, a delivery is taken or put off before, and neither lost nor done twice for that."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from sqlite3 import connect
from threading import Event
from typing import Any

import pytest

from bot.aids import Aids
from bot.clock import elapsed
from bot.slack import edge
from bot.turns import Turns
from handlers.proposing import Proposal
from storage.tables import inbox
from tests.slack.counter import Counter
from tests.slack.test_dialogs import FORM, SHORTCUT, drawn, submitted
from tests.slack.test_read import event

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
#: What Slack gives a delivery, and what we want of it where nothing we need is slow, in seconds.
THREE, HALF = 3, 0.5
VAGUE = "we talked to the people at the mill near the lake who want a lot of what we showed them, roughly for the old price"
#: Somebody looks for a product in a form: Slack waits for the list.
LOOKS = {"type": "block_suggestion", "action_id": "look:product", "value": "nim", "user": {"id": "U1"}, "team": {"id": "T1"}}


@contextmanager
def slow_database(counter: Counter) -> Iterator[None]:
    """Somebody else writes, and does not come to an end."""
    other = connect(counter.house.url.removeprefix("sqlite:///"), check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.rollback()
        other.close()


def test_what_a_slow_database_keeps_too_late_is_put_off_and_taken_once(counter: Counter) -> None:
    async def use(counter: Counter) -> None:
        counter.chat._patience = 0.2
        with slow_database(counter):
            began = elapsed()
            slow = [await counter.deliver(event(text="my deals")) for _ in range(2)]
            assert elapsed() - began < 2 * HALF
            assert [answer.status for answer in slow] == [503, 503]
            assert "X-Slack-No-Retry" not in slow[0].headers
        counter.chat._patience = edge._PATIENCE
        assert counter.chat._patience <= THREE - HALF
        assert (await counter.deliver(event(text="my deals"))).status == 200
        await counter.work()

    counter.run(use)
    assert len(counter.house.rows(inbox)) == 1
    assert len(counter.shown()) == 1


def test_a_form_that_was_put_off_is_sent_again_and_answered_once(counter: Counter) -> None:
    async def use(counter: Counter) -> None:
        await counter.deliver(SHORTCUT)
        await counter.work()
        form = submitted(drawn(counter), **FORM)
        counter.chat._patience = 0.2
        with slow_database(counter):
            assert (await counter.deliver(form)).status == 503
        counter.chat._patience = edge._PATIENCE
        assert await (await counter.deliver(form)).json() == {"response_action": "clear"}
        await counter.work()

    counter.run(use)
    assert len(counter.shown()) == 1


class Slow:
    """A language model that answers when it is let, which is not soon."""

    def __init__(self) -> None:
        self.asked, self.goes_on = Event(), Event()

    def propose(self, text: str, **known: Any) -> Proposal | None:
        self.asked.set()
        self.goes_on.wait(30)
        return None


def test_while_a_language_model_is_slow_everything_is_acknowledged_at_once(counter: Counter) -> None:
    """Of twenty messages that are made forms of, each asks a model that does not answer; and more than that comes in."""
    house, slow, took = counter.house, Slow(), []
    house.turns = Turns(house.database, house.program, house.ids, lambda: house.at, aids=Aids(proposer=slow))
    vague = {"type": "message_action", "callback_id": "register_from_message", "message": {"text": VAGUE}}

    async def use(counter: Counter) -> None:
        async def taken(body: dict[str, Any]) -> None:
            began = elapsed()
            assert (await counter.deliver(body)).status == 200
            took.append(elapsed() - began)

        for number in range(20):
            await taken(SHORTCUT | vague | {"trigger_id": f"9.{number}"})
        assert await asyncio.to_thread(slow.asked.wait, 10)
        for number in range(80):
            await taken(event(text="my deals", ts=f"17.{number + 2}", user=f"U{number + 10}"))
        await taken(LOOKS)
        slow.goes_on.set()

    counter.run(use)
    took.sort()
    assert took[-1] < THREE
    assert took[-2] < HALF, "of a hundred, the ninety-ninth"
