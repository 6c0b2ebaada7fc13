"""Links that an app knows: who writes one has the app told, and what the app says of it stands below the message, for everybody."""

from __future__ import annotations

import re
from typing import Any, Final
from urllib.parse import urlsplit

from tests.slack_fake import blocks, entities, lint
from tests.slack_fake.chat import filled
from tests.slack_fake.elements import Json
from tests.slack_fake.platform import Call, Method, Platform, pointed
from tests.slack_fake.world import Message, Refusal, Team

_URL: Final = re.compile(r"https?://[^\s<>|]+")
_SOURCE: Final = "conversations_history"


def shared(platform: Platform, team: Team, message: Message) -> Json | None:
    """The event of a message with links of the app's domains in it; None for one without."""
    found = [(str(urlsplit(url).hostname), url) for url in dict.fromkeys(_URL.findall(message.text))]
    links = [{"domain": host, "url": url} for host, url in found if host in platform.unfurl_domains]
    if not links:
        return None
    channel = team.channels[message.channel]
    return {
        "type": "link_shared",
        "channel": channel.id,
        "is_bot_user_member": team.bot.id in channel.members,
        "user": message.user,
        "message_ts": message.ts,
        "unfurl_id": f"{channel.id}.{message.ts}.unfurl",
        "source": _SOURCE,
        "links": links,
        "event_ts": message.ts,
        **({"thread_ts": message.thread_ts} if message.thread_ts else {}),
    }


def unfurl(call: Call) -> Json:
    message = _message(call)
    given = call.args["unfurls"]
    if not isinstance(given, dict) or not given:
        raise Refusal("invalid_unfurls_format")
    for url, what in given.items():
        if url not in message.text:
            raise Refusal("cannot_unfurl_url")
        message.unfurls[url] = list(filled(call.team, _judged(call, what)))
    return entities.unfurled(call, message) if "metadata" in call.args else {}


def _message(call: Call) -> Message:
    id, by_place = call.get("unfurl_id"), bool(call.get("channel") and call.get("ts"))
    if bool(id) != bool(call.get("source")) or bool(id) == by_place:
        raise Refusal("invalid_arguments", "unfurl_id with source, or channel with ts")
    channel, ts = id.split(".", 1)[0] if id else call.get("channel"), ".".join(id.split(".")[1:3]) if id else call.get("ts")
    found = call.team.find(channel, ts)
    if found is None or (id and call.get("source") != _SOURCE):
        raise Refusal("cannot_find_message")
    return found


def _judged(call: Call, what: Any) -> list[Json]:
    if not isinstance(what, dict) or not isinstance(what.get("blocks"), list) or set(what) - {"blocks", "preview"}:
        raise Refusal("invalid_unfurls_format")
    pointed(blocks.faults(what["blocks"], "message"), "invalid_blocks")
    for poor in lint.of_message({"text": "unfurled", "blocks": what["blocks"]}):
        call.poor(poor)
    judged: list[Json] = what["blocks"]
    return judged


METHODS: Final = {
    "chat.unfurl": Method(
        answer=unfurl,
        required="unfurls",
        optional="channel ts unfurl_id source user_auth_message user_auth_required user_auth_url user_auth_blocks metadata",
        scope="links:write",
    ),
}
