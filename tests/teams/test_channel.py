"""The channel to Teams keeps what every channel promises, says what became of a message, and writes to nobody but Microsoft."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import timedelta

import pytest

from bot.clock import elapsed, now
from bot.delivery.channel import Absent, CannotTell, Found, Later, Limit, Outcome, Refused, Rendered, Sent, Unknown
from bot.delivery.dispatch import message_key
from bot.delivery.limits import Limiter
from bot.delivery.metrics import Metrics
from bot.teams.address import Address, read_address
from bot.teams.channel import TeamsChannel
from bot.teams.connector import Connector
from bot.teams.edge import by_password
from bot.teams.places import Places
from handlers.message import Sender
from handlers.reply import Reply, Standing, Text
from storage.engine import Database
from storage.links import SqlLinks
from storage.tables import accounts
from storage.teams import Reference, References
from tests.bot.house import NOW, House
from tests.delivery import test_channel_contract as contract
from tests.delivery.fake_chat import BROKEN, BROKEN_AFTER, LOST, Busy
from tests.teams_fake.microsoft import PASSWORD, TENANT, FakeMicrosoft
from tests.teams_fake.people import Person
from tests.teams_fake.signing import APP_ID
from tests.teams_fake.world import CHANNEL, guid

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

PRIVATE = Reply(parts=(Text(text="R-ACME22 is approved: 45,000 EUR"),))
PUBLIC = Reply(parts=(Text(text="I register deals"),), standing=Standing(intent="help"))
KEY = message_key("k", 0)

test_drawn_the_same = contract.test_a_reply_is_drawn_the_same_at_every_call
test_busy = contract.test_a_busy_chat_says_how_long_or_not


class Line:
    """As the contract's line, with the fake Microsoft at the other end."""

    def __init__(self, microsoft: FakeMicrosoft, house: House) -> None:
        self.microsoft = microsoft
        self.house = house
        self.nora = Person(microsoft, "nora", 1)
        self.faults = self
        self.metrics = Metrics()

    @property
    def chat(self) -> Line:
        return self

    def append(self, fault: object) -> None:
        same = {LOST: "lost", BROKEN: "broken", BROKEN_AFTER: "broken after"}
        self.microsoft.faults.append((429, fault.retry_after) if isinstance(fault, Busy) else same[str(fault)])

    def address(self, conversation: str = "", *, asker: str | None = None) -> str:
        id = conversation or self.nora.chat.id
        return str(Address(tenant=TENANT, conversation=id, service_url=self.microsoft.service_url, asker=asker))

    def use(self, use: Callable[[Addressed], Awaitable[None]]) -> None:
        self.with_channel(lambda channel: use(Addressed(channel, self)))

    def with_channel(self, use: Callable[[TeamsChannel], Awaitable[None]], *, url: str | None = None) -> None:
        async def go() -> None:
            places = Places(test_url=url or self.microsoft.url)
            connector = Connector(places, by_password(APP_ID, [PASSWORD], None, places, elapsed), now, self.metrics)
            connector.open()
            try:
                await use(TeamsChannel(APP_ID, connector, self.house.database, lambda: NOW))
            finally:
                await connector.close()

        asyncio.run(go())


class Addressed:
    """The channel under the addresses that the contract uses."""

    def __init__(self, channel: TeamsChannel, line: Line) -> None:
        self._channel = channel
        self._line = line

    def render(self, reply: Reply) -> Sequence[Rendered]:
        return self._channel.render(reply)

    def limits(self, conversation: str) -> Sequence[Limit]:
        return self._channel.limits(self._line.address())

    async def send(self, conversation: str, message: Rendered, key: str) -> Outcome:
        return await self._channel.send(self._line.address(), message, key)

    async def find(self, conversation: str, key: str) -> Found:
        """Teams cannot be asked; where nothing was posted, the contract wants to hear that."""
        found = await self._channel.find(self._line.address(), key)
        assert found == CannotTell()
        return found if self._line.nora.messages() else Absent()


@pytest.fixture
def house(furnished_url: str) -> Iterator[House]:
    house = House(furnished_url)
    yield house
    house.close()


@pytest.fixture
def line(microsoft: FakeMicrosoft, house: House) -> Iterator[Line]:
    line = Line(microsoft, house)
    yield line
    microsoft.assert_clean()


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        ("lost", Unknown(code="lost")),
        ("broken", Unknown(code="http_500")),
        ("broken after", Unknown(code="http_500")),
        ((502, None), Unknown(code="http_502")),
        ((504, None), Unknown(code="http_504")),
        ((502, "3"), Later(code="http_502", after=timedelta(seconds=3))),
        ((504, "0"), Later(code="http_504", after=timedelta())),
        ((412, None), Later(code="http_412")),
        ((429, "7"), Later(code="busy", after=timedelta(seconds=7), is_busy=True)),
        ((400, None), Refused(code="Throttled")),
        ((401, None), Later(code="unauthorised")),
    ],
)
def test_what_became_of_a_message_is_told(line: Line, fault: str | tuple[int, str | None], outcome: Outcome) -> None:
    async def use(channel: TeamsChannel) -> None:
        line.microsoft.faults.append(fault)
        (message,) = channel.render(PRIVATE)
        assert await channel.send(line.address(), message, KEY) == outcome
        assert isinstance(await channel.send(line.address(), message, KEY), Sent)

    line.with_channel(use)


def test_teams_out_of_reach_has_taken_nothing(line: Line) -> None:
    async def use(channel: TeamsChannel) -> None:
        nowhere = "http://127.0.0.1:1"
        address = f"{TENANT}/{line.nora.chat.id}//{nowhere}/emea/"
        assert isinstance(await channel.send(address, {"type": "message", "text": "hello"}, KEY), Later)

    line.with_channel(use, url="http://127.0.0.1:1")


@pytest.mark.parametrize(
    ("service_url", "may"),
    [
        ("https://smba.trafficmanager.net/emea/", True),
        ("https://smba.infra.gcc.teams.microsoft.com/", True),
        ("https://europe.api.botframework.com/", True),
        ("http://smba.trafficmanager.net/emea/", False),
        ("https://smba.trafficmanager.net:8443/", False),
        ("https://smba.trafficmanager.net@evil.example/", False),
        ("https://evil.trafficmanager.net/", False),
        ("https://teams.microsoft.com.evil.example/", False),
        ("https://evilteams.microsoft.com/", False),
        ("http://127.0.0.1:1/", False),
        ("http://localhost/", False),
        ("https://[::1/", False),
        ("", False),
        (None, False),
    ],
)
def test_only_microsofts_hosts_are_written_to(line: Line, service_url: object, *, may: bool) -> None:
    assert Places().may_serve(service_url) is may


def test_files_are_fetched_from_peoples_own_places_only(line: Line) -> None:
    places = Places()
    assert places.may_hold_files("https://north-my.sharepoint.com/personal/nora/_layouts/15/download.aspx?UniqueId=1")
    for url in ("http://north.sharepoint.com/x", "https://sharepoint.com.evil.example/x", "https://169.254.169.254/x", 5, None):
        assert not places.may_hold_files(url)


def test_an_address_is_read_as_it_was_written_and_nothing_else_is_one(line: Line) -> None:
    for asker in (None, guid(7)):
        for id in ("a:1-x_y", "19:abc@thread.tacv2;messageid=1700000000000"):
            address = Address(tenant=TENANT, conversation=id, service_url="https://smba.trafficmanager.net/emea/", asker=asker)
            assert read_address(str(address)) == address
    for text in ("", "a/b", "T1/C1//", f"{TENANT}/a:1/nobody/https://x/", f"{TENANT}/a b//https://x/", f"{TENANT}/a:1//"):
        assert read_address(text) is None


def test_what_is_private_goes_to_the_asker_and_the_group_is_told_so(line: Line) -> None:
    nora, team = line.nora, line.microsoft.group(line.nora.mri, kind=CHANNEL, team="19:t@thread.tacv2")
    asked = line.address(f"{team.id};messageid=17", asker=nora.user)
    _note(line.house.database, nora, conversation=None)

    async def use(channel: TeamsChannel) -> None:
        (private,), (public,) = channel.render(PRIVATE), channel.render(PUBLIC)
        assert isinstance(await channel.send(asked, private, KEY), Sent)  # the chat is begun where none is known
        assert isinstance(await channel.send(asked, public, KEY), Sent)
        nora.chat.is_closed = True
        assert isinstance(await channel.send(asked, private, KEY), Refused)

    line.with_channel(use)
    assert [message.shown["text"] for message in nora.messages()] == ["R-ACME22 is approved: 45,000 EUR"]
    told = [message.shown["text"] for message in line.microsoft.world.of(team.id)]
    assert [each.partition(".")[0] for each in told] == [
        "I’ve answered you in our personal chat",
        "I register deals",
        "I can’t write to you in a personal chat yet",
    ]


@pytest.mark.parametrize("over", ["closed", "gone"])
def test_a_chat_that_is_over_is_retired_and_what_is_told_waits(line: Line, over: str) -> None:
    nora, database = line.nora, line.house.database
    sender = Sender(chat="teams", tenant=TENANT, user=nora.user)
    _note(database, nora, conversation=nora.chat.id)
    with database.transaction() as connection:
        SqlLinks(connection, NOW).bind(sender, "m-nordwind")
        SqlLinks(connection, NOW).reach(sender, line.address())
    if over == "closed":
        nora.chat.is_closed = True
    else:
        del line.microsoft.world.conversations[nora.chat.id]

    async def use(channel: TeamsChannel) -> None:
        (message,) = channel.render(PRIVATE)
        assert isinstance(await channel.send(line.address(), message, KEY), Refused)

    line.with_channel(use)
    with database.reading() as connection:
        kept = References(connection, NOW).get(TENANT, nora.user)
    assert kept is not None
    assert kept.conversation is None
    assert [row["private"] for row in line.house.rows(accounts) if row["chat"] == "teams"] == [None]


def test_a_message_is_changed_in_its_place_and_another_ones_is_not(line: Line) -> None:
    async def use(channel: TeamsChannel) -> None:
        (message,) = channel.render(PRIVATE)
        sent = await channel.send(line.address(), message, KEY)
        assert isinstance(sent, Sent)
        (changed,) = channel.render(Reply(parts=(Text(text="withdrawn"),)))
        for _ in range(2):
            assert await channel.update(line.address(), sent.id, changed) == sent
        assert isinstance(await channel.update(line.address(), "17-elsewhere", changed), Refused)

    line.with_channel(use)
    assert [message.shown["text"] for message in line.nora.messages()] == ["withdrawn"]


def test_the_limits_of_teams_are_met_before_teams_has_to_say_so(line: Line) -> None:
    line.microsoft.counts_rates = True
    clock = [0.0]
    limiter = Limiter(lambda: clock[0])

    async def use(channel: TeamsChannel) -> None:
        limits, sent = channel.limits(line.address()), 0
        for _ in range(400):
            wait = limiter.ask(limits, bulk=False)
            sent += not wait
            clock[0] += wait + 0.001 if wait else 0.01
        by_rule = {limit.per.total_seconds(): limit.count for limit in limits[:-1]}
        assert by_rule[1] < 7
        assert by_rule[2] < 8
        assert by_rule[30] < 60
        assert by_rule[3600] < 1800
        assert sent <= 45 * (clock[0] // 30 + 1)

    line.with_channel(use)


def _note(database: Database, person: Person, *, conversation: str | None) -> None:
    with database.transaction() as connection:
        References(connection, NOW).note(
            Reference(
                tenant=person.tenant,
                user=person.user,
                mri=person.mri,
                service_url=person.microsoft.service_url,
                conversation=conversation,
            )
        )
