"""What took how long, for whoever collects traces by OpenTelemetry; unless that is turned on, nothing, and nothing is imported.

The one place that knows OpenTelemetry. A span holds names of chats and kinds: nobody's words, names or ids. The spans of one
delivery are one trace, whichever process they come from: its number is made of the message's key (`bot.trace`).
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from types import TracebackType
from typing import TYPE_CHECKING, Final

import structlog
from typing_extensions import override

from bot.trace import FIELD

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import SpanProcessor
    from opentelemetry.trace import Span, Tracer

_Begin = Callable[[str, dict[str, str]], AbstractContextManager[object]]
_NOTHING: Final = nullcontext()


class MissingPackages(Exception):
    """Traces are wanted, and what makes and sends them is not installed."""


class Spans:
    """Those of one process: none until `begin`."""

    def __init__(self) -> None:
        self._begin: _Begin | None = None

    def __call__(self, name: str, **attributes: str) -> AbstractContextManager[object]:
        """A span around the block, inside the one that is open here."""
        return _NOTHING if self._begin is None else self._begin(name, attributes)

    def begin(self, processor: SpanProcessor) -> Callable[[], None]:
        """From here on, every span goes there. What is returned ends that, and sends what is left."""
        from opentelemetry.sdk.resources import SERVICE_NAME, Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.id_generator import RandomIdGenerator

        class Ids(RandomIdGenerator):
            """A trace's number is the delivery's, in every process; chance decides where there is none, as for a sweep."""

            @override
            def generate_trace_id(self) -> int:
                of_delivery = structlog.contextvars.get_contextvars().get(FIELD)
                return int(of_delivery, 16) if of_delivery else super().generate_trace_id()

        resource = Resource.create()
        if str(resource.attributes[SERVICE_NAME]).startswith("unknown_service"):  # the environment has no better name for it
            resource = resource.merge(Resource({SERVICE_NAME: "partnerbot"}))
        provider = TracerProvider(resource=resource, id_generator=Ids(), shutdown_on_exit=False)
        provider.add_span_processor(processor)
        self._begin = _beginning(provider.get_tracer("partnerbot"))

        def end() -> None:
            self._begin = None
            provider.shutdown()

        return end

    def send_to(self, endpoint: str) -> Callable[[], None]:
        """The same, to a collector that speaks OTLP over HTTP at this address. Raises MissingPackages."""
        try:
            from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
            from opentelemetry.sdk.trace.export import BatchSpanProcessor
        except ImportError:
            raise MissingPackages from None
        return self.begin(BatchSpanProcessor(OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces")))


def _beginning(tracer: Tracer) -> _Begin:
    def begin(name: str, attributes: dict[str, str]) -> AbstractContextManager[object]:
        return _Open(
            tracer.start_as_current_span(name, attributes=attributes, record_exception=False, set_status_on_exception=False)
        )

    return begin


class _Open:
    """A span around a block. The words of an exception may be a person's: of what was raised, only the kind is told."""

    def __init__(self, inner: AbstractContextManager[Span]) -> None:
        self._inner = inner

    def __enter__(self) -> Span:
        self._span = self._inner.__enter__()
        return self._span

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        from opentelemetry.trace import Status, StatusCode

        if kind is not None:
            self._span.set_status(Status(StatusCode.ERROR, kind.__name__))
        self._inner.__exit__(kind, error, at)


#: Of this process, as its log is: whoever begins a span need not be handed where it goes.
span: Final = Spans()
