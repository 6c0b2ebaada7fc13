"""The fake chat as a bot in another process reaches it: a channel over HTTP, as Slack's and Teams' are."""

from __future__ import annotations

from collections.abc import Sequence

from aiohttp import ClientConnectorError, ClientError, ClientSession

from bot.delivery.channel import Absent, Found, Later, Limit, Outcome, Refused, Rendered, Sent, Unknown, read_retry_after
from bot.plain import render
from handlers.reply import Reply
from tests.bot.house import NOW


class LoopbackChat:
    """A channel to a `ChatServer`. With `looks_back` False it takes for absent what it was not told of: a plain retry."""

    def __init__(self, session: ClientSession, port: int, *, looks_back: bool = True) -> None:
        self._session = session
        self._base = f"http://127.0.0.1:{port}"
        self._looks_back = looks_back

    def render(self, reply: Reply) -> Sequence[Rendered]:
        return [{"text": render(reply)}]

    def limits(self, conversation: str) -> Sequence[Limit]:
        return ()

    async def send(self, conversation: str, message: Rendered, key: str) -> Outcome:
        sent = {"conversation": conversation, "message": message, "key": key}
        try:
            async with self._session.post(f"{self._base}/send", json=sent) as response:
                answer = await response.json()
        except ClientConnectorError:
            return Later(code="unreached")
        except (ClientError, OSError):
            return Unknown(code="lost")
        if response.status == 429:
            return Later(code="busy", after=read_retry_after(response.headers.get("Retry-After"), NOW), is_busy=True)
        if response.status >= 500:
            return Unknown(code="broken")
        return Sent(id=answer["id"]) if response.status == 200 else Refused(code=answer["error"])

    async def find(self, conversation: str, key: str) -> Found:
        if not self._looks_back:
            return Absent()
        try:
            async with self._session.get(f"{self._base}/find", params={"conversation": conversation, "key": key}) as response:
                id = (await response.json())["id"]
        except (ClientError, OSError):
            return Later(code="unreached")
        return Absent() if id is None else Sent(id=id)
