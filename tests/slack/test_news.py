"""What Slack tells about access takes effect at once, in the workspace that it is about and no other, however often it is told."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from bot.slack.grant import read_grant
from bot.slack.news import News
from handlers.message import Sender
from storage.links import SqlLinks, member_behind
from tests.slack.authority import ENTERPRISE, TEAM, Authority, running
from tests.slack.bot_that_authorises import NOW, Bot, awake, install
from tests.storage.build import SELLER, Record, sender

EVENT_TIME = int(NOW.timestamp())
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def record(database_url: str) -> Iterator[Record]:
    opened = Record(database_url)
    yield opened
    opened.database.close()


@pytest.fixture(scope="module")
def slack() -> Iterator[Authority]:
    with running() as authority:
        yield authority


def envelope(event: dict[str, Any], team: str = "T1", enterprise: str | None = None, *, whole: bool = False) -> dict[str, Any]:
    one = {"team_id": team, "enterprise_id": enterprise, "is_enterprise_install": whole}
    return {"team_id": "TFOREIGN", "authorizations": [one], "event": event, "event_time": EVENT_TIME}


def hear(record: Record, slack: Authority, *payloads: dict[str, Any]) -> dict[str, bool]:
    """The news, told to a bot that T1 and the organisation E1 installed; who still has it."""

    async def go() -> dict[str, bool]:
        async with awake(record.database.plain_url, slack.url, lambda: NOW) as bot:
            await _install_both(bot)
            news = News(bot.database, lambda: NOW, bot.workspaces)
            for payload in payloads:
                await news.hear(payload)
            return {tenant: await bot.workspaces.token(tenant) is not None for tenant in ("T1", "E1")}

    async def _install_both(bot: Bot) -> None:
        await install(bot, slack)
        whole = {"team": TEAM, "enterprise": ENTERPRISE, "is_enterprise_install": True}
        await bot.workspaces.install(read_grant(slack.issue(whole), NOW), "B1")

    return asyncio.run(go())


@pytest.mark.parametrize("event", [{"type": "app_uninstalled"}, {"type": "tokens_revoked", "tokens": {"bot": ["UBOT"]}}])
def test_a_workspace_that_takes_the_bot_out_does_not_take_it_from_its_organisation(
    record: Record, slack: Authority, event: dict[str, Any]
) -> None:
    told = envelope(event, "T1", "E1")
    assert hear(record, slack, told, told) == {"T1": False, "E1": True}


def test_an_organisation_that_takes_the_bot_out_takes_its_own(record: Record, slack: Authority) -> None:
    assert hear(record, slack, envelope({"type": "app_uninstalled"}, "T1", "E1", whole=True)) == {"T1": True, "E1": False}


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"event": "app_uninstalled"},
        {"event": {"type": "app_uninstalled", "team_id": "T1"}},
        envelope({"type": "app_uninstalled", "team": "T1"}, "T2"),
        envelope({"type": "tokens_revoked", "tokens": {"oauth": ["U1"]}}),
        envelope({"type": "app_uninstalled"}) | {"event_time": EVENT_TIME - 10},
    ],
)
def test_anything_else_ends_nothing(record: Record, slack: Authority, payload: dict[str, Any]) -> None:
    assert hear(record, slack, payload) == {"T1": True, "E1": True}


def test_a_deactivated_user_is_unlinked_in_that_workspace(record: Record, slack: Authority) -> None:
    here, elsewhere = sender("U1", tenant="T1"), sender("U1", tenant="T2")

    def linked(account: Sender) -> bool:
        with record.database.reading() as connection:
            return member_behind(connection, account) is not None

    for account in (here, elsewhere):
        with record.database.transaction() as connection:
            SqlLinks(connection, NOW).bind(account, SELLER.id)
    hear(record, slack, envelope({"type": "user_change", "user": {"id": "U1", "deleted": False}}))
    assert linked(here)
    gone = envelope({"type": "user_change", "user": {"id": "U1", "team_id": "T2", "deleted": True}})
    hear(record, slack, gone, gone)
    assert (linked(here), linked(elsewhere)) == (False, True)
