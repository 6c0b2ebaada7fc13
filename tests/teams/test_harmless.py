"""Whatever Teams delivers, or somebody makes of it, the bot answers it well, and nothing comes of what it does not know."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

import pytest
from aiohttp import ClientSession

from storage.tables import inbox
from tests.teams.bot_here import BotHere
from tests.teams_fake.captured import captured
from tests.teams_fake.microsoft import FakeMicrosoft
from tests.teams_fake.world import CHANNEL

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

_WRONG: tuple[Any, ...] = (None, 0, -1.5, True, "", "x" * 5_000, "\ud800\x00", [], [None, [], {}], {}, {"id": {"id": []}})


def paths(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield at
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, each in inner:
        yield from paths(each, (*at, name))


def changed(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    copied = value.copy()
    copied[path[0]] = changed(copied[path[0]], path[1:], new)
    return copied


def delivered(bot: BotHere, bodies: list[bytes]) -> list[tuple[int, bytes]]:
    async def go() -> list[tuple[int, bytes]]:
        headers = {"Authorization": f"Bearer {bot.microsoft.token()}", "Content-Type": "application/json"}
        found = []
        async with ClientSession() as session:
            for body in bodies:
                async with session.post(bot.url, data=body, headers=headers) as answer:
                    found.append((answer.status, await answer.read()))
        return found

    return bot.microsoft.run(go(), seconds=300)


def test_everything_that_teams_delivers_is_answered_well(bot: BotHere, microsoft: FakeMicrosoft) -> None:
    nora = bot.person("nora", member="m-nordwind")
    team = microsoft.group(nora.mri, kind=CHANNEL, team="19:team@thread.tacv2")
    everything = captured(nora, team)
    for activity, (status, body) in zip(
        everything, delivered(bot, [json.dumps(each).encode() for each in everything]), strict=True
    ):
        assert status == 200, activity
        if activity["type"] == "invoke":
            assert isinstance(json.loads(body), dict)
            assert len(body) < 30_000
        else:
            assert body == b""
    microsoft.assert_clean()


@pytest.mark.parametrize("share", [1, pytest.param(12, marks=pytest.mark.slow)])
def test_whatever_is_made_of_it_nothing_of_ours_breaks(bot: BotHere, microsoft: FakeMicrosoft, share: int) -> None:
    chance = random.Random(share)
    nora = bot.person("nora", member="m-nordwind")
    team = microsoft.group(nora.mri, kind=CHANNEL, team="19:team@thread.tacv2")
    bodies = []
    for activity in captured(nora, team):
        everywhere = list(paths(activity))[1:]
        for path in chance.choices(everywhere, k=10 * share):
            made = changed(activity, path, chance.choice(_WRONG))
            bodies.append(json.dumps(made).encode())
    answers = delivered(bot, bodies)
    broken = [(status, body) for (status, _), body in zip(answers, bodies, strict=True) if status not in (200, 400, 401)]
    assert broken == []
    bot.work()
    microsoft.assert_clean()


def test_what_cannot_be_kept_is_told_in_the_form_of_what_was_asked(bot: BotHere) -> None:
    nora = bot.person("nora", member="m-nordwind")
    bot.is_broken = True
    answered = nora.execute("press", {"action": "deals.list"})
    assert (answered.status, answered.body["statusCode"]) == (200, 500)
    assert "try again" in answered.body["value"]["message"]
    assert "words" not in answered.body["value"]["message"]


def test_edits_reactions_and_what_is_new_start_no_turn(bot: BotHere, microsoft: FakeMicrosoft) -> None:
    nora = bot.person("nora", member="m-nordwind")
    team = microsoft.group(nora.mri, kind=CHANNEL, team="19:team@thread.tacv2")
    started = {"message", "installationUpdate", "conversationUpdate", "invoke"}
    others = [json.dumps(each).encode() for each in captured(nora, team) if each["type"] not in started]
    assert {status for status, _ in delivered(bot, others)} == {200}
    assert bot.house.rows(inbox) == []


def test_a_card_that_says_nothing_is_told_so_in_its_own_form(bot: BotHere) -> None:
    nora = bot.person("nora", member="m-nordwind")
    for value in (None, {}, {"action": None}, {"action": {"verb": "press", "data": {"action": 7}}}, {"action": {"verb": "drop"}}):
        answered = nora.deliver(nora.activity("invoke", to=nora.chat, name="adaptiveCard/action", value=value))
        assert (answered.status, answered.body["statusCode"]) == (200, 400)
        assert answered.body["type"] == "application/vnd.microsoft.error"
    assert bot.house.rows(inbox) == []
