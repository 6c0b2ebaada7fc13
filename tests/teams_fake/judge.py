"""What Teams would object to in an activity of the bot's, or show in another way than it is meant."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

Json = dict[str, Any]

#: Of a whole activity, as UTF-16; and of a card, as UTF-8, well below what any client takes.
LARGEST: Final = 100 * 1024
_LARGEST_CARD: Final = 28 * 1024
CARD: Final = "application/vnd.microsoft.card.adaptive"
_ATTACHED: Final = (
    CARD,
    "application/vnd.microsoft.teams.card.file.consent",
    "application/vnd.microsoft.teams.card.file.info",
)
#: Teams asks for the own views of so many people.
_MOST_VIEWERS: Final = 60
_KNOWN: Final = frozenset(
    "type text textFormat summary attachments attachmentLayout suggestedActions entities channelData id importance locale "
    "replyToId inputHint".split()
)


def size_of(activity: Json) -> int:
    return len(json.dumps(activity, ensure_ascii=False).encode("utf-16-le", "surrogatepass"))


def objections(activity: Json, *, is_personal: bool) -> Iterator[str]:
    """Sentences; nothing for an activity that is shown as it is meant."""
    if unknown := sorted(set(activity) - _KNOWN):
        yield f"nobody knows {', '.join(unknown)}"
    kind = activity.get("type")
    if kind == "typing":
        return
    if kind != "message":
        yield f"a bot does not send {kind}"
        return
    text, attachments = activity.get("text"), activity.get("attachments") or []
    if not (isinstance(text, str) and text.strip()) and not attachments:
        yield "it says nothing"
    if text and attachments:
        yield "text and attachments in one are split, and their ids are lost"
    if attachments and not activity.get("summary"):
        yield "cards need a summary for the notification"
    if activity.get("suggestedActions") and not is_personal:
        yield "suggested actions are shown in a personal chat only"
    for attachment in attachments:
        yield from _attachment(attachment)


def _attachment(attachment: Json) -> Iterator[str]:
    kind, content = attachment.get("contentType"), attachment.get("content")
    if kind not in _ATTACHED:
        yield f"an attachment of the kind {kind}"
        return
    if not isinstance(content, dict):
        yield "an attachment without content"
        return
    if kind == CARD:
        if content.get("type") != "AdaptiveCard" or content.get("version") not in {f"1.{minor}" for minor in range(6)}:
            yield f"a card of version {content.get('version')}"
        if "refresh" in content:
            yield from refresh_objections(content["refresh"])
        if (size := len(json.dumps(content, ensure_ascii=False).encode())) > _LARGEST_CARD:
            yield f"a card of {size} bytes"


def refresh_objections(refresh: Any) -> Iterator[str]:
    """Of what a card names for being asked for anew, and of the people for whom Teams does so by itself."""
    if not isinstance(refresh, dict) or set(refresh) - {"action", "userIds", "expires"}:
        yield f"a refresh of {refresh}"
        return
    action, people = refresh.get("action"), refresh.get("userIds")
    if not isinstance(action, dict) or action.get("type") != "Action.Execute" or not action.get("verb"):
        yield f"refreshes by {action}"
    if people is not None and (not isinstance(people, list) or len(people) > _MOST_VIEWERS):
        yield "a card that too many people see in their own way"
    elif people is not None and not all(isinstance(each, str) and each.startswith("29:") for each in people):
        yield f"nobody of Teams is {people}"
