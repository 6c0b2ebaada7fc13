"""OAuth as Slack does it: a code that is good once, tokens that may expire, refresh tokens that are good once."""

from __future__ import annotations

import secrets
from typing import Final

from tests.slack_fake.elements import Json
from tests.slack_fake.platform import Call, Method, Platform
from tests.slack_fake.world import TOKEN_LIVES, Refusal, Team, Token

_CODE_LIVES: Final = 600


def new_code(platform: Platform, team: Team, user: str, redirect_uri: str, scope: str, *, is_org_wide: bool = False) -> str:
    """What an admin who says yes gives the app."""
    code = secrets.token_hex(12)
    platform.codes[code] = {
        "team": team,
        "user": user,
        "redirect_uri": redirect_uri,
        "scopes": frozenset(part for part in scope.split(",") if part),
        "is_org_wide": is_org_wide,
        "made_at": platform.clock.now(),
        "is_used": False,
    }
    return code


def access(call: Call) -> Json:
    """A token for a code, or for a refresh token."""
    app = call.platform.app
    if call.get("client_id") != app.client_id:
        raise Refusal("invalid_client_id")
    if call.get("client_secret") != app.client_secret:
        raise Refusal("bad_client_secret")
    if call.get("grant_type") == "refresh_token":
        return _refreshed(call)
    given = call.platform.codes.get(call.get("code"))
    if given is None or call.platform.clock.now() - given["made_at"] > _CODE_LIVES:
        raise Refusal("invalid_code")
    if given["is_used"]:
        raise Refusal("code_already_used")
    if given["redirect_uri"] != call.get("redirect_uri"):
        raise Refusal("bad_redirect_uri")
    given["is_used"] = True
    token = call.platform.install(given["team"], scopes=given["scopes"], is_org_wide=given["is_org_wide"])
    return _granted(call.platform, given["team"], token) | {"authed_user": {"id": given["user"]}}


def uninstall(platform: Platform, team: Team) -> None:
    """Every bot token of the workspace is void at once."""
    for token in platform.tokens.values():
        if token.kind == "bot" and team.id == token.team:
            token.is_revoked = True


def apps_uninstall(call: Call) -> Json:
    if call.get("client_id") != call.platform.app.client_id or call.get("client_secret") != call.platform.app.client_secret:
        raise Refusal("invalid_client_id")
    uninstall(call.platform, call.team)
    return {}


def _refreshed(call: Call) -> Json:
    known = call.platform.refresh
    given = call.get("refresh_token")
    old = known.get(given)
    if old is None:
        raise Refusal("invalid_refresh_token")
    known[given] = None
    teams = call.platform.teams
    team = teams[old.team] if old.team else next(each for each in teams.values() if each.enterprise == old.enterprise)
    token = call.platform.install(team, scopes=old.scopes, is_org_wide=old.team is None)
    return _granted(call.platform, team, token)


def _granted(platform: Platform, team: Team, token: Token) -> Json:
    is_org_wide = token.team is None
    granted: Json = {
        "app_id": platform.app.id,
        "access_token": token.value,
        "token_type": "bot",
        "scope": ",".join(sorted(token.scopes)),
        "bot_user_id": team.bot.id,
        "team": None if is_org_wide else {"id": team.id, "name": team.name},
        "enterprise": {"id": team.enterprise, "name": "The Organisation"} if team.enterprise else None,
        "is_enterprise_install": is_org_wide,
    }
    if platform.app.rotates:
        refresh = f"xoxe-1-{secrets.token_hex(12)}"
        platform.refresh[refresh] = token
        granted |= {"refresh_token": refresh, "expires_in": TOKEN_LIVES}
    return granted


METHODS: Final = {
    "oauth.v2.access": Method(
        answer=access,
        required="client_id client_secret",
        optional="code redirect_uri grant_type refresh_token",
        tier=4,
        kind="",
    ),
    "apps.uninstall": Method(answer=apps_uninstall, required="client_id client_secret"),
}
