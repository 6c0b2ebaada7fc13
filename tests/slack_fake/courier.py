"""Delivery to the app: signed, three seconds to acknowledge, events again when it did not, over HTTP or a socket."""

from __future__ import annotations

import asyncio
import hmac
import json
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import Final
from urllib.parse import urlencode

import aiohttp

from tests.slack_fake.elements import Json
from tests.slack_fake.platform import Platform
from tests.slack_fake.sockets import Sockets
from tests.slack_fake.world import Team

#: After how many seconds Slack tries an event again.
RETRIES: Final = (0, 60, 300)
EVENTS: Final = frozenset(
    "app_home_opened app_context_changed app_mention message.im message.channels message.groups agent_session_stopped"
    " app_uninstalled tokens_revoked member_joined_channel entity_details_requested link_shared function_executed"
    " reaction_added".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ack:
    """How the app took a delivery. `status` is 0 and `problem` says why when it gave no answer at all."""

    status: int
    body: str = ""
    problem: str = ""
    seconds: float = 0
    wants_no_retry: bool = False

    @property
    def is_good(self) -> bool:
        return 200 <= self.status < 300

    @property
    def json(self) -> Json:
        return json.loads(self.body) if self.body else {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Modes:
    """How events are delivered: so many more copies, one by one or all at the same moment.

    `compressed` is what a second takes between two tries, `ack_within` how many the app has.
    """

    copies: int = 0
    at_once: bool = False
    compressed: float = 0.002
    ack_within: float = 3
    only_mentions: bool = False


def sign(secret: str, body: str, *, at: int) -> dict[str, str]:
    """The two headers with which Slack says that the body is its own."""
    mark = hmac.new(secret.encode(), f"v0:{at}:{body}".encode(), sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": str(at), "X-Slack-Signature": f"v0={mark}"}


class Courier:
    """Delivers to `url`, or to the sockets when there is none. Used from the loop; `send` from anywhere."""

    def __init__(self, platform: Platform, sockets: Sockets, loop: asyncio.AbstractEventLoop) -> None:
        self.url = ""
        self.modes = Modes()
        self.subscribed = EVENTS
        self.complaints: list[str] = []
        self.ended = asyncio.Event()
        self.pending = 0
        self.held: list[Callable[[], None]] | None = None
        self._platform = platform
        self._sockets = sockets
        self._loop = loop
        self._session: aiohttp.ClientSession | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def close(self) -> None:
        self.ended.set()
        for task in self._tasks:
            task.cancel()
        if self._session:
            await self._session.close()

    def send(self, team: Team, event: Json, *, envelope: Json | None = None) -> None:
        """An event, if the app subscribed to its kind; delivered soon, on the loop. The caller holds `platform.changed`."""
        if self._name(event) not in self.subscribed or (self.modes.only_mentions and event["type"] == "message"):
            return
        body = self.envelope(team, event) | (envelope or {})
        self.pending += 1

        def go() -> None:
            task = self._loop.create_task(self._event(body))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

        if self.held is not None:
            self.held.append(go)
        else:
            self._loop.call_soon_threadsafe(go)

    def envelope(self, team: Team, event: Json) -> Json:
        """What Slack puts around an event. An org-wide install is named by its organisation alone."""
        authorization = {
            "enterprise_id": team.enterprise,
            "team_id": None if team.is_org_wide else team.id,
            "user_id": team.bot.id,
            "is_bot": True,
            "is_enterprise_install": team.is_org_wide,
        }
        channel = team.channels.get(str(event.get("channel")))
        return {
            "token": self._platform.app.verification,
            "team_id": team.id,
            "context_team_id": team.id,
            "context_enterprise_id": team.enterprise,
            "api_app_id": self._platform.app.id,
            "event": event,
            "type": "event_callback",
            "event_id": f"Ev{secrets.token_hex(5).upper()}",
            "event_time": int(self._platform.clock.now()),
            "authorizations": [authorization],
            "is_ext_shared_channel": channel is not None and channel.is_shared,
            "event_context": secrets.token_hex(8),
        }

    async def interact(self, payload: Json) -> Ack:
        """A click, a submission, a shortcut, a question for options: once, never again."""
        if not self.url:
            ack = await self._socket("interactive", payload)
        else:
            ack = await self.post(urlencode({"payload": json.dumps(payload)}), kind=str(payload["type"]))
        return self._noted(str(payload["type"]), ack)

    async def command(self, form: Mapping[str, str]) -> Ack:
        """A slash command: once, never again."""
        ack = await (self.post(urlencode(form), kind="command") if self.url else self._socket("slash_commands", dict(form)))
        return self._noted(f"command {form['command']}", ack)

    async def post(
        self,
        body: str,
        *,
        kind: str = "",
        type_: str = "application/x-www-form-urlencoded",
        headers: Mapping[str, str] | None = None,
    ) -> Ack:
        """Any body to the app's address, signed unless the headers say otherwise."""
        if self._session is None:
            self._session = aiohttp.ClientSession()
        signed = sign(self._platform.app.signing_secret, body, at=int(time.time()))
        all_headers = {"Content-Type": type_, "User-Agent": "Slackbot 1.0"} | signed | dict(headers or {})
        started = time.monotonic()
        timeout = aiohttp.ClientTimeout(total=self.modes.ack_within)
        call = self._session.post(
            self.url, data=BytesIO(body.encode()), headers=all_headers, allow_redirects=False, timeout=timeout
        )
        try:
            async with call as response:
                text = await response.text()
                no_retry = response.headers.get("X-Slack-No-Retry") == "1"
                ack = Ack(status=response.status, body=text, seconds=time.monotonic() - started, wants_no_retry=no_retry)
        except TimeoutError:
            ack = Ack(status=0, problem="http_timeout", seconds=time.monotonic() - started)
        except aiohttp.ClientError:
            ack = Ack(status=0, problem="connection_failed", seconds=time.monotonic() - started)
        self._record(kind, body, ack)
        return ack

    def acks(self) -> list[float]:
        """How long every acknowledgement took, in seconds."""
        return [entry["seconds"] for entry in self._platform.journal if entry["kind"] == "delivery" and entry["status"]]

    async def _event(self, body: Json) -> None:
        try:
            for_all = [self._until_taken(body) for _ in range(1 + self.modes.copies)]
            if self.modes.at_once:
                await asyncio.gather(*for_all)
            else:
                for each in for_all:
                    await each
        finally:
            with self._platform.changed:
                self.pending -= 1
                self._platform.changed.notify_all()

    async def _until_taken(self, body: Json) -> None:
        """Tries, and tries again: at once, after a minute, after five."""
        name, reason = f"event {self._name(body['event'])}", ""
        for number, wait in enumerate((None, *RETRIES)):
            if wait is not None:
                await self.pause(wait * self.modes.compressed)
            ack = await self._try(body, number, reason)
            if ack.is_good:
                return
            self._noted(name, ack)
            reason = ack.problem or "http_error"
            if ack.wants_no_retry or self.ended.is_set():
                return

    async def _try(self, body: Json, number: int, reason: str) -> Ack:
        if not self.url:
            return await self._socket("events_api", body, retry=number, reason=reason)
        headers = {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": reason} if number else {}
        return await self.post(json.dumps(body), kind=str(body["event"]["type"]), type_="application/json", headers=headers)

    async def pause(self, seconds: float) -> None:
        """Lets time pass, unless everything ends meanwhile."""
        if seconds:
            await asyncio.wait([asyncio.ensure_future(self.ended.wait())], timeout=seconds)

    async def _socket(self, kind: str, payload: Json, *, retry: int = 0, reason: str = "") -> Ack:
        started = time.monotonic()
        answer = await self._sockets.deliver(kind, payload, within=self.modes.ack_within, retry=retry, reason=reason)
        seconds = time.monotonic() - started
        if answer is None:
            ack = Ack(status=0, problem="timeout", seconds=seconds)
        else:
            ack = Ack(status=200, body=json.dumps(answer["payload"]) if answer.get("payload") else "", seconds=seconds)
        self._record(kind, json.dumps(payload), ack)
        return ack

    def _noted(self, what: str, ack: Ack) -> Ack:
        """People see an error where an app does not answer with 2xx in time."""
        if not ack.is_good:
            with self._platform.changed:
                self.complaints.append(f"{what}: {ack.problem or f'answered {ack.status}'}")
                self._platform.changed.notify_all()
        return ack

    def _record(self, kind: str, body: str, ack: Ack) -> None:
        with self._platform.changed:
            self._platform.record(
                {"kind": "delivery", "what": kind, "body": body, "status": ack.status, "problem": ack.problem}
                | {"seconds": ack.seconds, "at": time.time(), "answer": ack.body}
            )
            self._platform.changed.notify_all()

    @staticmethod
    def _name(event: Json) -> str:
        suffix = {"im": ".im", "channel": ".channels", "group": ".groups"}
        return str(event["type"]) + (suffix.get(str(event.get("channel_type")), "") if event["type"] == "message" else "")
