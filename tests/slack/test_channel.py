"""The channel to Slack keeps what every channel promises, and what is one person's is never shown where others read along."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence

import pytest

from bot.clock import now
from bot.delivery.channel import Absent, Found, Later, Limit, Outcome, Refused, Rendered, Sent
from bot.delivery.dispatch import message_key
from bot.delivery.metrics import Metrics
from bot.slack.calls import Api
from bot.slack.channel import SlackChannel
from bot.slack.links import DealLinks
from bot.slack.workspaces import SingleWorkspace
from handlers.reply import File, Reply, Standing, Table, Text
from tests.bot.house import NOW
from tests.delivery import test_channel_contract as contract
from tests.delivery.fake_chat import BROKEN, BROKEN_AFTER, LOST, Busy
from tests.slack.one_workspace import TOKEN, OneWorkspace
from tests.slack.test_read import event
from tests.slack_fake.wire_faults import DROPPED, busy, named, status

PRIVATE = Reply(parts=(Text(text="R-ACME22 is approved: 45,000 EUR"),))
PUBLIC = Reply(parts=(Text(text="I register deals"),), standing=Standing(intent="help"))
KEY = message_key("k", 0)
ASKED_IN_CHANNEL = "T1/C1/17.1/U1"

test_drawn_the_same = contract.test_a_reply_is_drawn_the_same_at_every_call
test_found_by_key = contract.test_what_was_sent_is_found_by_its_key_in_its_conversation_only
test_nobody_knows = contract.test_after_a_failure_nobody_knows_and_looking_tells
test_busy = contract.test_a_busy_chat_says_how_long_or_not
test_refused = contract.test_what_can_never_be_posted_is_refused_with_a_code


class Addressed:
    """The channel under the addresses that the contract uses."""

    def __init__(self, channel: SlackChannel) -> None:
        self._channel = channel

    def render(self, reply: Reply) -> Sequence[Rendered]:
        return self._channel.render(reply)

    def limits(self, conversation: str) -> Sequence[Limit]:
        return self._channel.limits(_address(conversation))

    async def send(self, conversation: str, message: Rendered, key: str) -> Outcome:
        return await self._channel.send(_address(conversation), message, key)

    async def find(self, conversation: str, key: str) -> Found:
        return await self._channel.find(_address(conversation), key)


def _address(conversation: str) -> str:
    return f"T1/{conversation.upper()}//" if conversation != "archived" else "T1/CARCHIVED//"


class Faulty:
    """The faults of the contract, as the fake makes them."""

    def __init__(self, slack: OneWorkspace) -> None:
        self._slack = slack

    def append(self, fault: object) -> None:
        same = {LOST: DROPPED, BROKEN: status(500), BROKEN_AFTER: status(500, accepts=True)}
        made = busy(fault.retry_after) if isinstance(fault, Busy) else same[str(fault)]
        self._slack.faults.add("chat.postMessage", made)


class Line:
    """As the contract's line, with Slack at the other end; it is up until it was used."""

    def __init__(self) -> None:
        self.api = OneWorkspace()
        self.api.happened(event(channel="C1", ts="17.1"))
        self.api.happened(event(channel="D1", ts="17.1"))
        self.faults = Faulty(self.api)
        self.metrics = Metrics()

    @property
    def chat(self) -> Line:
        return self

    def use(self, use: Callable[[Addressed], Awaitable[None]]) -> None:
        self.with_channel(lambda channel: use(Addressed(channel)))

    def with_channel(self, use: Callable[[SlackChannel], Awaitable[None]]) -> None:
        async def go() -> None:
            api = Api(self.api.url, now, self.metrics)
            api.open()
            try:
                await use(SlackChannel(api, SingleWorkspace(api, TOKEN), now, DealLinks(None)))
            finally:
                await api.close()

        asyncio.run(go())


@pytest.fixture
def line() -> Iterator[Line]:
    line = Line()
    yield line
    line.api.close()


def test_slack_out_of_reach_has_taken_nothing() -> None:
    async def go() -> None:
        api = Api("http://127.0.0.1:1/api/", lambda: NOW)
        api.open()
        channel = SlackChannel(api, SingleWorkspace(api, TOKEN), lambda: NOW, DealLinks(None))
        (message,) = channel.render(PRIVATE)
        assert await channel.send("T1/C1//", message, KEY) == Later(code="unreached")
        assert await channel.send("T1/U1//", message, KEY) == Later(code="unreached")
        assert await channel.find("T1/C1//", KEY) == Later(code="unreached")
        await api.close()

    asyncio.run(go())


def test_what_is_private_goes_to_the_asker_and_the_channel_is_told_so(line: Line) -> None:
    async def use(channel: SlackChannel) -> None:
        (message,) = channel.render(PRIVATE)
        sent = await channel.send(ASKED_IN_CHANNEL, message, KEY)
        assert isinstance(sent, Sent)
        assert await channel.find(ASKED_IN_CHANNEL, KEY) == sent

    line.with_channel(use)
    assert line.api.texts("D1/") == ["R-ACME22 is approved: 45,000 EUR"]
    assert line.api.texts("C1/17.1") == ["I sent you a direct message."]


def test_of_a_long_answer_no_part_is_shown_where_others_read_along(line: Line) -> None:
    rows = tuple((f"R-{number}", str(number)) for number in range(250))
    long = Reply(parts=(Text(text="Your deals"), Table(caption="Deals", columns=("Deal", "Value"), rows=rows)))

    async def use(channel: SlackChannel) -> None:
        messages = channel.render(long)
        assert len(messages) > 1
        for number, message in enumerate(messages):
            await channel.send(ASKED_IN_CHANNEL, message, f"{number:040}")

    line.with_channel(use)
    assert line.api.texts("C1/17.1") == ["I sent you a direct message."]
    assert len(line.api.texts("D1/")) > 1


def test_help_is_given_in_the_thread_in_which_it_was_asked_for(line: Line) -> None:
    async def use(channel: SlackChannel) -> None:
        (message,) = channel.render(PUBLIC)
        sent = await channel.send(ASKED_IN_CHANNEL, message, KEY)
        assert await channel.find(ASKED_IN_CHANNEL, KEY) == sent

    line.with_channel(use)
    assert line.api.texts("C1/17.1") == ["I register deals"]
    assert line.api.texts("D1/") == []


def test_help_in_the_middle_of_a_deal_names_it_and_is_private() -> None:
    channel = SlackChannel(
        Api("http://127.0.0.1:1/api/", lambda: NOW), SingleWorkspace(Api("", lambda: NOW), ""), lambda: NOW, DealLinks(None)
    )
    in_the_middle = Reply(parts=PUBLIC.parts, standing=Standing(intent="help", state="collecting"))
    assert "pointer" in channel.render(in_the_middle)[0]


def test_every_message_has_words_and_shows_no_preview_of_links(line: Line) -> None:
    async def use(channel: SlackChannel) -> None:
        for number, message in enumerate(channel.render(PRIVATE)):
            await channel.send("T1/D1/17.1/", message, message_key("k", number))

    line.with_channel(use)
    (posted,) = line.api.called("chat.postMessage")
    assert posted["text"]
    assert (posted["unfurl_links"], posted["unfurl_media"]) == (False, False)
    assert posted["thread_ts"] == "17.1"


def test_a_file_is_uploaded_to_its_reader_only(line: Line) -> None:
    reply = Reply(
        parts=(Text(text="Here it is"), File(name="deals.csv", media_type="text/csv", content=b"a;b\n", title="Template"))
    )

    async def use(channel: SlackChannel) -> None:
        for number, message in enumerate(channel.render(reply)):
            assert isinstance(await channel.send(ASKED_IN_CHANNEL, message, message_key("k", number)), Sent)

    line.with_channel(use)
    (shown,) = [message for message in line.api.team.messages if message.files]
    assert (shown.channel, shown.files[0].content, shown.files[0].title) == ("D1", b"a;b\n", "Template")


def test_a_message_is_put_in_the_place_of_another(line: Line) -> None:
    async def use(channel: SlackChannel) -> None:
        before, after = (channel.render(reply)[0] for reply in (PUBLIC, PRIVATE))
        sent = await channel.send("T1/U1//", before, KEY)
        assert isinstance(sent, Sent)
        assert await channel.update("T1/U1//", sent.id, after) == sent

    line.with_channel(use)
    assert line.api.texts("D1/") == ["R-ACME22 is approved: 45,000 EUR"]


def test_a_workspace_that_is_not_ours_gets_nothing(line: Line) -> None:
    async def use(channel: SlackChannel) -> None:
        workspaces = channel._workspaces
        await workspaces.authorize(None, "T1", False)
        (message,) = channel.render(PRIVATE)
        assert await channel.send("T2/C1//", message, KEY) == Refused(code="not_installed")
        assert await channel.find("T2/C1//", KEY) == Absent()

    line.with_channel(use)
    assert line.api.called("chat.postMessage") == []
    assert len(line.api.called("auth.test")) == 1


@pytest.mark.parametrize("address", ["", "T1", "T1/C1", "T1/../C1/", "T1/C1/now/", "T1/C1/1.1/U1/x", "t1/c1//"])
def test_what_is_no_address_is_refused(line: Line, address: str) -> None:
    async def use(channel: SlackChannel) -> None:
        assert await channel.send(address, {"text": "x"}, KEY) == Refused(code="no_such_address")
        assert channel.limits(address) == ()

    line.with_channel(use)


def test_what_slack_will_not_draw_is_said_in_words(line: Line) -> None:
    async def use(channel: SlackChannel) -> None:
        (message,) = channel.render(PRIVATE)
        line.api.faults.add("chat.postMessage", named("invalid_blocks"))
        assert isinstance(await channel.send("T1/C1//", message, KEY), Sent)

    line.with_channel(use)
    assert line.api.texts("C1/") == ["R-ACME22 is approved: 45,000 EUR"]


def test_calls_are_counted_by_what_slack_answered_and_so_is_what_was_sent_plainer(line: Line) -> None:
    line.api.faults.add("chat.postMessage", named("invalid_blocks"))

    async def use(channel: SlackChannel) -> None:
        (message,) = channel.render(PUBLIC)
        assert isinstance(await channel.send("T1/C1//", message, KEY), Sent)

    line.with_channel(use)
    told = line.metrics.text().decode()
    assert 'partnerbot_chat_calls_total{answer="invalid_blocks",chat="slack",method="chat.postMessage"} 1.0' in told
    assert 'partnerbot_chat_calls_total{answer="ok",chat="slack",method="chat.postMessage"} 1.0' in told
    assert 'partnerbot_downgraded_total{chat="slack",why="refused"} 1.0' in told
