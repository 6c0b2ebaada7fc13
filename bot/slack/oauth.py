"""A workspace, or a whole organisation, installs the bot: the browser goes to Slack with a state, and brings it back with a code.

The state is random, good for ten minutes and for one way back, and kept as a hash; the browser that began has it in a cookie, so
that nobody can be made to finish what somebody else began.
"""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Mapping, Sequence
from datetime import timedelta
from hashlib import sha256
from typing import Any, Final
from urllib.parse import urlencode, urljoin

import structlog
from aiohttp import web

from bot.clock import Clock
from bot.delivery.channel import Later, Refused, Unknown
from bot.ids import FreshIds
from bot.slack.access import Access
from bot.slack.grant import BadGrant, read_grant
from bot.slack.installations import InstalledWorkspaces
from bot.slack.pages import HEADERS, STATUS, Ending, draw, preferred_language
from storage.engine import Database
from storage.installations import States

INSTALL: Final = "/slack/install"
RETURN: Final = "/slack/oauth_redirect"
COOKIE: Final = "partnerbot_slack_state"
_TERM: Final = timedelta(minutes=10)
#: What Slack says of a code that is wrong, old or used; anything else that it refuses is our configuration, or its own trouble.
_BAD_CODE: Final = frozenset({"code_already_used", "invalid_code", "invalid_grant", "code_expired"})

_log = structlog.get_logger("slack.oauth")


class OAuth:
    """The two pages of an installation. `scopes` are what the bot asks for; Slack's site is beside its Web API, at `api_url`."""

    def __init__(
        self,
        database: Database,
        workspaces: InstalledWorkspaces,
        access: Access,
        clock: Clock,
        ids: FreshIds,
        *,
        api_url: str,
        scopes: Sequence[str],
    ) -> None:
        self._database = database
        self._workspaces = workspaces
        self._access = access
        self._clock = clock
        self._ids = ids
        self._site = urljoin(api_url, "/")
        self._scopes = tuple(scopes)

    def routes(self) -> Sequence[web.AbstractRouteDef]:
        # Not by HEAD: who only looks at a link must not use up what is in it.
        return [web.get(INSTALL, self._begin, allow_head=False), web.get(RETURN, self._finish, allow_head=False)]

    async def _begin(self, request: web.Request) -> web.Response:
        state = self._ids.secret()
        await asyncio.to_thread(self._add_state, state)
        asked = {"client_id": self._access.client_id, "scope": ",".join(self._scopes), "user_scope": "", "state": state}
        to = urljoin(self._site, f"oauth/v2/authorize?{urlencode(asked)}")
        response = web.Response(status=302, headers={**HEADERS, "Location": to})
        seconds = int(_TERM.total_seconds())
        response.set_cookie(COOKIE, state, max_age=seconds, path=RETURN, secure=True, httponly=True, samesite="Lax")
        return response

    async def _finish(self, request: web.Request) -> web.Response:
        state, known = request.query.get("state", ""), request.cookies.get(COOKIE, "")
        if not state or not hmac.compare_digest(state.encode(), known.encode()):
            return self._page(request, Ending.STRANGER)  # the state stays good for the browser that it belongs to
        if not await asyncio.to_thread(self._take_state, state):
            return self._page(request, Ending.EXPIRED)
        if request.query.get("error"):
            return self._page(request, Ending.DENIED)
        code = request.query.get("code")
        return await self._redeem(request, code) if code else self._page(request, Ending.CODE)

    async def _redeem(self, request: web.Request, code: str) -> web.Response:
        answer = await self._access.redeem(code)
        match answer:
            case Refused(code=reason) if reason in _BAD_CODE:
                return self._page(request, Ending.CODE)
            case Refused() | Later() | Unknown():
                return self._failure(request, answer.code)
        try:
            grant = read_grant(answer, self._clock())
        except BadGrant:
            return self._failure(request, "garbled")
        bot_id = _bot_id(await self._access.identify(grant.tokens.token))
        if bot_id is None:
            return self._failure(request, "unidentified")
        await self._workspaces.install(grant, bot_id)
        where = {"app": grant.app_id, "team": grant.team_id or grant.enterprise_id or ""}
        link = urljoin(self._site, f"app_redirect?{urlencode(where)}")
        return self._page(request, Ending.INSTALLED, link=link, workspace=grant.name)

    def _failure(self, request: web.Request, code: str) -> web.Response:
        reference = self._ids.reference()
        _log.error("slack.install_failed", code=code, reference=reference)
        return self._page(request, Ending.FAILED, reference=reference)

    def _page(self, request: web.Request, ending: Ending, *, link: str = INSTALL, **named: str) -> web.Response:
        language = preferred_language(request.headers.get("Accept-Language", ""))
        page = draw(ending, language=language, link=link, **named)
        response = web.Response(text=page, status=STATUS[ending], content_type="text/html", charset="utf-8", headers=HEADERS)
        response.headers["Content-Language"] = language
        if ending is not Ending.STRANGER:
            response.del_cookie(COOKIE, path=RETURN, secure=True, httponly=True, samesite="Lax")
        return response

    def _add_state(self, state: str) -> None:
        at = self._clock()
        with self._database.transaction() as connection:
            States(connection, at).add(_hash(state), expires_at=at + _TERM)

    def _take_state(self, state: str) -> bool:
        with self._database.transaction() as connection:
            return States(connection, self._clock()).take(_hash(state))


def _hash(state: str) -> str:
    return sha256(state.encode()).hexdigest()


def _bot_id(said: Mapping[str, Any] | Refused | Later | Unknown) -> str | None:
    found = said.get("bot_id") if isinstance(said, Mapping) else None
    return found if isinstance(found, str) and found else None
