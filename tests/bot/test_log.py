"""What the log looks like to machines and to people, and that nothing gets into it in other ways."""

from __future__ import annotations

import asyncio
import json
import logging
from io import StringIO

import pytest
from typing_extensions import override

from bot.incoming import Incoming
from bot.log import configure_logging
from bot.spans import span
from bot.trace import reply_key, trace_of
from bot.web.bridge import DemoChat, sender_of
from handlers.message import Said
from tests.bot.house import PEOPLE, House


class Terminal(StringIO):
    @override
    def isatty(self) -> bool:
        return True


def library() -> logging.Logger:
    """As in a process that has set up no log but ours; pytest gives every logger that it finds a handler of its own."""
    return logging.Logger("some.library")


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> StringIO:
    written = StringIO()
    monkeypatch.setattr("sys.stderr", written)
    configure_logging("INFO")
    return written


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_is_said_on_the_page_is_followed_by_its_number_into_threads(house: House, log: StringIO) -> None:
    sender = sender_of(PEOPLE["nordwind"].email)
    incoming = Incoming(key="web-1", sender=sender, conversation="page", what=Said(text="Register Wolkenkuckuck GmbH, 45k EUR"))
    asyncio.run(DemoChat(house.turns, []).turn(incoming))
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    assert [(line["event"], line["trace"]) for line in lines] == [("turn", trace_of("web-1"))]
    assert "Wolkenkuckuck" not in log.getvalue()


def test_the_answer_has_the_number_of_its_message_and_no_other() -> None:
    assert trace_of(reply_key("k1")) == trace_of("k1") != trace_of("k2")
    assert "k1" not in trace_of("k1")


def test_somebody_who_looks_on_sees_no_json(monkeypatch: pytest.MonkeyPatch) -> None:
    written = Terminal()
    monkeypatch.setattr("sys.stderr", written)
    configure_logging("INFO")
    library().warning("not a word")
    assert "event='library' logger='some.library'" in written.getvalue()


def test_a_library_in_trouble_says_where_and_not_what(log: StringIO) -> None:
    logger = library()
    try:
        raise ValueError("Erika Einzig wrote this")
    except ValueError:
        logger.exception("payload: %s", "Wolkenkuckuck")
    logger.info("a whole payload: Wolkenkuckuck")
    (line,) = map(json.loads, log.getvalue().splitlines())
    assert (line["logger"], line["level"], line["error"]) == ("some.library", "error", "ValueError")
    assert line["place"].startswith("test_log.py:")
    assert "Erika" not in log.getvalue()
    assert "Wolkenkuckuck" not in log.getvalue()


def test_of_what_is_raised_in_a_span_only_the_kind_is_told() -> None:
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

    kept = InMemorySpanExporter()
    end = span.begin(SimpleSpanProcessor(kept))
    with pytest.raises(ValueError, match="Erika"), span("turn", chat="web"):
        raise ValueError("Erika Einzig wrote this")
    end()
    with span("turn", chat="web"):
        pass  # nobody collects any more
    (told,) = kept.get_finished_spans()
    assert (told.name, told.status.description, told.events) == ("turn", "ValueError", ())
    assert "Erika" not in told.to_json()
