"""The one module that speaks to botbuilder, which is archived: it carries the turn, and what is broken in it is mended here.

`Edge` takes a delivery over HTTP, proves who sent it and runs the turn; `Credentials` gives the token that the bot writes with.
Everything else of Teams is plain JSON and knows nothing of the SDK. docs/adr/0018-teams.md says what is mended, and how to change
it for another.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from math import inf
from typing import Any, Final

import requests
import structlog
from aiohttp import web
from aiohttp.web_exceptions import HTTPRequestEntityTooLarge
from botbuilder.core import InvokeResponse, TurnContext
from botbuilder.integration.aiohttp import CloudAdapter
from botbuilder.schema import Activity, ActivityTypes, ChannelAccount, ConversationAccount
from botframework.connector.auth import (
    AuthenticateRequestResult,
    BotFrameworkAuthentication,
    ClaimsIdentity,
    ConnectorFactory,
    ManagedIdentityAppCredentials,
    MicrosoftAppCredentials,
)
from msal import ConfidentialClientApplication, ManagedIdentityClient
from msal.exceptions import MsalError
from typing_extensions import override

from bot.clock import Elapsed
from bot.teams.bearer import CHANNEL, Untrusted, claims_of
from bot.teams.keys import Keys, NoKeys
from bot.teams.places import LOGIN, Places

_log = structlog.get_logger("teams")
Raw = Mapping[str, Any]
#: What a delivery says, heard; for an invoke, what Teams is to be told.
Hear = Callable[[Raw], Awaitable[Mapping[str, Any] | None]]

#: Teams sends no more than 100 KB of text in an activity, and what it wraps around it.
_LARGEST: Final = 256 * 1024
#: In seconds: how long the bot keeps a token before it asks MSAL again, which gives none out that ends within five minutes.
_KEPT: Final = 240
#: The same where none was to be had.
_PAUSE: Final = 5
_AUDIENCE: Final = "https://api.botframework.com"


class Edge(CloudAdapter):  # type: ignore[misc]  # the SDK is published without types
    """`keys` is None in development without sign-in: then whoever is on this machine is believed."""

    def __init__(self, app_id: str, places: Places, keys: Keys | None) -> None:
        super().__init__(_Trust(app_id))
        self._app_id = app_id
        self._places = places
        self._keys = keys

    async def process(self, request: web.Request, hear: Hear) -> web.Response:
        """One delivery, from its bytes to its answer. Raises what `hear` raises."""
        if request.method != "POST":
            return web.Response(status=405, headers={"Allow": "POST"})
        if request.content_type != "application/json":
            return _refused(415, "no_json")
        body = await _read(request)
        if body is None:
            return _refused(413, "too_large")
        try:
            claims = await self._claims(request.headers.get("Authorization"))
            raw = _parse(body)
            if raw is None:
                return _refused(400, "malformed")
            self._judge(claims, raw)
        except Untrusted as untrusted:
            return _refused(401, untrusted.why)
        except NoKeys:
            return _refused(503, "no_keys")
        return await self._turn(claims or {}, raw, hear)

    async def _claims(self, header: str | None) -> Mapping[str, Any] | None:
        if self._keys is None:
            return None
        return await claims_of(header, self._keys, app_id=self._app_id)

    def _judge(self, claims: Mapping[str, Any] | None, raw: Raw) -> None:
        """What the activity says of itself has to be what the token was given out for."""
        service_url = raw.get("serviceUrl")
        if raw.get("channelId") != CHANNEL:
            raise Untrusted("channel")
        if claims is not None and claims["serviceurl"] != service_url:
            raise Untrusted("service_url")
        if not self._places.may_serve(service_url):
            raise Untrusted("not_microsofts")

    async def _turn(self, claims: Mapping[str, Any], raw: Raw, hear: Hear) -> web.Response:
        async def on_turn(context: TurnContext) -> None:
            told = await hear(raw)
            if context.activity.type == ActivityTypes.invoke:
                answer = InvokeResponse(status=200, body={} if told is None else told)
                await context.send_activity(Activity(type=ActivityTypes.invoke_response, value=answer))

        trusted = AuthenticateRequestResult()
        trusted.claims_identity = ClaimsIdentity(dict(claims), True)
        trusted.audience = _AUDIENCE
        trusted.connector_factory = _NoConnector()
        told = await self.process_activity(trusted, _activity(raw), on_turn)
        # The SDK serialises a second time what is JSON already, and falls over it.
        return web.Response(status=200) if told is None else web.json_response(told.body, status=told.status)


def _activity(raw: Raw) -> Any:
    """As much of it as the SDK needs to run a turn. Its own reading drops what it does not know, and what it mistakes."""
    conversation, sender, recipient = (_object(raw, name) for name in ("conversation", "from", "recipient"))
    return Activity(
        type=str(raw["type"]),
        id=str(raw.get("id") or ""),
        channel_id=CHANNEL,
        service_url=raw["serviceUrl"],
        conversation=ConversationAccount(id=str(conversation.get("id") or "")),
        from_property=ChannelAccount(id=str(sender.get("id") or "")),
        recipient=ChannelAccount(id=str(recipient.get("id") or "")),
    )


async def _read(request: web.Request) -> bytes | None:
    """None for more than anybody sends."""
    if (request.content_length or 0) > _LARGEST:
        return None
    body = bytearray()
    try:
        async for part in request.content.iter_any():
            body += part
            if len(body) > _LARGEST:
                return None
    except HTTPRequestEntityTooLarge:
        return None
    return bytes(body)


def _parse(body: bytes) -> Raw | None:
    """None for what is no activity."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and isinstance(found.get("type"), str) and found["type"] else None


def _object(raw: Raw, name: str) -> Raw:
    found = raw.get(name)
    return found if isinstance(found, dict) else {}


def _refused(status: int, why: str) -> web.Response:
    _log.info("teams.refused", status=status, why=why[:40])
    return web.Response(status=status)


# ── what the SDK asks for in a turn ──────────────────────────────────────────────────────────────────────────────────────


class _Trust(BotFrameworkAuthentication):  # type: ignore[misc]  # the SDK is published without types
    """The SDK is handed what `Edge` has proven; by itself it believes nobody."""

    def __init__(self, app_id: str) -> None:
        self._app_id = app_id

    async def authenticate_request(self, activity: Any, auth_header: str) -> Any:
        raise PermissionError("not this way in")

    async def authenticate_streaming_request(self, auth_header: str, channel_id_header: str) -> Any:
        raise PermissionError("not this way in")

    def create_connector_factory(self, claims_identity: Any) -> Any:
        return _NoConnector()

    async def create_user_token_client(self, claims_identity: Any) -> Any:
        return None


class _NoConnector(ConnectorFactory):  # type: ignore[misc]  # the SDK is published without types
    """What the bot says goes through the outbox and `bot.teams.connector`; a turn has to have something in its place."""

    async def create(self, service_url: str, audience: str) -> Any:
        return self


# ── the token that the bot writes with ───────────────────────────────────────────────────────────────────────────────────


class Credentials:
    """The SDK's, kept: one token for all that is written, asked for in a thread, once at a time.

    Of two passwords, the second is tried when the first is not taken. Use from one event loop.
    """

    def __init__(self, credentials: Sequence[Any], ticks: Elapsed) -> None:
        self._credentials = list(credentials)
        self._ticks = ticks
        self._token: str | None = None
        self._until = -inf
        self._lock = asyncio.Lock()

    async def token(self) -> str | None:
        """None where none is to be had just now; why stands in the log."""
        if self._ticks() >= self._until:
            async with self._lock:
                if self._ticks() >= self._until:
                    self._token = await asyncio.to_thread(self._ask)
                    self._until = self._ticks() + (_PAUSE if self._token is None else _KEPT)
        return self._token

    def forget(self) -> None:
        self._until = -inf
        for each in self._credentials:
            each.app = None

    def use(self, fresh: Credentials) -> None:
        """Those from the next token on, which is asked for at once; the same ones leave the token as it is. From any thread."""
        if {_secret(each) for each in fresh._credentials} != {_secret(each) for each in self._credentials}:
            self._credentials = fresh._credentials
            self._until = -inf

    def _ask(self) -> str | None:
        """Whichever is taken stands first from then on."""
        listed = self._credentials
        for number, each in enumerate(listed):
            try:
                token = each.get_access_token()
            except (MsalError, PermissionError, KeyError, ValueError, requests.RequestException) as error:
                _log.warning("teams.no_token", password=number + 1, kind=type(error).__name__)
                continue
            listed.insert(0, listed.pop(number))
            return str(token)
        return None


def _secret(credential: Any) -> str | None:
    return getattr(credential, "microsoft_app_password", None)


def by_password(app_id: str, passwords: Sequence[str], tenant: str | None, places: Places, ticks: Elapsed) -> Credentials:
    """`tenant` is the one that the Azure Bot is in, None for a bot of several."""
    return Credentials([_Password(app_id, password, tenant, places) for password in passwords], ticks)


def by_managed_identity(app_id: str, ticks: Elapsed) -> Credentials:
    """What Azure gives to whoever runs on a machine that has the identity."""
    return Credentials([_Identity(app_id)], ticks)


class _Password(MicrosoftAppCredentials):  # type: ignore[misc]  # the SDK is published without types
    """The SDK's, with a limit of time; it asks the stand-in for Microsoft where one is set."""

    def __init__(self, app_id: str, password: str, tenant: str | None, places: Places) -> None:
        super().__init__(app_id, password, tenant, _AUDIENCE)
        self.app: Any = None
        self._places = places

    def get_access_token(self, force_refresh: bool = False) -> str:
        if self.app is None:
            self.app = ConfidentialClientApplication(
                client_id=self.microsoft_app_id,
                client_credential=self.microsoft_app_password,
                authority=self.oauth_endpoint,
                instance_discovery=False,
                http_client=_Login(self._places.login),
            )
        return str(super().get_access_token(force_refresh))


class _Identity(ManagedIdentityAppCredentials):  # type: ignore[misc]  # the SDK is published without types
    """The SDK's, with a limit of time."""

    def __init__(self, app_id: str) -> None:
        super().__init__(app_id)
        self.app: Any = None

    def get_access_token(self, force_refresh: bool = False) -> str:
        if self.app is None:
            self.app = ManagedIdentityClient(self._managed_identity, http_client=_Login(LOGIN))
        return str(super().get_access_token(force_refresh))


class _Login(requests.Session):
    """What MSAL speaks HTTP through."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url

    @override
    def request(self, method: str | bytes, url: str | bytes, *args: Any, **kwargs: Any) -> requests.Response:
        return super().request(str(method), str(url).replace(LOGIN, self._url, 1), *args, **({"timeout": 10} | kwargs))
