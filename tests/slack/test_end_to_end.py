"""The bot as its real process against the fake Slack: what people see, and what holds whatever happens to a delivery.

Everything here goes over HTTP or a socket; the fake knows nothing of the product, and judges every call by Slack's published rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from urllib.request import urlopen
from zoneinfo import ZoneInfo

import pytest
from aiohttp import ClientSession, CookieJar
from cryptography.fernet import Fernet

from storage.tables import inbox, registrations
from tests.bot.house import House
from tests.shares import POSTGRESQL_FIRST, SQLITE_FIRST
from tests.slack.bot_process import Bot, links, running
from tests.slack.scene import DEAL, ON_SQLITE, REVIEWED, Scene, register
from tests.slack_fake.captured import captured
from tests.slack_fake.courier import Modes
from tests.slack_fake.people import User
from tests.slack_fake.slack import FakeSlack
from tests.slack_fake.wire_faults import DROPPED, GARBAGE_AFTER, HANGS, RESET, busy, named, status

ALL = captured()
#: What a call can meet that does not keep the message from being shown in the end.
BREAKS: Final = (RESET, DROPPED, HANGS, GARBAGE_AFTER, status(500, accepts=True), busy("1"), busy("soon"), busy(None))
UNSIGNED: Final = {
    "a wrong mark": {"X-Slack-Signature": "v0=0000"},
    "no mark": {"X-Slack-Signature": ""},
    "an old one": {"X-Slack-Request-Timestamp": "0"},
    "no time": {"X-Slack-Request-Timestamp": "soon"},
    "one of the future": {"X-Slack-Request-Timestamp": "9999999999"},
}
MALFORMED: Final = ("", "{", "[]", "null", "payload=%7B", "a=b", '{"type": 1}', '{"type": "event_callback"}', "\x00", "%ff")


# ── talking ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


@POSTGRESQL_FIRST
def test_a_deal_is_registered_in_direct_messages_to_the_verdict(scene: Scene, bot: Bot) -> None:
    said = scene.anna.say(DEAL)
    asked = scene.anna.wait_for_reply("shall I register")
    assert asked.thread_ts == said.ts, "the answer is in the thread of the message"
    assert scene.anna.click("Register").is_good
    assert "protected for you" in scene.anna.wait_for_reply("approved").shown
    assert scene.count("Acme GmbH") == 1
    scene.finish(bot)


@ON_SQLITE
def test_a_deal_is_registered_through_a_socket(scene: Scene) -> None:
    with running(scene.slack, scene.house, scene.log, socket=True) as bot:
        assert scene.slack.wait_for(lambda: bool(scene.slack.server.sockets.open))
        register(scene)
        assert scene.count("Acme GmbH") == 1
        scene.finish(bot)


@ON_SQLITE
@pytest.mark.slow  # the same, in one process, is among the quick ones
def test_a_mention_and_its_message_get_one_answer(scene: Scene, bot: Bot) -> None:
    general = scene.slack.north.channel("general")
    said = scene.anna.mention("help", channel=general)
    scene.anna.wait_for_reply()
    scene.slack.settle()
    threads = [message for message in scene.slack.north.bot_messages if message.thread_ts == said.ts]
    assert len(threads) <= 1
    assert sum("app_mention" not in row["key"] for row in scene.house.rows(inbox)) <= 1
    scene.finish(bot)


@ON_SQLITE
@pytest.mark.slow  # the same, in one process, is among the quick ones
def test_the_bot_does_not_answer_itself_or_others(scene: Scene, bot: Bot) -> None:
    ben = scene.slack.north.user("ben")
    said = ben.say("nothing for the bot", channel=scene.slack.north.channel("general"))
    ben.edit(said, "changed")
    ben.delete(said)
    scene.slack.settle()
    scene.anna.say("help")
    scene.anna.wait_for_reply()
    scene.slack.settle()
    assert len(scene.house.rows(inbox)) == 1
    scene.finish(bot)


@ON_SQLITE
@pytest.mark.slow  # the same, in one process, is among the quick ones
def test_a_form_is_corrected_in_a_modal_under_its_fields(scene: Scene, bot: Bot) -> None:
    scene.anna.say(DEAL)
    asked = scene.anna.wait_for_reply("shall I register")
    assert scene.anna.click("Change something", at=asked).is_good
    scene.anna.wait_for_modal("Close date")
    scene.anna.submit({"close_date": "yesterday"})
    assert scene.anna.errors.keys() == {"close_date"}
    scene.anna.submit({"close_date": "end of April"})
    assert (scene.anna.errors, scene.anna.modal) == ({}, None)
    scene.anna.wait_for_reply("30 April")
    scene.finish(bot)


@ON_SQLITE
@pytest.mark.slow  # the same, in one process, is among the quick ones
def test_the_home_tab_shows_ones_own_deals(scene: Scene, bot: Bot) -> None:
    register(scene)
    scene.anna.open_home()
    assert scene.slack.wait_for(lambda: "Acme GmbH" in scene.anna.home)
    stranger = scene.slack.north.user("ben")
    stranger.open_home()
    assert scene.slack.wait_for(lambda: bool(stranger.home))
    assert "Acme GmbH" not in stranger.home
    scene.finish(bot)


@ON_SQLITE
@pytest.mark.slow  # the same, in one process, is among the quick ones
def test_a_command_in_a_channel_is_answered_where_only_one_person_reads(scene: Scene, bot: Bot) -> None:
    general = scene.slack.north.channel("general")
    assert scene.anna.command("/deal", "my deals", channel=general).is_good
    scene.anna.wait_for_reply("no deals")
    scene.slack.settle()
    others = [user for user in scene.slack.north.users() if user is not scene.anna]
    assert [user.messages() for user in others] == [[], [], []]
    scene.finish(bot)


# ── whatever happens to a delivery ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("at_once", [pytest.param(False, marks=pytest.mark.slow), True], ids=["one by one", "at once"])
@SQLITE_FIRST
def test_five_deliveries_have_one_effect(scene: Scene, bot: Bot, *, at_once: bool) -> None:
    scene.slack.courier.modes = Modes(copies=4, at_once=at_once)
    register(scene)
    scene.slack.settle()
    assert scene.count("Acme GmbH") == 1
    assert len(scene.house.rows(inbox)) == 2
    assert len(scene.anna.messages()) == 2
    scene.finish(bot)


@pytest.mark.slow  # what a killed process had in hand is free again after a minute
@ON_SQLITE
def test_a_killed_bot_loses_nothing_that_it_acknowledged(scene: Scene, bot: Bot) -> None:
    scene.anna.say(DEAL)
    scene.anna.wait_for_reply("shall I register")
    scene.anna.say("yes")
    scene.slack.settle()
    bot.kill()
    bot.start()
    scene.anna.wait_for_reply("approved", seconds=90)
    assert scene.count("Acme GmbH") == 1
    assert len(scene.anna.messages()) == 2
    scene.finish(bot)


@ON_SQLITE
@pytest.mark.slow
def test_what_is_said_while_the_bot_is_away_is_answered_when_it_is_back(scene: Scene, bot: Bot) -> None:
    scene.slack.courier.modes = Modes(compressed=0.05)
    bot.kill()
    scene.anna.say("help")
    bot.start()
    scene.anna.wait_for_reply(seconds=30)
    assert len(scene.anna.messages()) == 1
    scene.finish(bot, allowed=("connection_failed",))


@ON_SQLITE
@pytest.mark.slow
def test_a_call_that_breaks_shows_its_message_once(scene: Scene, bot: Bot) -> None:
    for number, fault in enumerate(BREAKS, start=1):
        scene.slack.faults.add("chat.postMessage", fault)
        scene.anna.say("help")
        scene.anna.wait_for_reply(seconds=60)
        scene.slack.settle()
        assert len(scene.anna.messages()) == number, fault
    scene.finish(bot)


@ON_SQLITE
@pytest.mark.slow  # the same, in one process, is among the quick ones
def test_a_message_that_slack_will_never_take_does_not_stop_the_next(scene: Scene, bot: Bot) -> None:
    scene.slack.faults.add("chat.postMessage", named("is_archived"))
    scene.anna.say("help")
    scene.slack.settle()
    scene.anna.say("my deals")
    scene.anna.wait_for_reply(seconds=30)
    assert len(scene.anna.messages()) == 1
    scene.finish(bot)


# ── deciding ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@POSTGRESQL_FIRST
def test_twenty_clicks_at_once_give_one_decision(scene: Scene, bot: Bot) -> None:
    for manager in (scene.mara, scene.otto):
        manager.say("help")  # so that the bot knows where to write to them
        manager.wait_for_reply()
    today = datetime.now(ZoneInfo("Europe/Berlin")).date()
    scene.mara.say(f"otto@vendor.example is my deputy from {today:%d.%m.%Y} to {today + timedelta(days=2):%d.%m.%Y}")
    scene.mara.wait_for_reply("is your deputy")
    scene.anna.say(REVIEWED)
    scene.anna.wait_for_reply("shall I register")
    scene.anna.say("yes")
    scene.anna.wait_for_reply("in review")
    id = scene.house.rows(registrations)[-1]["id"]
    for manager in (scene.mara, scene.otto):
        manager.wait_for_reply("waits for a decision")
        manager.click(f"Show {id}")
        assert "Approve" in manager.wait_for_reply("already a customer").buttons
    aims = [manager.aim("Approve") for manager in (scene.mara, scene.otto) for _ in range(10)]
    acks = scene.slack.together(aims)
    assert [ack.status for ack in acks] == [200] * 20
    scene.anna.wait_for_reply("approved", seconds=60)
    scene.slack.settle()
    assert scene.house.statuses("Zeppelin Werke AG") == {"nordwind": "approved"}
    told = [message for message in scene.anna.messages() if "is protected for you" in message.shown]
    assert len(told) == 1
    scene.finish(bot)


# ── two workspaces ───────────────────────────────────────────────────────────────────────────────────────────────────────


@ON_SQLITE
@pytest.mark.slow
def test_two_workspaces_do_not_mix(furnished_url: str, tmp_path: Path) -> None:
    house = House(furnished_url)
    with FakeSlack(installs=False) as slack:
        scene = Scene(slack, house, tmp_path)
        rita = slack.south.user("anna")
        links(house, (rita, "rival"))
        app = slack.platform.app
        keys = {"SLACK_TOKEN_KEYS": Fernet.generate_key().decode()}
        env = {"SLACK_CLIENT_ID": app.client_id, "SLACK_CLIENT_SECRET": app.client_secret, **keys}
        with running(slack, house, scene.log, env) as bot:
            for workspace in (slack.north, slack.south):
                slack.server.admin = (workspace.team.id, workspace.user("mara").id)
                assert _installs(slack, bot) == 200
            scene.anna.say(DEAL.replace("Acme", slack.north.team.canary))
            scene.anna.wait_for_reply("shall I register")
            scene.anna.say("yes")
            scene.anna.wait_for_reply("approved")
            for question in ("my deals", "help", "history"):
                rita.say(question)
                assert slack.north.team.canary not in rita.wait_for_reply().shown
            assert _finds(rita, slack.north.team.canary) == []
            assert len(_finds(scene.anna, slack.north.team.canary)) == 1
            scene.finish(bot)
    house.close()


def _finds(user: User, words: str) -> list[str]:
    """The deals that somebody is offered for the words, on the Home tab."""
    user.open_home()
    user.wait_for_home("Find a deal")
    assert user.click("Find a deal").is_good
    user.wait_for_modal("Deal")
    found = user.options("deal", words)
    user.close_modal()
    return found


def _installs(slack: FakeSlack, bot: Bot) -> int:
    """What an admin's browser does, from the link to the last page."""

    async def go() -> int:
        slack.platform.redirect_uris = [f"{bot.address}slack/oauth_redirect"]
        jar = CookieJar(unsafe=True, treat_as_secure_origin=[bot.address.rstrip("/")])
        async with ClientSession(cookie_jar=jar) as browser, browser.get(f"{bot.address}slack/install") as page:
            return page.status

    return slack.server.run(go())


# ── whatever Slack may send ──────────────────────────────────────────────────────────────────────────────────────────────


@ON_SQLITE
@pytest.mark.slow  # the same, in one process, is among the quick ones
def test_every_kind_of_body_is_acknowledged(scene: Scene, bot: Bot) -> None:
    statuses = {one.name: deliver(scene, one.raw, one.content_type) for one in ALL}
    assert {name: code for name, code in statuses.items() if not 200 <= code < 300} == {}
    scene.anna.say("help")
    scene.anna.wait_for_reply(seconds=60)  # her messages are answered in their order: all the others were, too
    assert "Traceback" not in bot.log
    with urlopen(f"{bot.address}readyz", timeout=10) as response:  # noqa: S310 - what the command said, on loopback
        assert response.status == 200


@ON_SQLITE
@pytest.mark.slow  # the same, in one process, is among the quick ones
def test_what_slack_did_not_sign_is_refused_without_a_look(scene: Scene, bot: Bot) -> None:
    message = next(one for one in ALL if one.name == "event_message_im")
    for raw in (message.raw, "{", ""):
        statuses = {name: deliver(scene, raw, message.content_type, headers) for name, headers in UNSIGNED.items()}
        assert statuses == dict.fromkeys(UNSIGNED, 401)
    assert scene.house.rows(inbox) == []
    assert "Acme" not in bot.log


@ON_SQLITE
@pytest.mark.slow  # the same, in one process, is among the quick ones
def test_a_signed_body_that_is_no_body_is_never_our_failure(scene: Scene, bot: Bot) -> None:
    types = ("application/json", "application/x-www-form-urlencoded", "text/plain")
    statuses = {(raw, type_): deliver(scene, raw, type_) for raw in MALFORMED for type_ in types}
    assert {what: code for what, code in statuses.items() if not 200 <= code < 500} == {}
    assert deliver(scene, "x" * 5_000_000, types[0]) == 413
    assert "Traceback" not in bot.log


def deliver(scene: Scene, raw: str, type_: str, headers: Mapping[str, str] | None = None) -> int:
    """The status with which the bot answers a body of whatever kind."""
    return scene.slack.server.run(scene.slack.courier.post(raw, kind="replay", type_=type_, headers=headers)).status
