"""A defect ends in a reference number for the person and a report for us; nothing is written, and neither learns of the other's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import redirect_stderr
from io import StringIO

import pytest
import structlog
from typing_extensions import override

from bot.log import configure_logging
from bot.plain import render
from bot.turns import Turns
from handlers.message import Opened, Pressed, Said, Submitted, What
from storage.tables import conversations, customers, events, inbox, outbox, registrations
from tests.bot.house import CountedIds, House

SUMMARY = "Register Wolkenkuckuck GmbH, contact Erika Einzig, erika@wolkenkuckuck.example, 45k EUR, closing end of March"


class BrokenIds(CountedIds):
    """Fails where a registration gets its number: in the middle of the turn, after rows were written."""

    @override
    def registration(self) -> str:
        raise RuntimeError("Erika Einzig of Wolkenkuckuck GmbH is not a number")


@pytest.fixture
def log() -> Iterator[StringIO]:
    """The log as it is written in production."""
    with redirect_stderr(StringIO()) as written:
        configure_logging("INFO")
        yield written
    structlog.reset_defaults()


def broken(house: House) -> Turns:
    return Turns(house.database, house.program, BrokenIds(), lambda: house.at)


def everything(house: House) -> list[object]:
    return [house.rows(table) for table in (registrations, customers, events, outbox, inbox, conversations)]


def test_a_defect_gives_a_reference_writes_nothing_and_says_nothing_personal(house: House, log: StringIO) -> None:
    nora = house.talk("nordwind")
    nora.say(SUMMARY)
    before = everything(house)
    message = nora.incoming(Said(text="yes"), key="k1")
    reply = broken(house).take(message, at=house.at)
    text = render(reply)
    reference = re.search(r"the number ([0-9A-Z]{6})\.", text)
    assert reference is not None
    assert f"die Nummer {reference[1]}." in text
    assert "not a number" not in text
    assert "RuntimeError" not in text
    assert everything(house) == before
    written = log.getvalue()
    assert f'"reference": "{reference[1]}"' in written
    assert "RuntimeError" in written
    assert "test_turns_defects.py" in written
    for personal in ("Wolkenkuckuck", "Erika", "erika@", "45k", "45000", "nora@nordwind.example", "Nora"):
        assert personal not in written


def test_the_message_that_met_a_defect_is_answered_when_it_comes_again(house: House) -> None:
    nora = house.talk("nordwind")
    nora.say(SUMMARY)
    broken(house).take(nora.incoming(Said(text="yes"), key="k1"), at=house.at)
    assert "Approved" in nora.say("yes", key="k1")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_database_that_is_gone_is_a_defect_too(house: House, log: StringIO) -> None:
    with house.database.transaction() as connection:
        connection.exec_driver_sql("DROP TABLE conversations")
    for what in (Said(text=SUMMARY), Pressed(action="deals.list"), Submitted(form="x", values={"text": SUMMARY}), Opened()):
        whats: What = what
        reply = house.turns.take(house.talk("nordwind").incoming(whats), at=house.at)
        assert "Something went wrong on our side and nothing was changed." in render(reply)
    written = log.getvalue()
    assert written.count('"event": "turn.failed"') == 4
    assert "OperationalError" in written
    assert "Wolkenkuckuck" not in written


def test_what_people_write_is_in_no_line_of_the_log(house: House, log: StringIO) -> None:
    nora = house.talk("nordwind")
    nora.say(SUMMARY)
    nora.say("yes")
    nora.say("my deals")
    house.talk("stranger@wolkenkuckuck.example").say("I am Erika Einzig")
    written = log.getvalue()
    assert written.count('"event": "turn"') == 4
    for personal in ("Wolkenkuckuck", "wolkenkuckuck", "Erika", "nora@"):
        assert personal not in written
