"""An answer in a model's words is seen while it is made, in a personal chat, and in the end stands there whole and once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from threading import Event

import pytest
from typing_extensions import override

from bot.aids import Aids
from bot.clock import elapsed
from bot.delivery.dispatch import message_key
from bot.trace import reply_key
from bot.turns import Turns
from handlers.ports_library import Answer, Found, Tell, Verdict
from knowledge.analysing import LetterAnalyser
from storage.tables import inbox
from storage.teams_streams import begun
from storage.teams_tables import teams_streams
from tests.bot.shelf import Clerk, with_library
from tests.teams.bot_here import BotHere
from tests.teams_fake.microsoft import FakeMicrosoft

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
QUESTION = "Does the Enterprise edition support SAML with Okta?"
SENTENCES = ("The *Enterprise* edition supports SAML. [1]", "So it does with Okta. [1]", "Ask for <more>.")


class Teller(Clerk):
    """Puts its answer into words sentence by sentence, and goes on when `goes_on` says so."""

    def __init__(self, goes_on: Callable[[int], bool], told: Sequence[str] = SENTENCES) -> None:
        self._goes_on = goes_on
        self._told = told

    @override
    def word(self, found: Found, tell: Tell | None = None) -> Answer:
        for number, sentence in enumerate(self._told, 1):
            if tell is not None:
                tell(sentence)
                end = elapsed() + 10
                while not self._goes_on(number) and elapsed() < end:
                    Event().wait(0.02)
        return replace(found.answer, text=" ".join(SENTENCES), is_worded=True, verdict=Verdict.ANSWERED)


def furnish(bot: BotHere, teller: Teller) -> None:
    house = with_library(bot.house)
    aids = Aids(answerer=teller, analyser=LetterAnalyser())
    house.turns = Turns(house.database, house.program, house.ids, lambda: house.at, aids=aids)


def test_an_answer_grows_and_the_reply_stands_in_its_place(bot: BotHere, microsoft: FakeMicrosoft) -> None:
    streams = microsoft.streaming.streams

    def is_shown(number: int) -> bool:
        return any(len(stream.texts) >= number for stream in streams.values()) or number == len(SENTENCES)

    furnish(bot, Teller(is_shown))
    nora = bot.person("nora", member="m-nordwind")
    nora.say(QUESTION)
    bot.work()
    ((id, stream),) = streams.items()
    assert stream.is_over
    assert len(stream.texts) == 3  # the last sentence came with the reply
    assert stream.texts[0] == r"The \*Enterprise\* edition supports SAML. [1]"
    (answer,) = [message for message in nora.messages() if message.shown.get("text")]
    assert answer.id == id
    assert answer.shown["text"].startswith(stream.texts[1])
    assert [entity["type"] for entity in answer.shown["entities"]] == ["https://schema.org/Message", "streaminfo"]
    assert "Ask for &lt;more&gt;." in answer.shown["text"]
    microsoft.assert_clean()


@pytest.mark.parametrize("fault", ["lost", "broken", (429, "1"), (403, None)])
def test_whatever_breaks_the_answer_stands_there_once(
    bot: BotHere, microsoft: FakeMicrosoft, fault: str | tuple[int, str | None]
) -> None:
    is_begun = Event()

    def goes_on(number: int) -> bool:
        if not is_begun.is_set():
            microsoft.faults.append(fault)
            is_begun.set()
        return bool(microsoft.streaming.streams) or not microsoft.faults

    furnish(bot, Teller(goes_on, SENTENCES[:1]))
    nora = bot.person("nora", member="m-nordwind")
    nora.say(QUESTION)
    bot.work()
    said = [message.shown["text"] for message in nora.messages() if message.shown.get("text")]
    assert [text.count("So it does with Okta") for text in said] == [1]


def test_a_reply_that_may_have_arrived_in_its_stream_is_not_said_twice(bot: BotHere, microsoft: FakeMicrosoft) -> None:
    def goes_on(number: int) -> bool:
        return bool(microsoft.streaming.streams) and _breaks_next(microsoft)

    furnish(bot, Teller(goes_on, SENTENCES[:1]))
    nora = bot.person("nora", member="m-nordwind")
    nora.say(QUESTION)
    bot.work()
    assert len([message for message in nora.messages() if "Okta" in str(message.shown)]) == 1
    microsoft.assert_clean()


def _breaks_next(microsoft: FakeMicrosoft) -> bool:
    """What is posted next arrives, and nobody hears that it did."""
    if not microsoft.faults:
        microsoft.faults.append("lost")
    return True


def test_nothing_is_streamed_where_others_read_along(bot: BotHere, microsoft: FakeMicrosoft) -> None:
    furnish(bot, Teller(lambda number: True))
    nora = bot.person("nora", member="m-nordwind")
    nora.say(QUESTION, to=microsoft.group(nora.mri))
    bot.work()
    assert microsoft.streaming.streams == {}
    assert any("Okta" in str(message.shown) for message in nora.messages())
    microsoft.assert_clean()


@pytest.mark.parametrize("lifetime", [120.0, 0.0], ids=["in time", "too late for Teams"])
def test_what_a_process_told_before_it_stopped_is_ended_by_another_with_the_reply(
    bot: BotHere, microsoft: FakeMicrosoft, lifetime: float
) -> None:
    def goes_on(number: int) -> bool:
        return bool(microsoft.streaming.streams)

    furnish(bot, Teller(goes_on, SENTENCES[:1]))
    nora = bot.person("nora", member="m-nordwind")
    nora.say(QUESTION)
    bot.stops_after_turns = True
    bot.work()
    assert [stream.is_over for stream in microsoft.streaming.streams.values()] == [False]
    assert not nora.messages()

    bot.restart()
    microsoft.streaming.lifetime = lifetime
    bot.work()
    ((id, stream),) = microsoft.streaming.streams.items()
    assert stream.is_over
    (answer,) = [message for message in nora.messages() if message.shown.get("text")]
    assert answer.id == id
    assert "Okta" in answer.shown["text"]
    assert not bot.house.rows(teams_streams)
    microsoft.assert_clean()


def test_a_turn_that_is_run_again_elsewhere_begins_no_second_message(bot: BotHere, microsoft: FakeMicrosoft) -> None:
    furnish(bot, Teller(lambda number: not Event().wait(0.3), SENTENCES[:1]))  # for so long it could begin
    nora = bot.person("nora", member="m-nordwind")
    nora.say(QUESTION)
    key = message_key(reply_key(str(bot.house.rows(inbox)[-1]["key"])), 0)
    with bot.house.database.transaction() as connection:
        begun(connection, key, "17", bot.house.at)
    bot.work()
    assert not microsoft.streaming.streams
    assert sum("Okta" in message.shown.get("text", "") for message in nora.messages()) == 1
