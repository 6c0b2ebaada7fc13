"""The fake Slack with one small workspace under ids that one can read, for deliveries that a test writes by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from tests.slack_fake.slack import FakeSlack
from tests.slack_fake.world import BOT_SCOPES, Channel, File, Message, Revision, Team, Token, Trigger

TOKEN: Final = "xoxb-test"
BOT: Final = "UBOT"
TEAM: Final = "T1"


class OneWorkspace:
    """ "T1" with "U1" to "U9" and their direct messages "D1" to "D9"; the channels "C1", "C2" and the archived "CARCHIVED".

    It counts no rates. Up until `close`; what was called can be read afterwards.
    """

    def __init__(self) -> None:
        self.slack = FakeSlack(installs=False)
        self.slack.courier.subscribed = frozenset()  # a test delivers by hand
        self.faults = self.slack.faults
        platform = self.slack.platform
        platform.rates.is_on = False
        self.team = team = Team(TEAM, "One", platform.clock)
        platform.teams[TEAM] = team
        platform.tokens[TOKEN] = Token(value=TOKEN, kind="bot", team=TEAM, enterprise=None, scopes=BOT_SCOPES)
        team.people.pop(team.bot.id)
        team.bot.id = BOT
        team.people[BOT] = team.bot
        for number in range(1, 10):
            person = team.join(f"u{number}", f"U {number}", id=f"U{number}")
            self._channel(f"D{number}", {person.id, BOT}, kind="im")
        for id in ("C1", "C2", "CARCHIVED"):
            self._channel(id, set(team.people), is_archived=id == "CARCHIVED")

    def _channel(self, id: str, members: set[str], *, kind: str = "channel", is_archived: bool = False) -> None:
        name = "" if kind == "im" else id.lower()
        self.team.channels[id] = Channel(id=id, name=name, kind=kind, members=members, is_archived=is_archived)

    @property
    def url(self) -> str:
        return self.slack.api_url

    def close(self) -> None:
        self.slack.server.close()

    def called(self, method: str) -> list[Mapping[str, Any]]:
        """The arguments of every call that was judged, whatever came of it."""
        return [entry["args"] for entry in self.slack.calls(method)]

    def shown(self) -> list[tuple[str, str]]:
        """The text of every message of the bot, by where it is shown: "channel/thread"."""
        return [(f"{message.channel}/{message.thread_ts or ''}", message.text) for message in self.team.messages if message.is_bots]

    def texts(self, place: str) -> list[str]:
        return [text for where, text in self.shown() if where == place]

    def sent(self, name: str, content: bytes) -> str:
        """Where a file that somebody sent is to be had."""
        file = File(id=self.team.new_id("F"), name=name, user="U1", length=len(content), content=content)
        self.team.files[file.id] = file
        return f"{self.slack.server.url}/files/{TEAM}/{file.id}/{name}"

    def happened(self, body: Mapping[str, Any]) -> None:
        """What a delivery is about is there: the message, that of the button with its thread, a fresh trigger."""
        with self.slack.platform.changed:
            event, container, message = (_object(body, name) for name in ("event", "container", "message"))
            self._was_written(event.get("channel"), event.get("ts"), event.get("user"), event.get("thread_ts"))
            self._was_written(container.get("channel_id"), message.get("thread_ts"), BOT)
            self._was_written(container.get("channel_id"), container.get("message_ts"), BOT, message.get("thread_ts"))
            user = _object(body, "user").get("id") or body.get("user_id")
            if isinstance(trigger := body.get("trigger_id"), str) and user in self.team.people:
                made_at = self.slack.platform.clock.now()
                self.team.triggers[trigger] = Trigger(user=str(user), made_at=made_at, from_view=None)

    def _was_written(self, channel: Any, ts: Any, user: Any, thread: Any = None) -> None:
        if channel in self.team.channels and isinstance(ts, str) and self.team.find(channel, ts) is None:
            said = Revision(text="…", blocks=())
            self.team.messages.append(
                Message(ts=ts, channel=channel, user=str(user), is_bots=False, revisions=[said], thread_ts=thread)
            )


def _object(body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = body.get(name)
    return found if isinstance(found, dict) else {}
