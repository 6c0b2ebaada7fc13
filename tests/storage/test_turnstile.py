"""One writer at a time: in the order of arrival, those in a hurry first, and nobody for ever."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from threading import Thread

import pytest

from storage.turnstile import Turnstile


class Queue:
    """Threads before a turnstile, each of which has arrived before the next one does."""

    def __init__(self, turnstile: Turnstile) -> None:
        self.turnstile = turnstile
        self.came_through: list[str] = []
        self.threads: list[Thread] = []

    def arrive(self, *names: str) -> None:
        for name in names:
            self.threads.append(Thread(target=self._pass, args=(name,)))
            self.threads[-1].start()
            while self.turnstile.waiting < len(self.threads):
                self.threads[-1].join(timeout=0.001)

    def _pass(self, name: str) -> None:
        with self.turnstile.inside(hurries=name.startswith("hurried")):
            self.came_through.append(name)

    def end(self) -> Sequence[str]:
        for thread in self.threads:
            thread.join(timeout=10)
        return self.came_through


def test_they_come_through_in_the_order_in_which_they_came_and_those_in_a_hurry_first() -> None:
    queue = Queue(Turnstile(patience=timedelta(seconds=10)))
    with queue.turnstile.inside():
        queue.arrive("first", "second", "hurried first", "third", "hurried second")
    assert queue.end() == ["hurried first", "hurried second", "first", "second", "third"]


def test_who_has_waited_long_enough_goes_and_keeps_nobody_waiting() -> None:
    turnstile = Turnstile(patience=timedelta(milliseconds=10))
    with turnstile.inside(), pytest.raises(TimeoutError):
        turnstile.inside(hurries=True).__enter__()
    assert turnstile.waiting == 0
    with turnstile.inside():
        assert turnstile.waiting == 0


def test_a_block_that_fails_lets_the_next_one_in() -> None:
    queue = Queue(Turnstile(patience=timedelta(seconds=10)))

    def fail() -> None:
        with queue.turnstile.inside():
            queue.arrive("next")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert queue.end() == ["next"]
