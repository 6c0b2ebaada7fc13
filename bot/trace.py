"""One number for everything that comes of one delivery, from its arrival to the sending of its answer, in every process.

It is made of the message's key, so that nobody has to hand it on: whoever has the key, or the key of a row that answers it, has the
number. It tells nothing about either, and is the trace's id for OpenTelemetry, too.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from hashlib import sha256
from typing import Final

import structlog

_REPLY: Final = "reply:"
#: Under this name it stands in every line of the log, and is found again by whoever begins a span.
FIELD: Final = "trace"


def reply_key(key: str) -> str:
    """Under which the reply to the message of the key goes out."""
    return f"{_REPLY}{key}"


def trace_of(key: str) -> str:
    """The number of a message's key, and of the key under which its reply goes out: 32 hex digits."""
    return sha256(key.removeprefix(_REPLY).encode()).hexdigest()[:32]


def traced(key: str, **more: object) -> AbstractContextManager[object]:
    """Binds the number, and more, to all that is logged in the block, and in threads that take its context along."""
    return structlog.contextvars.bound_contextvars(**{FIELD: trace_of(key)}, **more)
