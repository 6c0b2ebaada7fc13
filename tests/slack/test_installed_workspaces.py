"""Every delivery finds its installation; tokens are renewed once, whoever asks, and are gone when the bot is."""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, select, text

from bot.slack.grant import read_grant
from bot.slack.identity import DEAD
from storage.engine import Database
from storage.installations import Installations
from storage.tables import metadata
from tests.slack.authority import ENTERPRISE, TEAM, Authority, running
from tests.slack.bot_that_authorises import EXPIRY, KEY, NEWER_KEY, NOW, Bot, awake, install, take_events
from tests.storage.build import at_once

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture(scope="module")
def server() -> Iterator[Authority]:
    with running() as authority:
        yield authority


@pytest.fixture
def slack(server: Authority) -> Authority:
    """The server as if it had just been started."""
    server.begin_anew()
    return server


class Hands:
    """A clock that is set by hand, and one that does not jump."""

    def __init__(self) -> None:
        self.at = NOW
        self.seconds = 0.0

    def set(self, at: datetime) -> None:
        self.seconds += (at - self.at).total_seconds()
        self.at = at


def run(url: str, slack: Authority, deed: Callable[[Bot, Hands], Awaitable[None]], *, keys: tuple[str, ...] = (KEY,)) -> None:
    """The deed with a bot whose clock is in its hands."""

    async def go() -> None:
        hands = Hands()
        async with awake(url, slack.url, lambda: hands.at, keys=keys, moment=lambda: hands.seconds) as bot:
            await deed(bot, hands)

    asyncio.run(go())


# ── whose it is ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_workspace_that_installed_the_bot_is_found_and_no_other(database_url: str, slack: Authority) -> None:
    async def deed(bot: Bot, hands: Hands) -> None:
        token = await install(bot, slack)
        found = await bot.workspaces.authorize(None, "T1", False)
        assert found is not None
        assert (found.tenant, found.team_id, found.enterprise_id) == ("T1", "T1", None)
        assert (found.bot_user_id, found.bot_id, found.token) == ("UBOT", "B1", token)
        assert await bot.workspaces.token("T1") == token
        for team in ("T2", None, ""):
            assert await bot.workspaces.authorize(None, team, False) is None
        assert await bot.workspaces.token("T2") is None

    run(database_url, slack, deed)


@ON_SQLITE
def test_an_organisations_installation_is_found_from_any_of_its_workspaces(database_url: str, slack: Authority) -> None:
    async def deed(bot: Bot, hands: Hands) -> None:
        whole = {"team": TEAM, "enterprise": ENTERPRISE, "is_enterprise_install": True}
        await bot.workspaces.install(read_grant(slack.issue(whole), NOW), "B1")
        for team, is_whole in ((None, True), ("T1", True), ("T7", True), ("T7", False)):
            found = await bot.workspaces.authorize("E1", team, is_whole)
            assert found is not None
            assert (found.tenant, found.team_id, found.enterprise_id) == ("E1", None, "E1")
        assert await bot.workspaces.authorize("E2", "T1", True) is None
        assert await bot.workspaces.authorize(None, "T1", False) is None

    run(database_url, slack, deed)


@ON_SQLITE
def test_a_thousand_events_cost_no_call_to_slack_and_hardly_a_look_into_the_database(database_url: str, slack: Authority) -> None:
    async def deed(bot: Bot, hands: Hands) -> None:
        await install(bot, slack)
        looks: list[str] = []
        event.listen(bot.database.engine, "before_cursor_execute", lambda *told: looks.append(told[2]))
        for _ in range(1000):
            await bot.workspaces.authorize(None, "T1", False)
        assert len([look for look in looks if "slack_installations" in look]) == 1
        assert slack.calls == {}

    run(database_url, slack, deed)


# ── new tokens for old ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_of_twenty_events_at_expiry_in_four_loops_one_renews_and_none_is_lost(database_url: str, slack: Authority) -> None:
    async def begin() -> None:
        async with awake(database_url, slack.url, lambda: NOW) as bot:
            await install(bot, slack)

    async def five() -> list[str | None]:
        async with awake(database_url, slack.url, lambda: EXPIRY) as bot:
            return await bot.tokens(5)

    asyncio.run(begin())
    found = [token for tokens in at_once([lambda: asyncio.run(five())] * 4) for token in tokens]
    assert slack.calls == {"renew": 1}
    (last,) = [token for token in slack.tokens if token != "xoxb-token-1"]
    assert found == [last] * 20


def test_of_twenty_events_at_expiry_in_two_processes_one_renews_and_none_is_lost(database_url: str, slack: Authority) -> None:
    async def begin() -> None:
        async with awake(database_url, slack.url, lambda: NOW) as bot:
            await install(bot, slack)

    asyncio.run(begin())
    context = multiprocessing.get_context("forkserver")
    lines, processes = [], []
    for _ in range(2):
        ours, theirs = context.Pipe()
        process = context.Process(target=take_events, args=(database_url, slack.url, 10, EXPIRY, theirs))
        process.start()
        theirs.close()  # so that a process that dies is noticed
        lines.append(ours)
        processes.append(process)
    try:
        assert [line.recv() for line in lines] == ["ready", "ready"]
        for line in lines:
            line.send("go")
        found = [token for line in lines for token in line.recv()]
    finally:
        for process in processes:
            process.join(20)
    assert slack.calls == {"renew": 1}
    assert found == [list(slack.tokens)[-1]] * 20


@ON_SQLITE
def test_while_the_old_token_is_good_nobody_waits_for_the_new_one(database_url: str, slack: Authority) -> None:
    async def deed(bot: Bot, hands: Hands) -> None:
        old = await install(bot, slack)
        slack.gate.clear()
        hands.set(EXPIRY - timedelta(hours=1))
        assert await bot.tokens(20) == [old] * 20
        assert await asyncio.to_thread(slack.asked.wait, 10)
        slack.gate.set()
        await bot.workspaces.stop()
        assert await bot.workspaces.token("T1") != old
        assert slack.calls == {"renew": 1}

    run(database_url, slack, deed)


@ON_SQLITE
def test_what_speaks_by_itself_renews_too(database_url: str, slack: Authority) -> None:
    async def deed(bot: Bot, hands: Hands) -> None:
        old = await install(bot, slack)
        hands.set(EXPIRY + timedelta(days=40))
        new = await bot.workspaces.token("T1")
        assert new not in (None, old)
        assert slack.calls == {"renew": 1}
        hands.set(hands.at + timedelta(hours=9, minutes=59))
        assert await bot.workspaces.token("T1") == new

    run(database_url, slack, deed)


@ON_SQLITE
def test_a_token_that_does_not_expire_is_never_renewed(database_url: str, slack: Authority) -> None:
    async def deed(bot: Bot, hands: Hands) -> None:
        slack.rotates = False
        token = await install(bot, slack)
        hands.set(NOW + timedelta(days=1000))
        assert await bot.workspaces.token("T1") == token
        assert slack.calls == {}

    run(database_url, slack, deed)


@ON_SQLITE
@pytest.mark.parametrize("trouble", ["503", "500", "garbage", "internal_error", "ratelimited", "bad_client_secret", "user token"])
def test_when_slack_cannot_renew_just_now_no_event_is_lost_and_the_next_try_succeeds(
    database_url: str, slack: Authority, trouble: str
) -> None:
    async def during(bot: Bot, hands: Hands) -> None:
        old = await install(bot, slack)
        hands.set(EXPIRY)
        kept = dict(slack.refresh_tokens)
        slack.trouble["renew"] = [trouble]
        assert await bot.tokens(20) == [old] * 20
        assert slack.calls == {"renew": 1}
        slack.refresh_tokens |= kept  # it was not taken

    async def after(bot: Bot, hands: Hands) -> None:
        hands.set(EXPIRY + timedelta(minutes=2))
        assert await bot.tokens(20) == [list(slack.tokens)[-1]] * 20
        assert slack.calls == {"renew": 2}

    run(database_url, slack, during)
    run(database_url, slack, after)


@ON_SQLITE
def test_a_refresh_token_that_is_lost_ends_the_installation_when_its_token_does(database_url: str, slack: Authority) -> None:
    async def before(bot: Bot, hands: Hands) -> None:
        old = await install(bot, slack)
        slack.refresh_tokens.clear()
        hands.set(EXPIRY - timedelta(hours=1))
        assert await bot.workspaces.token("T1") == old
        assert await asyncio.to_thread(slack.asked.wait, 10)
        await bot.workspaces.stop()
        assert await bot.workspaces.token("T1") == old

    async def after(bot: Bot, hands: Hands) -> None:
        hands.set(EXPIRY)
        assert await bot.workspaces.token("T1") is None

    run(database_url, slack, before)
    run(database_url, slack, after)


@ON_SQLITE
def test_a_holder_that_died_is_waited_for_no_longer_than_its_lease(database_url: str, slack: Authority) -> None:
    async def deed(bot: Bot, hands: Hands) -> None:
        old = await install(bot, slack)
        hands.set(EXPIRY)
        with bot.database.transaction() as connection:
            assert Installations(connection, EXPIRY).lease("T1", 1, until=EXPIRY + timedelta(seconds=30))
        waiting = asyncio.create_task(bot.workspaces.token("T1"))
        await asyncio.sleep(0)
        hands.at += timedelta(seconds=31)
        assert await waiting not in (None, old)
        assert slack.calls == {"renew": 1}

    run(database_url, slack, deed)


# ── the end ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_uninstalled_workspace_is_nobodys_at_once_and_its_tokens_are_deleted(database_url: str, slack: Authority) -> None:
    async def deed(bot: Bot, hands: Hands) -> None:
        token = await install(bot, slack)
        assert await bot.workspaces.token("T1") == token
        await bot.workspaces.revoke("T1", made_by=NOW)
        assert await bot.workspaces.token("T1") is None
        assert await bot.workspaces.authorize(None, "T1", False) is None
        with bot.database.reading() as connection:
            left = Installations(connection, NOW).get("T1")
        assert left is not None
        assert (left.sealed, left.revoked_at) == (None, NOW)

    run(database_url, slack, deed)


@ON_SQLITE
def test_another_process_hears_of_it_within_a_minute(database_url: str, slack: Authority) -> None:
    async def deed(bot: Bot, hands: Hands) -> None:
        await install(bot, slack)
        assert await bot.workspaces.token("T1") is not None
        with bot.database.transaction() as connection:
            assert Installations(connection, NOW).revoke("T1")
        hands.set(NOW + timedelta(seconds=60))
        assert await bot.workspaces.token("T1") is None

    run(database_url, slack, deed)


@ON_SQLITE
def test_late_news_of_an_earlier_installation_does_not_end_the_new_one(database_url: str, slack: Authority) -> None:
    async def deed(bot: Bot, hands: Hands) -> None:
        await install(bot, slack)
        hands.set(NOW + timedelta(hours=1))
        token = await install(bot, slack, at=hands.at)
        await bot.workspaces.revoke("T1", made_by=NOW + timedelta(minutes=30))
        assert await bot.workspaces.token("T1") == token

    run(database_url, slack, deed)


@ON_SQLITE
@pytest.mark.parametrize("code", sorted(DEAD))
def test_a_token_that_slack_calls_dead_ends_its_installation(database_url: str, slack: Authority, code: str) -> None:
    async def deed(bot: Bot, hands: Hands) -> None:
        token = await install(bot, slack)
        await bot.workspaces.refused("T1", "xoxb-an-older-one", code)
        assert await bot.workspaces.token("T1") == token
        for other in ("channel_not_found", "token_expired", "missing_scope"):
            await bot.workspaces.refused("T1", token, other)
        assert await bot.workspaces.token("T1") == token
        await bot.workspaces.refused("T1", token, code)
        assert await bot.workspaces.token("T1") is None

    run(database_url, slack, deed)


@ON_SQLITE
def test_a_renewal_that_comes_too_late_does_not_bring_a_revoked_installation_back(database_url: str, slack: Authority) -> None:
    async def deed(bot: Bot, hands: Hands) -> None:
        await install(bot, slack)
        slack.gate.clear()
        hands.set(EXPIRY - timedelta(hours=1))
        await bot.workspaces.token("T1")
        assert await asyncio.to_thread(slack.asked.wait, 10)
        await bot.workspaces.revoke("T1")
        slack.gate.set()
        await bot.workspaces.stop()
        assert await bot.workspaces.token("T1") is None

    run(database_url, slack, deed)


# ── at rest ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def dumped(url: str) -> bytes:
    """Everything that the database holds, as it lies on the disk of a SQLite database, and as text out of every table."""
    files = b""
    if url.startswith("sqlite"):
        path = Path(url.removeprefix("sqlite:///"))
        files = b"".join(each.read_bytes() for each in path.parent.glob(f"{path.name}*"))
    with closing(Database(url)) as database, database.reading() as connection:
        names = sorted(metadata.tables)
        rows = [list(connection.execute(select(text("*")).select_from(text(name)))) for name in names]
    return files + repr(rows).encode()


def test_a_dump_of_the_database_holds_no_token(database_url: str, slack: Authority) -> None:
    async def deed(bot: Bot, hands: Hands) -> None:
        await install(bot, slack)
        hands.set(EXPIRY)
        assert await bot.workspaces.token("T1") is not None
        found = dumped(database_url)
        assert b"UBOT" in found
        assert not [begin for begin in (b"xoxb-", b"xoxe-", b"xoxe.") if begin in found]
        assert b"refresh-" not in found

    run(database_url, slack, deed)


def test_with_a_new_key_in_front_everything_is_sealed_anew_and_the_old_key_can_go(database_url: str, slack: Authority) -> None:
    tokens: list[str | None] = []

    async def begin(bot: Bot, hands: Hands) -> None:
        tokens.append(await install(bot, slack))

    async def again(bot: Bot, hands: Hands) -> None:
        tokens.append(await bot.workspaces.token("T1"))

    run(database_url, slack, begin)
    for keys in ((NEWER_KEY, KEY), (NEWER_KEY,)):
        run(database_url, slack, again, keys=keys)
    assert tokens == [tokens[0]] * 3


@ON_SQLITE
def test_with_its_key_lost_an_installation_is_as_if_it_were_not_there_until_it_is_made_again(
    database_url: str, slack: Authority
) -> None:
    async def begin(bot: Bot, hands: Hands) -> None:
        await install(bot, slack)

    async def deed(bot: Bot, hands: Hands) -> None:
        assert await bot.workspaces.token("T1") is None
        token = await install(bot, slack)
        assert await bot.workspaces.token("T1") == token

    run(database_url, slack, begin)
    run(database_url, slack, deed, keys=(NEWER_KEY,))


def test_tokens_are_in_no_text_of_what_holds_them(slack: Authority) -> None:
    grant = read_grant(slack.issue({"team": TEAM}), NOW)
    assert "xox" not in f"{grant!r} {grant}"
