"""The fake Slack as tests use it: two workspaces, the people in them, and what the app did to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.slack_fake.courier import Ack
from tests.slack_fake.elements import Json
from tests.slack_fake.oauth import uninstall
from tests.slack_fake.people import Gesture, User
from tests.slack_fake.platform import App
from tests.slack_fake.server import Server
from tests.slack_fake.workflows import Run, begun
from tests.slack_fake.world import Channel, Message, Team, Token

#: The same names in both workspaces; Anna has even the same id, which Slack does not rule out.
NAMES: Final = (("anna", "Anna Arendt"), ("ben", "Ben Brandt"), ("mara", "Mara Manthey"), ("otto", "Otto Oehler"))
ANNA: Final = "U0SAMEID01"


class Workspace:
    """A workspace with its people, the channels #general (the bot is in it), #private (too) and #elsewhere (it is not)."""

    def __init__(self, slack: FakeSlack, team: Team) -> None:
        self.slack = slack
        self.team = team
        self.token: Token | None = None
        people = [team.join(name, real, id=ANNA if name == "anna" else "") for name, real in NAMES]
        ids = {person.id for person in people}
        team.channel("general", ids | {team.bot.id})
        team.channel("private", {people[0].id, people[2].id, team.bot.id}, kind="group")
        team.channel("elsewhere", ids)
        team.channel("hidden", {people[0].id}, kind="group")
        self._users = {person.name: User(slack.server, team, person) for person in people}

    def user(self, name: str) -> User:
        return self._users[name]

    def users(self) -> Iterator[User]:
        yield from self._users.values()

    def channel(self, name: str) -> Channel:
        return next(channel for channel in self.team.channels.values() if channel.name == name)

    def guest(self, name: str, home: Team, channel: Channel) -> User:
        """Somebody of another workspace in a shared channel (Slack Connect)."""
        with self.slack.server.platform.changed:
            person = self.team.join(name, name.title(), home=home.id)
            channel.members.add(person.id)
            channel.is_shared = True
            self._users[name] = User(self.slack.server, self.team, person)
        return self._users[name]

    def join(self, name: str, real_name: str = "") -> User:
        """A new colleague, who is in no channel yet."""
        with self.slack.server.platform.changed:
            person = self.team.join(name, real_name or name.title())
            self._users[name] = User(self.slack.server, self.team, person)
        return self._users[name]

    def run_step(self, callback_id: str, inputs: Json) -> Run:
        """Somebody's workflow comes to a step of the app."""
        platform = self.slack.server.platform
        with platform.changed:
            run, event = begun(platform, self.team, callback_id, inputs)
            platform.emit(self.team, event)
        return run

    def uninstall(self) -> None:
        """An admin removes the app: its tokens are void, and it is told so twice."""
        platform = self.slack.server.platform
        with platform.changed:
            uninstall(platform, self.team)
            platform.emit(self.team, {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [self.team.bot.id]}})
            platform.emit(self.team, {"type": "app_uninstalled"})

    @property
    def bot_messages(self) -> list[Message]:
        with self.slack.server.platform.changed:
            return [message for message in self.team.messages if message.is_bots and not message.is_deleted]


class FakeSlack:
    """Use as a context. `north` and `south` have the app installed unless `installs` is off."""

    def __init__(
        self, *, app: App | None = None, journal: Path | None = None, installs: bool = True, enterprise: str | None = None
    ) -> None:
        self.server = Server(app=app, journal=journal)
        self.faults = self.server.faults
        self.courier = self.server.courier
        self.platform = self.server.platform
        self.north = self._workspace("T0NORTH001", "North", enterprise)
        self.south = self._workspace("T0SOUTH001", "South", enterprise)
        if installs:
            for each in (self.north, self.south):
                each.token = self.platform.install(each.team)

    def __enter__(self) -> FakeSlack:
        return self

    def __exit__(self, *reason: object) -> None:
        self.server.close()

    @property
    def api_url(self) -> str:
        """For SLACK_API_URL."""
        return f"{self.server.url}/api/"

    def wait_for(self, is_so: Callable[[], bool], *, seconds: float = 15) -> bool:
        """Until it is so, looked at whenever something happened."""
        with self.platform.changed:
            return self.platform.changed.wait_for(is_so, timeout=seconds)

    def settle(self, *, seconds: float = 15) -> None:
        """Until every event has been taken by the app, or been given up."""
        assert self.wait_for(lambda: self.courier.pending == 0, seconds=seconds), f"{self.courier.pending} events are on their way"

    def together(self, gestures: Sequence[Gesture]) -> list[Ack]:
        """Does them all at the same moment; how the app took each."""
        with ThreadPoolExecutor(max_workers=len(gestures)) as pool:
            return list(pool.map(lambda gesture: gesture.do(), gestures))

    @contextmanager
    def reordered(self) -> Iterator[None]:
        """What happens within is delivered at its end, the last first."""
        with self.platform.changed:
            self.courier.held = []
        yield
        with self.platform.changed:
            held, self.courier.held = self.courier.held, None
        for go in reversed(held or []):
            self.server.run(_called(go))

    def calls(self, method: str) -> list[Json]:
        with self.platform.changed:
            return self.platform.calls(method)

    def assert_clean(self, *, allowed: Sequence[str] = ()) -> None:
        """The app did nothing that Slack would refuse, nothing poor, and acknowledged everything in time."""
        with self.platform.changed:
            found = [*self.platform.refused, *self.platform.lint, *self.courier.complaints]
        assert [each for each in found if not any(part in each for part in allowed)] == []

    def _workspace(self, id: str, name: str, enterprise: str | None) -> Workspace:
        team = Team(id, name, self.platform.clock, enterprise=enterprise)
        self.platform.teams[id] = team
        return Workspace(self, team)


async def _called(go: Callable[[], None]) -> None:
    go()
