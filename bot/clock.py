"""The one place that reads the clock."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
#: Seconds that only ever grow, whatever happens to the clock on the wall.
Elapsed = Callable[[], float]


def now() -> datetime:
    """This instant, aware UTC."""
    return datetime.now(UTC)


def elapsed() -> float:
    """Seconds since some moment of this machine, for measuring how long something took or may take."""
    return time.monotonic()
