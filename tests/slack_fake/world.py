"""What there is in the fake Slack: workspaces, people, channels, messages with their revisions, views, tokens."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from tests.slack_fake.blocks import acting, pressable, shown
from tests.slack_fake.elements import Json

BOT_SCOPES = frozenset(
    "app_mentions:read assistant:write channels:history channels:read chat:write commands files:read files:write groups:history"
    " groups:read im:history im:read im:write links:read links:write reactions:write team:read users:read users:read.email".split()
)
TRIGGER_LIVES = 3
RESPONSE_URL_LIVES = 30 * 60
RESPONSE_URL_USES = 5
TOKEN_LIVES = 12 * 60 * 60


class Refusal(Exception):
    """What Slack answers instead: HTTP 200 with ok false and this error."""

    def __init__(self, error: str, *messages: str, **more: object) -> None:
        super().__init__(error)
        self.error = error
        self.body: Json = {"ok": False, "error": error, **more}
        if messages:
            self.body["response_metadata"] = {"messages": [f"[ERROR] {message}" for message in messages]}


class Clock:
    """The seconds as Slack counts them; a test may let them run ahead."""

    def __init__(self) -> None:
        self._ahead = 0.0

    def now(self) -> float:
        return time.time() + self._ahead

    def advance(self, seconds: float) -> None:
        self._ahead += seconds


@dataclass(slots=True, kw_only=True)
class Person:
    """Somebody in a workspace, or its bot; `home` is the team of an external member of a shared channel."""

    id: str
    name: str
    real_name: str
    email: str
    home: str
    zone: str = "Europe/Berlin"
    locale: str = "en-US"
    is_bot: bool = False
    is_deleted: bool = False
    #: A guest of the workspace, for some channels.
    is_restricted: bool = False


@dataclass(slots=True, kw_only=True)
class Channel:
    """`kind` as in events: "channel", "group" (private), "im"."""

    id: str
    name: str
    kind: str
    members: set[str]
    is_archived: bool = False
    is_shared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    text: str
    blocks: tuple[Json, ...]


@dataclass(slots=True, kw_only=True)
class File:
    """A file in a workspace; `content` is None until it was uploaded, `length` what was announced of it."""

    id: str
    name: str
    user: str
    length: int
    title: str = ""
    content: bytes | None = None


@dataclass(slots=True, kw_only=True)
class Message:
    """A message with everything that it ever said; the last revision is what people see. `only_to`: an ephemeral one."""

    ts: str
    channel: str
    user: str
    is_bots: bool
    revisions: list[Revision]
    thread_ts: str | None = None
    metadata: Json | None = None
    only_to: str | None = None
    is_deleted: bool = False
    files: tuple[File, ...] = ()
    reactions: set[str] = field(default_factory=set)
    unfurls: dict[str, list[Json]] = field(default_factory=dict)
    entities: dict[str, Json] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return self.revisions[-1].text

    @property
    def blocks(self) -> list[Json]:
        return list(self.revisions[-1].blocks)

    @property
    def shown(self) -> str:
        """What is read in it: the blocks where there are any, else the text; and the names of its files."""
        return "\n".join([shown(self.blocks) or self.text, *(file.name for file in self.files)])

    @property
    def unfurled(self) -> str:
        """What everybody reads below it of the links in it."""
        return "\n".join(map(shown, self.unfurls.values()))

    @property
    def buttons(self) -> list[str]:
        return [button["text"]["text"] for _, each in acting(self.blocks) for button in pressable(each)]


@dataclass(slots=True, kw_only=True)
class Token:
    """`team` is None for an org-wide and an app-level token."""

    value: str
    kind: str
    team: str | None
    enterprise: str | None
    scopes: frozenset[str]
    expires_at: float | None = None
    is_revoked: bool = False


@dataclass(slots=True, kw_only=True)
class View:
    """A view that somebody sees: `body` as the app gave it, with ids filled in. The stack of a modal is under its root."""

    id: str
    user: str
    body: Json
    hash: str
    root: str
    previous: str | None = None
    values: Json = field(default_factory=dict)
    offered: dict[str, list[Json]] = field(default_factory=dict)  # what the app answered last for a field that it looks up


@dataclass(slots=True, kw_only=True)
class Trigger:
    user: str
    made_at: float
    from_view: str | None
    is_used: bool = False
    #: The id of the work object that was clicked.
    entity: str = ""


@dataclass(slots=True, kw_only=True)
class ResponseUrl:
    channel: str
    user: str
    made_at: float
    message_ts: str | None
    thread_ts: str | None
    uses: int = 0


class Team:
    """A workspace. Its `canary` must never be seen in anything that another workspace is sent."""

    def __init__(self, id: str, name: str, clock: Clock, *, enterprise: str | None = None) -> None:
        self.id = id
        self.name = name
        self.enterprise = enterprise
        #: Whether the app was installed for the organisation, and not for this workspace.
        self.is_org_wide = False
        self.clock = clock
        self.canary = f"canary-of-{name.lower()}"
        self.people: dict[str, Person] = {}
        self.channels: dict[str, Channel] = {}
        self.messages: list[Message] = []
        self.files: dict[str, File] = {}
        self.stacks: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}
        self.triggers: dict[str, Trigger] = {}
        #: What stands beside the conversation of each person, of the work object that they clicked last.
        self.flexpanes: dict[str, Json] = {}
        self.urls: dict[str, ResponseUrl] = {}
        self.statuses: dict[tuple[str, str], str] = {}
        self.sessions: dict[tuple[str, str], str] = {}
        self.prompts: dict[str, Json] = {}
        self._numbers = count(1)
        self._last_ts = 0
        self.bot = self.join("partnerbot", "Partnerbot", id=f"UBOT{id[1:]}", is_bot=True)
        self.bot_id = f"B{id[1:]}"

    def new_id(self, letter: str) -> str:
        return f"{letter}{self.id[1:4]}{next(self._numbers):07d}"

    def join(self, name: str, real_name: str, *, id: str = "", is_bot: bool = False, home: str = "") -> Person:
        person = Person(
            id=id or self.new_id("U"),
            name=name,
            real_name=real_name,
            email=f"{name}@{self.name.lower()}.example",
            home=home or self.id,
            is_bot=is_bot,
        )
        self.people[person.id] = person
        return person

    def channel(self, name: str, members: set[str], *, kind: str = "channel") -> Channel:
        channel = Channel(id=self.new_id("C"), name=name, kind=kind, members=set(members))
        self.channels[channel.id] = channel
        return channel

    def dm(self, user: str) -> Channel:
        """The bot's direct messages with somebody, opened when it is not yet."""
        for channel in self.channels.values():
            if channel.kind == "im" and channel.members == {user, self.bot.id}:
                return channel
        channel = Channel(id=self.new_id("D"), name="", kind="im", members={user, self.bot.id})
        self.channels[channel.id] = channel
        return channel

    def new_ts(self) -> str:
        """Unlike any other of the workspace, and later than all before."""
        micros = max(int(self.clock.now() * 1_000_000), self._last_ts + 1)
        self._last_ts = micros
        return f"{micros // 1_000_000}.{micros % 1_000_000:06d}"

    def find(self, channel: str, ts: str) -> Message | None:
        return next((each for each in self.messages if (each.channel, each.ts) == (channel, ts) and not each.is_deleted), None)

    def visible(self, user: str) -> Iterator[Message]:
        """What the person can see now, newest first."""
        for message in reversed(self.messages):
            channel = self.channels[message.channel]
            if user in channel.members and not message.is_deleted and message.only_to in (None, user):
                yield message

    def new_trigger(self, user: str, from_view: str | None = None) -> str:
        id = f"{next(self._numbers)}.{self.id[1:]}.{secrets.token_hex(8)}"
        self.triggers[id] = Trigger(user=user, made_at=self.clock.now(), from_view=from_view)
        return id

    def use_trigger(self, id: object) -> Trigger:
        """Good for three seconds, once."""
        trigger = self.triggers.get(str(id))
        if trigger is None:
            raise Refusal("invalid_trigger_id")
        if trigger.is_used:
            raise Refusal("exchanged_trigger_id")
        if self.clock.now() - trigger.made_at > TRIGGER_LIVES:
            raise Refusal("expired_trigger_id")
        trigger.is_used = True
        return trigger

    def use_url(self, id: str) -> ResponseUrl:
        """Good for half an hour, five times."""
        url = self.urls.get(id)
        if url is None or self.clock.now() - url.made_at > RESPONSE_URL_LIVES:
            raise Refusal("expired_url")
        if url.uses >= RESPONSE_URL_USES:
            raise Refusal("used_url")
        url.uses += 1
        return url

    def view(self, id: object) -> View | None:
        every = [*self.homes.values(), *(view for stack in self.stacks.values() for view in stack)]
        return next((view for view in every if view.id == id), None)

    def envelope(self) -> Json:
        """The ids of the workspace and its organisation, as they stand in interactive payloads."""
        enterprise = {"id": self.enterprise, "name": "The Organisation"} if self.enterprise else None
        return {"team": {"id": self.id, "domain": self.name.lower()}, "enterprise": enterprise}
