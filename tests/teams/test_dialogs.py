"""Forms are filled in dialogs, with what is wrong under its field; a deal is registered from any message; answers are rated."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from threading import Event
from typing import Any

import pytest
from typing_extensions import override

from bot.incoming import Incoming
from bot.one_turn import Posts
from bot.teams.dialogs import Dialogs
from bot.teams.package import REGISTER
from bot.turns import Turns
from handlers.reply import Reply
from storage.asked_tables import answer_feedback
from storage.tables import inbox, registrations
from tests.bot.shelf import with_library
from tests.teams.bot_here import BotHere
from tests.teams_fake.microsoft import FakeMicrosoft
from tests.teams_fake.people import Person
from tests.teams_fake.world import Conversation, guid

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
DEAL = {"company": "Acme GmbH", "contact_email": "buyer@acme.example", "close_date": "end of March", "amount": "45k EUR"}


def within(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from within(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from within(inner)


def inputs(task: Mapping[str, Any]) -> dict[str, str]:
    """What stands in the fields of a dialog."""
    found = [each for each in within(task["value"]["card"]["content"]) if str(each.get("type")).startswith("Input.")]
    return {each["id"]: each.get("value", "") for each in found}


def said(task: Mapping[str, Any]) -> str:
    return " ".join(each["text"] for each in within(task["value"]) if each.get("type") == "TextRun")


def opened(person: Person, data: Mapping[str, str]) -> Any:
    return person.invoke("task/fetch", {"data": {"msteams": {"type": "task/fetch"}, "verb": "open", **data}}).body["task"]


def submitted(person: Person, task: Mapping[str, Any], values: Mapping[str, str]) -> Any:
    (send,) = [each for each in within(task["value"]) if each.get("type") == "Action.Submit"]
    data = send["data"] | {f"field.{name}": value for name, value in values.items()}
    return person.invoke("task/submit", {"data": data}).body


def shown(person: Person, place: Conversation | None = None) -> str:
    return "\n".join(str(message.shown) for message in person.messages(place))


def test_a_form_comes_back_with_what_is_wrong_and_what_was_typed_until_it_is_right(bot: BotHere, microsoft: FakeMicrosoft) -> None:
    nora = bot.person("nora", member="m-nordwind")
    task = opened(nora, {"action": "register.form"})
    assert task["type"] == "continue"
    assert "field.company" in inputs(task)
    again = submitted(nora, task, DEAL | {"close_date": "yesterday, I think"})["task"]
    assert inputs(again)["field.close_date"] == "yesterday, I think"
    assert inputs(again)["field.company"] == "Acme GmbH"
    assert "One field needs another look." in said(again)
    assert submitted(nora, again, DEAL) == {}
    bot.work()
    assert "Shall I register it" in shown(nora)
    nora.say("yes")
    bot.work()
    assert [row["company"] for row in bot.house.rows(registrations) if row["company"] == "Acme GmbH"] == ["Acme GmbH"]
    microsoft.assert_clean()


def test_a_dialog_that_is_sent_twice_does_it_once(bot: BotHere) -> None:
    nora = bot.person("nora", member="m-nordwind")
    task = opened(nora, {"action": "register.form"})
    (send,) = [each for each in within(task["value"]) if each.get("type") == "Action.Submit"]
    data = send["data"] | {f"field.{name}": value for name, value in DEAL.items()}
    twice = nora.activity("invoke", to=nora.chat, name="task/submit", value={"data": data})
    assert [nora.deliver(twice).status for _ in range(3)] == [200] * 3
    bot.work()
    assert len(nora.messages()) == 1


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"data": None},
        {"data": {"verb": "open"}},
        {"data": {"verb": "open", "action": "approve/R-7K3M2Q"}},
        {"data": {"verb": "form", "form": ["x"]}},
        {"data": {"verb": "press", "action": "approve/R-7K3M2Q"}},
    ],
)
@pytest.mark.parametrize("name", ["task/fetch", "task/submit", "composeExtension/fetchTask", "composeExtension/submitAction"])
def test_a_dialog_does_nothing_but_open_and_send_forms(bot: BotHere, name: str, value: dict[str, Any]) -> None:
    mara = bot.person("mara", member="m-manager")
    answered = mara.invoke(name, value)
    assert (answered.status, answered.body) == (200, {})
    assert bot.house.rows(inbox) == []


def test_a_deal_is_registered_from_a_message_of_a_chat_where_the_bot_is_not(bot: BotHere, microsoft: FakeMicrosoft) -> None:
    nora = bot.person("nora", member="m-nordwind")
    two = Conversation(id="19:two@unq.gbl.spaces", tenant=nora.tenant, kind="personal", members=[nora.mri, f"29:{guid(9)}"])
    body = {"contentType": "html", "content": "<p>Acme GmbH wants 45k&nbsp;EUR by end of March</p>"}
    value = {"commandId": REGISTER, "commandContext": "message", "messagePayload": {"id": "1", "body": body}}
    task = nora.invoke("composeExtension/fetchTask", value, to=two).body["task"]
    held = inputs(task)
    assert held["field.company"] == "Acme GmbH"
    assert "45,000" in held["field.amount"]
    (send,) = [each for each in within(task["value"]) if each.get("type") == "Action.Submit"]
    data = send["data"] | held | {"field.contact_email": "buyer@acme.example"}
    answered = nora.invoke("composeExtension/submitAction", {"commandId": REGISTER, "data": data}, to=two).body
    assert answered["task"] == {"type": "message", "value": "I’ve answered you in our personal chat."}
    bot.work()
    assert "Shall I register it" in shown(nora)
    assert microsoft.world.of(two.id) == []


class Slow(Turns):
    """Begins a turn when it is told to."""

    def __init__(self, turns: Turns, may_go_on: Event) -> None:
        self._turns = turns
        self._may_go_on = may_go_on

    @override
    def take(self, incoming: Incoming, *, at: datetime | None = None, posts: Posts = lambda reply: False) -> Reply:
        assert self._may_go_on.wait(10)
        return self._turns.take(incoming, at=at, posts=posts)


def test_a_form_that_takes_longer_than_teams_waits_is_told_in_the_chat(bot: BotHere, microsoft: FakeMicrosoft) -> None:
    nora, may_go_on = bot.person("nora", member="m-nordwind"), Event()
    bot.chat._dialogs = Dialogs(Slow(bot.house.turns, may_go_on), bot.house.database, wait=0.05)
    task = opened(nora, {"action": "register.form"})
    assert task == {"type": "message", "value": "This takes a moment longer. I’ll answer you in our chat."}
    may_go_on.set()
    microsoft.run(bot.chat._dialogs.finish())
    bot.work()
    assert len(nora.messages()) == 1
    assert [each["verb"] for each in within(nora.messages()[0].shown) if "verb" in each] == ["open"]
    microsoft.assert_clean()


def test_a_stranger_who_opens_a_form_is_told_how_to_come_in(bot: BotHere) -> None:
    eve = bot.person("eve")
    task = opened(eve, {"action": "register.form"})
    assert task["type"] == "message"
    assert "code" in task["value"]


def test_whoever_declines_says_why_in_a_dialog_and_the_card_says_so_to_everybody(bot: BotHere, microsoft: FakeMicrosoft) -> None:
    nora, mara = bot.person("nora", member="m-nordwind"), bot.person("mara", member="m-manager")
    nora.say("Register Zeppelin Werke AG, contact Max Muster, 120k EUR, closing end of March")
    bot.work()
    nora.say("yes")
    bot.work()
    deal = next(row["id"] for row in bot.house.rows(registrations) if row["company"] == "Zeppelin Werke AG")
    assert mara.execute("press", {"action": f"review.show/{deal}"}).body["statusCode"] == 200
    bot.work()
    card = mara.messages()[-1]
    assert {"verb": "open", "action": f"step/decline/{deal}"}.items() <= next(
        each["data"].items() for each in within(card.shown) if each.get("title") == "Decline"
    )
    task = opened(mara, {"action": f"step/decline/{deal}"})
    (field,) = inputs(task)
    assert submitted(mara, task, {field.removeprefix("field."): "They buy from us already."}) == {}
    bot.work()
    bot.update_cards()
    assert not [each for each in within(card.shown) if "verb" in each]
    assert "Already decided: Declined, by Mara Manthey" in str(card.shown)
    assert "They buy from us already." in str(card.shown)
    microsoft.assert_clean()


@pytest.fixture
def asked(bot: BotHere) -> tuple[Person, str]:
    """Somebody who asked the library, and what Teams calls the answer."""
    with_library(bot.house)
    bot.restart()
    nora = bot.person("nora", member="m-nordwind")
    nora.say("Does the Enterprise edition support SAML with Okta?")
    bot.work()
    answer = next(message for message in nora.messages() if message.shown.get("entities"))
    assert [claim["position"] for claim in answer.shown["entities"][0]["citation"]] == [1]
    assert answer.shown["channelData"]["feedbackLoop"] == {"type": "default"}
    return nora, answer.id


@pytest.mark.parametrize(
    ("reaction", "feedback", "is_helpful", "complaint"),
    [
        ("like", json.dumps({"feedbackText": ""}), True, ""),
        ("like", {"feedbackText": "thanks"}, True, ""),
        ("dislike", json.dumps({"feedbackText": "It is about another edition."}), False, "It is about another edition."),
        ("dislike", "It is about another edition.", False, "It is about another edition."),
    ],
)
def test_a_thumb_is_kept_with_its_answer_however_teams_writes_it(
    bot: BotHere, asked: tuple[Person, str], reaction: str, feedback: Any, is_helpful: bool, complaint: str
) -> None:
    nora, id = asked
    value = {"actionName": "feedback", "actionValue": {"reaction": reaction, "feedback": feedback}}
    answered = nora.invoke("message/submitAction", value, replyToId=id)
    assert (answered.status, answered.body) == (200, {})
    (rating,) = bot.house.rows(answer_feedback)
    assert (rating["is_helpful"], rating["complaint"]) == (is_helpful, complaint)


def test_nobody_rates_what_was_told_to_somebody_else(bot: BotHere, asked: tuple[Person, str]) -> None:
    rita = bot.person("rita", member="m-rival")
    value = {"actionName": "feedback", "actionValue": {"reaction": "like", "feedback": "{}"}}
    assert rita.invoke("message/submitAction", value, replyToId=asked[1]).body == {}
    assert bot.house.rows(answer_feedback) == []


def test_what_is_looked_up_is_found_by_whoever_may_see_it_and_by_nobody_else(bot: BotHere) -> None:
    nora, rita = bot.person("nora", member="m-nordwind"), bot.person("rita", member="m-rival")
    nora.say("Register Acme GmbH, contact buyer@acme.example, 45k EUR, closing end of March")
    bot.work()
    nora.say("yes")
    bot.work()
    task = opened(nora, {"action": "step/find/deal"})
    (field,) = [each for each in within(task["value"]) if each.get("type") == "Input.ChoiceSet"]
    assert field["style"] == "filtered"
    value = {"queryText": "acme", "queryOptions": {"skip": 0, "top": 15}, "dataset": field["choices.data"]["dataset"]}
    (found,) = nora.invoke("application/search", value).body["value"]["results"]
    assert "Acme GmbH" in found["title"]
    assert rita.invoke("application/search", value).body["value"]["results"] == []
    assert nora.invoke("application/search", {"dataset": "everything/x", "queryText": 5}).body == {}
    assert submitted(nora, task, {"deal": found["value"]}) == {}
    bot.work()
    assert "Acme GmbH" in str(nora.messages()[-1].shown)
