"""The Bot Connector, over one session whose connections stay open, and every way in which a call can end, in words of a channel.

What is posted is plain JSON. Nothing is tried again here: the outbox does that, and knows what was tried before.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Protocol
from urllib.parse import quote

from aiohttp import ClientConnectorError, ClientError, ClientResponse, ClientSession, ClientTimeout

from bot.clock import Clock
from bot.delivery.channel import Later, Refused, Unknown, read_retry_after
from bot.delivery.metrics import Metrics
from bot.teams.places import Places

Failure = Refused | Later | Unknown

#: For one call; what the outbox sends is cut off no later.
_TIMEOUT: Final = ClientTimeout(total=10)
#: For what has to be there before a delivery is acknowledged.
_QUICK: Final = ClientTimeout(total=4)
#: Asked too much, or too early: it was not taken.
_PASSING: Final = frozenset({412, 429})


class Tokens(Protocol):
    """What the bot speaks to Microsoft with. Never raises; None where none is to be had just now."""

    async def token(self) -> str | None: ...

    def forget(self) -> None:
        """The last one was not taken: the next is asked for anew."""
        ...


class Connector:
    """`tokens` is None in development without sign-in."""

    def __init__(self, places: Places, tokens: Tokens | None, clock: Clock, metrics: Metrics) -> None:
        self.places = places
        self.metrics = metrics
        self._tokens = tokens
        self._clock = clock
        self._session: ClientSession | None = None

    def open(self) -> ClientSession:
        """From within the event loop that calls."""
        self._session = ClientSession(timeout=_TIMEOUT)
        return self._session

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def post(self, service_url: str, conversation: str, activity: Mapping[str, Any]) -> Mapping[str, Any] | Failure:
        """A new message; what Teams calls it is `id`."""
        return await self.call("POST", service_url, f"conversations/{quote(conversation, safe='')}/activities", activity)

    async def put(self, service_url: str, conversation: str, id: str, activity: Mapping[str, Any]) -> Mapping[str, Any] | Failure:
        """In the place of the bot's own message of the id; may be repeated."""
        path = f"conversations/{quote(conversation, safe='')}/activities/{quote(id, safe='')}"
        return await self.call("PUT", service_url, path, dict(activity) | {"id": id})

    async def call(
        self, method: str, service_url: str, path: str, body: Mapping[str, Any] | None = None
    ) -> Mapping[str, Any] | Failure:
        """What was answered, or how it failed. Never raises for anything that the connector or the way to it can do."""
        found = await self._called(method, service_url, path, body)
        named = f"{method} {path.partition('/')[0]}"
        self.metrics.called("teams", named, "ok" if isinstance(found, Mapping) else found.code)
        return found

    async def _called(
        self, method: str, service_url: str, path: str, body: Mapping[str, Any] | None
    ) -> Mapping[str, Any] | Failure:
        if self._session is None or not self.places.may_serve(service_url):
            return Refused(code="not_microsofts")
        headers = {}
        if self._tokens is not None:
            token = await self._tokens.token()
            if token is None:
                return Later(code="no_token")
            headers["Authorization"] = f"Bearer {token}"
        url = f"{service_url.rstrip('/')}/v3/{path}"
        try:
            asking = self._session.request(method, url, json=body, headers=headers, allow_redirects=False)
            async with asking as answer:
                return await self._read(answer)
        except ClientConnectorError:
            return Later(code="unreached")
        except (ClientError, OSError, ValueError):
            return Unknown(code="lost")

    async def _read(self, answer: ClientResponse) -> Mapping[str, Any] | Failure:
        text = await answer.read()
        if answer.status < 300:
            found = await answer.json(content_type=None) if text.strip() else {}
            return found if isinstance(found, dict) else {}
        after = read_retry_after(answer.headers.get("Retry-After"), self._clock())
        if answer.status in _PASSING:
            is_busy = answer.status == 429
            return Later(code="busy" if is_busy else f"http_{answer.status}", after=after, is_busy=is_busy)
        if answer.status == 401:
            if self._tokens is not None:
                self._tokens.forget()
            return Later(code="unauthorised")
        if answer.status >= 500:
            # Only who says when to come back surely did not take it.
            return Unknown(code=f"http_{answer.status}") if after is None else Later(code=f"http_{answer.status}", after=after)
        return Refused(code=await _code(answer))

    async def fetch(self, url: str, *, most: int) -> bytes | Failure:
        """A file that somebody sent, of so many bytes at most. Its address is the permission; no token of ours is shown there."""
        if self._session is None or not self.places.may_hold_files(url):
            return Refused(code="not_microsofts")
        try:
            async with self._session.get(url, allow_redirects=False, timeout=_QUICK) as answer:
                if answer.status >= 500 or answer.status == 429:
                    return Later(code=f"http_{answer.status}")
                if answer.status != 200:
                    return Refused(code=f"http_{answer.status}")
                content = bytearray()
                async for part in answer.content.iter_chunked(64 * 1024):
                    content += part
                    if len(content) > most:
                        return Refused(code="too_large")
        except (ClientError, OSError):
            return Later(code="unreached")
        return bytes(content)

    async def upload(self, url: str, content: bytes) -> bool:
        """Puts a file where its person wants it, whole; False when it is not there."""
        if self._session is None or not self.places.may_hold_files(url):
            return False
        span = f"bytes 0-{len(content) - 1}/{len(content)}"
        headers = {"Content-Type": "application/octet-stream", "Content-Range": span}
        try:
            async with self._session.put(url, data=content, headers=headers, allow_redirects=False) as answer:
                return answer.status < 300
        except (ClientError, OSError):
            return False


async def _code(answer: ClientResponse) -> str:
    """The connector's own word for why not, else the status."""
    try:
        found = await answer.json(content_type=None)
        code = found["error"]["code"]
    except (ClientError, ValueError, LookupError, TypeError, RecursionError):
        code = None
    return code[:64] if isinstance(code, str) and code else f"http_{answer.status}"
