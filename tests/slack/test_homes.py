"""A Home tab is shown anew when what it shows has changed: to those whom it concerns, once, after all that somebody waits for."""

from __future__ import annotations

from typing import Any

from bot.slack.home import HomeTabs, read_home
from handlers.message import Pressed, Sender
from storage.homes import begin_picture, home_of
from storage.slack_tables import slack_homes
from storage.tables import outbox, registrations
from tests.slack.counter import Counter
from tests.slack.test_read import event
from tests.slack_fake.wire_faults import named

DEAL = "register Donau Logistik GmbH, Nimbus Backup, 45k EUR, close end of March 2027, contact Jo Jung jo@donau.example"


def opened(user: str) -> dict[str, Any]:
    return event(type="app_home_opened", tab="home", user=user)


def published(counter: Counter) -> list[str]:
    return [call["user_id"] for call in counter.api.called("views.publish")]


def waiting(counter: Counter) -> list[str]:
    rows = [row for row in counter.house.rows(outbox) if str(row["conversation"]).startswith("home/")]
    assert all(row["bulk"] for row in rows)
    return sorted(row["conversation"].rpartition("/")[2] for row in rows if row["delivered_at"] is None)


async def show(counter: Counter) -> None:
    """Works until no tab is out of date, as long as that takes on this machine."""
    for _ in range(20):
        await counter.work()
        if not waiting(counter):
            return
        counter.house.later(seconds=30)


def registered(counter: Counter) -> str:
    talk = counter.house.talk("nordwind")
    talk.say(DEAL)
    talk.say("yes")
    return next(str(row["id"]) for row in counter.house.rows(registrations) if row["company"] == "Donau Logistik GmbH")


def test_a_change_is_shown_to_those_whom_it_concerns_and_who_look(counter: Counter) -> None:
    async def use(counter: Counter) -> None:
        for user in ("U1", "U2", "U3", "U9"):
            await counter.deliver(opened(user))
        await counter.work()
        before = len(published(counter))
        id = registered(counter)
        assert waiting(counter) == ["U1", "U2"], "not the rival, nor who is nobody"
        counter.house.talk("manager").do(Pressed(action=f"review.show/{id}"))
        assert waiting(counter) == ["U1", "U2"], "once, however much happens before it is shown"
        await show(counter)
        assert sorted(set(published(counter)[before:])) == ["U1", "U2"]
        shown = {call["user_id"]: str(call["view"]) for call in counter.api.called("views.publish")[before:]}
        assert all("Donau Logistik" in view for view in shown.values())
        assert all(call["hash"] for call in counter.api.called("views.publish")[before:])
        before = len(published(counter))
        counter.house.talk("nordwind").do(Pressed(action=f"step/withdraw/{id}"))
        counter.house.talk("nordwind").say("yes")
        await show(counter)
        assert sorted(set(published(counter)[before:])) == ["U1", "U2"], "and anew for the next change"

    counter.run(use)


def test_who_never_looked_is_shown_nothing(counter: Counter) -> None:
    async def use(counter: Counter) -> None:
        registered(counter)
        assert waiting(counter) == []
        await counter.work()

    counter.run(use)
    assert published(counter) == []


def test_an_older_picture_never_wins(counter: Counter) -> None:
    async def use(counter: Counter) -> None:
        await counter.deliver(opened("U1"))
        await counter.work()
        counter.api.faults.add("views.publish", named("hash_conflict"))
        registered(counter)
        for task in list(counter.chat._tasks):
            await task
        homes: HomeTabs = counter.chat._homes
        sender = Sender(chat="slack", tenant="T1", user="U1")
        assert type(await homes.send(home_of(sender))).__name__ == "Later"
        assert [row["hash"] for row in counter.house.rows(slack_homes)] == [None]
        assert type(await homes.send(home_of(sender))).__name__ == "Sent"

    counter.run(use)


def test_what_changes_while_a_picture_is_made_asks_for_another(counter: Counter) -> None:
    async def use(counter: Counter) -> None:
        await counter.deliver(opened("U1"))
        await counter.work()
        registered(counter)
        assert waiting(counter) == ["U1"]
        with counter.house.database.transaction() as connection:
            begin_picture(connection, Sender(chat="slack", tenant="T1", user="U1"))
        counter.house.talk("nordwind").register("Acme GmbH")
        assert waiting(counter) == ["U1", "U1"]

    counter.run(use)


def test_who_is_linked_no_more_is_shown_how_to_be(counter: Counter) -> None:
    async def use(counter: Counter) -> None:
        await counter.deliver(opened("U1"))
        await counter.work()
        registered(counter)
        await counter.deliver(event(text="unlink", ts="30.1"))
        await show(counter)

    counter.run(use)
    last = str(counter.api.called("views.publish")[-1]["view"])
    assert "Donau" not in last
    assert "link" in last


def test_an_address_of_a_home_tab_is_nothing_else() -> None:
    assert read_home("home/T1/U1") == Sender(chat="slack", tenant="T1", user="U1")
    assert [read_home(text) for text in ("T1/U1//", "home/T1", "home//U1", "home/T1/U1/x", "step/T1/Fx1")] == [None] * 5
