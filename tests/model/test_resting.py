"""A provider that fails is left alone for a while, longer each time, and tried by one question before all others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.typing import EventDict

from knowledge.model import Model
from knowledge.resting import FIRST_REST, LONGEST_REST, Resting
from tests.model.conftest import AT, MakeModel
from tests.model.stub import KEY, Answer, Stub, refused, says, understood
from tests.model.test_wire import FAILURES, propose

#: What says something of the provider, and not of one question.
OUT_OF_ORDER = ("a wrong key", "too much asked", "a broken server", "a lost connection")
#: Answers, if bad ones.
ANSWERED = ("a refusal", "cut off", "prose", "an unknown model")


class Watch:
    """A clock that stands still until it is put forward."""

    def __init__(self) -> None:
        self.at = AT

    def __call__(self) -> datetime:
        return self.at

    def forward(self, by: timedelta) -> None:
        self.at += by


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def model(make_model: MakeModel, watch: Watch) -> Model:
    return make_model(clock=watch)


def test_who_hangs_is_waited_for_once(make_model: MakeModel, watch: Watch, stub: Stub) -> None:
    model = make_model(seconds=0.3, clock=watch)
    stub.answer = Answer(how="hang")
    assert [propose(model) for _ in range(5)] == [None] * 5
    assert stub.asked == 1
    assert model.usage.spent().failures == {"timeout": 1, "resting": 4}


@pytest.mark.parametrize("name", OUT_OF_ORDER)
def test_after_a_failure_nobody_asks_until_the_rest_is_over(model: Model, watch: Watch, stub: Stub, name: str) -> None:
    _, stub.answer = FAILURES[name]
    propose(model)
    watch.forward(FIRST_REST - timedelta(seconds=1))
    assert (propose(model), stub.asked) == (None, 1)
    stub.answer = says(understood())
    watch.forward(timedelta(seconds=1))
    assert propose(model) is not None
    assert propose(model) is not None
    assert stub.asked == 3


@pytest.mark.parametrize("name", ANSWERED)
def test_a_bad_answer_is_an_answer(model: Model, stub: Stub, name: str) -> None:
    _, stub.answer = FAILURES[name]
    propose(model)
    propose(model)
    assert stub.asked == 2


def test_each_try_that_fails_doubles_the_rest(model: Model, watch: Watch, stub: Stub, log: list[EventDict]) -> None:
    stub.answer = refused(500, "server_error", "sorry")
    for _ in range(8):
        propose(model)
        watch.forward(LONGEST_REST)
    assert [line["seconds"] for line in log if line["event"] == "model.rests"] == [30, 60, 120, 240, 480, 900, 900, 900]


def test_a_try_that_works_makes_the_next_rest_short_again(model: Model, watch: Watch, stub: Stub, log: list[EventDict]) -> None:
    bad, good = refused(500, "server_error", "sorry"), says(understood())
    for answer in (bad, bad, good, bad):
        stub.answer = answer
        propose(model)
        watch.forward(LONGEST_REST)
    assert [line["seconds"] for line in log if line["event"] == "model.rests"] == [30, 60, 30]


def test_only_one_tries(watch: Watch) -> None:
    resting = Resting(watch)
    first = resting.begin()
    assert first is not None
    resting.failed(first)
    watch.forward(FIRST_REST)
    probe = resting.begin()
    assert probe is not None
    assert [resting.begin() for _ in range(3)] == [None, None, None]
    resting.unknown(probe)
    assert resting.begin() is not None


def test_those_who_were_waiting_already_do_not_make_the_rest_longer(watch: Watch) -> None:
    resting = Resting(watch)
    tickets = [resting.begin() for _ in range(8)]
    rests = [resting.failed(ticket) for ticket in tickets if ticket is not None]
    assert rests == [FIRST_REST, *[None] * 7]


Step = Callable[[Resting, int], object]


@given(st.lists(st.tuples(st.sampled_from([Resting.worked, Resting.failed, Resting.unknown]), st.integers(0, 1800))))
def test_whatever_happened_after_the_longest_rest_somebody_may_try(steps: list[tuple[Step, int]]) -> None:
    watch = Watch()
    resting = Resting(watch)
    for step, seconds in steps:
        watch.forward(timedelta(seconds=seconds))
        ticket = resting.begin()
        if ticket is not None:
            step(resting, ticket)
    watch.forward(LONGEST_REST)
    assert resting.begin() is not None


def test_with_another_key_the_provider_is_asked_at_once(make_model: MakeModel, watch: Watch, stub: Stub) -> None:
    model = make_model(key="sk-of-yesterday", clock=watch)
    stub.answer = says(understood())
    assert [propose(model), propose(model)] == [None, None]
    assert model.usage.spent().failures == {"unauthorized": 1, "resting": 1}
    model.use_key(KEY)
    assert propose(model) is not None
