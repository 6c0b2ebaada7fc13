"""OAuth of the fake is as unforgiving as Slack's: codes and refresh tokens are good once, tokens run out."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from aiohttp import ClientSession

from tests.slack_fake.elements import Json
from tests.slack_fake.platform import App
from tests.slack_fake.sample_app import call, call_form
from tests.slack_fake.slack import FakeSlack

REDIRECT = "http://127.0.0.1:1/slack/oauth_redirect"


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with FakeSlack(app=App(redirect_uris=(REDIRECT,), rotates=True), installs=False, enterprise="E0ORG00001") as running:
        running.server.admin = (running.north.team.id, running.north.user("mara").id)
        yield running


def asks(slack: FakeSlack, **more: str) -> dict[str, str]:
    """Goes to the page and gives what Slack sends the browser on with; "status" alone where it does not."""

    async def go() -> dict[str, str]:
        query = {"client_id": slack.platform.app.client_id, "redirect_uri": REDIRECT, "scope": "chat:write", "state": "s1"}
        url = f"{slack.server.url}/oauth/v2/authorize?{urlencode(query | more)}"
        async with ClientSession() as session, session.get(url, allow_redirects=False) as response:
            found = parse_qs(urlsplit(response.headers.get("Location", "")).query)
            return {name: values[0] for name, values in found.items()} | {"status": str(response.status)}

    return slack.server.run(go())


def access(slack: FakeSlack, **args: str) -> Json:
    app = slack.platform.app
    given = {"client_id": app.client_id, "client_secret": app.client_secret, "redirect_uri": REDIRECT}
    return call_form(slack, "oauth.v2.access", **(given | args))


def test_a_code_is_good_once(slack: FakeSlack) -> None:
    answer = asks(slack)
    assert answer["state"] == "s1"
    granted = access(slack, code=answer["code"])
    assert (granted["ok"], granted["team"]["id"], granted["scope"]) == (True, slack.north.team.id, "chat:write")
    assert call(slack, "auth.test", granted["access_token"])["team_id"] == slack.north.team.id
    assert access(slack, code=answer["code"])["error"] == "code_already_used"


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({"code": "made-up"}, "invalid_code"),
        ({"redirect_uri": "http://127.0.0.1:1/else"}, "bad_redirect_uri"),
        ({"client_secret": "wrong"}, "bad_client_secret"),
        ({"client_id": "wrong"}, "invalid_client_id"),
    ],
)
def test_a_code_is_given_out_for_nothing_less(slack: FakeSlack, args: dict[str, str], error: str) -> None:
    assert access(slack, **({"code": asks(slack)["code"]} | args))["error"] == error


def test_a_code_runs_out(slack: FakeSlack) -> None:
    code = asks(slack)["code"]
    slack.platform.clock.advance(601)
    assert access(slack, code=code)["error"] == "invalid_code"


def test_an_admin_can_say_no(slack: FakeSlack) -> None:
    slack.server.denies = True
    assert asks(slack) == {"error": "access_denied", "state": "s1", "status": "302"}


def test_nobody_is_sent_on_to_a_strange_address(slack: FakeSlack) -> None:
    assert asks(slack, redirect_uri="http://127.0.0.1:1/else") == {"status": "400"}


def test_an_app_that_names_no_address_is_answered_at_its_first(slack: FakeSlack) -> None:
    code = asks(slack, redirect_uri="")["code"]
    assert access(slack, code=code)["error"] == "bad_redirect_uri", "what was not named before is not named now"
    assert access(slack, code=code, redirect_uri="")["ok"]


def test_a_token_runs_out_and_its_refresh_token_is_good_once(slack: FakeSlack) -> None:
    granted = access(slack, code=asks(slack)["code"])
    slack.platform.clock.advance(granted["expires_in"] + 1)
    assert call(slack, "auth.test", granted["access_token"])["error"] == "token_expired"
    refreshed = access(slack, grant_type="refresh_token", refresh_token=granted["refresh_token"])
    assert call(slack, "auth.test", refreshed["access_token"])["ok"]
    assert access(slack, grant_type="refresh_token", refresh_token=granted["refresh_token"])["error"] == "invalid_refresh_token"
    again = access(slack, grant_type="refresh_token", refresh_token=refreshed["refresh_token"])
    assert again["team"]["id"] == slack.north.team.id


def test_an_org_wide_install_has_no_team(slack: FakeSlack) -> None:
    slack.server.installs_org_wide = True
    granted = access(slack, code=asks(slack)["code"])
    assert (granted["team"], granted["is_enterprise_install"]) == (None, True)
    assert granted["enterprise"]["id"] == "E0ORG00001"
