"""chat.*: posting, changing and deleting messages, as strictly as Slack does it."""

from __future__ import annotations

import re
from typing import Any, Final

from tests.slack_fake import blocks, lint
from tests.slack_fake.elements import Json
from tests.slack_fake.platform import SPECIAL, Call, Method, pointed
from tests.slack_fake.world import Channel, File, Message, Refusal, Revision, Team

_TS: Final = re.compile(r"\d{1,10}\.\d{1,6}")
_TEXT: Final = 40_000
_MARKDOWN: Final = 12_000
_METADATA: Final = 8_000
_CONTENT: Final = "text blocks attachments markdown_text parse link_names metadata"


def post(call: Call) -> Json:
    channel = _writable(call, may_be_person=True)
    thread = _thread(call, channel)
    message = _keep(call, channel, thread)
    call.team.statuses.pop((channel.id, thread or ""), None)
    call.platform.emit(call.team, posted(call.team, message))
    return {"channel": channel.id, "ts": message.ts, "message": as_json(call.team, message)}


def post_ephemeral(call: Call) -> Json:
    channel = _writable(call)
    user = call.get("user")
    if user not in channel.members:
        raise Refusal("user_not_in_channel")
    return {"message_ts": _keep(call, channel, _thread(call, channel), only_to=user).ts}


def update(call: Call) -> Json:
    message = call.own_message("cant_update_message")
    if call.platform.is_streaming(call.team.id, message):
        raise Refusal("streaming_state_conflict")
    revision = _content(call, kept=message.revisions[-1])
    message.revisions.append(revision)
    if "metadata" in call.args:
        message.metadata = metadata(call.args["metadata"])
    channel = call.team.channels[message.channel]
    call.platform.emit(call.team, _changed(call.team, channel, "message_changed", message))
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": as_json(call.team, message)}


def delete(call: Call) -> Json:
    message = call.own_message("cant_delete_message")
    if call.platform.is_streaming(call.team.id, message):
        raise Refusal("cant_delete_message")
    message.is_deleted = True
    channel = call.team.channels[message.channel]
    call.platform.emit(call.team, _changed(call.team, channel, "message_deleted", message))
    return {"channel": channel.id, "ts": message.ts}


def permalink(call: Call) -> Json:
    channel = call.channel()
    if call.team.find(channel.id, call.get("message_ts")) is None:
        raise Refusal("message_not_found")
    address = f"https://{call.team.name.lower()}.slack.example/archives/{channel.id}/p{call.get('message_ts').replace('.', '')}"
    return {"channel": channel.id, "permalink": address}


def respond(team: Team, args: Json, message: Message | None, channel: Channel, user: str, thread: str | None) -> None:
    """What comes to a response_url: ephemeral unless it says otherwise; may replace or delete the message it stems from."""
    pointed(blocks.faults(args.get("blocks", []), "message"), "invalid_blocks")
    if args.get("delete_original") and message is not None:
        message.is_deleted = True
        return
    revision = Revision(text=str(args.get("text", "")), blocks=filled(team, args.get("blocks", [])))
    if not revision.text and not revision.blocks:
        raise Refusal("no_text")
    if args.get("replace_original") and message is not None:
        message.revisions.append(revision)
        return
    only_to = None if args.get("response_type") == "in_channel" else user
    _add(team, channel, revision, thread, only_to=only_to)


def place(call: Call) -> tuple[Channel, str | None]:
    """Where a file is to be shown: a conversation that the bot may write in, by its id, and a thread of it."""
    channel = _writable(call, name="channel_id")
    return channel, _thread(call, channel)


def keep_file(call: Call, channel: Channel, thread: str | None, files: list[File]) -> None:
    """Shows files as a message of the bot's."""
    message = _add(call.team, channel, Revision(text=call.get("initial_comment"), blocks=()), thread)
    message.files = tuple(files)
    call.platform.emit(call.team, posted(call.team, message, call.platform.url) | {"subtype": "file_share"})


def as_json(team: Team, message: Message, *, with_metadata: bool = False) -> Json:
    """The message as it stands in events, histories and answers."""
    shown: Json = {"type": "message", "user": message.user, "text": message.text, "ts": message.ts, "team": team.id}
    if message.is_bots:
        shown |= {"bot_id": team.bot_id, "app_id": "A0PARTNER1"}
    if message.blocks:
        shown["blocks"] = message.blocks
    if message.thread_ts:
        shown["thread_ts"] = message.thread_ts
    if len(message.revisions) > 1:
        shown["edited"] = {"user": message.user, "ts": message.ts}
    if with_metadata and message.metadata:
        shown["metadata"] = message.metadata
    return shown


def posted(team: Team, message: Message, url: str = "") -> Json:
    """The event of a new message; `url` is the fake's, for where its files are to be had."""
    channel = team.channels[message.channel]
    files = [_file(team, file, url) for file in message.files]
    shown = as_json(team, message) | ({"files": files} if files else {})
    return shown | {"channel": channel.id, "channel_type": channel.kind, "event_ts": message.ts}


def _file(team: Team, file: File, url: str) -> Json:
    address = f"{url}/files/{team.id}/{file.id}/{file.name}"
    return {"id": file.id, "name": file.name, "title": file.title or file.name, "user": file.user} | {
        "size": len(file.content or b""),
        "url_private": address,
        "url_private_download": address,
    }


def _changed(team: Team, channel: Channel, subtype: str, message: Message) -> Json:
    ts = team.new_ts()
    event: Json = {"type": "message", "subtype": subtype, "hidden": True, "channel": channel.id, "channel_type": channel.kind}
    event |= {"ts": ts, "event_ts": ts, "previous_message": as_json(team, message)}
    return event | ({"message": as_json(team, message)} if subtype == "message_changed" else {"deleted_ts": message.ts})


def changed_by_person(team: Team, message: Message, subtype: str) -> Json:
    """The event of a message that its writer changed or deleted."""
    return _changed(team, team.channels[message.channel], subtype, message)


def filled(team: Team, given: list[Json]) -> tuple[Json, ...]:
    """The blocks with the ids that Slack gives where the app gave none."""
    result = []
    for block in given:
        block = {"block_id": team.new_id("b"), **block}
        if block["type"] == "actions":
            block["elements"] = [{"action_id": team.new_id("a"), **each} for each in block["elements"]]
        result.append(block)
    return tuple(result)


def _writable(call: Call, *, name: str = "channel", may_be_person: bool = False) -> Channel:
    channel, team = call.channel(name, may_be_person=may_be_person), call.team
    if channel.is_archived:
        raise Refusal("is_archived")
    if team.bot.id not in channel.members and "chat:write.public" not in (call.token.scopes if call.token else ()):
        raise Refusal("not_in_channel")
    return channel


def _thread(call: Call, channel: Channel) -> str | None:
    thread = call.args.get("thread_ts")
    if thread in (None, ""):
        return None
    if not isinstance(thread, str) or not _TS.fullmatch(thread):
        raise Refusal("invalid_thread_ts")
    root = call.team.find(channel.id, thread)
    if root is None:
        raise Refusal("cannot_reply_to_message")
    if root.thread_ts not in (None, thread):
        call.poor("thread_ts of a reply, not of the thread's first message")
        return root.thread_ts
    return thread


def _keep(call: Call, channel: Channel, thread: str | None, *, only_to: str | None = None) -> Message:
    revision = _content(call)
    if not revision.text and not revision.blocks:
        raise Refusal("no_text")
    known = metadata(call.args["metadata"]) if call.args.get("metadata") else None
    return _add(call.team, channel, revision, thread, only_to=only_to, metadata=known)


def _add(
    team: Team,
    channel: Channel,
    revision: Revision,
    thread: str | None,
    *,
    only_to: str | None = None,
    metadata: Json | None = None,
) -> Message:
    message = Message(
        ts=team.new_ts(),
        channel=channel.id,
        user=team.bot.id,
        is_bots=True,
        revisions=[revision],
        thread_ts=thread,
        metadata=metadata,
        only_to=only_to,
    )
    team.messages.append(message)
    return message


def _content(call: Call, kept: Revision | None = None) -> Revision:
    """What the message says. A change keeps the blocks that it does not name, as Slack does."""
    args = call.args
    text, markdown = args.get("text") or "", args.get("markdown_text") or ""
    if not isinstance(text, str) or not isinstance(markdown, str):
        raise Refusal("invalid_arguments", "text must be a string")
    if markdown and (text or args.get("blocks")):
        raise Refusal("markdown_text_conflict")
    if len(text) > _TEXT or len(markdown) > _MARKDOWN:
        raise Refusal("msg_too_long")
    given = args.get("blocks")
    if given is None:
        given = list(kept.blocks) if kept else []
    if not isinstance(given, list) or not all(isinstance(block, dict) for block in given):
        raise Refusal("invalid_blocks_format")
    _judge_blocks(given)
    for poor in lint.of_message(args):
        call.poor(poor)
    if args.get("attachments"):
        call.poor("attachments are of the past; use blocks")
    return Revision(text=text or markdown or (kept.text if kept else ""), blocks=filled(call.team, given))


def _judge_blocks(given: list[Json]) -> None:
    try:
        found = blocks.faults(given, "message")
    except (TypeError, AttributeError, KeyError, ValueError):
        raise Refusal("invalid_blocks_format") from None
    pointed(found, "invalid_blocks")
    if blocks.too_long(given):
        raise Refusal("msg_blocks_too_long")


def metadata(given: Any) -> Json:
    match given:
        case {"event_type": str(kind), "event_payload": dict(payload)} if kind:
            if len(str(payload)) > _METADATA:
                raise Refusal("metadata_too_large")
            return {"event_type": kind, "event_payload": payload}
    raise Refusal("invalid_metadata_format")


_POST: Final = (
    f"{_CONTENT} thread_ts reply_broadcast unfurl_links unfurl_media mrkdwn username icon_emoji icon_url as_user client_msg_id"
)
METHODS: Final = {
    "chat.postMessage": Method(answer=post, required="channel", optional=_POST, tier=SPECIAL, scope="chat:write"),
    "chat.postEphemeral": Method(
        answer=post_ephemeral, required="channel user", optional=f"{_CONTENT} thread_ts username", tier=4, scope="chat:write"
    ),
    "chat.update": Method(
        answer=update, required="channel ts", optional=f"{_CONTENT} as_user reply_broadcast file_ids", scope="chat:write"
    ),
    "chat.delete": Method(answer=delete, required="channel ts", optional="as_user", scope="chat:write"),
    "chat.getPermalink": Method(answer=permalink, required="channel message_ts", tier=4),
}
