"""What people use in Slack beside talking, from end to end: the bot as its real process against the fake Slack."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from urllib.request import urlopen

import pytest

from storage.tables import conversations, deal_links
from tests.slack.bot_process import Bot, running
from tests.slack.scene import ON_SQLITE, Scene, register
from tests.slack.test_looking_up import add_partners, add_products

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
