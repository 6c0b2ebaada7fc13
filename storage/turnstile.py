"""One at a time, in the order of arrival, those in a hurry before the rest: how the threads of a process share SQLite's one writer.

Left to itself, SQLite has each of them sleep and look again, up to a tenth of a second, and lets through whoever looks first.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Lock


class Turnstile:
    """Use from any thread, but not again by one that is inside."""

    def __init__(self, patience: timedelta) -> None:
        """`patience` is for how long anybody waits."""
        self._patience = patience
        self._lock = Lock()
        self._is_taken = False
        self._hurried: deque[Lock] = deque()
        self._others: deque[Lock] = deque()

    @contextmanager
    def inside(self, *, hurries: bool = False) -> Iterator[None]:
        """Alone in here until the end of the block; raises TimeoutError when that does not come about."""
        self._enter(self._hurried if hurries else self._others)
        try:
            yield
        finally:
            self._leave()

    @property
    def waiting(self) -> int:
        return len(self._hurried) + len(self._others)

    def _enter(self, queue: deque[Lock]) -> None:
        with self._lock:
            if not self._is_taken:
                self._is_taken = True
                return
            called = Lock()
            called.acquire()
            queue.append(called)
        try:
            is_my_turn = called.acquire(timeout=self._patience.total_seconds())
        except KeyboardInterrupt:
            self._give_way(queue, called)
            raise
        if not is_my_turn and not self._is_called(queue, called):
            raise TimeoutError("others have the database's only writer")

    def _leave(self) -> None:
        with self._lock:
            queue = self._hurried or self._others
            if queue:
                queue.popleft().release()
            else:
                self._is_taken = False

    def _is_called(self, queue: deque[Lock], called: Lock) -> bool:
        """Whether it was called in the moment in which it lost its patience; if not, it waits no longer."""
        with self._lock:
            if called not in queue:
                return True
            queue.remove(called)
            return False

    def _give_way(self, queue: deque[Lock], called: Lock) -> None:
        """Somebody interrupts the wait: whoever stands behind is not kept waiting for it."""
        if self._is_called(queue, called):
            self._leave()
