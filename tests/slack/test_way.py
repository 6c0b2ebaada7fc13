"""One message's whole way can be followed by one number, in the log and in the traces; neither says a word of what was written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any
from urllib.request import urlopen

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from typing_extensions import override

from bot.trace import trace_of
from storage.tables import inbox
from tests.slack.bot_process import running
from tests.slack.scene import ON_SQLITE, Scene

#: What stands in the messages and the people's names, and may stand nowhere else.
CANARIES = ("Wolkenkuckuck", "erika@", "Einzig", "77,123", "77123", "Nora Nilsen")


class Collector:
    """Takes traces by OTLP over HTTP, as the protocol's own definition reads them."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        collector = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                collector.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
                self.send_response(200)
                self.end_headers()

            @override
            def log_message(self, format: str, *args: object) -> None:
                """Says nothing."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    @property
    def spans(self) -> list[Any]:
        found = []
        for body in self.bodies:
            for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
                found += [span for scope in resource.scope_spans for span in scope.spans]
        return found


@pytest.fixture
def collector() -> Iterator[Collector]:
    made = Collector()
    yield made
    made.close()


@ON_SQLITE
def test_a_message_has_one_number_from_its_delivery_to_the_sending_of_its_answer(scene: Scene, collector: Collector) -> None:
    with running(scene.slack, scene.house, scene.log, {"OTEL_EXPORTER_OTLP_ENDPOINT": collector.address}) as bot:
        scene.anna.say("Register Wolkenkuckuck GmbH, contact Erika Einzig erika@wolkenkuckuck.example, 77,123 EUR, closing March")
        scene.anna.wait_for_reply()
        with urlopen(f"{bot.address}metrics", timeout=10) as response:  # noqa: S310 - the test's own process, on loopback
            metrics = response.read().decode()
    lines = [json.loads(line) for line in bot.log.splitlines()]
    (key,) = (row["key"] for row in scene.house.rows(inbox))
    trace = trace_of(key)
    way = [line["event"] for line in lines if line.get("trace") == trace]
    assert way == ["received", "turn", "posting.sent"]
    assert all({"timestamp", "level", "event"} <= set(line) for line in lines)
    spans = [span for span in collector.spans if span.trace_id.hex() == trace]
    assert {"delivery", "turn", "understand", "transaction", "send"} <= {span.name for span in spans}
    assert {attribute.key for span in collector.spans for attribute in span.attributes} <= {"chat", "sweep"}
    told = [bot.log, metrics, *(str(span) for span in collector.spans)]
    assert [word for word in CANARIES for text in told if word.casefold() in text.casefold()] == []
    assert 'partnerbot_turn_seconds_count{chat="slack"} 1.0' in metrics
    scene.finish(bot)
