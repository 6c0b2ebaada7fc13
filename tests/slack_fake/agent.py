"""The surface for agents: status, prompts, sessions, streams; encoded from documents, never tried against live Slack."""

from __future__ import annotations

from typing import Final

from tests.slack_fake import blocks
from tests.slack_fake.chat import as_json, filled, metadata, post
from tests.slack_fake.elements import Json
from tests.slack_fake.platform import Call, Method, pointed
from tests.slack_fake.world import Message, Refusal, Revision

_STREAMED: Final = 12_000


def set_status(call: Call) -> Json:
    messages = call.args.get("loading_messages", [])
    if not isinstance(messages, list) or len(messages) > 10 or any(not 0 < len(str(each)) <= 50 for each in messages):
        raise Refusal("invalid_arguments", "loading_messages: 1 to 10 of 1 to 50 characters")
    call.team.statuses[call.channel("channel_id").id, call.get("thread_ts")] = call.get("status")
    return {}


def set_prompts(call: Call) -> Json:
    prompts = call.args["prompts"]
    if not isinstance(prompts, list) or not 0 < len(prompts) <= 4:
        raise Refusal("invalid_arguments", "prompts: one to four")
    if any(not isinstance(each, dict) or set(each) != {"title", "message"} for each in prompts):
        raise Refusal("invalid_arguments", "a prompt has a title and a message")
    if call.get("thread_ts"):
        call.poor("thread_ts: does nothing for an agent")
    call.team.prompts[call.channel("channel_id").id] = {"title": call.get("title"), "prompts": prompts}
    return {}


def set_title(call: Call) -> Json:
    call.channel("channel_id")
    return {}


def session_status(call: Call) -> Json:
    if call.get("status") not in ("active", "processing", "suspended", "closed"):
        raise Refusal("invalid_arguments", "status")
    call.team.sessions[call.channel("channel_id").id, call.get("thread_ts")] = call.get("status")
    return {}


def start_stream(call: Call) -> Json:
    channel = call.channel()
    if channel.kind != "im" and not (call.get("recipient_user_id") and call.get("recipient_team_id")):
        raise Refusal("missing_recipient_team_id" if call.get("recipient_user_id") else "missing_recipient_user_id")
    if len(call.get("markdown_text")) > _STREAMED:
        raise Refusal("msg_too_long")
    args: Json = {key: call.args[key] for key in ("channel", "thread_ts", "markdown_text") if key in call.args}
    args.setdefault("markdown_text", "…")
    answer = post(Call(platform=call.platform, method=call.method, args=args, token=call.token, team_=call.team))
    call.platform.streams[call.team.id, channel.id, answer["ts"]] = call.platform.clock.now()
    return {"channel": channel.id, "ts": answer["ts"]}


def append_stream(call: Call) -> Json:
    message = _streaming(call)
    if not call.get("markdown_text"):
        raise Refusal("no_text")
    _write(call, message)
    return {"channel": message.channel, "ts": message.ts}


def stop_stream(call: Call) -> Json:
    message = _streaming(call)
    given = call.args.get("blocks", [])
    pointed(blocks.faults(given, "message"), "invalid_blocks")
    if call.args.get("metadata"):
        message.metadata = metadata(call.args["metadata"])
    _write(call, message, filled(call.team, given))
    del call.platform.streams[call.team.id, message.channel, message.ts]
    return {"channel": message.channel, "ts": message.ts, "message": as_json(call.team, message)}


def _streaming(call: Call) -> Message:
    message = call.own_message("message_not_owned_by_app")
    if not call.platform.is_streaming(call.team.id, message):
        raise Refusal("message_not_in_streaming_state")
    return message


def _write(call: Call, message: Message, given: tuple[Json, ...] = ()) -> None:
    more = call.get("markdown_text")
    if len(more) > _STREAMED:
        raise Refusal("msg_too_long")
    message.revisions.append(Revision(text=message.text.removesuffix("…") + more, blocks=given))


METHODS: Final = {
    "assistant.threads.setStatus": Method(
        answer=set_status, required="channel_id thread_ts", optional="status loading_messages", tier=5, scope="chat:write"
    ),
    "assistant.threads.setSuggestedPrompts": Method(
        answer=set_prompts, required="channel_id prompts", optional="title thread_ts", tier=4, scope="assistant:write"
    ),
    "assistant.threads.setTitle": Method(answer=set_title, required="channel_id thread_ts title", tier=4, scope="assistant:write"),
    "agents.sessions.setStatus": Method(
        answer=session_status, required="status", optional="channel_id thread_ts title initiator_user_id", scope="chat:write"
    ),
    "chat.startStream": Method(
        answer=start_stream,
        required="channel thread_ts",
        optional="markdown_text chunks recipient_user_id recipient_team_id task_display_mode",
        tier=2,
        scope="chat:write",
    ),
    "chat.appendStream": Method(
        answer=append_stream, required="channel ts", optional="markdown_text chunks", tier=4, scope="chat:write"
    ),
    "chat.stopStream": Method(
        answer=stop_stream,
        required="channel ts",
        optional="markdown_text chunks blocks metadata session_status",
        tier=2,
        scope="chat:write",
    ),
}
