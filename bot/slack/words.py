"""Text for Slack: what people wrote is shown as they wrote it and never read as a mention, a link or markup."""

from __future__ import annotations

import re
from typing import Any, Final

#: Characters that change how others are read or shown and have no place in a message of ours.
_UNSEEN: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
#: In front of what would be markup, a space of no width: Slack's mrkdwn has no escape character.
_MARKS: Final = re.compile(r"([*_~`]|^(?=[>•])|(?<=\])(?=\())", re.MULTILINE)
_BREAK: Final = "\u200b"
#: A link, a mention, a channel, as Slack writes them into what it delivers.
_REFERENCE: Final = re.compile(r"<([^<>\n]{1,3000})>")


def plain(text: str, *, most: int) -> dict[str, Any]:
    """A plain_text object: Slack reads no markup in it; with `emoji` off no `:name:` either."""
    return {"type": "plain_text", "text": cut(clean(text), most) or "–", "emoji": False}


def mrkdwn(text: str, *, most: int) -> dict[str, Any]:
    """A mrkdwn object of markup that is ours; every foreign piece in it went through `escape`."""
    return {"type": "mrkdwn", "text": cut(text, most) or "–", "verbatim": True}


def clean(text: str) -> str:
    """Without control characters and turns of direction; line ends stay."""
    return _UNSEEN.sub("", text)


def escape(text: str) -> str:
    """For mrkdwn: the three characters of Slack's markup as entities, and its marks kept from being marks."""
    text = clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _MARKS.sub(rf"{_BREAK}\1", text)


def markdown(text: str) -> str:
    """For what Slack reads as Markdown: no mention, no link; marks are taken out before, by whoever checks the text."""
    text = clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("](", f"]{_BREAK}(")


def cut(text: str, most: int) -> str:
    """At most so many characters, never within an entity, with a sign that something is missing."""
    if len(text) <= most:
        return text
    short = text[: most - 1]
    entity = short.rfind("&", max(0, len(short) - 6))
    if entity >= 0 and ";" not in short[entity:]:
        short = short[:entity]
    return f"{short.rstrip()}…"


def typed(text: str) -> str:
    """What a person typed, of the text that Slack delivers: links as they were written, names of channels, no entities."""
    text = _REFERENCE.sub(_as_typed, text)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _as_typed(found: re.Match[str]) -> str:
    target, _, label = found[1].partition("|")
    if target.startswith("#"):
        return f"#{label}" if label else target
    if target.startswith(("@", "!")):
        return label or target.replace("!", "@", 1)
    return label or target.removeprefix("mailto:").removeprefix("tel:")
