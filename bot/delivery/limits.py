"""How often a chat may be written to: counted in this process, so that a limit is met before the chat has to say so."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from typing import Final

from bot.delivery.channel import Limit

#: Bulk leaves the rest of a limit to people who wait for an answer.
_BULK_SHARE: Final = 0.8
#: So many buckets are kept before those that nothing was counted in for long are forgotten.
_KEPT: Final = 10_000


class _Bucket:
    """When the last messages were sent, until when the chat wants none, and whose turn was promised last: seconds of a clock."""

    def __init__(self, limit: Limit, now: float) -> None:
        self.per = limit.per.total_seconds()
        self.sent: deque[float] = deque(maxlen=limit.count)
        self.closed_until = now
        self.promised = {True: now, False: now}

    def free_at(self, now: float, *, bulk: bool) -> float:
        """When the next message may go, if nobody else is quicker."""
        allowed = self.sent.maxlen or 1
        if bulk:
            allowed = max(1, int(allowed * _BULK_SHARE))
        full = len(self.sent) >= allowed
        return max(now, self.closed_until, self.sent[-allowed] + self.per if full else now)

    def promise(self, free_at: float, now: float, *, bulk: bool) -> float:
        """Those who wait are called one after the other, not all at once. Bulk and the rest stand in two lines."""
        step = self.per / (self.sent.maxlen or 1)
        self.promised[bulk] = max(free_at, self.promised[bulk] + step if self.promised[bulk] > now else free_at)
        return self.promised[bulk]

    def is_idle(self, now: float) -> bool:
        return max(self.closed_until, self.promised[True], self.promised[False], *self.sent, 0) + self.per < now


class Limiter:
    """Counts what is sent. `elapsed` gives seconds that never jump; use from one thread."""

    def __init__(self, elapsed: Callable[[], float]) -> None:
        self._elapsed = elapsed
        self._buckets: dict[str, _Bucket] = {}

    def ask(self, limits: Sequence[Limit], *, bulk: bool) -> float:
        """0 when the message may go now: then it is counted. Else how many seconds to wait before asking again."""
        now = self._elapsed()
        buckets = [self._bucket(limit, now) for limit in limits]
        free = [bucket.free_at(now, bulk=bulk) for bucket in buckets]
        if all(at <= now for at in free):
            for bucket in buckets:
                bucket.sent.append(now)
            return 0
        return max(bucket.promise(at, now, bulk=bulk) for bucket, at in zip(buckets, free, strict=True) if at > now) - now

    def close(self, limits: Sequence[Limit], seconds: float) -> None:
        """The chat wants nothing for so long."""
        now = self._elapsed()
        for bucket in [self._bucket(limit, now) for limit in limits]:
            bucket.closed_until = max(bucket.closed_until, now + seconds)

    def _bucket(self, limit: Limit, now: float) -> _Bucket:
        found = self._buckets.get(limit.bucket)
        if found is None:
            if len(self._buckets) >= _KEPT:
                self._buckets = {name: bucket for name, bucket in self._buckets.items() if not bucket.is_idle(now)}
            found = self._buckets[limit.bucket] = _Bucket(limit, now)
        return found
