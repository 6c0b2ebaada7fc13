"""People at clients of Teams: what they do is delivered to the bot as Teams delivers it, and what it posts is on their screens."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any, Final

from aiohttp import ClientSession

from tests.teams_fake.judge import CARD, objections
from tests.teams_fake.microsoft import TENANT, FakeMicrosoft
from tests.teams_fake.signing import APP_ID
from tests.teams_fake.world import PERSONAL, Conversation, Json, Message, guid

BOT: Final = f"28:{APP_ID}"
_MENTION: Final = "<at>Partnerbot</at>"


class Answered:
    """What the bot answered to a delivery."""

    def __init__(self, status: int, body: Any, seconds: float) -> None:
        self.status = status
        self.body = body
        self.seconds = seconds


class Person:
    """Has the bot in a personal chat; `bot_url` is where Teams delivers to."""

    def __init__(self, microsoft: FakeMicrosoft, name: str, number: int, *, tenant: str = TENANT, bot_url: str = "") -> None:
        self.microsoft = microsoft
        self.name = name
        self.tenant = tenant
        self.user = guid(number)
        self.mri = f"29:1{self.user.replace('-', '')}"
        self.bot_url = bot_url
        self.locale, self.zone = "en-GB", "Europe/Berlin"
        id = f"a:1{guid(number + 500).replace('-', '')}"
        self.chat = Conversation(id=id, tenant=tenant, kind=PERSONAL, members=[self.mri])
        microsoft.world.conversations[id] = self.chat

    # ── doing ────────────────────────────────────────────────────────────────────────────────────────────────────────────

    def say(self, text: str, *, to: Conversation | None = None, **other: Any) -> Answered:
        """In a personal chat, or elsewhere with a mention of the bot."""
        place = to or self.chat
        said: Json = {"text": text, "textFormat": "plain"}
        if place.kind != PERSONAL:
            mention = {"type": "mention", "text": _MENTION, "mentioned": {"id": BOT, "name": "Partnerbot"}}
            said = {"text": f"{_MENTION}&nbsp;{text}\r\n", "entities": [mention]}
        return self.deliver(self.activity("message", to=place, **said | other))

    def press(self, data: Mapping[str, Any], *, to: Conversation | None = None, message: str = "1700000000001") -> Answered:
        """A button with Action.Submit, which a client without Action.Execute falls back to."""
        return self.deliver(self.activity("message", to=to or self.chat, value=dict(data), replyToId=message))

    def execute(self, verb: str, data: Mapping[str, Any], *, to: Conversation | None = None, message: str = "17") -> Answered:
        """A button with Action.Execute."""
        value = {"action": {"type": "Action.Execute", "id": "", "verb": verb, "data": dict(data)}, "trigger": "manual"}
        place = to or self.chat
        return self.deliver(self.activity("invoke", to=place, name="adaptiveCard/action", value=value, replyToId=message))

    def see(self, message: Message, *, is_asked: bool = False) -> Json:
        """What stands on this person's screen where the message comes into view; Teams asks for a card's own view by itself, or
        because the person has asked for it.
        """
        shown = self.on_screen(message)
        for at, attached in enumerate(shown.get("attachments") or ()):
            refresh = (attached.get("content") or {}).get("refresh")
            if refresh is None or not (is_asked or self._is_asked_for(refresh, message)):
                continue
            answered = self.look(refresh["action"], message, trigger="manual" if is_asked else "automatic")
            if answered.status == 200 and answered.body.get("statusCode") == 200 and answered.body["type"] == CARD:
                view = {**attached, "content": answered.body["value"]}
                shown = {**shown, "attachments": [*shown["attachments"][:at], view, *shown["attachments"][at + 1 :]]}
                self.microsoft.objections += objections(shown, is_personal=True)
                message.views[self.mri] = shown
            else:
                self.microsoft.objections.append(f"a card that was to be refreshed is answered with {answered.body}")
        return shown

    def on_screen(self, message: Message) -> Json:
        """The message as it came into view last."""
        return message.views.get(self.mri, message.shown)

    def look(self, action: Json, message: Message, *, trigger: str = "automatic") -> Answered:
        """What Teams asks for a card's own view with."""
        value = {"action": {"id": "", **action}, "trigger": trigger}
        place = self.microsoft.world.conversations[message.conversation]
        return self.deliver(self.activity("invoke", to=place, name="adaptiveCard/action", value=value, replyToId=message.id))

    def _is_asked_for(self, refresh: Json, message: Message) -> bool:
        """Those who are named, or everybody where so few are that nobody has to be."""
        few = len(self.microsoft.world.conversations[message.conversation].members) <= 60
        return self.mri in refresh["userIds"] if "userIds" in refresh else few

    def fetch(self, data: Mapping[str, Any]) -> Json | None:
        """Opens a dialog: what it is to show, None where there is none."""
        return self._task("task/fetch", data)

    def send(self, data: Mapping[str, Any]) -> Json | None:
        """Sends what was filled into a dialog: what it is to show next, None when it closes."""
        return self._task("task/submit", data)

    def _task(self, name: str, data: Mapping[str, Any]) -> Json | None:
        value = {"data": dict(data), "context": {"theme": "default"}}
        answered = self.deliver(self.activity("invoke", to=self.chat, name=name, value=value))
        assert answered.status == 200, answered.body
        task: Json = answered.body.get("task") or {}
        return task.get("value") if task.get("type") == "continue" else None

    def decide(self, offer: Json, action: str, *, message: str) -> Answered:
        """Whether the bot may put a file into one's own place."""
        name = offer["name"]
        at = f"{self.microsoft.url}/files/{name}"
        info = {"contentUrl": at, "name": name, "uploadUrl": at, "uniqueId": "1", "fileType": name.rpartition(".")[2]}
        context = offer["content"][f"{action}Context"]
        value: Json = {"type": "fileUpload", "action": action, "context": context}
        value |= {"uploadInfo": info} if action == "accept" else {}
        asked = self.activity("invoke", to=self.chat, name="fileConsent/invoke", value=value, replyToId=message)
        return self.deliver(asked)

    def invoke(self, name: str, value: Mapping[str, Any], *, to: Conversation | None = None, **other: Any) -> Answered:
        """What Teams waits for an answer to: a dialog, a message extension, a word on an answer."""
        return self.deliver(self.activity("invoke", to=to or self.chat, name=name, value=dict(value), **other))

    def upload(self, name: str, content: bytes, *, text: str = "") -> Answered:
        self.microsoft.files[name] = content
        info = {"downloadUrl": f"{self.microsoft.url}/files/{name}", "uniqueId": name, "fileType": name.rpartition(".")[2]}
        file = {"contentType": "application/vnd.microsoft.teams.file.download.info", "name": name, "content": info}
        return self.deliver(self.activity("message", to=self.chat, text=text, attachments=[file]))

    def install(self, *, to: Conversation | None = None) -> Answered:
        """Teams tells it twice."""
        place = to or self.chat
        place.is_closed = False
        added = [{"id": BOT}, {"id": self.mri}]
        self.deliver(self.activity("conversationUpdate", to=place, membersAdded=added))
        return self.deliver(self.activity("installationUpdate", to=place, action="add"))

    def uninstall(self, *, to: Conversation | None = None) -> Answered:
        place = to or self.chat
        place.is_closed = True
        return self.deliver(self.activity("installationUpdate", to=place, action="remove"))

    # ── delivering ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def activity(self, kind: str, *, to: Conversation, **other: Any) -> Json:
        """As Teams writes one."""
        conversation: Json = {"id": to.id, "conversationType": to.kind, "tenantId": self.tenant}
        if to.kind != PERSONAL:
            conversation["isGroup"] = True
        data: Json = {"tenant": {"id": self.tenant}}
        if to.team:
            data |= {"team": {"id": to.team}, "channel": {"id": to.id}}
            conversation["id"] = f"{to.id};messageid=1700000000000"
        client = {"type": "clientInfo", "locale": self.locale, "country": "DE", "platform": "Web", "timezone": self.zone}
        entities = [*other.pop("entities", []), client]
        return {
            "type": kind,
            "id": self.microsoft.world.new_id(),
            "timestamp": "2026-11-23T09:00:00.000Z",
            "localTimezone": self.zone,
            "channelId": "msteams",
            "serviceUrl": self.microsoft.service_url,
            "from": {"id": self.mri, "name": self.name, "aadObjectId": self.user},
            "conversation": conversation,
            "recipient": {"id": BOT, "name": "Partnerbot"},
            "entities": entities,
            "channelData": data,
            "locale": self.locale,
        } | other

    def deliver(self, activity: Json, *, token: str | None = None) -> Answered:
        header = f"Bearer {self.microsoft.token() if token is None else token}"
        return self.microsoft.run(self._deliver(activity, {"Authorization": header}))

    async def _deliver(self, activity: Json, headers: Mapping[str, str]) -> Answered:
        async with ClientSession() as session:
            began = asyncio.get_running_loop().time()
            async with session.post(self.bot_url, json=activity, headers=headers) as answer:
                is_json = answer.content_type == "application/json"
                body = await answer.json() if is_json else await answer.text()
                return Answered(answer.status, body, asyncio.get_running_loop().time() - began)

    def wait_for(self, words: str, *, seconds: float = 60) -> None:
        """Until the bot has said it in the personal chat."""

        def is_said() -> bool:
            return any(words in str(message.shown) for message in self.messages())

        with self.microsoft.changed:
            found = self.microsoft.changed.wait_for(is_said, timeout=seconds)
        assert found, f"nobody said “{words}”: {[message.shown for message in self.messages()]}"

    # ── seeing ───────────────────────────────────────────────────────────────────────────────────────────────────────────

    def messages(self, place: Conversation | None = None) -> list[Message]:
        return self.microsoft.world.of((place or self.chat).id)
