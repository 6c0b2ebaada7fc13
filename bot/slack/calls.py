"""One call to Slack's Web API, and every way in which it can end, in the words of a channel."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from typing import Any, Final

from aiohttp import ClientConnectorError, ClientError, ClientSession, ClientTimeout
from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.clock import Clock
from bot.delivery.channel import Later, Refused, Unknown, read_retry_after
from bot.delivery.metrics import Metrics

Failure = Refused | Later | Unknown

#: For one call; what the outbox sends is cut off no later.
_TIMEOUT: Final = ClientTimeout(total=10)
#: For what has to be there before a delivery is acknowledged, for which Slack waits three seconds.
_QUICK: Final = ClientTimeout(total=2)
#: Answers with which Slack says that something went wrong on its side, perhaps after it was done.
_BROKEN: Final = frozenset({"fatal_error", "internal_error", "request_timeout", "service_unavailable"})
#: What passes by itself, and was surely not taken.
_PASSING: Final = frozenset({"token_expired", "team_added_to_org", "org_login_required"})


class Api:
    """Slack's Web API over one session. The SDK's own retries are off: they post twice what was taken before the line broke."""

    def __init__(self, url: str, clock: Clock, metrics: Metrics | None = None) -> None:
        self.metrics = metrics or Metrics()
        self._url = url
        self._clock = clock
        self._session: ClientSession | None = None

    def open(self) -> None:
        """From within the event loop that calls."""
        self._session = ClientSession(timeout=_TIMEOUT)

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    def client(self, token: str | None = None) -> AsyncWebClient:
        return AsyncWebClient(token=token, base_url=self._url, session=self._session, retry_handlers=[])

    async def call(self, asked: Awaitable[AsyncSlackResponse]) -> Mapping[str, Any] | Failure:
        """What Slack answered, or how it failed. Never raises for anything that Slack or the way to it can do."""
        method = ""
        found: Mapping[str, Any] | Failure
        try:
            answered = await asked
            method = _method(answered)
            found = answered.data if isinstance(answered.data, dict) else Unknown(code="garbled")
        except SlackApiError as error:
            method, found = _method(error.response), self._failure(error)
        except ClientConnectorError:
            found = Later(code="unreached")
        except (ClientError, OSError, SlackRequestError, ValueError, AttributeError):
            found = Unknown(code="lost")  # the last two: the SDK stumbles so over answers that are not what they say they are
        self.metrics.called("slack", method, "ok" if isinstance(found, Mapping) else found.code)
        return found

    async def fetch(self, url: str, token: str, *, most: int) -> bytes | Failure:
        """A file that somebody sent, of so many bytes at most. The token is shown to Slack only, whatever the address says."""
        if self._session is None or not self._is_slacks(url):
            return Refused(code="not_slacks")
        headers = {"Authorization": f"Bearer {token}"}
        try:
            async with self._session.get(url, headers=headers, allow_redirects=False, timeout=_QUICK) as answer:
                if answer.status >= 500 or answer.status == 429:
                    return Later(code=f"http_{answer.status}")
                if answer.status != 200 or answer.content_type == "text/html":  # a page to sign in at
                    return Refused(code=f"http_{answer.status}")
                content = bytearray()
                async for part in answer.content.iter_chunked(64 * 1024):
                    content += part
                    if len(content) > most:
                        return Refused(code="too_large")
        except (ClientError, OSError):
            return Later(code="unreached")
        return bytes(content)

    def _is_slacks(self, url: str) -> bool:
        return url.startswith(("https://files.slack.com/", self._url.removesuffix("api/") + "files/"))

    def _failure(self, error: SlackApiError) -> Failure:
        answer = error.response
        if not isinstance(answer, AsyncSlackResponse):
            return Unknown(code="garbled")
        code = str(answer.data.get("error") or "") if isinstance(answer.data, dict) else ""
        if answer.status_code == 429 or code in ("ratelimited", "rate_limited"):
            asked = next((value for name, value in answer.headers.items() if name.lower() == "retry-after"), None)
            return Later(code="busy", after=read_retry_after(asked, self._clock()), is_busy=True)
        if answer.status_code >= 500 or code in _BROKEN or not code:
            return Unknown(code=code or f"http_{answer.status_code}")
        return Later(code=code) if code in _PASSING else Refused(code=code[:64])


def _method(answer: object) -> str:
    """The last part of the address that was called: "chat.postMessage"."""
    return answer.api_url.rpartition("/")[2] if isinstance(answer, AsyncSlackResponse) else ""
