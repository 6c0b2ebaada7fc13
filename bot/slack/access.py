"""What is asked of Slack with the app's own secret: new tokens for a code or for worn ones. Either is taken once: no second try."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Mapping
from datetime import timedelta
from typing import Any, Final

from aiohttp import encode_basic_auth
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.delivery.channel import Unknown
from bot.slack.calls import Api, Failure

#: One call. Shorter than the lease of whoever renews a token.
_CALL: Final = timedelta(seconds=10)


class Access:
    """`oauth.v2.access` for one app, and `auth.test`."""

    def __init__(self, api: Api, client_id: str, client_secret: str) -> None:
        self.client_id = client_id
        self._secret = client_secret
        self._api = api

    async def redeem(self, code: str) -> Mapping[str, Any] | Failure:
        """The installation that a browser came back with a code for."""
        return await self._ask(code=code)

    async def renew(self, refresh_token: str) -> Mapping[str, Any] | Failure:
        """New tokens for a refresh token, which is used up by this."""
        return await self._ask(grant_type="refresh_token", refresh_token=refresh_token)

    async def identify(self, token: str) -> Mapping[str, Any] | Failure:
        """Whose token it is."""
        return await self._within(self._api.client(token).auth_test())

    async def _ask(self, **what: str) -> Mapping[str, Any] | Failure:
        # Not the client's own method: the way in which it signs is deprecated by aiohttp.
        signed = {"Authorization": encode_basic_auth(self.client_id, self._secret)}
        return await self._within(self._api.client().api_call("oauth.v2.access", data=what, headers=signed))

    async def _within(self, asked: Awaitable[AsyncSlackResponse]) -> Mapping[str, Any] | Failure:
        try:
            async with asyncio.timeout(_CALL.total_seconds()):
                return await self._api.call(asked)
        except TimeoutError:
            return Unknown(code="hangs")
