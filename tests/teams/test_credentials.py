"""One token and one way serve all that is written, whoever gives it out may be slow, and secrets change while the bot runs."""

from __future__ import annotations

import asyncio

import pytest
from aiohttp import ClientSession

from bot.clock import elapsed
from bot.delivery.drain import wait_for
from bot.teams.edge import by_managed_identity, by_password
from bot.teams.keys import Keys
from bot.teams.places import Places
from tests.bot.house import House
from tests.teams.bot_here import BotHere
from tests.teams_fake.microsoft import PASSWORD, FakeMicrosoft
from tests.teams_fake.signing import APP_ID

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

#: In seconds; a token takes longer to be had, so that waiting for it on the loop would be seen.
_LOGIN = 0.6
_LAG = 0.3


def test_many_turns_take_one_token_one_look_for_keys_and_few_connections(bot: BotHere, microsoft: FakeMicrosoft) -> None:
    people = [bot.person(f"p{number}", member="m-nordwind" if number == 0 else None) for number in range(8)]
    for _ in range(2):
        for person in people:
            person.say("help")
        bot.work()
    assert sum(len(person.messages()) for person in people) == 16
    asked = [microsoft.asked.count(what) for what in ("token", "metadata", "keys")]
    assert asked == [1, 1, 1]
    assert len(microsoft.connections) <= len(people)  # as many as there were calls at a time
    bot.later(3000)
    people[0].say("help")
    bot.work()
    assert microsoft.asked.count("token") == 1


def test_it_is_ready_once_there_are_keys_to_know_microsoft_by(bot: BotHere, microsoft: FakeMicrosoft) -> None:
    async def is_ready() -> bool:
        keys = Keys(f"{microsoft.url}/nothing/here", elapsed)
        async with ClientSession() as session:
            keys.open(session)
            await keys.warm()
        return keys.are_there

    assert not microsoft.run(is_ready())
    assert microsoft.run(bot.chat.is_ready())
    looks = microsoft.asked.count("metadata")
    assert microsoft.run(bot.chat.is_ready())
    assert microsoft.asked.count("metadata") == looks, "it is asked only while there are none"


def test_the_loop_never_waits_for_a_token(bot: BotHere, microsoft: FakeMicrosoft) -> None:
    microsoft.login_takes = _LOGIN
    nora = bot.person("nora", member="m-nordwind")
    nora.say("help")
    lags, never = [], asyncio.Event()

    async def watch() -> None:
        """On the loop that the bot runs on."""
        while True:
            began = elapsed()
            await wait_for(never, 0.01)
            lags.append(elapsed() - began - 0.01)

    async def go() -> None:
        watching = asyncio.create_task(watch())
        await bot._work()
        watching.cancel()

    microsoft.run(go())
    assert len(nora.messages()) == 1
    assert len(lags) > _LOGIN / 0.05
    assert max(lags) < _LAG


def test_many_who_wait_ask_for_one_token(bot: BotHere, microsoft: FakeMicrosoft) -> None:
    microsoft.login_takes = 0.1

    async def go() -> list[str | None]:
        return list(await asyncio.gather(*(bot.credentials.token() for _ in range(20))))

    assert len(set(microsoft.run(go()))) == 1
    assert microsoft.asked.count("token") == 1


def test_the_second_secret_is_used_when_the_first_is_not_taken(microsoft: FakeMicrosoft, furnished_url: str) -> None:
    house = House(furnished_url)
    bot = BotHere(microsoft, house, passwords=("the next one", PASSWORD))
    nora = bot.person("nora", member="m-nordwind")
    nora.say("help")
    bot.work()
    assert len(nora.messages()) == 1
    microsoft.passwords = {"the next one"}  # the old one has ended, and what it gave out with it
    microsoft._tokens.clear()
    nora.say("my deals")
    bot.work()
    assert len(nora.messages()) == 2
    bot.close()
    house.close()


def test_without_a_token_what_is_said_waits(bot: BotHere, microsoft: FakeMicrosoft) -> None:
    microsoft.passwords = set()
    nora = bot.person("nora", member="m-nordwind")
    nora.say("help")
    with pytest.raises(AssertionError, match="no end to it"):
        bot.work()
    assert nora.messages() == []
    microsoft.passwords = {PASSWORD}
    bot.later(600)
    bot.work()
    assert len(nora.messages()) == 1


def test_a_secret_that_is_changed_while_the_bot_runs_is_used_from_then_on(bot: BotHere, microsoft: FakeMicrosoft) -> None:
    nora = bot.person("nora", member="m-nordwind")
    nora.say("help")
    bot.work()
    places = Places(test_url=microsoft.url)
    bot.credentials.use(by_password(APP_ID, bot.passwords, None, places, elapsed))
    nora.say("help")
    bot.work()
    assert microsoft.asked.count("token") == 1, "the same secret is no reason to ask again"
    microsoft.passwords = {"the next one"}
    bot.credentials.use(by_password(APP_ID, ["the next one"], None, places, elapsed))
    nora.say("help")
    bot.work()
    assert len(nora.messages()) == 3
    assert microsoft.asked.count("token") == 2


def test_an_identity_of_azures_gives_tokens_without_a_secret(
    bot: BotHere, microsoft: FakeMicrosoft, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IDENTITY_ENDPOINT", f"{microsoft.url}/identity")
    monkeypatch.setenv("IDENTITY_HEADER", PASSWORD)
    bot.chat._connector._tokens = by_managed_identity(APP_ID, elapsed)
    nora = bot.person("nora", member="m-nordwind")
    for _ in range(3):
        nora.say("help")
        bot.work()
    assert len(nora.messages()) == 3
    assert microsoft.asked.count("token") == 1
    microsoft.assert_clean()
