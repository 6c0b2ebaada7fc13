"""What people use in Slack beside talking, from end to end: the bot as its real process against the fake Slack."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final
from urllib.request import urlopen

import pytest

from bot.slack.manifest import manifest
from storage.tables import conversations, deal_links, registrations
from tests.slack.bot_process import Bot, running
from tests.slack.scene import ON_SQLITE, REVIEWED, Scene, register
from tests.slack.test_looking_up import add_partners, add_products
from tests.slack_fake.courier import Modes
from tests.slack_fake.people import User
from tests.slack_fake.wire_faults import DROPPED
from tests.slack_fake.workflows import Run

PUBLIC: Final = "https://partners.example/bot"
#: Nothing of this may stand where everybody reads: the customer, the amount, the partner, the people, the number.
PRIVATE: Final = ("Acme", "45,000", "45.000", "Nordwind", "Nora", "R-")


@pytest.fixture
def reached(scene: Scene) -> Iterator[Bot]:
    """A bot that knows where links to deals lead."""
    scene.slack.platform.unfurl_domains = {"partners.example"}
    with running(scene.slack, scene.house, scene.log, public_url=PUBLIC) as up:
        yield up


@ON_SQLITE
@pytest.mark.slow  # the same, in one process, is among the quick ones
def test_long_choices_are_looked_up_and_a_form_takes_what_was_offered(scene: Scene, bot: Bot) -> None:
    add_partners(scene.house, 60)
    add_products(scene.house, 120)
    assert scene.mara.shortcut("register_deal").is_good
    scene.mara.wait_for_modal("Partner")
    assert scene.mara.options("partner", "felsen") == [], "another manager’s"
    assert scene.mara.options("partner", "PARTNER 04") == [f"Partner 04{digit}" for digit in "13579"]
    assert scene.mara.submit({"partner": "Partner 043"}).is_good
    scene.mara.wait_for_reply("customer")
    assert "p043" in str([row["state"] for row in scene.house.rows(conversations) if row["member_id"] == "m-manager"])
    assert scene.anna.shortcut("register_deal").is_good
    scene.anna.wait_for_modal("Product")
    assert len(scene.anna.options("product", "")) == 100
    assert scene.anna.options("product", "modul 11") == [f"Modul 11{digit}" for digit in range(10)]
    scene.finish(bot)


@ON_SQLITE
@pytest.mark.slow  # the same, in one process, is among the quick ones
def test_a_deal_is_found_from_the_home_tab(scene: Scene, bot: Bot) -> None:
    register(scene)
    scene.anna.open_home()
    scene.anna.wait_for_home("Find a deal")
    assert scene.anna.click("Find a deal").is_good
    scene.anna.wait_for_modal("Deal")
    (deal,) = scene.anna.options("deal", "acme")
    assert scene.anna.options("deal", "felsenkante") == []
    scene.anna.options("deal", "acme")
    assert scene.anna.submit({"deal": deal}).is_good
    scene.anna.wait_for_reply("Registered by")
    scene.finish(bot)


# ── links ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def link(scene: Scene) -> str:
    """The address of the deal that was registered last."""
    return f"{PUBLIC}/deals/{scene.house.rows(deal_links)[-1]['token']}"


def page(bot: Bot, token: str) -> bytes:
    """What a browser is shown at the link, by whatever name the bot is called there."""
    with urlopen(f"{bot.address}deals/{token}", timeout=10) as found:  # noqa: S310 - the bot, on loopback
        content: bytes = found.read()
    return content


@ON_SQLITE
@pytest.mark.slow  # the same, in one process, is among the quick ones
def test_a_link_says_what_it_is_to_everybody_and_the_deal_to_who_may_see_it(scene: Scene, reached: Bot) -> None:
    register(scene)
    told = next(message for message in scene.anna.messages() if "approved" in message.shown.casefold())
    assert link(scene) in told.shown, "the message about the deal leads to it"
    general = scene.slack.north.channel("general")
    posted = scene.anna.say(f"Look: {link(scene)} and https://elsewhere.example/x", channel=general)
    assert scene.slack.wait_for(lambda: bool(posted.unfurls))
    assert list(posted.unfurls) == [link(scene)]
    assert not [word for word in PRIVATE if word in posted.unfurled]
    ben, rita = scene.slack.north.user("ben"), scene.otto
    nobodys = ben.say(f"{PUBLIC}/deals/{'0' * 32}", channel=general)
    assert scene.slack.wait_for(lambda: bool(nobodys.unfurls))
    assert nobodys.unfurled == posted.unfurled, "the same, whether there is a deal"
    count = len(scene.slack.north.bot_messages)
    for user, words in ((scene.anna, "Acme GmbH"), (scene.mara, "Acme GmbH"), (rita, "no deal of yours"), (ben, "link")):
        assert user.click("Show details · Details zeigen", at=posted).is_good
        shown = user.wait_for_modal(words)
        if user in (rita, ben):
            assert not [word for word in PRIVATE if word in str(shown.body)]
        user.close_modal()
    assert len(scene.slack.north.bot_messages) == count, "nothing is posted where others read along"
    assert page(reached, link(scene)[-32:]) == page(reached, "0" * 32), "the page tells nobody whether there is a deal"
    scene.anna.say(link(scene))
    scene.anna.wait_for_reply("Registered by")
    scene.finish(reached)


def is_over(run: Run) -> bool:
    return run.is_over


# ── a step of a workflow ─────────────────────────────────────────────────────────────────────────────────────────────────


@ON_SQLITE
def test_a_workflow_registers_a_deal_for_who_may_and_is_told_why_not_for_who_may_not(scene: Scene, bot: Bot) -> None:
    north, declared = scene.slack.north, manifest("https://bot.example.com")["functions"]
    scene.slack.platform.functions = declared
    deal = {
        "company": "Acme GmbH",
        "contact_name": "Max Muster",
        "amount": "45k EUR",
        "close_date": "end of March",
        "product": "backup",
    }
    scene.slack.courier.modes = Modes(copies=2)
    done = north.run_step("register_deal", {"person": scene.anna.id, **deal})
    assert scene.slack.wait_for(lambda: done.is_over)
    assert done.error is None
    assert done.outputs == {"registration": scene.house.rows(registrations)[-1]["id"], "status": "approved"}
    for _ in range(2):
        again = north.run_step("register_deal", {"person": scene.anna.id, **deal})
        assert scene.slack.wait_for(partial(is_over, again))
        assert again.outputs == done.outputs, "the partner has it already, and that one counts"
    assert scene.count("Acme GmbH") == 1
    failing = {
        "not linked": {"person": north.user("ben").id, **deal},
        "no partner": {"person": scene.mara.id, **deal},
        "nobody": {"person": "", **deal},
        "faults": {"person": scene.anna.id, "company": "Beispiel AG", "amount": "a lot", "close_date": "yesterday"},
        "gone": {"person": "U0GONE", **deal},
    }
    runs = {name: north.run_step("register_deal", inputs) for name, inputs in failing.items()}
    assert scene.slack.wait_for(lambda: all(run.is_over for run in runs.values()))
    assert {name: run.outputs for name, run in runs.items()} == dict.fromkeys(failing)
    assert "Account" in str(runs["not linked"].error) or "account" in str(runs["not linked"].error)
    assert "only a partner" in str(runs["no partner"].error)
    assert "a lot" in str(runs["faults"].error) or "amount" in str(runs["faults"].error).lower()
    assert scene.count("Beispiel AG") == 0
    scene.anna.wait_for_reply("A workflow registered this deal for you")
    scene.finish(bot)


@ON_SQLITE
@pytest.mark.slow  # what a killed process had in hand is free again after a minute
def test_a_run_is_completed_though_the_bot_is_killed_and_calls_break(scene: Scene, bot: Bot) -> None:
    scene.slack.platform.functions = manifest("https://bot.example.com")["functions"]
    scene.slack.faults.add("functions.completeSuccess", DROPPED)
    deal = {
        "company": "Acme GmbH",
        "contact_name": "Max Muster",
        "close_date": "end of March",
        "product": "backup",
        "amount": "45k",
    }
    run = scene.slack.north.run_step("register_deal", {"person": scene.anna.id, **deal})
    scene.slack.settle()
    bot.kill()
    bot.start()
    assert scene.slack.wait_for(lambda: run.is_over, seconds=120)
    assert (run.error, scene.count("Acme GmbH")) == (None, 1)
    scene.finish(bot, allowed=("execution_not_in_running_state",))


def looks(user: User) -> bool:
    return bool(user.home)


# ── the Home tab ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@ON_SQLITE
def test_the_home_tab_changes_by_itself_for_those_whom_it_concerns(scene: Scene, bot: Bot) -> None:
    people = (scene.anna, scene.mara, scene.otto)
    for user in people:
        user.open_home()
        assert scene.slack.wait_for(partial(looks, user))
    seen = {user.id: scene.slack.north.team.homes[user.id].hash for user in people}
    scene.anna.say(REVIEWED)
    scene.anna.wait_for_reply("shall I register")
    scene.anna.say("yes")
    for user in (scene.anna, scene.mara):
        user.wait_for_home("Zeppelin Werke AG", seconds=60)
    assert "Zeppelin" not in scene.otto.home
    assert scene.slack.north.team.homes[scene.otto.id].hash == seen[scene.otto.id], "nothing was shown to whom it does not concern"
    scene.finish(bot)
