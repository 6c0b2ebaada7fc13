"""Installing the bot in a browser: each way in which it can end has its page, and nobody can be made to finish another's."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import ClientResponse, ClientSession, DummyCookieJar, web
from hypothesis import given
from hypothesis import strategies as st

from bot.ids import FreshIds
from bot.log import configure_logging
from bot.slack.oauth import COOKIE, OAuth
from bot.slack.pages import Ending, draw, preferred_language
from storage.installations import tidy
from storage.slack_tables import slack_installations, slack_states
from tests.slack.authority import CLIENT_SECRET, ENTERPRISE, TEAM, Authority, running
from tests.slack.bot_that_authorises import NOW, Bot, awake

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
TITLES = {
    "installed": "The bot is installed in Nordwind",
    "denied": "Not installed",
    "old": "This link has been used, or is too old",
    "code": "That code has been used, or is too old",
    "stranger": "This browser did not begin the installation",
    "failed": "That did not work",
}


@pytest.fixture(scope="module")
def server() -> Iterator[Authority]:
    with running() as authority:
        yield authority


@pytest.fixture
def slack(server: Authority) -> Authority:
    server.begin_anew()
    return server


@dataclass(slots=True, kw_only=True)
class Browser:
    """One browser with its cookies, at the bot's door."""

    bot: Bot
    session: ClientSession
    cookies: dict[str, str] = field(default_factory=dict)
    language: str = "en"

    async def begin(self) -> dict[str, list[str]]:
        """Follows the install link as far as Slack; what Slack is asked."""
        async with self.session.get("/slack/install", allow_redirects=False) as response:
            assert response.status == 302
            self._keep(response)
            to = urlsplit(response.headers["Location"])
            assert (to.path, response.headers["Cache-Control"]) == ("/oauth/v2/authorize", "no-store")
            return parse_qs(to.query)

    async def come_back(self, method: str = "GET", **query: str) -> tuple[int, str]:
        """The status and the page."""
        headers = {"Accept-Language": self.language, "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        async with self.session.request(method, "/slack/oauth_redirect", params=query, headers=headers) as response:
            self._keep(response)
            page = await response.text()
            assert CLIENT_SECRET not in page
            assert "xox" not in page
            if method == "GET":
                assert "default-src 'none'" in response.headers["Content-Security-Policy"]
                assert response.headers["Referrer-Policy"] == "no-referrer"
            return response.status, page

    async def install(self, code: str) -> tuple[int, str]:
        asked = await self.begin()
        return await self.come_back(code=code, state=asked["state"][0])

    def _keep(self, response: ClientResponse) -> None:
        for name, morsel in response.cookies.items():
            assert (morsel["secure"], morsel["httponly"], morsel["samesite"], morsel["path"]) == (
                True,
                True,
                "Lax",
                "/slack/oauth_redirect",
            )
            self.cookies[name] = morsel.value


class Hand:
    """The clock's."""

    def __init__(self) -> None:
        self.at = NOW


@asynccontextmanager
async def door(url: str, slack: Authority, hand: Hand) -> AsyncIterator[Callable[[], Browser]]:
    """The bot's door; each call is another browser in front of it."""
    async with awake(url, slack.url, lambda: hand.at) as bot:
        oauth = OAuth(
            bot.database,
            bot.workspaces,
            bot.access,
            lambda: hand.at,
            FreshIds(),
            api_url=slack.url,
            scopes=("chat:write", "im:read"),
        )
        app = web.Application()
        app.add_routes(oauth.routes())
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        base = f"http://127.0.0.1:{runner.addresses[0][1]}"
        async with ClientSession(base, cookie_jar=DummyCookieJar()) as session:
            yield lambda: Browser(bot=bot, session=session)
        await runner.cleanup()


def run(url: str, slack: Authority, deed: Callable[[Browser, Hand], Awaitable[None]]) -> None:
    async def go() -> None:
        hand = Hand()
        async with door(url, slack, hand) as another:
            await deed(another(), hand)

    asyncio.run(go())


def rows(bot: Bot, table: Any) -> list[dict[str, Any]]:
    with bot.database.reading() as connection:
        return [dict(row) for row in connection.execute(table.select()).mappings()]


def test_a_workspace_installs_the_bot(database_url: str, slack: Authority) -> None:
    async def deed(browser: Browser, hand: Hand) -> None:
        asked = await browser.begin()
        assert (asked["client_id"], asked["scope"]) == (["111.222"], ["chat:write,im:read"])
        status, page = await browser.come_back(code=slack.code(), state=asked["state"][0])
        assert (status, TITLES["installed"] in page) == (200, True)
        assert "/app_redirect?app=A1&amp;team=T1" in page
        (kept,) = rows(browser.bot, slack_installations)
        assert (kept["tenant"], kept["bot_id"], kept["scopes"]) == ("T1", "B1", ["chat:write", "im:history"])
        assert await browser.bot.workspaces.token("T1") in slack.tokens
        assert rows(browser.bot, slack_states) == []
        assert browser.cookies == {COOKIE: ""}
        assert slack.calls == {"redeem": 1, "test": 1}

    run(database_url, slack, deed)


def test_installing_again_replaces_the_token_and_keeps_one_installation(database_url: str, slack: Authority) -> None:
    async def deed(browser: Browser, hand: Hand) -> None:
        await browser.install(slack.code())
        first = await browser.bot.workspaces.token("T1")
        await browser.bot.workspaces.revoke("T1")
        hand.at += timedelta(days=1)
        assert (await browser.install(slack.code()))[0] == 200
        assert await browser.bot.workspaces.token("T1") not in (None, first)
        (kept,) = rows(browser.bot, slack_installations)
        assert (kept["installed_at"], kept["revoked_at"]) == (hand.at, None)

    run(database_url, slack, deed)


@ON_SQLITE
def test_a_whole_organisation_installs_the_bot_and_no_team_is_kept(database_url: str, slack: Authority) -> None:
    async def deed(browser: Browser, hand: Hand) -> None:
        status, page = await browser.install(slack.code(team=TEAM, enterprise=ENTERPRISE, whole=True))
        assert (status, "installed in Nordwind Group" in page) == (200, True)
        (kept,) = rows(browser.bot, slack_installations)
        assert (kept["tenant"], kept["team_id"], kept["enterprise_id"]) == ("E1", None, "E1")

    run(database_url, slack, deed)


@ON_SQLITE
def test_who_cancels_in_slack_is_told_that_nothing_happened(database_url: str, slack: Authority) -> None:
    async def deed(browser: Browser, hand: Hand) -> None:
        asked = await browser.begin()
        status, page = await browser.come_back(error="access_denied", state=asked["state"][0])
        assert (status, TITLES["denied"] in page) == (403, True)
        assert rows(browser.bot, slack_installations) == []
        assert slack.calls == {}

    run(database_url, slack, deed)


@ON_SQLITE
def test_a_state_is_good_for_ten_minutes(database_url: str, slack: Authority) -> None:
    async def deed(browser: Browser, hand: Hand) -> None:
        asked = await browser.begin()
        hand.at += timedelta(minutes=10)
        status, page = await browser.come_back(code=slack.code(), state=asked["state"][0])
        assert (status, TITLES["old"] in page) == (400, True)
        asked = await browser.begin()
        hand.at += timedelta(minutes=9, seconds=59)
        assert (await browser.come_back(code=slack.code(), state=asked["state"][0]))[0] == 200

    run(database_url, slack, deed)


def test_of_ten_that_come_back_with_one_state_at_once_one_installs(database_url: str, slack: Authority) -> None:
    async def deed(browser: Browser, hand: Hand) -> None:
        asked = await browser.begin()
        state, kept = asked["state"][0], dict(browser.cookies)
        back = []
        for _ in range(10):
            same = Browser(bot=browser.bot, session=browser.session, cookies=dict(kept))
            back.append(same.come_back(code=slack.code(), state=state))
        found = await asyncio.gather(*back)
        assert sorted(status for status, _ in found) == [200, *[400] * 9]
        assert slack.calls["redeem"] == 1

    run(database_url, slack, deed)


@ON_SQLITE
def test_a_browser_that_did_not_begin_cannot_finish_and_spoils_nothing(database_url: str, slack: Authority) -> None:
    async def deed(browser: Browser, hand: Hand) -> None:
        asked = await browser.begin()
        state, code = asked["state"][0], slack.code()
        without = Browser(bot=browser.bot, session=browser.session)
        with_another = Browser(bot=browser.bot, session=browser.session)
        await with_another.begin()
        with_umlaut = Browser(bot=browser.bot, session=browser.session, cookies={COOKIE: "ä"})
        for stranger in (without, with_another, with_umlaut):
            for query in ({"code": code, "state": state}, {"code": code}, {"error": "access_denied", "state": state}, {}):
                status, page = await stranger.come_back(**query)
                assert (status, TITLES["stranger"] in page) == (400, True)
        assert slack.calls == {}
        assert (await browser.come_back(code=code, state=state))[0] == 200

    run(database_url, slack, deed)


@ON_SQLITE
def test_looking_at_the_link_by_head_uses_nothing_up(database_url: str, slack: Authority) -> None:
    async def deed(browser: Browser, hand: Hand) -> None:
        asked = await browser.begin()
        query = {"code": slack.code(), "state": asked["state"][0]}
        assert (await browser.come_back("HEAD", **query))[0] == 405
        assert (await browser.come_back(**query))[0] == 200

    run(database_url, slack, deed)


@ON_SQLITE
@pytest.mark.parametrize("code", ["made-up", ""])
def test_a_code_that_slack_does_not_know_installs_nothing(database_url: str, slack: Authority, code: str) -> None:
    async def deed(browser: Browser, hand: Hand) -> None:
        status, page = await browser.install(code)
        assert (status, TITLES["code"] in page) == (400, True)
        assert rows(browser.bot, slack_installations) == []

    run(database_url, slack, deed)


@ON_SQLITE
@pytest.mark.parametrize(
    ("method", "trouble"),
    [
        ("redeem", "503"),
        ("redeem", "garbage"),
        ("redeem", "bad_client_secret"),
        ("redeem", "ratelimited"),
        ("redeem", "user token"),
        ("test", "500"),
        ("test", "invalid_auth"),
    ],
)
def test_when_slack_fails_the_person_gets_a_reference_and_nothing_is_kept(
    database_url: str, slack: Authority, capsys: pytest.CaptureFixture[str], method: str, trouble: str
) -> None:
    async def deed(browser: Browser, hand: Hand) -> None:
        configure_logging("INFO")
        slack.trouble[method] = [trouble]
        status, page = await browser.install(slack.code())
        assert (status, TITLES["failed"] in page) == (502, True)
        assert rows(browser.bot, slack_installations) == []
        told = "".join(capsys.readouterr())
        reference = page.partition("reference: ")[2][:6]
        assert reference in told
        assert "slack.install_failed" in told
        assert "xox" not in told

    run(database_url, slack, deed)


@ON_SQLITE
def test_the_pages_speak_german_to_who_likes_that(database_url: str, slack: Authority) -> None:
    async def deed(browser: Browser, hand: Hand) -> None:
        browser.language = "fr, de-AT;q=0.8, en;q=0.3"
        _, page = await browser.install(slack.code())
        assert "Der Bot ist in Nordwind installiert" in page
        assert '<html lang="de">' in page

    run(database_url, slack, deed)


@ON_SQLITE
def test_states_that_nobody_came_back_with_are_swept_away(database_url: str, slack: Authority) -> None:
    async def deed(browser: Browser, hand: Hand) -> None:
        for _ in range(3):
            await browser.begin()
        hand.at += timedelta(minutes=5)
        await browser.begin()
        hand.at += timedelta(minutes=5)
        with browser.bot.database.transaction() as connection:
            tidy(connection, hand.at, keep=timedelta(days=30))
        assert len(rows(browser.bot, slack_states)) == 1

    run(database_url, slack, deed)


# ── the pages ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("ending", Ending)
def test_what_people_call_their_workspace_is_never_markup(ending: Ending) -> None:
    hostile = "<script>alert(1)</script>\"'&{0}{workspace}"
    page = draw(ending, language="en", link='https://slack.com/"><b>', workspace=hostile, reference=hostile)
    assert "<script>" not in page
    assert "<b>" not in page
    assert page.count("<h1>") == 1


@pytest.mark.parametrize(
    ("accept", "language"),
    [
        ("", "en"),
        ("de", "de"),
        ("DE-ch", "de"),
        ("en-US,en;q=0.9,de;q=0.8", "en"),
        ("de;q=0.5,en;q=0.9", "en"),
        ("de;q=0, en;q=0.1", "en"),
        ("de;q=0", "en"),
        ("fr-CH, de;q=0.01, *;q=0.5", "de"),
        ("de;q=², en", "en"),
        ("de-DE;q=1.000,en;q=0.999", "de"),
    ],
)
def test_the_language_is_the_one_that_the_browser_likes_best(accept: str, language: str) -> None:
    assert preferred_language(accept) == language


@given(accept=st.text())
def test_any_header_gives_a_language(accept: str) -> None:
    assert preferred_language(accept) in ("en", "de")
