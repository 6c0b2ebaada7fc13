"""Links to deals as work objects, from end to end: everybody sees the same, and only who may see the deal is presented it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from bot.slack.entities import details, entity, warnings
from bot.slack.judge import faults_of_entity
from bot.slack.read import Look, read
from handlers.reply import Fact, Facts, Reply, Text
from handlers.wording import Words
from tests.slack.bot_process import Bot, links, running
from tests.slack.scene import ON_SQLITE, Scene, register
from tests.slack.test_read import OURS, event
from tests.slack.test_surfaces import PRIVATE, PUBLIC, link
from tests.slack_fake.people import User
from tests.slack_fake.world import Message

NOBODYS = "0" * 32
URL = f"{PUBLIC}/deals/{NOBODYS}"
CLICK = {
    "user": "U1",
    "entity_url": URL,
    "external_ref": {"id": NOBODYS},
    "trigger_id": "1.2.a",
    "channel": "C1",
    "message_ts": "17.5",
}


@pytest.fixture
def reached(scene: Scene) -> Iterator[Bot]:
    scene.slack.platform.unfurl_domains = {"partners.example"}
    with running(scene.slack, scene.house, scene.log, public_url=PUBLIC) as up:
        yield up


def posted(scene: Scene, user: User, url: str) -> Message:
    """The message with the link, once it has a work object."""
    told = user.say(f"Look: {url}", channel=scene.slack.north.channel("general"))
    assert scene.slack.wait_for(lambda: bool(told.entities))
    return told


@ON_SQLITE
def test_the_details_are_presented_to_who_may_see_the_deal_and_nobody_else_learns_whether_there_is_one(
    scene: Scene, reached: Bot
) -> None:
    register(scene)
    ours, nobodys = posted(scene, scene.anna, link(scene)), posted(scene, scene.anna, URL)
    drawn = [str(each.entities).replace(link(scene)[-32:], NOBODYS) for each in (ours, nobodys)]
    assert drawn[0] == drawn[1], "the same, whether there is a deal"
    assert not [word for word in PRIVATE if word in drawn[0]]
    count = len(scene.slack.north.bot_messages)
    for user in (scene.anna, scene.mara):
        user.click_object(ours)
        shown = str(user.wait_for_flexpane("metadata"))
        assert "Acme GmbH" in shown
        assert Words("en")("fact.protected_until") in shown
    ben = scene.slack.north.user("ben")
    answers: list[Any] = []
    for user, words in ((scene.otto, "no deal of yours"), (ben, "custom")):
        answers = []
        for at in (ours, nobodys):
            user.click_object(at)
            answers.append(user.wait_for_flexpane(words))
        assert answers[0] == answers[1]
        assert answers[0]["error"]["status"] == "custom"
    assert "no deal of yours" not in str(answers), "who is not linked yet is told how to"
    links(scene.house, (ben, "rival"))
    ben.click_object(ours)
    assert ben.wait_for_flexpane("no deal of yours") == scene.slack.north.team.flexpanes[scene.otto.id]
    assert len(scene.slack.north.bot_messages) == count, "nothing is posted where others read along"
    scene.finish(reached)


def has_blocks(message: Message) -> bool:
    return bool(message.unfurls)


@ON_SQLITE
@pytest.mark.parametrize("how", ["refused", pytest.param("dropped", marks=pytest.mark.slow)])
def test_where_slack_takes_no_work_objects_links_have_their_blocks_and_it_is_asked_once(
    scene: Scene, reached: Bot, how: str
) -> None:
    scene.slack.platform.work_objects = how
    for _ in range(2):
        told = scene.anna.say(URL, channel=scene.slack.north.channel("general"))
        assert scene.slack.wait_for(partial(has_blocks, told))
    assert scene.slack.wait_for(lambda: len(scene.slack.platform.calls("chat.unfurl")) == 3)
    assert ["metadata" in call["args"] for call in scene.slack.platform.calls("chat.unfurl")] == [True, False, False]
    assert "secret words" not in scene.log.read_text()
    scene.slack.platform.refused.clear()
    scene.finish(reached)


@pytest.mark.parametrize("name", CLICK)
def test_a_click_is_read_as_a_look_by_who_clicked_and_one_without_what_it_needs_is_not(name: str) -> None:
    clicked: dict[str, Any] = {"type": "entity_details_requested"} | CLICK
    found = read(event(**clicked), OURS)
    assert isinstance(found, Look)
    assert (found.id, found.url, found.incoming.conversation) == (NOBODYS, URL, "T1/C1//U1!")
    without = read(event(**clicked | {name: None}), OURS)
    if name in ("channel", "message_ts"):
        assert isinstance(without, Look)
        assert without.incoming.conversation == "T1/U1//", "in their direct messages"
    else:
        assert without is None


def test_what_partners_wrote_is_no_mention_and_fits_and_is_shown_only_of_the_very_deal() -> None:
    look = read(event(type="entity_details_requested", **CLICK), OURS)
    assert isinstance(look, Look)
    facts = Facts(facts=(Fact(label="Customer\x00", value="<!channel> <@U1> \u202e" + "x" * 9_000),))
    reply = Reply(parts=(facts, Text(text="")), deal=NOBODYS)
    shown = details(reply, look)["metadata"]
    assert not list(faults_of_entity(shown))
    assert "<!" not in str(shown)
    assert "<@" not in str(shown)
    assert "metadata" not in details(Reply(parts=reply.parts, deal="1" * 32), look)
    assert "metadata" not in details(Reply(parts=(Text(text=Words("en")("deals.link_unknown")),)), look)
    many = Reply(parts=(Facts(facts=facts.facts * 60),), deal=NOBODYS)
    assert details(many, look)["error"]["status"] == "custom", "what breaks a limit is said in words"


def test_a_warning_is_known_by_codes_and_places_and_never_by_sentences() -> None:
    assert warnings({"ok": True, "warning": "missing_charset", "response_metadata": {"warnings": ["missing_charset"]}}) == []
    told = {"messages": ["[ERROR] no Acme allowed [json-pointer:/metadata/entities/0]"]}
    assert warnings({"ok": True, "response_metadata": told}) == ["message", "/metadata/entities/0"]
    assert warnings({"ok": True, "warning": "missing_charset,Acme is wrong,bad_object"}) == ["bad_object"]


def test_what_everybody_sees_breaks_no_limit() -> None:
    assert not list(faults_of_entity(entity(URL, NOBODYS)))
