"""Whether anybody still waits for what is worked on: whoever works for long asks now and then, and stops when nobody does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

#: How the one who began the work finds out; without that, it is always wanted.
_ASKED: ContextVar[Callable[[], bool] | None] = ContextVar("wanted", default=None)


@contextmanager
def while_wanted(ask: Callable[[], bool]) -> Iterator[None]:
    """What is done in the block is wanted as long as `ask` says so, which may read a database."""
    token = _ASKED.set(ask)
    try:
        yield
    finally:
        _ASKED.reset(token)


def is_wanted() -> bool:
    ask = _ASKED.get()
    return ask is None or ask()
