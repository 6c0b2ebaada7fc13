"""What people use in Slack beside talking, from end to end: the bot as its real process against the fake Slack."""

from __future__ import annotations

from storage.tables import conversations
from tests.slack.bot_process import Bot
from tests.slack.scene import ON_SQLITE, Scene, register
from tests.slack.test_looking_up import add_partners, add_products


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
