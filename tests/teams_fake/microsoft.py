"""Microsoft on loopback: publishes keys, gives out tokens, and is the Bot Connector, as strictly as it documents itself to be.

In a thread with a loop of its own, so that it outlives whatever the bot does. What the bot must not do is noted as an objection.
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Callable, Coroutine
from threading import Condition, Event, Thread
from typing import Any, Final, TypeVar

from aiohttp import web

from bot.clock import elapsed, now
from bot.delivery.drain import wait_for
from tests.teams_fake.judge import LARGEST, objections, size_of
from tests.teams_fake.signing import APP_ID, claims, published, signed
from tests.teams_fake.streaming import Streaming, stream_of
from tests.teams_fake.world import GROUP, PERSONAL, Conversation, Json, Message, World, guid

PASSWORD: Final = "the-first-secret"
TENANT: Final = guid(1)
_LOGIN: Final = "https://login.microsoftonline.com"
_T = TypeVar("_T")


class Refusal(Exception):
    """The connector says no, with its status and code."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code


class FakeMicrosoft:
    """On a free port of loopback until `close`. `faults` are met by the next posts: "lost", "broken", "broken after", or
    a status with its Retry-After.
    """

    def __init__(self) -> None:
        self.world = World()
        self.streaming = Streaming()
        self.objections = self.streaming.objections
        self.keys = [published("key-1", "msteams")]
        self.passwords = {PASSWORD}
        self.faults: deque[str | tuple[int, str | None]] = deque()
        self.counts_rates = False
        #: As a client of this machine that signs nothing: the Playground.
        self.is_anonymous = False
        #: How long a token takes to be given out, in seconds; and every request for keys and tokens.
        self.login_takes = 0.0
        self.asked: list[str] = []
        self.files: dict[str, bytes] = {}
        self.typing: list[str] = []
        self.lifetime = 3600
        self.connections: set[Any] = set()
        self.port = 0
        #: Told of everything that the bot posts.
        self.changed = Condition()
        self._posted_at: dict[str, list[float]] = {}
        self._tokens: set[str] = set()
        self._loop = asyncio.new_event_loop()
        self._ready, self._ended = Event(), asyncio.Event()
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()
        assert self._ready.wait(timeout=10), "the fake Microsoft did not start"

    # ── for tests ────────────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def service_url(self) -> str:
        return f"{self.url}/emea/"

    def token(self, **other: Any) -> str:
        """As Teams sends it with a delivery."""
        return signed(claims(self.service_url, **other))

    def run(self, work: Coroutine[Any, Any, _T], *, seconds: float = 30) -> _T:
        """Has it done on the server's loop, and waits."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(seconds)

    def wait_until(self, is_so: Callable[[], bool], *, seconds: float = 60) -> None:
        """Until it is so, looked at whenever the bot has posted."""
        with self.changed:
            assert self.changed.wait_for(is_so, timeout=seconds)

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._ended.set)
        self._thread.join(timeout=10)

    def assert_clean(self) -> None:
        assert self.objections == []

    # ── the server ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def _run(self) -> None:
        self._loop.run_until_complete(self._serve())
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        self._loop.close()

    async def _serve(self) -> None:
        app = web.Application(client_max_size=4 * 1024 * 1024)
        connector = "/emea/v3/conversations"
        app.add_routes(
            [
                web.get("/v1/.well-known/openidconfiguration", self._metadata),
                web.get("/v1/keys", self._published),
                web.get("/login/common/discovery/instance", self._instances),
                web.get("/login/{tenant}/v2.0/.well-known/openid-configuration", self._authority),
                web.post("/login/{tenant}/oauth2/v2.0/token", self._token),
                web.get("/identity", self._identity),
                web.post(connector, self._answering(self._create)),
                web.post(connector + "/{conversation}/activities", self._answering(self._post)),
                web.post(connector + "/{conversation}/activities/{id}", self._answering(self._post)),
                web.put(connector + "/{conversation}/activities/{id}", self._answering(self._put)),
                web.get(connector + "/{conversation}/pagedmembers", self._answering(self._members)),
                web.get("/emea/v3/teams/{team}", self._answering(self._team)),
                web.get("/files/{name}", self._file),
                web.put("/files/{name}", self._uploaded),
            ]
        )
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.port = runner.addresses[0][1]
        self._ready.set()
        await self._ended.wait()
        await runner.cleanup()

    async def _metadata(self, request: web.Request) -> web.Response:
        self.asked.append("metadata")
        algorithms = ["RS256"]
        return web.json_response({"jwks_uri": f"{self.url}/v1/keys", "id_token_signing_alg_values_supported": algorithms})

    async def _published(self, request: web.Request) -> web.Response:
        self.asked.append("keys")
        return web.json_response({"keys": self.keys})

    async def _authority(self, request: web.Request) -> web.Response:
        base = f"{_LOGIN}/{request.match_info['tenant']}"
        named = {"authorization_endpoint": f"{base}/oauth2/v2.0/authorize", "token_endpoint": f"{base}/oauth2/v2.0/token"}
        return web.json_response(named | {"issuer": f"{base}/v2.0"})

    async def _instances(self, request: web.Request) -> web.Response:
        """What MSAL asks for by itself, where nobody tells it not to."""
        aliases = {"preferred_network": _LOGIN[8:], "preferred_cache": _LOGIN[8:], "aliases": [_LOGIN[8:]]}
        return web.json_response({"api-version": "1.1", "metadata": [aliases]})

    async def _token(self, request: web.Request) -> web.Response:
        self.asked.append("token")
        form = await request.post()
        await wait_for(self._ended, self.login_takes)
        if form.get("client_id") != APP_ID or form.get("client_secret") not in self.passwords:
            return web.json_response({"error": "invalid_client", "error_description": "AADSTS7000215"}, status=401)
        if form.get("scope") != "https://api.botframework.com/.default" or form.get("grant_type") != "client_credentials":
            self.objections.append(f"asked for a token of {form.get('scope')!r}")
        return web.json_response({"token_type": "Bearer", "expires_in": self.lifetime, "access_token": self._given_out()})

    async def _identity(self, request: web.Request) -> web.Response:
        """What Azure offers to whoever runs on a machine that has the identity: no secret, but a header that only they know."""
        self.asked.append("token")
        asked = (request.headers.get("X-IDENTITY-HEADER"), request.query.get("client_id"), request.query.get("resource"))
        if asked != (PASSWORD, APP_ID, "https://api.botframework.com"):
            return web.json_response({"statusCode": 400, "message": f"nobody knows {asked[1:]}"}, status=400)
        ends = str(int(now().timestamp()) + self.lifetime)
        return web.json_response({"token_type": "Bearer", "expires_on": ends, "access_token": self._given_out()})

    def _given_out(self) -> str:
        token = f"out-{len(self._tokens) + 1}"
        self._tokens.add(token)
        return token

    # ── the connector ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _answering(self, answer: Any) -> Any:
        async def handle(request: web.Request) -> web.StreamResponse:
            self.connections.add(request.transport)
            body = await request.read()
            fault = self.faults.popleft() if self.faults and request.method == "POST" else None
            if isinstance(fault, tuple):
                return web.json_response(
                    {"error": {"code": "Throttled"}}, status=fault[0], headers={"Retry-After": fault[1]} if fault[1] else None
                )
            if fault == "broken":
                return web.Response(status=500, text="<html>")
            try:
                self._judge_token(request)
                answered = answer(request, json.loads(body) if body else {})
            except Refusal as refusal:
                named = {"error": {"code": refusal.code, "message": "no"}}
                return web.json_response(named, status=refusal.status)
            if fault == "lost" and request.transport is not None:
                request.transport.abort()
            status = 500 if fault else 201 if request.method == "POST" else 200
            return web.json_response(answered, status=status)

        return handle

    def _judge_token(self, request: web.Request) -> None:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if self.is_anonymous:
            return
        if scheme != "Bearer" or token not in self._tokens:
            raise Refusal(401, "Unauthorized")

    def _post(self, request: web.Request, activity: Json) -> Json:
        conversation = self._conversation(request)
        self._judge(activity, conversation)
        self._judge_rate(conversation)
        info = stream_of(activity)
        if info is not None and info.get("streamId") and not self.streaming.go_on(activity, elapsed()):
            raise Refusal(403, "ContentStreamNotAllowed")
        if activity.get("type") == "typing":
            id = self.world.new_id()
            if info is None:
                with self.changed:
                    self.typing.append(conversation.id)
                    self.changed.notify_all()
            elif not info.get("streamId"):
                self.streaming.begin(id, conversation.id, activity, elapsed(), is_personal=conversation.kind == PERSONAL)
            return {"id": id}
        id = str(info["streamId"]) if info else self.world.new_id()
        message = Message(id=id, conversation=conversation.id, revisions=[activity])
        with self.changed:
            self.world.messages.append(message)
            self.changed.notify_all()
        return {"id": message.id}

    def _put(self, request: web.Request, activity: Json) -> Json:
        conversation = self._conversation(request)
        self._judge(activity, conversation)
        id = request.match_info["id"]
        message = next((each for each in self.world.of(conversation.id) if each.id == id), None)
        if message is None and self.streaming.replaced(id, elapsed()):
            message = Message(id=id, conversation=conversation.id, revisions=[])
            self.world.messages.append(message)
        if message is None:
            raise Refusal(403, "NotTheAuthor")
        message.revisions.append(activity)
        message.views.clear()
        return {"id": message.id}

    def _create(self, request: web.Request, asked: Json) -> Json:
        members, tenant = asked.get("members") or [], asked.get("tenantId")
        if len(members) != 1 or asked.get("isGroup") is not False or (asked.get("bot") or {}).get("id") != f"28:{APP_ID}":
            raise Refusal(400, "BadSyntax")
        mri = members[0].get("id")
        found = next(
            (
                each
                for each in self.world.conversations.values()
                if each.kind == PERSONAL and each.tenant == tenant and each.members == [mri]
            ),
            None,
        )
        if found is None or found.is_closed:
            raise Refusal(403, "BotNotInConversationRoster")
        return {"id": found.id}

    def _members(self, request: web.Request, _: Json) -> Json:
        conversation = self._conversation(request)
        most = int(request.query.get("pageSize", "50"))
        listed = [
            {
                "id": member,
                "tenantId": conversation.foreign.get(member, conversation.tenant),
                "userRole": "guest" if member in conversation.guests else "user",
            }
            for member in conversation.members
        ]
        return {"members": listed[:most]} | ({"continuationToken": "more"} if len(listed) > most else {})

    def _team(self, request: web.Request, _: Json) -> Json:
        team = request.match_info["team"]
        if team not in self.world.teams:
            raise Refusal(404, "NotFound")
        return {"id": team, "memberCount": self.world.teams[team]}

    def _conversation(self, request: web.Request) -> Conversation:
        id = request.match_info["conversation"]
        found = self.world.conversations.get(id) or self.world.conversations.get(id.partition(";")[0])
        if found is None:
            raise Refusal(404, "ConversationNotFound")
        if found.is_closed:
            raise Refusal(403, "MessageWritesBlocked")
        return found

    def _judge(self, activity: Json, conversation: Conversation) -> None:
        if size_of(activity) > LARGEST:
            raise Refusal(413, "MessageSizeTooBig")
        is_personal = conversation.kind == PERSONAL
        self.objections += list(objections(activity, is_personal=is_personal))

    def _judge_rate(self, conversation: Conversation) -> None:
        """So many in so many seconds, to one conversation."""
        if not self.counts_rates:
            return
        at, posted = elapsed(), self._posted_at.setdefault(conversation.id, [])
        for most, seconds in ((7, 1), (8, 2), (60, 30), (1800, 3600)):
            if sum(each > at - seconds for each in posted) >= most:
                self.objections.append(f"{most} in {seconds} s")
                raise Refusal(429, "Throttled")
        posted.append(at)

    async def _file(self, request: web.Request) -> web.Response:
        if "Authorization" in request.headers:
            self.objections.append("showed a token to whoever holds files")
        content = self.files.get(request.match_info["name"])
        return web.Response(status=404) if content is None else web.Response(body=content)

    async def _uploaded(self, request: web.Request) -> web.Response:
        content = await request.read()
        if "Authorization" in request.headers:
            self.objections.append("showed a token to whoever holds files")
        if request.headers.get("Content-Range") != f"bytes 0-{len(content) - 1}/{len(content)}":
            return web.Response(status=416)
        self.files[request.match_info["name"]] = content
        return web.Response(status=201)

    # ── places ───────────────────────────────────────────────────────────────────────────────────────────────────────────

    def group(self, *members: str, kind: str = GROUP, team: str | None = None, tenant: str = TENANT) -> Conversation:
        id = f"19:{guid(900 + len(self.world.conversations)).replace('-', '')}@thread.{'tacv2' if team else 'v2'}"
        found = Conversation(id=id, tenant=tenant, kind=kind, members=list(members), team=team)
        self.world.conversations[id] = found
        return found
