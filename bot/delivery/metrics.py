"""What the delivery counts: for whoever runs the bot, never with anything personal in a label."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Metric, generate_latest
from prometheus_client.core import CounterMetricFamily
from prometheus_client.registry import Collector
from typing_extensions import override

from bot.delivery.channel import Found, Outcome
from knowledge.usage import Spent
from storage.inbox import Backlog

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
#: In seconds. The chats wait for three to fifteen of them.
_BUCKETS: Final = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 10)
#: A sweep has as long as it takes.
_LONG_BUCKETS: Final = (0.01, 0.1, 1, 10, 60, 600)


class Metrics:
    """The counters of one process. What waits is the database's, and read when it is asked for."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._received = self._counter("received", "Messages that came in; known: delivered again", "chat", "known")
        self._tries = self._counter("posting_tries", "Tries to post a message, by how the chat answered", "chat", "outcome")
        self._looks = self._counter("posting_looks", "Questions whether a chat has a message already", "chat", "found")
        self._given_up = self._counter("postings_given_up", "Rows that became dead letters", "chat", "code")
        self._calls = self._counter("chat_calls", "Calls to a chat's interface, by what it answered", "chat", "method", "answer")
        self._downgraded = self._counter("downgraded", "Messages that were sent plainer than drawn", "chat", "why")
        self._billing = self._counter("billing_deliveries", "Deliveries of billing data, by how they were answered", "status")
        self._facts = self._counter("billing_events", "Events of accepted deliveries; known: delivered before", "known")
        self._looped = self._counter(
            "loops_broken", "Messages that were not answered, because their sender said far too many", "chat"
        )
        self._acknowledged = self._histogram("acknowledged_seconds", "From a delivery to its answer", "chat", buckets=_BUCKETS)
        self._turned = self._histogram("turn_seconds", "From the beginning of a turn to its end", "chat", buckets=_BUCKETS)
        self._swept = self._histogram("sweep_seconds", "How long a sweep took", "sweep", "outcome", buckets=_LONG_BUCKETS)
        self._waiting = self._gauge("waiting", "Messages to be answered (inbox) or posted (outbox)", "box")
        self._oldest = self._gauge("oldest_seconds", "For how long the oldest of them has waited", "box")
        self._dead = self._gauge("dead_letters", "Messages and rows that were given up", "box")

    def received(self, chat: str, *, is_new: bool) -> None:
        self._received.labels(chat, "no" if is_new else "yes").inc()

    def tried(self, chat: str, outcome: Outcome) -> None:
        self._tries.labels(chat, type(outcome).__name__.lower()).inc()

    def looked(self, chat: str, found: Found) -> None:
        self._looks.labels(chat, type(found).__name__.lower()).inc()

    def gave_up(self, chat: str, code: str) -> None:
        self._given_up.labels(chat, code).inc()

    def called(self, chat: str, method: str, answer: str) -> None:
        """`answer` is "ok" or the code of what went wrong; `method` is empty when nothing was answered."""
        self._calls.labels(chat, method, answer).inc()

    def downgraded(self, chat: str, why: str) -> None:
        """`why`: "checked" when it broke a limit by our own measure, "refused" when the chat said so."""
        self._downgraded.labels(chat, why).inc()

    def billing_answered(self, status: int) -> None:
        self._billing.labels(str(status)).inc()

    def billing_taken(self, added: int, known: int) -> None:
        self._facts.labels("no").inc(added)
        self._facts.labels("yes").inc(known)

    def looped(self, chat: str) -> None:
        self._looped.labels(chat).inc()

    def acknowledged(self, chat: str, seconds: float) -> None:
        self._acknowledged.labels(chat).observe(seconds)

    def turned(self, chat: str, seconds: float) -> None:
        self._turned.labels(chat).observe(seconds)

    def swept(self, sweep: str, seconds: float, *, failed: bool) -> None:
        self._swept.labels(sweep, "failed" if failed else "done").observe(seconds)

    def watch_model(self, spent: Callable[[], Spent]) -> None:
        """From here on, what the language model was asked is told, too, as it counts it itself."""
        self._registry.register(_ModelsUse(spent))

    def backlog(self, box: str, backlog: Backlog, oldest_seconds: float) -> None:
        self._waiting.labels(box).set(backlog.waiting)
        self._oldest.labels(box).set(oldest_seconds)
        self._dead.labels(box).set(backlog.given_up)

    def text(self) -> bytes:
        """Everything, as Prometheus reads it."""
        return generate_latest(self._registry)

    def _counter(self, name: str, what: str, *labels: str) -> Counter:
        return Counter(f"partnerbot_{name}", what, labels, registry=self._registry)

    def _histogram(self, name: str, what: str, *labels: str, buckets: Sequence[float]) -> Histogram:
        return Histogram(f"partnerbot_{name}", what, labels, buckets=buckets, registry=self._registry)

    def _gauge(self, name: str, what: str, *labels: str) -> Gauge:
        return Gauge(f"partnerbot_{name}", what, labels, registry=self._registry)


class _ModelsUse(Collector):
    """The count of a language model's use, read when it is asked for."""

    def __init__(self, spent: Callable[[], Spent]) -> None:
        self._spent = spent

    @override
    def collect(self) -> Iterable[Metric]:
        spent = self._spent()
        yield CounterMetricFamily("partnerbot_model_calls", "Questions to the language model", value=spent.calls)
        failures = CounterMetricFamily("partnerbot_model_failures", "Those without an answer, by kind", labels=["kind"])
        for kind, count in sorted(spent.failures.items()):
            failures.add_metric([kind], count)
        yield failures
        tokens = CounterMetricFamily("partnerbot_model_tokens", "Tokens, as the provider counts them", labels=["direction"])
        tokens.add_metric(["in"], spent.tokens_in)
        tokens.add_metric(["out"], spent.tokens_out)
        yield tokens
        if spent.cost is not None:
            yield CounterMetricFamily(
                "partnerbot_model_cost", "What the tokens cost, by the configured prices", value=float(spent.cost)
            )
