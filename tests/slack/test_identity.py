"""A tenant is read from the authorisation, never from the event."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.grant import BadGrant, Tokens, read_grant, read_tokens
from bot.slack.identity import (
    ends_installation,
    read_authorisation,
    read_deactivated,
    read_event_time,
    tenant_of,
)

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
#: Objects with the names that are looked for, and anything behind them.
NAMES = (
    "access_token authorizations bot_user_id deleted enterprise enterprise_id event_time expires_in id is_enterprise_install"
    " refresh_token scope team team_id token_type tokens type user"
).split()
OBJECTS = st.dictionaries(st.sampled_from(NAMES), JSON | st.dictionaries(st.sampled_from(NAMES), JSON, max_size=4), max_size=8)


def listed(team: str | None, enterprise: str | None = None, *, whole: bool = False) -> dict[str, Any]:
    """The envelope of a message that somebody of the team TFOREIGN wrote into a shared channel."""
    one = {"team_id": team, "enterprise_id": enterprise, "is_enterprise_install": whole, "is_bot": True, "user_id": "UBOT"}
    return {"team_id": "TFOREIGN", "authorizations": [one], "event": {"type": "message", "team": "TFOREIGN", "user": "U9"}}


@pytest.mark.parametrize(
    ("payload", "tenants"),
    [
        (listed("T1"), ("T1",)),
        (listed("T1", "E1"), ("T1", "E1")),
        (listed("T1", "E1", whole=True), ("E1",)),
        (listed(None, "E1", whole=True), ("E1",)),
        ({"team_id": "T1", "event": {"type": "app_uninstalled"}}, ("T1",)),
        ({"team_id": "T1", "authorizations": [], "event": {"type": "tokens_revoked", "team": "T2"}}, ("T1",)),
    ],
)
def test_whose_a_delivery_is_stands_in_its_authorisation(payload: dict[str, Any], tenants: tuple[str, ...]) -> None:
    found = read_authorisation(payload)
    assert found is not None
    assert found.tenants == tenants


@pytest.mark.parametrize("payload", [{}, {"event": {"team": "T1"}}, {"authorizations": ["T1"]}, {"team_id": 7}, {"team_id": "t/1"}])
def test_who_is_named_nowhere_is_nobody(payload: dict[str, Any]) -> None:
    assert read_authorisation(payload) is None


@given(payload=OBJECTS, foreign=st.from_regex(r"T[A-Z0-9]{4}", fullmatch=True))
def test_the_team_of_an_event_never_becomes_the_tenant(payload: dict[str, Any], foreign: str) -> None:
    before = read_authorisation(payload)
    assert read_authorisation(payload | {"event": {"team": foreign, "team_id": foreign, "user_team": foreign}}) == before


def test_an_organisation_is_kept_under_itself_whatever_team_began() -> None:
    assert tenant_of(enterprise_id="E1", team_id="T1", is_enterprise_install=True) == "E1"
    assert tenant_of(enterprise_id="E1", team_id="T1", is_enterprise_install=False) == "T1"
    assert tenant_of(enterprise_id=None, team_id="T1", is_enterprise_install=True) is None


@pytest.mark.parametrize(
    ("event", "is_over"),
    [
        ({"type": "app_uninstalled"}, True),
        ({"type": "tokens_revoked", "tokens": {"bot": ["UBOT"]}}, True),
        ({"type": "tokens_revoked", "tokens": {"oauth": ["U1"], "bot": []}}, False),
        ({"type": "tokens_revoked", "tokens": {"oauth": ["U1"]}}, False),
        ({"type": "tokens_revoked"}, False),
        ({"type": "message", "text": "app_uninstalled"}, False),
        ({}, False),
    ],
)
def test_an_installation_ends_when_its_bot_does(event: dict[str, Any], *, is_over: bool) -> None:
    assert ends_installation(event) is is_over


@pytest.mark.parametrize(
    ("event", "user"),
    [
        ({"type": "user_change", "user": {"id": "U1", "deleted": True}}, "U1"),
        ({"type": "user_guest_status_changed", "user": {"id": "U1", "deleted": True}}, "U1"),
        ({"type": "user_change", "user": {"id": "U1", "deleted": False}}, None),
        ({"type": "user_change", "user": {"id": "U1", "deleted": "yes"}}, None),
        ({"type": "message", "user": {"id": "U1", "deleted": True}}, None),
        ({"type": "user_change", "user": "U1"}, None),
    ],
)
def test_a_user_is_gone_only_when_slack_says_so(event: dict[str, Any], user: str | None) -> None:
    assert read_deactivated(event) == user


def test_when_something_happened_is_the_end_of_that_second() -> None:
    seconds = int(NOW.timestamp())
    assert read_event_time({"event_time": seconds}) == NOW + timedelta(seconds=1) - timedelta(microseconds=1)
    for garbage in (None, "now", True, 10**20, -(10**20), 1.5):
        assert read_event_time({"event_time": garbage}) is None


# ── what Slack hands over ────────────────────────────────────────────────────────────────────────────────────────────────

GRANT = {
    "ok": True,
    "token_type": "bot",
    "access_token": "xoxb-1",
    "scope": "chat:write, im:read,",
    "bot_user_id": "UBOT",
    "app_id": "A1",
    "team": {"id": "T1", "name": "Nordwind"},
    "enterprise": {"id": "E1", "name": "Group"},
    "is_enterprise_install": False,
}


def test_a_grant_says_whose_it_is() -> None:
    team = read_grant(GRANT, NOW)
    assert (team.tenant, team.team_id, team.enterprise_id, team.name) == ("T1", "T1", "E1", "Nordwind")
    assert (team.scopes, team.tokens) == (("chat:write", "im:read"), Tokens(token="xoxb-1"))
    whole = read_grant(GRANT | {"is_enterprise_install": True}, NOW)
    assert (whole.tenant, whole.team_id, whole.enterprise_id, whole.name) == ("E1", None, "E1", "Group")


@pytest.mark.parametrize(
    "change",
    [
        {"token_type": "user"},
        {"access_token": ""},
        {"access_token": None},
        {"bot_user_id": None},
        {"team": None},
        {"team": {"id": "T1/x"}},
        {"is_enterprise_install": True, "enterprise": None},
        {"expires_in": 43200},
        {"refresh_token": "xoxe-1"},
        {"refresh_token": "xoxe-1", "expires_in": 0},
        {"refresh_token": "xoxe-1", "expires_in": "43200"},
        {"refresh_token": "xoxe-1", "expires_in": 10**30},
        {"refresh_token": "", "expires_in": 43200},
    ],
)
def test_what_cannot_be_used_is_no_grant(change: dict[str, Any]) -> None:
    with pytest.raises(BadGrant):
        read_grant(GRANT | change, NOW)


@given(payload=OBJECTS)
def test_whatever_comes_is_read_or_refused(payload: dict[str, Any]) -> None:
    read_authorisation(payload)
    read_deactivated(payload)
    read_event_time(payload)
    ends_installation(payload)
    for read in (read_grant, read_tokens):
        try:
            read(payload | {"token_type": "bot", "access_token": "xoxb-1"}, NOW)
        except BadGrant:
            continue


def test_a_token_is_worn_when_it_can_be_renewed_and_soon_has_to_be() -> None:
    tokens = Tokens(token="xoxb-1", refresh_token="xoxe-1", expires_at=NOW + timedelta(hours=2))
    assert tokens.is_worn(NOW, timedelta(hours=2))
    assert not tokens.is_worn(NOW, timedelta(hours=1))
    assert not Tokens(token="xoxb-1").is_worn(NOW, timedelta(hours=2))
