"""Leaves a provider alone for a while after it failed, so that not everybody waits for one that hangs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock
from typing import Final

FIRST_REST: Final = timedelta(seconds=30)
LONGEST_REST: Final = timedelta(minutes=15)


class Resting:
    """Says when to ask and when not to; safe to use from many threads.

    After a failure nobody asks for `FIRST_REST`, then one may try. Each try that fails doubles the rest, up to `LONGEST_REST`; one
    that works ends it for all. A call that was begun before a rest changes nothing about it when it fails later.
    """

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._lock = Lock()
        self._until: datetime | None = None
        self._trying = False
        self._failures = 0
        self._round = 0

    def begin(self) -> int | None:
        """A ticket to ask with, to be given back to `worked`, `failed` or `unknown`; None when it is not to be asked."""
        with self._lock:
            if self._until is not None:
                if self._trying or self._clock() < self._until:
                    return None
                self._trying = True
            return self._round

    def worked(self, ticket: int) -> None:
        """There was an answer, of whatever kind."""
        with self._lock:
            if ticket == self._round:
                self._until, self._trying, self._failures = None, False, 0

    def failed(self, ticket: int) -> timedelta | None:
        """There was none: how long nobody asks from now on; None when a rest has begun meanwhile."""
        with self._lock:
            if ticket != self._round:
                return None
            rest = min(FIRST_REST * (1 << self._failures), LONGEST_REST)
            self._until = self._clock() + rest
            self._trying = False
            self._failures = min(self._failures + 1, 10)
            self._round += 1
            return rest

    def unknown(self, ticket: int) -> None:
        """It was not asked after all: the next one may try."""
        with self._lock:
            if ticket == self._round:
                self._trying = False

    def forget(self) -> None:
        """The provider is asked again at once: what failed was asked otherwise."""
        with self._lock:
            self._until, self._trying, self._failures = None, False, 0
            self._round += 1
