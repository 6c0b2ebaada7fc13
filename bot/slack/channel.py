"""Writing into Slack: `bot.delivery.channel.Channel` over the Web API, where a message is found again by its metadata."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

import structlog
from slack_sdk.models.metadata import Metadata
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock
from bot.delivery.channel import Absent, Found, Later, Limit, Open, Outcome, Refused, Rendered, Sent, Unknown
from bot.slack.address import Address, read_address
from bot.slack.calls import Api, Failure
from bot.slack.home import HomeTabs, read_home
from bot.slack.judge import faults_of_message, sound
from bot.slack.labels import labels, said_aside, said_in_private
from bot.slack.links import DealLinks
from bot.slack.render import render
from bot.slack.rooms import Rooms
from bot.slack.streams import UNDRAWN, Streams
from bot.slack.workflow import Runs
from bot.slack.workspaces import Workspaces
from handlers.ports_approvals import Closed
from handlers.ports_library import Tell
from handlers.reply import STOPPED, Choices, File, Form, Reply

_log = structlog.get_logger("slack")
#: By which Slack knows the metadata of our messages.
_EVENT: Final = "partnerbot_message"
#: A message can be in doubt for some five hours; so far back, and so many pages, it is looked for.
_BACK: Final = timedelta(hours=6)
_PAGES: Final = 5
#: What of a rendered message is Slack's; the rest is between `render` and `send`.
_SLACKS: Final = ("text", "blocks")
#: Answers that anybody may read along.
_PUBLIC: Final = frozenset({"help", "greet", "thank"})


class SlackChannel:
    """Posts as each workspace's bot; `posted` is told where. With `streams`, answers may be seen while they are made. Use from one
    event loop.
    """

    def __init__(
        self,
        api: Api,
        workspaces: Workspaces,
        clock: Clock,
        links: DealLinks,
        homes: HomeTabs | None = None,
        *,
        rooms: Rooms | None = None,
        streams: Streams | None = None,
        posted: Callable[[str], None] = lambda conversation: None,
    ) -> None:
        self._posted = posted
        self._streams = streams
        self._rooms = rooms or Rooms(api, workspaces)
        self._links = links
        self._homes = homes
        self._runs = Runs(api, workspaces)
        self._api = api
        self._workspaces = workspaces
        self._clock = clock
        self._direct: dict[tuple[str, str], str] = {}

    def render(self, reply: Reply) -> Sequence[Rendered]:
        drawn: list[dict[str, Any]] = []
        for message in self._links.under(render(reply, labels(reply.language)), reply.deal, reply.language):
            if faults := list(faults_of_message(message)):
                _log.error("slack.message_downgraded", faults=faults)
                self._api.metrics.downgraded("slack", "checked")
            whole = sound(message)
            drawn.append({"text": whole.text, "blocks": list(whole.blocks)})
        drawn += [_file(part) for part in reply.parts if isinstance(part, File)]
        if drawn and reply.standing.result:
            drawn[0]["result"] = dict(reply.standing.result)
        if drawn and reply.standing.intent == STOPPED:
            drawn[0]["halted"] = True
        if drawn and not is_public(reply):
            is_word = not any(isinstance(part, Choices | Form | File) for part in reply.parts)
            for each in drawn:
                each |= {"pointer": "", "whispered": "", "is_word": is_word}  # said once, of however many messages
            drawn[0] |= {"pointer": said_in_private(reply.language), "whispered": said_aside(reply.language)}
        return drawn

    def teller(self, conversation: str, message: str) -> Tell | None:
        return None if self._streams is None else self._streams.teller(conversation, message)

    def limits(self, conversation: str) -> Sequence[Limit]:
        """One message in a second to a channel, and not so many that the workspace's tier is used up."""
        address = read_address(conversation)
        if address is None:
            return self._runs.limits(conversation) or HomeTabs.limits(conversation)
        here = Limit(bucket=f"slack:{address.tenant}:{address.channel}", count=1, per=timedelta(seconds=1))
        return (here, Limit(bucket=f"slack:{address.tenant}", count=240, per=timedelta(minutes=1)))

    async def send(self, conversation: str, message: Rendered, key: str) -> Outcome:
        address = read_address(conversation)
        if address is None:
            return await self._elsewhere(conversation, message)
        client = await self.client(address)
        if client is None:
            return Refused(code="not_installed")
        to = address if address.asker is None or "pointer" not in message else address.private
        if to != address and address.is_pressing and message["is_word"]:
            seen = await self._show(client, address, message)
            if isinstance(seen, Sent):
                self._posted(conversation)
                return seen
        channel = await self._channel(client, to)
        match channel:
            case str():
                sent = await self._put(client, to, channel, message, key)
                if isinstance(sent, Sent) and to != address and message["pointer"]:
                    await self._say_there(client, address, str(message["pointer"]))
            case Refused() if to != address and "file" not in message:
                sent = await self._whisper(client, address, message)
            case _:
                # Nothing was posted yet: what is not known is only whether the conversation is open.
                return Later(code=channel.code) if isinstance(channel, Unknown) else channel
        if isinstance(sent, Sent):
            self._posted(conversation)
        if isinstance(sent, Refused) and client.token:
            await self._workspaces.refused(address.tenant, client.token, sent.code)
        return sent

    async def look_at(self, place: str) -> Open | Closed | Later:
        """Who reads along in the channel of the address."""
        room = read_address(place)
        return Closed.GONE if room is None else await self._rooms.look(room)

    async def find(self, conversation: str, key: str) -> Found:
        """Looks where `send` may have put it: in the thread, and where others read along in the asker's direct messages, too."""
        address = read_address(conversation)
        client = await self.client(address)
        if address is None or client is None:
            return Absent()
        for to in (address, address.private) if address.asker else (address,):
            channel = await self._channel(client, to)
            found = await self._look(client, channel, to.thread, key) if isinstance(channel, str) else _in_doubt(channel)
            if isinstance(found, Sent) and self._streams is not None:
                await self._streams.end(key)
            if not isinstance(found, Absent):
                return found
        return Absent()

    async def update(self, conversation: str, id: str, message: Rendered) -> Outcome:
        """Puts the message in the place of what was posted as `id`; may be repeated."""
        address = read_address(conversation)
        client = await self.client(address)
        if address is None or client is None:
            return Refused(code="not_installed")
        for to in (address, address.private) if address.asker else (address,):
            channel = await self._channel(client, to)
            if not isinstance(channel, str):
                return channel
            answer = await self._api.call(client.chat_update(channel=channel, ts=id, **_slacks(message)))
            if isinstance(answer, Mapping):
                return Sent(id=id)
            if answer != Refused(code="message_not_found"):
                return answer
        return Refused(code="message_not_found")

    async def client(self, address: Address | None) -> AsyncWebClient | None:
        """Slack as the bot of the address's workspace; None where it has none."""
        token = None if address is None else await self._workspaces.token(address.tenant)
        return None if token is None else self._api.client(token)

    # ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

    async def _elsewhere(self, conversation: str, message: Rendered) -> Outcome:
        """What is no message in a channel: somebody's Home tab, or the end of a workflow's step."""
        if self._homes is not None and read_home(conversation) is not None:
            return await self._homes.send(conversation)
        return await self._runs.send(conversation, message)

    async def _channel(self, client: AsyncWebClient, to: Address) -> str | Failure:
        """The channel's id; of somebody's direct messages it is asked for once."""
        if not to.is_user:
            return to.channel
        if (known := self._direct.get((to.tenant, to.channel))) is not None:
            return known
        answer = await self._api.call(client.conversations_open(users=to.channel))
        if not isinstance(answer, Mapping):
            return answer
        opened = str((answer.get("channel") or {}).get("id") or "")
        if not opened:
            return Unknown(code="garbled")
        self._direct[to.tenant, to.channel] = opened
        return opened

    async def _put(self, client: AsyncWebClient, to: Address, channel: str, message: Rendered, key: str) -> Outcome:
        """Into the message that was begun for it, or a new one; if Slack will not draw it, in words alone."""
        sent = await self._completed(client, to, message, key) or await self._post(client, channel, to.thread, message, key)
        if isinstance(sent, Refused) and sent.code in UNDRAWN:
            _log.error("slack.blocks_refused", code=sent.code)
            self._api.metrics.downgraded("slack", "refused")
            sent = await self._post(client, channel, to.thread, {"text": message["text"]}, key)
        return sent

    async def _whisper(self, client: AsyncWebClient, address: Address, message: Rendered) -> Outcome:
        """Where they asked, and seen by them alone: Slack opens no direct messages with some people of other workspaces.

        It shows such a message in a thread only where somebody has answered, so that this is said first. It cannot be found again:
        after a doubt it is shown once more, which does no harm.
        """
        if message["whispered"] and not address.is_pressing:
            await self._say_there(client, address, str(message["whispered"]))
        return await self._show(client, address, message)

    async def _show(self, client: AsyncWebClient, address: Address, message: Rendered) -> Outcome:
        """To whoever asked, in place, so that nobody else sees it. Slack keeps nothing of it."""
        asked = client.chat_postEphemeral(
            channel=address.channel, user=str(address.asker), thread_ts=address.thread, **_slacks(message)
        )
        answer = await self._api.call(asked)
        return Sent(id=str(answer.get("message_ts") or "")) if isinstance(answer, Mapping) else answer

    async def _completed(self, client: AsyncWebClient, to: Address, message: Rendered, key: str) -> Outcome | None:
        """What came of putting the message where it was begun; None where it was not."""
        if self._streams is None or to.is_user or to.thread is None or to.asker or "file" in message:
            return None
        return await self._streams.complete(client, to, message, key, _metadata(key))

    async def _post(self, client: AsyncWebClient, channel: str, thread: str | None, message: Rendered, key: str) -> Outcome:
        if "file" in message:
            file = message["file"]
            uploading = client.files_upload_v2(
                channel=channel, thread_ts=thread, filename=file["name"], title=file["title"], content=b64decode(file["content"])
            )
            answer = await self._api.call(uploading)
            return Sent(id=str((answer.get("file") or {}).get("id") or "")) if isinstance(answer, Mapping) else answer
        posting = client.chat_postMessage(
            channel=channel,
            thread_ts=thread,
            unfurl_links=False,
            unfurl_media=False,
            metadata=_metadata(key),
            **_slacks(message),
        )
        answer = await self._api.call(posting)
        return Sent(id=str(answer.get("ts") or "")) if isinstance(answer, Mapping) else answer

    async def _say_there(self, client: AsyncWebClient, address: Address, text: str) -> None:
        """Says where others read along where the answer is; to whoever pressed a button, so that nobody else sees it. Tried once:
        who asked has the answer, whatever comes of it.
        """
        if address.is_pressing:
            await self._show(client, address, {"text": text})
            return
        pointing = client.chat_postMessage(channel=address.channel, thread_ts=address.thread, text=text, unfurl_links=False)
        answer = await self._api.call(pointing)
        if not isinstance(answer, Mapping):
            _log.info("slack.not_pointed", code=answer.code)

    async def _look(self, client: AsyncWebClient, channel: str, thread: str | None, key: str) -> Found:
        since = f"{(self._clock() - _BACK).timestamp():.6f}"
        cursor = ""
        for _ in range(_PAGES):
            asked: dict[str, Any] = {"channel": channel, "oldest": since, "limit": 200, "include_all_metadata": True}
            asked |= {"cursor": cursor} if cursor else {}
            looking = client.conversations_history(**asked) if thread is None else client.conversations_replies(ts=thread, **asked)
            answer = await self._api.call(looking)
            if not isinstance(answer, Mapping):
                return _in_doubt(answer)
            for message in answer.get("messages") or ():
                metadata = message.get("metadata") or {}
                if metadata.get("event_type") == _EVENT and (metadata.get("event_payload") or {}).get("key") == key:
                    return Sent(id=str(message.get("ts")))
            cursor = str((answer.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                break
        return Absent()


def is_public(reply: Reply) -> bool:
    """Whether others may read the reply along: what is for the vendor's people in a channel of theirs; else nothing but what the
    bot can do, and no deal in progress.
    """
    if reply.place:
        return True
    return reply.standing.intent in _PUBLIC and reply.standing.state == "idle"


def _in_doubt(failure: Failure) -> Found:
    """A place that is gone has no message; everything else is asked again later."""
    match failure:
        case Refused():
            return Absent()
        case Unknown(code=code):
            return Later(code=code)
        case Later():
            return failure


def _metadata(key: str) -> Metadata:
    """By which a message is found again."""
    return Metadata(event_type=_EVENT, event_payload={"key": key})


def _slacks(message: Rendered) -> dict[str, Any]:
    return {name: message[name] for name in _SLACKS if message.get(name)}


def _file(part: File) -> dict[str, Any]:
    content = b64encode(part.content).decode("ascii")
    return {"text": part.title, "file": {"name": part.name, "title": part.title, "content": content}}
