"""What somebody meets first: a button to enter their code with, and words to begin with that are of their role and language."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bot.slack.judge import faults_of_view
from handlers.message import Sender
from handlers.wording import Words
from storage.links import SqlLinks
from storage.tables import inbox
from tests.slack.counter import Counter
from tests.slack.test_dialogs import drawn, submitted
from tests.slack.test_homes import opened, published
from tests.slack.test_read import event, press
from tests.slack_fake.wire_faults import named

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
VIEW = {"container": {"type": "view", "view_id": "V1"}, "message": None, "user": {"id": "U9"}, "team": {"id": "T1"}}


def buttons(counter: Counter) -> dict[str, str]:
    """Of the Home tab that was shown last: what each button does, by its words."""
    blocks = counter.api.called("views.publish")[-1]["view"]["blocks"]
    elements = [element for block in blocks if block["type"] == "actions" for element in block["elements"]]
    return {element["text"]["text"]: element["value"] for element in elements}


def test_a_stranger_enters_a_code_from_the_home_tab_and_sees_their_own_there(counter: Counter) -> None:
    said = counter.house.talk("admin").say("invite sam@nordwind.example")
    code = re.findall(r"\blink ([A-Z0-9 -]+)", said)[-1].strip()

    async def enters(text: str) -> Any:
        form = submitted(drawn(counter), code=text) | {"user": {"id": "U9"}}
        return await (await counter.deliver(form)).json()

    async def use(counter: Counter) -> None:
        await counter.deliver(opened("U9"))
        await counter.work()
        (does,) = buttons(counter).values()
        await counter.deliver(press(does, **VIEW))
        await counter.work()
        assert list(faults_of_view(drawn(counter))) == []
        wrong = await enters("nonsense")
        assert wrong["response_action"] == "errors"
        assert Words("de")("link.invalid") in wrong["errors"]["code"]
        assert counter.shown() == [], "a wrong code is said in the form alone"
        assert await enters(f"link {code.lower()}") == {"response_action": "clear"}
        await counter.work()
        assert "register.start" in buttons(counter).values(), "the tab is their own at once"

    counter.run(use)
    assert published(counter) == ["U9", "U9"]
    assert "Hi Sam" in counter.shown()[-1][1]
    assert code not in str([row for row in counter.house.rows(inbox) if row["user_id"] == "U9"])


def test_at_the_end_of_the_home_tab_reminders_can_be_set(counter: Counter) -> None:
    async def use(counter: Counter) -> None:
        await counter.deliver(opened("U1"))
        await counter.work()
        await counter.deliver(press(buttons(counter)["My reminders"], **VIEW | {"user": {"id": "U1"}}))
        await counter.work()

    counter.run(use)
    assert "remind" in counter.shown()[-1][1].casefold()


def suggested(counter: Counter, *users: str) -> list[list[str]]:
    async def use(counter: Counter) -> None:
        for user in users:
            await counter.deliver(event(type="app_home_opened", tab="messages", user=user, channel=f"D{user[1:]}"))
            await counter.work()

    counter.run(use)
    calls = counter.api.called("assistant.threads.setSuggestedPrompts")
    assert all("thread_ts" not in call for call in calls), "with it Slack takes them and shows nothing"
    assert all(prompt["title"] == prompt["message"] for call in calls for prompt in call["prompts"])
    return [[prompt["message"] for prompt in call["prompts"]] for call in calls]


@pytest.mark.parametrize("language", ["en", "de"])
def test_what_is_suggested_fits_the_role_and_is_understood_when_it_is_said(counter: Counter, language: str) -> None:
    house = counter.house
    with house.database.transaction() as connection:
        SqlLinks(connection, house.at).bind(Sender(chat="slack", tenant="T1", user="U4"), "m-channel")
    if language == "de":
        for who in ("nordwind", "manager", "channel"):
            house.talk(who).say("Deutsch bitte")
    words = Words(language)
    partner, manager, channel = suggested(counter, "U1", "U2", "U4", "U9")
    assert words("choice.start") in partner
    assert words("choice.queue") in manager
    assert words("choice.start") not in manager
    assert words("choice.payouts") in channel
    for who, said in (("nordwind", partner), ("manager", manager), ("channel", channel)):
        assert len(said) <= 4
        for text in said:
            talk = house.talk(who)
            assert words("not_understood") not in talk.say(text), (who, text)
            talk.say("cancel" if language == "en" else "abbrechen")


def test_a_workspace_that_did_not_permit_it_is_asked_once(counter: Counter) -> None:
    counter.api.faults.add("assistant.threads.setSuggestedPrompts", named("missing_scope"))
    assert suggested(counter, "U1", "U2") == []
    assert "missing_scope" in counter.metrics.text().decode()
    assert 'answer="ok",chat="slack",method="assistant.threads.setSuggestedPrompts"' not in counter.metrics.text().decode()
