"""Simulated people: they see only what is on the newest revision, click only that, and type only where there is a field."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.slack_fake import bodies
from tests.slack_fake.blocks import acting, inputs, pressable, shown
from tests.slack_fake.chat import changed_by_person, posted
from tests.slack_fake.courier import Ack
from tests.slack_fake.elements import Json
from tests.slack_fake.entities import clicked
from tests.slack_fake.filling import Unfillable, fill
from tests.slack_fake.server import Server
from tests.slack_fake.submitting import offered, said_in_answer, taken
from tests.slack_fake.unfurls import shared
from tests.slack_fake.views import as_json as view_as_json
from tests.slack_fake.world import Channel, File, Message, Person, Revision, Team, View


class NotThere(AssertionError):
    """Somebody was to use something that is not on their screen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gesture:
    """What a finger is already on: chosen from what was visible, delivered when it is done."""

    do: Callable[[], Ack]


class User:
    """Somebody at a client of Slack. Where nothing else is said, they are in the direct messages with the bot."""

    def __init__(self, server: Server, team: Team, person: Person) -> None:
        self._server = server
        self._platform = server.platform
        self.team = team
        self.person = person
        self.id = person.id
        self.errors: dict[str, str] = {}
        self._seen: set[str] = set()

    # ── talking ──────────────────────────────────────────────────────────────────────────────────────────────────────────

    def say(self, text: str, *, channel: Channel | None = None, thread: Message | None = None) -> Message:
        """Writes a message, and marks everything before it as read."""
        team = self.team
        with self._platform.changed:
            place = channel or team.dm(self.id)
            if self.id not in place.members:
                raise NotThere(f"{self.person.name} is not in #{place.name}")
            message = self._written(place, text, thread)
            event = posted(team, message) | {"client_msg_id": f"{message.ts}-client", "team": self.person.home}
            if (links := shared(self._platform, team, message)) is not None:
                self._platform.emit(team, links)
            if team.bot.id in place.members:
                self._platform.emit(team, event)
                if place.kind != "im" and f"<@{team.bot.id}>" in text:
                    mention = {key: event[key] for key in event if key != "channel_type"}
                    self._platform.emit(team, mention | {"type": "app_mention"})
            self._platform.changed.notify_all()
        return message

    def upload(self, name: str, content: bytes, *, text: str = "") -> Message:
        """Sends a file to the bot in the direct messages."""
        team = self.team
        with self._platform.changed:
            file = File(id=team.new_id("F"), name=name, user=self.id, length=len(content), content=content)
            team.files[file.id] = file
            message = self._written(team.dm(self.id), text)
            message.files = (file,)
            self._platform.emit(team, posted(team, message, self._server.url) | {"subtype": "file_share"})
            self._platform.changed.notify_all()
        return message

    def mention(self, text: str, *, channel: Channel, thread: Message | None = None) -> Message:
        return self.say(f"<@{self.team.bot.id}> {text}", channel=channel, thread=thread)

    def _written(self, place: Channel, text: str, thread: Message | None = None) -> Message:
        team = self.team
        message = Message(
            ts=team.new_ts(),
            channel=place.id,
            user=self.id,
            is_bots=False,
            revisions=[Revision(text=text, blocks=())],
            thread_ts=(thread.thread_ts or thread.ts) if thread else None,
        )
        team.messages.append(message)
        self._seen |= {each.ts for each in team.messages}
        return message

    def edit(self, message: Message, text: str) -> None:
        self._change(message, text)

    def delete(self, message: Message) -> None:
        self._change(message, None)

    def open_home(self, tab: str = "home") -> None:
        """Looks at the app's page: its Home tab, or its messages."""
        with self._platform.changed:
            team = self.team
            event: Json = {"type": "app_home_opened", "user": self.id, "channel": team.dm(self.id).id, "tab": tab}
            if tab == "home" and self.id in team.homes:
                event["view"] = view_as_json(team, team.homes[self.id], self._platform.app.id)
            self._platform.emit(team, event | {"event_ts": team.new_ts()})

    def click_object(self, at: Message) -> str:
        """Clicks the work object of the first link in a message that has one; what is returned is the trigger."""
        with self._platform.changed:
            url = next(iter(at.entities), None)
            if url is None or at not in self.team.visible(self.id):
                raise NotThere(f"{self.person.name} sees no work object")
            event = clicked(self.team, self.person, at, url)
            self.team.flexpanes.pop(self.id, None)
            self._platform.emit(self.team, event)
            return str(event["trigger_id"])

    def wait_for_flexpane(self, contains: str = "", *, seconds: float = 15) -> Json:
        """What was presented to the person of the work object that they clicked."""

        def is_there() -> bool:
            found = self.team.flexpanes.get(self.id)
            return found is not None and contains in str(found)

        with self._platform.changed:
            if not self._platform.changed.wait_for(is_there, timeout=seconds):
                raise NotThere(f"{self.person.name} is presented nothing with “{contains}”, but {self.team.flexpanes.get(self.id)}")
            return self.team.flexpanes[self.id]

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────

    def messages(self) -> list[Message]:
        """The bot's messages that the person can see, oldest first."""
        with self._platform.changed:
            return [each for each in reversed(list(self.team.visible(self.id))) if each.is_bots]

    def wait_for_reply(self, contains: str = "", *, seconds: float = 15) -> Message:
        """The first message of the bot that was not read yet and has these words in it, whatever their case."""
        with self._platform.changed:
            if not self._platform.changed.wait_for(lambda: self._unread(contains) is not None, timeout=seconds):
                seen = [message.shown for message in self.team.visible(self.id) if message.is_bots][:3]
                raise NotThere(f"{self.person.name} got no reply with “{contains}”; the last ones: {seen}")
            found = self._unread(contains)
            assert found is not None, "it was there a moment ago"
            self._seen.add(found.ts)
            return found

    def _unread(self, contains: str) -> Message | None:
        unread = [each for each in self.team.visible(self.id) if each.is_bots and each.ts not in self._seen]
        return next((each for each in reversed(unread) if contains.casefold() in f"{each.shown}\n{each.text}".casefold()), None)

    @property
    def modal(self) -> View | None:
        """The topmost view that the person has open."""
        with self._platform.changed:
            return next(iter(reversed(self.team.stacks.get(self.id, []))), None)

    @property
    def home(self) -> str:
        """What is read on the Home tab."""
        with self._platform.changed:
            return shown(self.team.homes[self.id].body["blocks"]) if self.id in self.team.homes else ""

    def wait_for_home(self, contains: str = "", *, seconds: float = 15) -> str:
        """What is read on the Home tab, once it has these words in it."""
        with self._platform.changed:
            if not self._platform.changed.wait_for(lambda: contains.casefold() in self.home.casefold(), timeout=seconds):
                raise NotThere(f"{self.person.name} sees no Home tab with “{contains}”: {self.home[:400]}")
        return self.home

    def wait_for_modal(self, contains: str = "", *, seconds: float = 15) -> View:
        with self._platform.changed:
            if not self._platform.changed.wait_for(lambda: self._top_has(contains), timeout=seconds):
                raise NotThere(f"{self.person.name} sees no modal with “{contains}”")
            return self.team.stacks[self.id][-1]

    def _top_has(self, contains: str) -> bool:
        stack = self.team.stacks.get(self.id, [])
        return bool(stack) and contains.casefold() in shown([stack[-1].body]).casefold() + _labels(stack[-1]).casefold()

    # ── doing ────────────────────────────────────────────────────────────────────────────────────────────────────────────

    def aim(self, label: str, *, at: Message | None = None) -> Gesture:
        """The finger on the newest button with this label; in the open modal, where there is one. A confirmation is confirmed."""
        with self._platform.changed:
            payload = self._aimed(label, at)
        return Gesture(do=lambda: self._server.run(self._server.courier.interact(payload)))

    def click(self, label: str, *, at: Message | None = None) -> Ack:
        return self.aim(label, at=at).do()

    def command(self, name: str, text: str = "", *, channel: Channel | None = None) -> Ack:
        """Types a slash command; text in the acknowledgement is shown to this person alone."""
        with self._platform.changed:
            place = channel or self.team.dm(self.id)
            if self.person.home != self.team.id:
                raise NotThere("people of other workspaces cannot use the commands of this one")
            form = bodies.command(self._platform.app, self.team, self.person, name, text, place, self._server.url)
        ack = self._server.run(self._server.courier.command(form))
        with self._platform.changed:
            said_in_answer(self.team, ack, place, self.id, self._server.courier.complaints)
            self._platform.changed.notify_all()
        return ack

    def shortcut(self, callback_id: str) -> Ack:
        with self._platform.changed:
            payload = bodies.shortcut(self._platform.app, self.team, self.person, callback_id)
        return self._server.run(self._server.courier.interact(payload))

    def message_shortcut(self, callback_id: str, message: Message) -> Ack:
        with self._platform.changed:
            args = (self._platform.app, self.team, self.person, callback_id, message, self._server.url)
            payload = bodies.message_shortcut(*args)
        return self._server.run(self._server.courier.interact(payload))

    def submit(self, values: Mapping[str, str] | None = None, *, is_checked: bool = True) -> Ack:
        """Fills in fields by their label or block_id and sends the topmost modal; `errors` has what the app objects to.

        Clients let nobody send what is no address or number; an app must not lean on that, so one that is not checked sends it.
        """
        with self._platform.changed:
            view = self._top()
            if "submit" not in view.body:
                raise NotThere("the modal has nothing to send it with")
            fill(view, values or {}, is_checked=is_checked)
            payload = bodies.submitted(self._platform.app, self.team, self.person, view)
        ack = self._server.run(self._server.courier.interact(payload))
        with self._platform.changed:
            self.errors = taken(self.team, view, ack, self._server.courier.complaints)
            self._platform.changed.notify_all()
        return ack

    def press_stop(self, message: Message) -> None:
        """Presses Stop in the thread of the message, where Slack shows it: while the app's session is processing."""
        with self._platform.changed:
            thread = message.thread_ts or message.ts
            if self.team.sessions.get((message.channel, thread)) != "processing":
                raise NotThere(f"{self.person.name} sees nothing to stop")
            event = {"type": "agent_session_stopped", "channel": message.channel, "thread_ts": thread, "user": self.id}
            here = (each for each in self.team.messages if (each.channel, each.thread_ts) == (message.channel, thread))
            streaming = [each.ts for each in here if self._platform.is_streaming(self.team.id, each)]
            self._platform.emit(self.team, event | {"streaming_message_ts": streaming, "event_ts": self.team.new_ts()})

    def close_modal(self) -> Ack | None:
        """Closes the topmost modal; the app hears of it where it wanted to."""
        with self._platform.changed:
            view = self.team.stacks[self.id].pop()
            payload = bodies.closed(self._platform.app, self.team, self.person, view, is_cleared=False)
        if not view.body.get("notify_on_close"):
            return None
        return self._server.run(self._server.courier.interact(payload))

    def options(self, field: str, typed: str) -> list[str]:
        """What an external select offers for what was typed: asked of the app, as clients do."""
        with self._platform.changed:
            view = self._top()
            block = next((b for b in inputs(view.body).values() if field in (b["block_id"], b["label"]["text"])), None)
            if block is None or "external" not in block["element"]["type"]:
                raise Unfillable(f"no field {field} that looks its options up")
            args = (self._platform.app, self.team, self.person, view, block, block["element"], typed)
            payload = bodies.asked_for_options(*args)
        ack = self._server.run(self._server.courier.interact(payload))
        with self._platform.changed:
            found = offered(ack, self._server.courier.complaints)
            view.offered[block["block_id"]] = found
            return [each["text"]["text"] for each in found]

    def _top(self) -> View:
        stack = self.team.stacks.get(self.id)
        if not stack:
            raise NotThere(f"{self.person.name} has no modal open")
        return stack[-1]

    def _aimed(self, label: str, at: Message | None) -> Json:
        app, team = self._platform.app, self.team
        stack = self.team.stacks.get(self.id)
        surfaces = [stack[-1]] if stack else ([self.team.homes[self.id]] if self.id in self.team.homes else [])
        for view in surfaces if at is None else ():
            for block, element in _buttons(view.body["blocks"], label):
                return bodies.pressed_in_view(app, team, self.person, view, block, element, {})
        if not stack:
            for message in self.team.visible(self.id):
                if at not in (None, message):
                    continue
                for block, element in _buttons(message.blocks, label):
                    return bodies.pressed(app, team, self.person, message, block, element, {}, self._server.url)
                for url, unfurled in message.unfurls.items():
                    for block, element in _buttons(unfurled, label):
                        return bodies.pressed_in_unfurl(app, team, self.person, message, url, block, element)
        raise NotThere(f"{self.person.name} sees no button “{label}”")

    def _change(self, message: Message, text: str | None) -> None:
        if message.user != self.id:
            raise NotThere("people change only their own messages")
        with self._platform.changed:
            if text is None:
                message.is_deleted = True
            else:
                message.revisions.append(Revision(text=text, blocks=()))
            subtype = "message_deleted" if text is None else "message_changed"
            self._platform.emit(self.team, changed_by_person(self.team, message, subtype))


def _buttons(blocks: Any, label: str) -> Iterator[tuple[Json, Json]]:
    for block, element in acting(blocks):
        for button in pressable(element):
            if re.fullmatch(re.escape(label), button["text"]["text"], re.IGNORECASE):
                yield block, button


def _labels(view: View) -> str:
    return "\n".join(block["label"]["text"] for block in inputs(view.body).values())
