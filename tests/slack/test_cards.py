"""Whoever was asked for a decision sees what became of it: the buttons go from every card, and it says who decided and when."""

from __future__ import annotations

from typing import Any

from handlers.message import Pressed
from storage.pricing_tables import quotes
from storage.tables import outbox, registrations
from tests.bot.house import House
from tests.slack.counter import Counter
from tests.slack.test_read import event, press
from tests.slack_fake.wire_faults import named

TEAM = {"team": {"id": "T1"}}


def waiting(house: House) -> str:
    """A registration of Nordwind's that a manager has to decide."""
    talk = house.talk("nordwind")
    talk.say("register Donau Logistik GmbH, Nimbus Backup, 45k EUR, close end of March 2027, contact Jo Jung jo@donau.example")
    talk.say("yes")
    return str(next(row["id"] for row in house.rows(registrations) if row["status"] == "in_review"))


def deciding(counter: Counter, verb: str = "review.approve/") -> str:
    """The action of the button that approves, as the last card has it."""
    card = counter.api.called("chat.postMessage")[-1]
    values = [button["value"] for block in card["blocks"] if block["type"] == "actions" for button in block["elements"]]
    return str(next(value for value in values if value.startswith(verb)))


def has_buttons(call: Any) -> bool:
    return any(block["type"] == "actions" for block in call["blocks"])


def test_a_decision_takes_the_buttons_from_every_card_and_says_who_and_when(counter: Counter) -> None:
    id = waiting(counter.house)

    async def use(counter: Counter) -> None:
        for ts in ("20.1", "20.2"):
            await counter.deliver(event(user="U2", channel="D2", ts=ts, text=f"show {id}"))
            await counter.deliver(press(f"review.show/{id}", user={"id": "U2"}, actions=[_button(f"review.show/{id}", ts)]) | TEAM)
        await counter.work()
        action = deciding(counter)
        assert await counter.chat._cards.update() == 0
        await counter.deliver(press(action, user={"id": "U2"}, actions=[_button(action, "21.1")]) | TEAM)
        await counter.work()
        while await counter.chat._cards.update():
            pass

    counter.run(use)
    updated = counter.api.called("chat.update")
    asked = [row for row in counter.house.rows(outbox) if row["about"] == id and row["chat"] == "slack"]
    assert len(updated) == len(asked) >= 2
    assert not any(has_buttons(call) for call in updated)
    assert all("Mara Manthey" in call["text"] for call in updated)
    assert all(row["closed_at"] for row in asked)


def test_a_card_that_slack_cannot_change_now_is_changed_later(counter: Counter) -> None:
    id = waiting(counter.house)

    async def use(counter: Counter) -> None:
        await counter.deliver(press(f"review.show/{id}", user={"id": "U2"}) | TEAM)
        await counter.work()
        action = deciding(counter)
        counter.house.talk("manager").do(Pressed(action=action))
        counter.api.faults.always["chat.update"] = named("ratelimited")
        assert await counter.chat._cards.update() == 0
        counter.api.faults.always.clear()
        assert await counter.chat._cards.update() == 1
        assert await counter.chat._cards.update() == 0

    counter.run(use)


def test_a_click_on_a_card_that_was_decided_meanwhile_says_who_decided(counter: Counter) -> None:
    id = waiting(counter.house)

    async def use(counter: Counter) -> None:
        await counter.deliver(press(f"review.show/{id}", user={"id": "U2"}) | TEAM)
        await counter.work()
        action = deciding(counter)
        for ts in ("21.1", "21.2"):
            await counter.deliver(press(action, user={"id": "U2"}, actions=[_button(action, ts)]) | TEAM)
        await counter.work()

    counter.run(use)
    assert "Mara Manthey" in counter.shown()[-1][1]


def test_whoever_may_not_decide_changes_nothing(counter: Counter) -> None:
    id = waiting(counter.house)

    async def use(counter: Counter) -> None:
        for user in ("U1", "U3", "U9"):
            await counter.deliver(press(f"review.approve/{id}/x", user={"id": user}) | TEAM)
        await counter.work()

    counter.run(use)
    assert next(row["status"] for row in counter.house.rows(registrations) if row["id"] == id) == "in_review"


def _button(action: str, ts: str) -> dict[str, str]:
    return {"type": "button", "action_id": "press:0", "value": action, "action_ts": ts}


def test_the_card_of_a_quote_says_how_it_was_decided_too(counter: Counter) -> None:
    talk = counter.house.talk("nordwind")
    talk.say("Can I give 12 % on 50 FlowDesk CRM to Müller Bau?")
    talk.say("yes")
    id = str(counter.house.rows(quotes)[-1]["id"])

    async def use(counter: Counter) -> None:
        await counter.deliver(press(f"quote.show/{id}", user={"id": "U2"}) | TEAM)
        await counter.work()
        assert await counter.chat._cards.update() == 0
        counter.house.talk("manager").do(Pressed(action=deciding(counter, "quote.approve/")))
        while await counter.chat._cards.update():
            pass

    counter.run(use)
    updated = counter.api.called("chat.update")
    assert len(updated) == 2, "what she asked for, and the notice"
    assert not any(has_buttons(call) for call in updated)
    assert all("Mara Manthey" in call["text"] and "Approved" in call["text"] for call in updated)
