"""One of everything that Teams delivers, as Microsoft documents it; ids are made up."""

from __future__ import annotations

from typing import Any

from tests.teams_fake.people import BOT, Person
from tests.teams_fake.world import Conversation, Json


def captured(person: Person, team: Conversation) -> list[Json]:
    """Of the person, in their personal chat and in a team."""

    def here(kind: str, **other: Any) -> Json:
        return person.activity(kind, to=person.chat, **other)

    def invoke(name: str, value: Any) -> Json:
        return here("invoke", name=name, value=value)

    mention = {"type": "mention", "text": "<at>Partnerbot</at>", "mentioned": {"id": BOT, "name": "Partnerbot"}}
    file: Json = {"contentType": "application/vnd.microsoft.teams.file.download.info", "name": "deals.csv"}
    file |= {"content": {"downloadUrl": f"{person.microsoft.url}/files/none.csv", "uniqueId": "1", "fileType": "csv"}}
    rich = {"contentType": "text/html", "content": "<div><p>my&nbsp;deals</p></div>"}
    press = {"verb": "press", "action": "deals.list"}
    form = {"verb": "form", "form": "review.ask/R-1", "field.note": "What else?"}
    execute = {"type": "Action.Execute", "id": "1", "verb": "press", "data": {"action": "deals.list"}}
    view = {"type": "Action.Execute", "id": "1", "verb": "view", "data": {"card": "0" * 40}}
    upload = {"uploadUrl": "https://north-my.sharepoint.com/x", "contentUrl": "https://north-my.sharepoint.com/y"}
    upload |= {"name": "a.pdf", "uniqueId": "1", "fileType": "pdf"}
    message = {"id": "17", "body": {"contentType": "html", "content": "<p>Acme wants a CRM</p>"}, "from": {"user": {"id": "1"}}}
    return [
        here("message", text="my deals", textFormat="plain", attachments=[rich]),
        person.activity("message", to=team, text="<at>Partnerbot</at>&nbsp;help\r\n", entities=[mention]),
        here("message", value=press, replyToId="17"),
        here("message", value=form, replyToId="17"),
        here("message", text="", attachments=[file]),
        invoke("adaptiveCard/action", {"action": execute, "trigger": "manual"}),
        invoke("adaptiveCard/action", {"action": view, "trigger": "automatic"}),
        invoke("task/fetch", {"data": {"verb": "open", "form": "register", "type": "task/fetch"}, "context": {"theme": "dark"}}),
        invoke("task/submit", {"data": form, "context": {"theme": "dark"}}),
        invoke("composeExtension/fetchTask", {"commandId": "register", "commandContext": "message", "messagePayload": message}),
        invoke("composeExtension/submitAction", {"commandId": "register", "commandContext": "compose", "data": form}),
        invoke("composeExtension/query", {"commandId": "search", "parameters": [{"name": "q", "value": "acme"}]}),
        invoke("fileConsent/invoke", {"type": "fileUpload", "action": "accept", "context": {"file": "1"}, "uploadInfo": upload}),
        invoke("message/submitAction", {"actionName": "feedback", "actionValue": {"reaction": "like", "feedback": '{"a": "b"}'}}),
        invoke("message/fetchTask", {"data": {"actionName": "feedback", "actionValue": {"reaction": "dislike"}}}),
        invoke("signin/verifyState", {"state": "123"}),
        invoke("signin/tokenExchange", {"id": "1", "connectionName": "x", "token": "t"}),
        invoke("config/fetch", {}),
        here("installationUpdate", action="add"),
        here("installationUpdate", action="remove-upgrade"),
        person.activity("conversationUpdate", to=team, membersAdded=[{"id": BOT}, {"id": person.mri}]),
        person.activity("conversationUpdate", to=team, membersRemoved=[{"id": person.mri}]),
        here("messageReaction", reactionsAdded=[{"type": "like"}], replyToId="17"),
        here("messageUpdate", text="my other deals", channelData={"eventType": "editMessage", "tenant": {"id": person.tenant}}),
        here("messageDelete", channelData={"eventType": "softDeleteMessage", "tenant": {"id": person.tenant}}),
        here("event", name="application/vnd.microsoft.meetingStart", value={"Title": "x"}),
        here("typing"),
        here("endOfConversation", code="x"),
        here("handoff"),
        here("somethingNew", value=[1]),
    ]
