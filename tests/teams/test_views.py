"""A card that asks for a decision shows each person what stands now, and what is theirs: nobody is asked for what is decided."""

from __future__ import annotations

from typing import Any

import pytest

from handlers.message import Pressed
from storage.tables import assignments, inbox, outbox, registrations
from tests.teams.bot_here import BotHere
from tests.teams_fake.microsoft import FakeMicrosoft
from tests.teams_fake.people import Person
from tests.teams_fake.screen import actions, cards, read_aloud
from tests.teams_fake.world import Message

GONE = "This isn’t there any more, or isn’t for you."


def asked(bot: BotHere) -> tuple[Person, Message, str]:
    """The partner manager, the card that asks them to decide, and the id of the registration."""
    nora, mara = bot.person("nora", member="m-nordwind"), bot.person("mara", member="m-manager")
    nora.say("Register Zeppelin Werke AG, contact Max Muster, 120k EUR, closing end of March")
    bot.work()
    nora.say("yes")
    bot.work()
    deal = next(row["id"] for row in bot.house.rows(registrations) if row["company"] == "Zeppelin Werke AG")
    mara.execute("press", {"action": f"review.show/{deal}"})
    bot.work()
    return mara, mara.messages()[-1], deal


def buttons(shown: Any) -> set[str]:
    return {str(each["title"]) for card in cards(shown) for each in actions(card)}


def approval(shown: Any) -> Any:
    found = (each for card in cards(shown) for each in actions(card))
    return next(each for each in found if str(each["data"].get("action")).startswith("review.approve/"))


def refresh(message: Message) -> Any:
    (card,) = cards(message.shown)
    return card["refresh"]


def written(bot: BotHere) -> tuple[int, int]:
    return len(bot.house.rows(inbox)), len(bot.house.rows(outbox))


def test_a_card_that_is_looked_at_again_says_what_was_decided_elsewhere(bot: BotHere, microsoft: FakeMicrosoft) -> None:
    mara, message, deal = asked(bot)
    before = written(bot)
    assert refresh(message)["userIds"] == [mara.mri]
    assert deal not in str(refresh(message)), "by itself, what a client asks with tells nothing"
    assert mara.see(message) | {"attachments": []} == message.shown | {"attachments": []}
    assert {"Approve", "Decline"} <= buttons(mara.see(message))
    assert written(bot) == before, "looking changes nothing"

    bot.house.talk("channel").do(Pressed(action=approval(message.shown)["data"]["action"]))
    stale = message.shown
    assert {"Approve", "Decline"} <= buttons(stale), "the message itself is as it was"
    assert not buttons(seen := mara.see(message))
    assert "Already decided: Protected, by Chris Channel" in read_aloud(seen)
    assert "refresh" not in cards(seen)[0], "of what is decided nothing more is asked"

    bot.update_cards()
    assert read_aloud(mara.see(message)) == read_aloud(seen), "everybody is shown the same in the end"
    microsoft.assert_clean()


def test_a_card_on_which_something_has_changed_is_shown_anew_with_buttons_that_decide_that(
    bot: BotHere, microsoft: FakeMicrosoft
) -> None:
    mara, message, deal = asked(bot)
    hanna = bot.person("hanna", member="m-hafenwerk")
    hanna.say("Register Zeppelin Werke AG, contact Max Muster, 90k EUR, closing end of March")
    bot.work()
    hanna.say("yes")
    bot.work()
    seen = mara.see(message)
    assert "changed since" in read_aloud(seen)
    assert buttons(seen) != buttons(message.shown)
    award = approval(seen)
    mara.execute(award["verb"], award["data"], message=message.id)
    bot.work()
    assert next(row["status"] for row in bot.house.rows(registrations) if row["id"] == deal) == "approved"
    microsoft.assert_clean()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_nobody_is_shown_what_is_not_theirs(bot: BotHere, microsoft: FakeMicrosoft) -> None:
    mara, message, deal = asked(bot)
    action = refresh(message)["action"]
    chris, carl = bot.person("chris", member="m-channel"), bot.person("carl", member="m-colleague")
    stranger = bot.person("eve")
    made_up = {**action, "data": {"card": "0" * 40}}
    shapes = set()
    for person, asking in ((chris, action), (carl, action), (stranger, action), (mara, made_up), (stranger, made_up)):
        answered = person.look(asking, message, trigger="manual")
        assert answered.status == 200
        assert answered.body["statusCode"] == 200
        assert answered.body["type"] == "application/vnd.microsoft.card.adaptive"
        assert not any(theirs in str(answered.body) for theirs in ("Zeppelin", deal))
        shapes.add(read_aloud({"attachments": [{"contentType": answered.body["type"], "content": answered.body["value"]}]}))
    assert shapes == {GONE}, "what is another's looks like what is not there"
    for data in ({}, {"card": deal}, {"card": 7}, {"card": action["data"]["card"] + "0"}, {"card": ["x"]}):
        assert mara.look({**action, "data": data}, message).body["statusCode"] == 400


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_whoever_looks_after_the_partner_no_more_sees_nothing_of_it(bot: BotHere, microsoft: FakeMicrosoft) -> None:
    mara, message, _ = asked(bot)
    with bot.house.database.transaction() as connection:
        connection.execute(assignments.delete())
    assert read_aloud(mara.see(message)) == GONE
    microsoft.assert_clean()
