"""One call to Slack's Web API, and every way in which it can end, in the words of a channel."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from typing import Any, Final

from aiohttp import ClientConnectorError, ClientError, ClientSession
from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.clock import Clock
from bot.delivery.channel import Later, Refused, Unknown, read_retry_after

Failure = Refused | Later | Unknown

#: Answers with which Slack says that something went wrong on its side, perhaps after it was done.
_BROKEN: Final = frozenset({"fatal_error", "internal_error", "request_timeout", "service_unavailable"})
#: What passes by itself, and was surely not taken.
_PASSING: Final = frozenset({"token_expired", "team_added_to_org", "org_login_required"})


class Api:
    """Slack's Web API over one session. The SDK's own retries are off: they post twice what was taken before the line broke."""

    def __init__(self, url: str, clock: Clock) -> None:
        self._url = url
        self._clock = clock
        self._session: ClientSession | None = None

    def open(self) -> None:
        """From within the event loop that calls."""
        self._session = ClientSession()

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    def client(self, token: str | None = None) -> AsyncWebClient:
        return AsyncWebClient(token=token, base_url=self._url, session=self._session, retry_handlers=[])

    async def call(self, asked: Awaitable[AsyncSlackResponse]) -> Mapping[str, Any] | Failure:
        """What Slack answered, or how it failed. Never raises for anything that Slack or the way to it can do."""
        try:
            answer = (await asked).data
        except SlackApiError as error:
            return self._failure(error)
        except ClientConnectorError:
            return Later(code="unreached")
        except (ClientError, OSError, SlackRequestError, ValueError, AttributeError):
            return Unknown(code="lost")  # the last two: the SDK stumbles so over answers that are not what they say they are
        return answer if isinstance(answer, dict) else Unknown(code="garbled")

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
