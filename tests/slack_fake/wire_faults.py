"""What can go wrong between an app and the Web API, to be ordered for the next calls of a method."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """`accepts`: the call is carried out before it goes wrong. `value`: a status, an error's name, a header, seconds."""

    kind: str
    value: str = ""
    accepts: bool = False


RESET: Final = Fault(kind="reset")
#: Slack takes the call, and the connection breaks before the answer.
DROPPED: Final = Fault(kind="reset", accepts=True)
HANGS: Final = Fault(kind="hang", accepts=True)
GARBAGE: Final = Fault(kind="garbage")
GARBAGE_AFTER: Final = Fault(kind="garbage", accepts=True)


def busy(retry_after: str | None = "1") -> Fault:
    """HTTP 429 with this Retry-After, or without one."""
    return Fault(kind="busy", value="" if retry_after is None else retry_after)


def status(code: int, *, accepts: bool = False) -> Fault:
    return Fault(kind="status", value=str(code), accepts=accepts)


def named(error: str) -> Fault:
    """An error as Slack words them: HTTP 200, ok false."""
    return Fault(kind="named", value=error)


def slow(seconds: float) -> Fault:
    return Fault(kind="slow", value=str(seconds))


class Faults:
    """Faults wait in line for their method; "*" is for whatever is called next. Those in `always` are met by every call."""

    def __init__(self) -> None:
        self.always: dict[str, Fault] = {}
        self._waiting: dict[str, deque[Fault | None]] = defaultdict(deque)

    def add(self, method: str, *faults: Fault | None) -> None:
        """None lets a call through."""
        self._waiting[method].extend(faults)

    def take(self, method: str) -> Fault | None:
        line = self._waiting[method] or self._waiting["*"]
        return line.popleft() if line else self.always.get(method)
