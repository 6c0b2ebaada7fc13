"""What Teams would object to in an activity of the bot's, or show in another way than it is meant."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

Json = dict[str, Any]

#: Of a whole activity, as UTF-16; and of a card, as UTF-8, well below what any client takes.
LARGEST: Final = 100 * 1024
_LARGEST_CARD: Final = 28 * 1024
_CARD: Final = "application/vnd.microsoft.card.adaptive"
_ATTACHED: Final = (
    _CARD,
    "application/vnd.microsoft.teams.card.file.consent",
    "application/vnd.microsoft.teams.card.file.info",
)
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
    if kind == _CARD:
        if content.get("type") != "AdaptiveCard" or content.get("version") not in {f"1.{minor}" for minor in range(6)}:
            yield f"a card of version {content.get('version')}"
        if (size := len(json.dumps(content, ensure_ascii=False).encode())) > _LARGEST_CARD:
            yield f"a card of {size} bytes"
