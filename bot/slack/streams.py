"""An answer that is seen while it is made: a message that begins with its first sentence, and is completed by the reply.

Only where nobody else reads along, and only what the answerer has checked. The reply goes through the outbox as always; whoever
posts it puts it into the message that was begun. Whatever goes wrong before that, the reply is posted.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final, TypeVar

import structlog
from slack_sdk.models.metadata import Metadata
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock, Elapsed, elapsed
from bot.delivery.channel import Later, Outcome, Refused, Rendered, Sent, Unknown
from bot.delivery.dispatch import message_key
from bot.slack.address import Address, read_address
from bot.slack.calls import Api
from bot.slack.render import after
from bot.slack.words import markdown
from bot.slack.workspaces import Workspaces
from bot.trace import reply_key
from handlers.ports_library import Tell
from storage import streams
from storage.engine import Database, Transaction

_log = structlog.get_logger("slack")
T = TypeVar("T")
#: So long it may take until it is known whether Slack has begun a message: longer than any call.
_BEGINS: Final = timedelta(seconds=30)
#: How long nothing is posted where it is not known yet whether a message was begun.
_LOOK: Final = timedelta(seconds=2)
#: Slack permits twenty a minute. Once it says that they are used up, it is not asked for so long, unless it says for how long.
_REST: Final = timedelta(seconds=60)
#: So many are remembered; what was told of others is put anew.
_MOST: Final = 1_000
#: With these Slack refuses how a message is drawn; its words alone it takes.
UNDRAWN: Final = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"})
_OVER: Final = "message_not_in_streaming_state"
_STREAMING: Final = "streaming_state_conflict"


@dataclass(slots=True, kw_only=True)
class _Open:
    """A message in the making. `said` is what surely stands in it, None where that is not known."""

    key: str
    message: str
    to: Address
    ts: str | None = None
    said: str | None = None
    is_over: bool = False
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Streams:
    """Those of one process; what another one began is seen in the database. Use from one event loop, but for what `teller` gives.

    Unless `is_on`, none is begun, and those that are under way are completed.
    """

    def __init__(
        self, api: Api, workspaces: Workspaces, database: Database, clock: Clock, *, is_on: bool = True, ticks: Elapsed = elapsed
    ) -> None:
        self._api = api
        self._workspaces = workspaces
        self._database = database
        self._clock = clock
        self._is_on = is_on
        self._ticks = ticks
        self._open: dict[str, _Open] = {}
        self._rests: dict[str, float] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    # ── while it is made ─────────────────────────────────────────────────────────────────────────────────────────────────

    def teller(self, conversation: str, message: str) -> Tell | None:
        """What hears the answer to the message, in any thread, and waits for nothing; None where only the whole is to be seen."""
        to = read_address(conversation)
        if not self._is_on or to is None or to.asker or not to.thread or not to.channel.startswith("D"):
            return None
        one = _Open(key=message_key(reply_key(message), 0), message=message, to=to)
        loop = asyncio.get_running_loop()

        def tell(text: str) -> None:
            loop.call_soon_threadsafe(self._hear, one, text)

        return tell

    def _hear(self, one: _Open, text: str) -> None:
        if self._open.setdefault(one.key, one) is not one:
            return  # the turn is run again: what was told the first time stands there
        if len(self._open) > _MOST:
            del self._open[next(iter(self._open))]
        task = asyncio.create_task(self._go_on(one, text))
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    async def _go_on(self, one: _Open, text: str) -> None:
        """The next sentence; of one answer they come one by one, in the order in which they were told."""
        async with one.lock:
            if one.is_over:
                return
            is_there = False
            try:
                is_there = await (self._start if one.ts is None else self._append)(one, text)
            finally:
                if not is_there:
                    one.is_over, one.said = True, None

    def _ended(self, task: asyncio.Task[None]) -> None:
        """Whatever it was, the reply is posted."""
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("slack.stream_failed", exc_info=error)

    async def _start(self, one: _Open, text: str) -> bool:
        client = await self._client(one.to)
        if client is None or self._ticks() < self._rests.get(one.to.tenant, 0):
            return False
        at = self._clock()
        if not await self._in_database(lambda connection: streams.begin(connection, one.key, message=one.message, at=at)):
            return False
        asked = client.chat_startStream(channel=one.to.channel, thread_ts=str(one.to.thread), markdown_text=markdown(text))
        answer = await self._api.call(asked)
        if isinstance(answer, (Refused, Later)):
            _log.info("slack.not_streamed", code=answer.code)
            if isinstance(answer, Later) and answer.is_busy:
                self._rests[one.to.tenant] = self._ticks() + (answer.after or _REST).total_seconds()
            await self._in_database(lambda connection: streams.end(connection, one.key))
            return False
        if isinstance(answer, Unknown) or not answer.get("ts"):
            return False  # whoever completes it looks for it
        one.ts, one.said = str(answer["ts"]), text
        return await self._in_database(lambda connection: streams.started(connection, one.key, str(one.ts)))

    async def _append(self, one: _Open, text: str) -> bool:
        client = await self._client(one.to)
        if client is None:
            return False
        asked = client.chat_appendStream(channel=one.to.channel, ts=str(one.ts), markdown_text=f" {markdown(text)}")
        answer = await self._api.call(asked)
        if not isinstance(answer, Mapping):
            _log.info("slack.stream_ended", code=answer.code)
            return False
        one.said = f"{one.said} {text}"
        return True

    # ── once it is whole ─────────────────────────────────────────────────────────────────────────────────────────────────

    async def complete(
        self, client: AsyncWebClient, to: Address, message: Rendered, key: str, metadata: Metadata
    ) -> Outcome | None:
        """Puts the message into the one that was begun for it; None where none was, and it is to be posted. May be repeated."""
        one = self._open.get(key)
        if one is not None:
            one.is_over = True
            async with one.lock:
                pass  # what is on its way to Slack has arrived
        begun = await asyncio.to_thread(self._begun, key)
        if begun is None:
            self._open.pop(key, None)
            return None
        ts = begun.ts or await self._lost(client, to, begun)
        outcome = ts if not isinstance(ts, str) else await self._put(client, to.channel, ts, message, one, metadata)
        if outcome is None or isinstance(outcome, Sent):
            await self.end(key)
        return outcome

    async def end(self, key: str) -> None:
        """The message of the key is where it belongs."""
        await self._in_database(lambda connection: streams.end(connection, key))
        self._open.pop(key, None)

    async def _lost(self, client: AsyncWebClient, to: Address, begun: streams.Stream) -> str | Later | None:
        """What Slack calls a message of which nobody has heard whether it was begun: the one that is nobody's in the thread."""
        asked = client.conversations_replies(
            channel=to.channel, ts=str(to.thread), oldest=str(to.thread), limit=200, include_all_metadata=True
        )
        answer = await self._api.call(asked)
        if isinstance(answer, (Later, Unknown)):
            return Later(code=answer.code)
        found: Sequence[Mapping[str, Any]] = answer.get("messages") or () if isinstance(answer, Mapping) else ()
        since = (begun.begun_at - timedelta(minutes=1)).timestamp()
        ours = [each for each in found if each.get("bot_id") and not each.get("metadata") and not each.get("files")]
        if lost := [str(each["ts"]) for each in ours if float(each["ts"]) >= since]:
            return lost[-1]
        return Later(code="stream_begins", after=_LOOK) if self._clock() - begun.begun_at < _BEGINS else None

    async def _put(
        self, client: AsyncWebClient, channel: str, ts: str, message: Rendered, one: _Open | None, metadata: Metadata
    ) -> Outcome | None:
        """The rest below what was told, where that is how the message begins; else the whole of it in the place of what was told.

        While a message is streaming Slack does not let it be changed, so that it is stopped first. What its reader stopped stays.
        """
        told = one.said if one is not None else None
        is_halted = bool(message.get("halted"))
        rest = list(message["blocks"]) if is_halted else after(message["blocks"], told)
        if rest is not None:
            more: dict[str, Any] = {"blocks": rest} if rest else {}
            answer = await self._api.call(client.chat_stopStream(channel=channel, ts=ts, metadata=metadata, **more))
            if isinstance(answer, Mapping):
                return Sent(id=ts)
            if not isinstance(answer, Refused):
                return _alone(answer)
            if is_halted and answer.code == _OVER:
                return None
        answer = await self._api.call(client.chat_stopStream(channel=channel, ts=ts))
        if isinstance(answer, (Later, Unknown)):
            return _alone(answer)
        return None if is_halted else await self._replace(client, channel, ts, message, metadata)

    async def _replace(
        self, client: AsyncWebClient, channel: str, ts: str, message: Rendered, metadata: Metadata
    ) -> Outcome | None:
        drawn: tuple[Sequence[Any], ...] = message["blocks"], ()
        for blocks in drawn:
            asked = client.chat_update(channel=channel, ts=ts, text=message["text"], blocks=blocks, metadata=metadata)
            answer = await self._api.call(asked)
            if isinstance(answer, Mapping):
                return Sent(id=ts)
            if not isinstance(answer, Refused):
                return _alone(answer)
            _log.warning("slack.stream_not_completed", code=answer.code)
            if answer.code == _STREAMING:
                return Later(code=answer.code)  # it could not be stopped, and ends by itself after some minutes
            if answer.code not in UNDRAWN:
                break
        return None

    # ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

    async def _client(self, to: Address) -> AsyncWebClient | None:
        token = await self._workspaces.token(to.tenant)
        return None if token is None else self._api.client(token)

    def _begun(self, key: str) -> streams.Stream | None:
        with self._database.reading() as connection:
            return streams.find(connection, key)

    async def _in_database(self, use: Callable[[Transaction], T]) -> T:
        def run() -> T:
            with self._database.transaction() as connection:
                return use(connection)

        return await asyncio.to_thread(run)

    async def finish(self) -> None:
        """What is on its way to Slack has arrived."""
        while self._tasks:
            await asyncio.wait(self._tasks)


def _alone(failure: Later | Unknown) -> Outcome:
    """How this message failed: that Slack lets no more streams be stopped just now says nothing of what else is posted."""
    return Later(code=failure.code, after=failure.after) if isinstance(failure, Later) else failure
