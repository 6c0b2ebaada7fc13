"""What every channel promises: the fake in memory, the one over HTTP, and each chat's own against its fake."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta

import pytest
from aiohttp import ClientSession

from bot.delivery.channel import Absent, Channel, Later, Refused, Sent, Unknown
from bot.delivery.dispatch import message_key
from handlers.reply import Choice, Choices, Fact, Facts, Reply, Text
from tests.delivery.chat_server import ChatServer
from tests.delivery.fake_chat import BROKEN, BROKEN_AFTER, LOST, Busy, FakeChat
from tests.delivery.loopback_chat import LoopbackChat

Use = Callable[[Channel], Awaitable[None]]
REPLY = Reply(
    parts=(
        Text(text="Approved: <Acme & Söhne>"),
        Facts(facts=(Fact(label="Until", value="26 February 2027"),)),
        Choices(choices=(Choice(label="My deals", action="deals.list"),)),
    )
)
KEY = message_key("k1", 0)


class Line:
    """A channel and the chat behind it; `use` runs with the channel."""

    def __init__(self, chat: FakeChat, port: int | None) -> None:
        self.chat = chat
        self._port = port

    def use(self, use: Use) -> None:
        async def go() -> None:
            if self._port is None:
                await use(self.chat)
            else:
                async with ClientSession() as session:
                    await use(LoopbackChat(session, self._port))

        asyncio.run(go())


@pytest.fixture(params=["in memory", "over HTTP"])
def line(request: pytest.FixtureRequest) -> Iterator[Line]:
    if request.param == "in memory":
        yield Line(FakeChat(), None)
        return
    server = ChatServer()
    yield Line(server.chat, server.port)
    server.close()
    assert server.objections == []


def test_a_reply_is_drawn_the_same_at_every_call(line: Line) -> None:
    async def use(channel: Channel) -> None:
        assert list(channel.render(REPLY)) == list(channel.render(REPLY)) != []

    line.use(use)


def test_what_was_sent_is_found_by_its_key_in_its_conversation_only(line: Line) -> None:
    async def use(channel: Channel) -> None:
        (message,) = channel.render(REPLY)
        sent = await channel.send("c1", message, KEY)
        assert isinstance(sent, Sent)
        assert await channel.find("c1", KEY) == sent
        assert await channel.find("c2", KEY) == Absent()
        assert await channel.find("c1", message_key("k1", 1)) == Absent()

    line.use(use)


@pytest.mark.parametrize(("fault", "is_there"), [(LOST, True), (BROKEN_AFTER, True), (BROKEN, False)])
def test_after_a_failure_nobody_knows_and_looking_tells(line: Line, fault: str, *, is_there: bool) -> None:
    async def use(channel: Channel) -> None:
        (message,) = channel.render(REPLY)
        line.chat.faults.append(fault)
        assert isinstance(await channel.send("c1", message, KEY), Unknown)
        assert isinstance(await channel.find("c1", KEY), Sent) is is_there

    line.use(use)


@pytest.mark.parametrize(("header", "after"), [("7", timedelta(seconds=7)), (None, None), ("soon", None)])
def test_a_busy_chat_says_how_long_or_not(line: Line, header: str | None, after: timedelta | None) -> None:
    async def use(channel: Channel) -> None:
        line.chat.faults.append(Busy(retry_after=header))
        (message,) = channel.render(REPLY)
        assert await channel.send("c1", message, KEY) == Later(code="busy", after=after, is_busy=True)
        assert await channel.find("c1", KEY) == Absent()

    line.use(use)


def test_what_can_never_be_posted_is_refused_with_a_code(line: Line) -> None:
    async def use(channel: Channel) -> None:
        (message,) = channel.render(REPLY)
        assert await channel.send("archived", message, KEY) == Refused(code="is_archived")

    line.use(use)


def test_a_chat_that_cannot_be_reached_has_taken_nothing() -> None:
    async def go() -> None:
        async with ClientSession() as session:
            channel = LoopbackChat(session, 1)
            assert await channel.send("c1", {"text": "hello"}, KEY) == Later(code="unreached")
            assert await channel.find("c1", KEY) == Later(code="unreached")

    asyncio.run(go())
