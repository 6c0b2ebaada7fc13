"""With a model the bot drafts more, and when the model fails the person gets exactly what the bot answers without one."""

from __future__ import annotations

import pytest
from structlog.typing import EventDict

from handlers.message import Opened
from handlers.reply_json import dump
from handlers.state import load
from knowledge.model import Model
from knowledge.proposing import ModelProposer
from storage.tables import conversations, inbox
from tests.bot.house import House, Talk
from tests.model.conftest import Furnish, MakeModel
from tests.model.stub import KEY, Answer, Stub, says, understood
from tests.model.test_wire import FAILURES

#: Words in which the reader alone sees nothing that it could do.
TELLING = "the silbermöwe people rang again, and this time they honestly seem to mean it"
#: In the middle of a registration; the first begins it.
TALK = (
    "Register Kormoran Reederei GmbH, closing end of March",
    "oh and petra over there is probably the right one to go through, she said",
    "that is honestly all that anybody around here could possibly tell you about them",
    TELLING,
    "cancel",
)


def said(talk: Talk, *texts: str) -> list[object]:
    """The whole replies to the texts, one after the other."""
    replies: list[object] = []
    for text in texts:
        talk.say(text)
        replies.append(dump(talk.reply))
    return replies


def test_a_model_turns_a_tale_into_a_draft_that_waits_for_a_yes(house: House, stub: Stub) -> None:
    stub.answer = says(understood("register_deal", company="silbermöwe"))
    nora = house.talk("nordwind")
    nora.say(TELLING)
    assert stub.asked == 1
    assert stub.faults == []
    assert nora.reply.standing.state == "collecting"
    assert nora.reply.standing.draft["company"] == "silbermöwe"
    assert house.statuses("silbermöwe") == {}


def test_a_draft_begun_by_a_model_is_finished_by_the_person(house: House, stub: Stub) -> None:
    stub.answer = says(understood("register_deal", company="silbermöwe"))
    nora = house.talk("nordwind")
    nora.say(TELLING)
    nora.say("petra@silbermoewe.example, end of March")
    assert nora.reply.standing.state == "confirming"
    assert house.statuses("silbermöwe") == {}
    assert "Approved" in nora.say("yes")
    assert house.statuses("silbermöwe") == {"nordwind": "approved"}
    assert stub.asked == 1


@pytest.mark.parametrize("name", FAILURES)
def test_when_the_model_fails_the_replies_are_those_without_a_model(
    make_house: Furnish, model: Model, stub: Stub, name: str
) -> None:
    _, stub.answer = FAILURES[name]
    alone, helped = make_house(None).talk("nordwind"), make_house(ModelProposer(model)).talk("nordwind")
    assert said(helped, *TALK) == said(alone, *TALK)
    assert stub.asked >= 1
    failures = model.usage.spent().failures
    assert stub.asked == sum(failures.values()) - failures.get("resting", 0)


@pytest.mark.parametrize("how", ["hang", "trickle"])
def test_when_the_model_is_silent_the_reply_is_the_one_without_a_model(
    make_house: Furnish, make_model: MakeModel, stub: Stub, how: str
) -> None:
    stub.answer = Answer(how=how)
    helped = make_house(ModelProposer(make_model(seconds=1))).talk("nordwind")
    assert said(helped, TELLING) == said(make_house(None).talk("nordwind"), TELLING)


class Broken:
    """A proposer with a defect."""

    def propose(self, *args: object, **named: object) -> None:
        raise LookupError(f"nobody foresaw this: {args} {KEY}")


def test_a_defect_beside_the_model_costs_only_its_answer(make_house: Furnish, log: list[EventDict]) -> None:
    assert said(make_house(Broken()).talk("nordwind"), *TALK) == said(make_house(None).talk("nordwind"), *TALK)
    assert any(line["event"] == "proposer.failed" for line in log)
    assert KEY not in str(log)
    assert "petra" not in str(log)


# --- who and what it is not asked for ----------------------------------------------------------------------------------


def test_strangers_are_no_matter_for_a_model(house: House, stub: Stub) -> None:
    house.talk("nobody@elsewhere.example").say(TELLING)
    assert stub.asked == 0


def test_buttons_forms_and_plain_answers_cost_nothing(house: House, stub: Stub) -> None:
    nora = house.talk("nordwind")
    nora.do(Opened())
    nora.say("Register Kormoran Reederei GmbH, contact petra@kormoran.example, closing end of March")
    nora.say("show me the form")
    nora.submit(close_date="15 April 2027")
    nora.say("cancel")
    nora.press("bring")
    nora.say("yes")
    assert stub.asked == 0


def test_words_that_a_person_asked_for_are_not_read_by_a_model(house: House, stub: Stub) -> None:
    nora = house.talk("nordwind")
    nora.say(TELLING)
    asked = stub.asked
    nora.say("let me talk to a human")
    pending = [load(row["state"]).pending for row in house.rows(conversations) if row["member_id"] == "m-nordwind"]
    assert pending[0] is not None
    nora.say("well it is about those silbermöwe people who rang here again this very morning")
    assert stub.asked == asked


def test_a_message_delivered_again_is_not_asked_about_again(house: House, stub: Stub) -> None:
    nora = house.talk("nordwind")
    assert nora.say(TELLING, key="k1") == nora.say(TELLING, key="k1")
    assert stub.asked == 1
    assert len(house.rows(inbox)) == 1


class Meddling:
    """A proposer in whose time somebody else changes the conversation, so that the turn must run again."""

    def __init__(self) -> None:
        self.house: House | None = None
        self.asked = 0

    def propose(self, *args: object, **named: object) -> None:
        self.asked += 1
        assert self.house is not None
        self.house.talk("nordwind").say("help")


def test_a_turn_that_is_run_again_asks_once(make_house: Furnish) -> None:
    meddling = Meddling()
    house = make_house(meddling)
    meddling.house = house
    house.talk("nordwind").say(TELLING)
    assert meddling.asked == 1


def test_no_transaction_is_open_while_the_model_thinks(make_house: Furnish) -> None:
    """The same proposer writes in another turn meanwhile, which SQLite would not let it do beside an open transaction."""
    meddling = Meddling()
    house = make_house(meddling)
    meddling.house = house
    house.talk("nordwind").say(TELLING)
    assert len(house.rows(inbox)) == 2
